import Catalog
import Engine
import Manual
import Platform
import Testing

@testable import App

/// The examples in help are command lines that work.
@Suite struct ExamplesTests {
  static let tool = Tool(services: .all)

  /// An example of a command.
  struct Line: Sendable, CustomTestStringConvertible {
    var command: Command
    var text: String
    var testDescription: String { text }

    /// The words behind `sp`, from the middle of a shell line too.
    var words: [String] {
      let start = text.firstRange(of: "sp \(command.name)")?.lowerBound ?? text.startIndex
      var part = text[start...]
      if ["$(", "<("].contains(where: text[..<start].hasSuffix) { part = part.prefix { $0 != ")" } }
      return Array(Example.example("", String(part)).words.dropFirst())
    }
  }

  static let lines = tool.table.all.flatMap { command in
    command.examples.map { Line(command: command, text: $0.line) }
  }

  @Test(arguments: lines) func meansItsCommand(_ line: Line) throws {
    guard case .run(let invocation) = try InvocationParser.parse(line.words, Self.tool.table) else {
      Issue.record("\(line.words) runs nothing")
      return
    }
    #expect(invocation.command.name == line.command.name)
  }

  /// No word of the session hides a command, or is hidden by one.
  @Test func noWordMeansTwoThings() {
    let words = Set(Topics.all.first { $0.name == "repl" }?.words ?? [])
    let commands = Set(Self.tool.table.builtins.map { $0.path[0] })
      .union(Self.tool.table.catalog.everyProvider.flatMap(\.domains).map(\.name))
    #expect(words.isDisjoint(with: commands), "\(words.intersection(commands))")
  }

  /// Each in a home of its own, with what `sp sandbox seed` makes.
  @Test(arguments: lines.filter { !$0.command.isBuiltin }) func runs(_ line: Line) throws {
    let home = try TemporaryDirectory()
    var words = line.words
    try Self.run(["sandbox", "seed"], home)
    if case .importing(_, let plugin, let resource) = line.command.action {
      let file = "\(home.path)/\(resource.name).csv"
      let exported = try Self.run([plugin.name, "export", "-o", "csv"], home)
      try Files.writePrivate(Array(exported.utf8), to: file)
      words = words.map { $0 == "\(resource.name).csv" ? file : $0 }
    }
    if case .endpoint(_, let row, _) = line.command.action, row.isMultipart {
      let file = "\(home.path)/clip.mp4"
      try Files.writePrivate(Array("\0\0\0\u{18}ftypmp42 and what follows".utf8), to: file)
      words = words.map { $0 == "clip.mp4" ? file : $0 }
    }
    if case .downloading = line.command.action { words += ["--save", home.path] }
    let output = try Self.run(words, home)
    #expect(!output.isEmpty)
  }

  @discardableResult
  static func run(_ words: [String], _ home: TemporaryDirectory) throws -> String {
    let console = Console.buffered(environment: Environment(["SP_HOME": home.path]))
    let status = tool.run(words, console: console)
    try #require(status == 0, "sp \(words.joined(separator: " ")): \(console.errorText)")
    return console.outputText
  }
}

extension Command {
  fileprivate var isBuiltin: Bool { if case .builtin = action { true } else { false } }
}

extension Topic {
  /// The words of the commands it lists for the session.
  fileprivate var words: [String] {
    let section = sections.first { $0.heading == "Commands of the session" }
    return section?.entries.compactMap { $0.term.split(separator: " ").first.map(String.init) } ?? []
  }
}
