import Engine
import Platform
import Testing
import Values

@testable import App

/// What may stand where a word was begun, for the real tables over the records of `sp sandbox seed`.
@Suite struct CompletionTests {
  /// A line with the cursor at its end, and some of what must be offered.
  struct Case: Sendable, CustomTestStringConvertible {
    var line: String
    var offers: [String]
    var isAll: Bool
    var hides: [String]
    var testDescription: String { "sp \(line)" }

    /// Words parted by single spaces; the last, perhaps empty, is the one that was begun.
    var words: [String] { line.split(separator: " ", omittingEmptySubsequences: false).map(String.init) }

    static func offers(_ line: String, _ offers: String..., without hides: [String] = []) -> Case {
      Case(line: line, offers: offers, isAll: false, hides: hides)
    }

    static func only(_ line: String, _ offers: String...) -> Case {
      Case(line: line, offers: offers, isAll: true, hides: [])
    }
  }

  static let groups = [
    "words": words, "options": options, "values": values, "settings": settings, "records": records,
  ]

  static let words: [Case] = [
    .offers("", "prompts", "bundles", "config", "help", without: ["__complete", "--version"]),
    .offers("-", "--profile", "--version", "--help", without: ["--fields"]),
    .only("promp", "prompts"),
    .only("nope "),
    .only("nope list --"),
    .offers("prompts ", "list", "import", "export", without: ["prompts"]),
    .only("prompts im", "import"),
    .only("-q prompts im", "import"),
    .only("--profile live prompts im", "import"),
    .offers("config ", "list", "set", "profile"),
    .only("config profile ", "list", "add", "use"),
    .offers("help ", "prompts", "config", "exit-codes"),
    .only("help queue r", "run", "retry", "resolve"),
    .only("help prompts i", "import"),
    .only("prompts list x"),
  ]

  static let options: [Case] = [
    .offers("prompts list --", "--category", "--fields", "--offline", "--quiet", without: ["--dry-run"]),
    .offers("prompts list ", "--category", "--fields"),
    .offers("prompts create --", "--title", "--content", "--input", "--dry-run", without: ["--offline"]),
    .offers("prompts update prompt-1 --", "--on-promotion", "--no-on-promotion"),
    .only("prompts update prompt-1 --no-on", "--no-on-promotion"),
    .only("prompts list --json --js"),
    .only("prompts import x --map a=title --map", "--map"),
    .only("prompts get -- --"),
  ]

  static let values: [Case] = [
    .only("prompts list -o ", "table", "json", "jsonl", "csv", "tsv", "yaml", "svg", "html"),
    .only("prompts list -ojs", "-ojson", "-ojsonl"),
    .only("prompts list -qoy", "-qoyaml"),
    .only("prompts list --output=js", "--output=json", "--output=jsonl"),
    .only("prompts list --json=t"),
    .only("prompts update prompt-1 --on-promotion=", "--on-promotion=true", "--on-promotion=false"),
    .offers("prompts list --fields ", "id", "title", without: ["content"]),
    .only("prompts list --fields id,ti", "id,title"),
    .only("prompts list --fields=id,ti", "--fields=id,title"),
    .offers("prompts get prompt-1 --fields id,", "id,content", without: ["id,id"]),
    .only("prompts list --fields id,user.u", "id,user.username"),
    .offers("prompts list --sort ", "price", without: ["tags"]),
    .only("prompts list --sort -pri", "-price"),
    .only("prompts import x --set cat", "category="),
    .only("prompts import x --map a=ti", "a=title"),
    .only("prompts import x --mode u", "upsert", "update"),
    .only("api G", "GET"),
    .only("sync sn", "snackprompt"),
    .offers("sync pro", "prompts"),
    .offers("auth login ", "snackprompt", "socialsync", "crealia", without: ["prompts"]),
    .only("sandbox fail --drop ", "before", "after"),
    .offers("prompts list --where ", "price", "title", "not", without: ["and"]),
    .only("prompts list --where pri", "price"),
    .only("prompts list --where=pri", "--where=price"),
    .only("queue list --fields id,la", "id,label"),
    .only("queue list --sort -att", "-attempts"),
    .only("queue list --state pl", "planned"),
    .only("limits --where le", "left"),
    .only("events list --sort rec", "received_at"),
    .only("api endpoints --fields co", "command"),
    .only("plugin list --sort fo", "folder"),
    .only("auth status --fields se", "service"),
    .only("config list --sort or", "origin"),
    .only("config profile list --fields cu", "current"),
    .only("sync --sort -fe", "-fetched_at"),
    .only("listen --fields rec", "received_at"),
    .only("on --where com", "command"),
    .only("trigger --sort se", "service"),
    .only("queue run --fields le", "left"),
    .only("sandbox status --fields fa", "faults"),
    .only("setup --where ch", "change"),
    .only("plugin show x --fields wa", "wants"),
    .only("sql sel", "select"),
  ]

  /// Words with spaces in them: a condition or a statement is one word.
  static let statements: [(words: [String], offers: [String])] = [
    (["prompts", "list", "--where", "price >"], []),
    (["prompts", "list", "--where", "price > 3 a"], ["price > 3 and"]),
    (["prompts", "list", "--where", "price > 3 AND tit"], ["price > 3 AND title"]),
    (["prompts", "list", "--where", "price > 3 A"], ["price > 3 AND"]),
    (["prompts", "list", "--where", "title li"], ["title like"]),
    (["prompts", "list", "--where", "title = 'pri"], []),
    (["prompts", "list", "--where", "(pri"], ["(price"]),
    (["prompts", "list", "--where", "title is n"], ["title is null", "title is not null"]),
    (["sql", "select title from promo"], ["select title from promotions"]),
    (["sql", "select title from prompts whe"], ["select title from prompts where"]),
    (["sql", "select title from prompts where pri"], ["select title from prompts where price"]),
    (["sql", "SELECT title FR"], ["SELECT title FROM"]),
    (["sql", "select title from prompts order by pri"], ["select title from prompts order by price"]),
  ]

