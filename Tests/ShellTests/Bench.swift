import Catalog
import Engine
import Platform
import Shell
import Values

/// A shell over toy commands that tell what they were given, in a home of its own.
final class Bench {
  let home: TemporaryDirectory
  let console: Console
  let session: Session
  private(set) var calls: [[String]] = []
  private let manner: Shell.Manner

  init(_ manner: Shell.Manner = .init()) throws {
    home = try TemporaryDirectory()
    let environment = Environment([
      "SP_HOME": home.path, "HOME": "/home/someone", "PATH": Environment.process["PATH"] ?? "/usr/bin:/bin",
    ])
    console = .buffered(environment: environment)
    session = Session(
      table: CommandTable(catalog: Catalog([]), builtins: Bench.commands), environment: environment,
      directories: try Directories(environment), console: console
    ) { _ in throw Failure(.other, "nothing is played here") }
    self.manner = manner
  }

  private static let commands: [Command] = [
    Command("things list", "List things"),
    Command("things get", "Show a thing", arguments: [.argument("ID", "Which", repeatable: true)]),
    Command("things none", "List nothing"),
    Command("things empty", "Answer with a list that has no records"),
    Command("things record", "Answer with a record"),
    Command("say", "Say words", arguments: [.argument("WORD", "What", required: false, repeatable: true)]),
    Command("read", "Answer with standard input"),
    Command("fail", "Fail", arguments: [.argument("STATUS", "With what")]),
  ]

  /// Runs a script and returns its status.
  func run(_ script: String, _ arguments: [String] = [], set: [String: String] = [:]) throws -> Int32 {
    let shell = Shell(session: session, manner: manner) { [unowned self] words, place in perform(words, place)
    }
    for (name, value) in set { try shell.set(name, value) }
    return shell.run(script: script, named: "test.sp", arguments: arguments)
  }

  private func perform(_ words: [String], _ place: String?) -> (status: Int32, failure: Failure?) {
    let plain = words.filter { !$0.hasPrefix("--output") && $0 != "--no-pager" }
    calls.append(plain)
    switch plain.first {
    case "things" where plain.contains("list"):
      for number in 1...3 {
        let record: JSON = [
          "id": .string("thing-\(number)"), "title": .string("Thing \(number)"),
          "size": .number(.init(number)),
        ]
        session.observer?.record(record, RecordShape("things", singular: "thing", id: "id"))
      }
      session.observer?.end((["count": 3, "total": 7] as JSON).object ?? .init())
    case "things" where plain.contains("empty"):
      session.observer?.end((["count": 0] as JSON).object ?? .init())
    case "things" where plain.contains("record"):
      try? console.write(#"{"id":"thing-7","tags":["a","b"],"owner":{"name":"Ann"}}"# + "\n")
    case "say": try? console.write(plain.dropFirst().map { "[\($0)]" }.joined() + "\n")
    case "read":
      try? console.write(FileSource(descriptor: 0, name: "standard input").readAll(limit: 1 << 20))
    case "fail":
      var failure = Failure(.other, "it failed")
      failure.place = place
      FailureRenderer(console: console, form: nil).render(failure)
      return (Int32(plain[1]) ?? 1, failure)
    default: break
    }
    return (0, nil)
  }

  /// What is in a file of the home; nil where there is none.
  func file(_ name: String) -> String? {
    (try? Files.readAll("\(home.path)/\(name)", limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
  }

  func write(_ text: String, to name: String) throws {
    try Files.writePrivate(Array(text.utf8), to: "\(home.path)/\(name)")
  }
}
