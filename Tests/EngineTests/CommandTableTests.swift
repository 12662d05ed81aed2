import Catalog
import Engine
import Synchronization
import Testing

/// Words find their commands, and only the domain that is asked for is built.
@Suite struct CommandTableTests {
  @Test(arguments: [
    ("", "unknown"),
    ("toys", "group toys: list get create update delete import export"),
    ("toys list", "command toys list"),
    ("toys list now", "unknown"),
    ("toys gett", "unknown, toys get"),
    ("toys show", "unknown, toys get"),
    ("toys change", "unknown, toys update"),
    ("config", "group config: list set"),
    ("conf", "unknown, config"),
    ("api", "command api"),
    ("api endpoint", "unknown, api endpoints"),
    ("joined", "unknown, join"),
    ("Toys", "unknown, toys"),
  ])
  func match(_ words: String, _ expected: String) {
    let found =
      switch Toys.table.match(words.split(separator: " ").map(String.init)) {
      case .command(let command): "command \(command.name)"
      case .group(let words, let commands):
        "group \(words.joined(separator: " ")): "
          + commands.map { $0.path[words.count] }.joined(separator: " ")
      case .unknown(let nearest): nearest.map { "unknown, \($0)" } ?? "unknown"
      }
    #expect(found == expected)
  }

  @Test func everyFirstWordLeadsSomewhere() {
    #expect(Toys.table.firstWords == ["toys", "api", "config", "join", "rest"])
    for word in Toys.table.firstWords { #expect(!Toys.table.commands(under: word).isEmpty) }
    #expect(Toys.table.all.count == 7 + Toys.table.builtins.count)
  }

  @Test func onlyTheDomainAskedForIsBuilt() {
    let built = Mutex<[String]>([])
    let domains = ["toys", "games", "dolls"].map { name in
      Catalog.Domain(name, "Toys for rent") {
        built.withLock { $0.append(name) }
        return Plugin(name: name, summary: "Toys for rent", resources: [], endpoints: Toys.plugin.endpoints)
      }
    }
    let catalog = Catalog([.init("toyland", domains: domains) { Toys.service }])
    let table = CommandTable(catalog: catalog, builtins: Toys.table.builtins)
    _ = table.match(["config", "list"])
    _ = table.firstWords
    #expect(built.withLock { $0 } == [])
    _ = table.match(["games"])
    #expect(Set(built.withLock { $0 }) == ["games"])
  }
}