  static let settings: [Case] = [
    .offers("config get ca", "cache.max-age"),
    .only("config set color ", "auto", "always", "never"),
    .only("config set snackprompt.url ", "production", "local"),
    .only("config profile add x --set snackprompt.url=p", "snackprompt.url=production"),
    .only("config profile add x --set out", "output="),
    .only("config profile use ", "sandbox", "live"),
    .only("prompts list --profile l", "live"),
    .only("config set profile l", "live"),
  ]

  static let records: [Case] = [
    .offers("prompts get ", "prompt-1", "prompt-12"),
    .only("prompts get prompt-12", "prompt-12", "prompt-123"),
    .offers("prompts get --profile live ", without: ["prompt-1"]),
    .offers("prompts delete prompt-1 ", "prompt-12", without: ["prompt-1"]),
    .only("prompts get -- prompt-12", "prompt-12", "prompt-123"),
    .only("prompts get wEEk", "prompt-25"),
    .only("bundles create --prompt-ids prompt-1,prompt-12", "prompt-1,prompt-12", "prompt-1,prompt-123"),
    .offers("bundles create --prompt-ids=prompt-1,", "--prompt-ids=prompt-1,prompt-2"),
    .offers("bundles get ", "bundle-1"),
  ]

  /// Every command about `sp` itself whose answer has fields tells them, and they are the ones it has.
  @Test func fieldsOfAnswersAreDeclared() throws {
    let home = try filledHome()
    let free: Set = ["api", "api spec", "auth signup", "sql", "version"]
    let builtins = ExamplesTests.tool.table.builtins.filter { $0.globals.contains(.output) }
    #expect(Set(builtins.filter(\.fields.isEmpty).map(\.name)) == free)
    for line in [
      "auth status", "config list", "config profile list", "sync", "cache status", "sandbox status",
      "trigger",
      "queue run", "status", "doctor", "api endpoints", "search email",
      "setup --dry-run --prefix \(home.path)/p",
    ] {
      let output = try ExamplesTests.run(line.split(separator: " ").map(String.init) + ["-o", "jsonl"], home)
      let words = line.split(separator: " ").prefix { !$0.hasPrefix("-") }.map(String.init)
      let command = builtins.first { $0.path == words } ?? builtins.first { $0.path == [words[0]] }
      let declared = Set(command?.fields.map(\.name) ?? [])
      let record = try #require(output.split(separator: "\n").first.map { try JSON.parse(String($0)) })
      let names = Set(record.object?.keys ?? [])
      #expect(names.subtracting(declared).isEmpty && !names.isEmpty, "\(line): \(names) \(declared)")
    }
  }

  @Test func statementsGoOn() throws {
    let home = try filledHome()
    for row in Self.statements {
      let texts = try complete(row.words, home).filter { $0.first != "\t" }.map {
        String($0.prefix { $0 != "\t" })
      }
      #expect(Set(texts) == Set(row.offers), "\(row.words)")
    }
  }

  @Test(arguments: groups.keys) func offers(group: String) throws {
    let home = try filledHome()
    for row in Self.groups[group] ?? [] {
      let texts = try complete(row.words, home).map { String($0.prefix { $0 != "\t" }) }.filter {
        !$0.isEmpty
      }
      if row.isAll { #expect(texts.sorted() == row.offers.sorted(), "\(row)") }
      for text in row.offers { #expect(texts.contains(text), "\(row): \(texts)") }
      for text in row.hides { #expect(!texts.contains(text), "\(row): \(texts)") }
    }
  }

  @Test(arguments: [
    ("prompts import ", "\tfiles"), ("prompts create --content @", "\tfiles@"),
    ("prompts create --input=", "\tfiles--input="), ("config set tls.ca ", "\tfiles"),
    ("prompts list --fields ", "\tnospace"), ("prompts import x --set ", "\tnospace"),
    ("prompts list --output ", ""), ("prompts ", ""),
  ])
  func says(line: String, directive: String) throws {
    let home = try TemporaryDirectory()
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    #expect(try complete(words, home).filter { $0.hasPrefix("\t") } == (directive.isEmpty ? [] : [directive]))
  }

  /// Broken files offer nothing and say nothing; nothing is made where nothing was.
  @Test func keepsStillWhateverIsWrong() throws {
    let home = try TemporaryDirectory()
    #expect(try complete(["prompts", "get", ""], home).allSatisfy { $0.hasPrefix("--") })
    #expect(try Files.list(home.path).isEmpty)
    for name in ["cache.db", "config.ini"] {
      try Files.writePrivate(Array("[nothing that can be read".utf8), to: "\(home.path)/\(name)")
    }
    #expect(try complete(["prompts", "get", "p"], home).isEmpty)
    #expect(try complete(["prompts", "list", "--profile", ""], home).count == 1)
    #expect(try Files.list(home.path).sorted() == ["cache.db", "config.ini"])
  }

  private func filledHome() throws -> TemporaryDirectory {
    let home = try TemporaryDirectory()
    for words in ["sandbox seed", "sync -q", "config profile add live --set snackprompt.url=production"] {
      _ = try ExamplesTests.run(words.split(separator: " ").map(String.init), home)
    }
    return home
  }

  private func complete(_ words: [String], _ home: TemporaryDirectory) throws -> [String] {
    try ExamplesTests.run(["__complete"] + words, home).split(separator: "\n").map(String.init)
  }
}
