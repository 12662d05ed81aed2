import Catalog
import Engine
import Manual
import Platform
import Values

/// `sp help` and `sp version`: answered from the tables alone.
enum HelpCommands {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "version", "Show the version", globals: [.output, .terminal],
        examples: [.example("In a bug report", "sp version")]),
      run: { _, session throws(Failure) in try Failure.local { try version(session.console) } }),
    Builtin(
      Command(
        "help", "Show help about a command or a topic",
        arguments: [
          .argument("COMMAND", "Words of the command", required: false, repeatable: true).naming(.command)
        ],
        options: [.flag("man", "As a page of the manual, which man shows on a terminal")],
        examples: [
          .example("How to import", "sp help prompts import"),
          .example("All about prompts", "sp help prompts --man"),
        ]),
      run: { invocation, session throws(Failure) in
        let words = invocation.arguments["COMMAND"] ?? []
        return try Failure.local {
          try invocation.flag("man")
            ? manual(words, session.table, session.console) : help(words, session.table, session.console)
        }
      }),
  ]

  static func version(_ console: Console) throws -> ExitCode {
    try console.write("sp \(Version.current)\n")
    return .success
  }

  static func help(_ words: [String], _ table: CommandTable, _ console: Console) throws -> ExitCode {
    let width = console.outputIsTerminal ? min(console.columns, 100) : 80
    guard !words.isEmpty else {
      try console.write(
        Help.overview(table.catalog, builtins: table.builtins, topics: table.topics, width: width))
      return .success
    }
    if words == ["options"] {
      try console.write(Help.options(width: width))
      return .success
    }
    if words.count == 1, let topic = Topics.named(words[0]) {
      try console.write(Help.topic(topic, commands: table.builtins, width: width))
      return .success
    }
    switch table.match(words) {
    case .command(let command):
      try console.write(text(of: command, table.catalog, width))
    case .group(let words, let commands):
      try console.write(
        Help.group(words, summary: summary(words, table.catalog), commands: commands, width: width))
    case .unknown(let nearest):
      let topic = words.count == 1 ? Nearest.match(words[0], in: topics.map(\.word)) : nil
      throw Failure.usage(
        "there is no command\(words.count == 1 ? " or topic" : "") '\(words.joined(separator: " "))'",
        hint: (nearest ?? topic).map { "sp help \($0)" } ?? "sp help lists commands and topics")
    }
    return .success
  }

  /// Shows a page of the manual; only `man` knows how to on a terminal.
  private static func manual(_ words: [String], _ table: CommandTable, _ console: Console) throws -> ExitCode
  {
    guard let page = ManPages.page(of: words.first, in: table) else {
      throw Failure.usage(
        "the manual has no page about '\(words.joined(separator: " "))'",
        hint: "sp help \(words.joined(separator: " "))")
    }
    guard console.outputIsTerminal, let man = console.environment.program("man") else {
      try console.write(page)
      return .success
    }
    let folder = try TemporaryDirectory(console.environment)
    let path = "\(folder.path)/sp-\(words.first ?? "")"
    try Files.writePrivate(Array(page.utf8), to: path)
    try console.flush()
    _ = try Subprocess.runOnTerminal([man, "-l", path], environment: console.environment)
    return .success
  }

  /// What there is to explain besides commands.
  static let topics =
    [(word: "options", summary: "Options that every command understands")]
    + Topics.all.map { (word: $0.name, summary: $0.summary) }

  private static func text(of command: Command, _ catalog: Catalog, _ width: Int) -> String {
    guard case .endpoint(let name, let row, _) = command.action, let provider = catalog.provider(name) else {
      return Help.command(command, width: width)
    }
    let plugin = catalog.domain(row.command[0])?.plugin
    return Help.command(
      command, service: provider.service(), resource: plugin?.resource(row.resource), width: width)
  }

  private static func summary(_ words: [String], _ catalog: Catalog) -> String {
    guard words.count == 1 else { return "" }
    return catalog.everyProvider.lazy.flatMap(\.domains).first { $0.name == words[0] }?.summary ?? ""
  }
}
