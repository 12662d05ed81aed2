import Catalog
import Engine
import Platform
import Values

extension Shell {
  /// The text of an alias, from the config file.
  func alias(_ name: String) -> String? {
    guard ShellCommand.named(name) == nil, Shell.isAliasName(name) else { return nil }
    return (try? session.config())?.entries.last { $0.key == "alias.\(name.lowercased())" }?.value
  }

  /// Runs an alias: its statements with `$1`, `$2` and `$@`; arguments that none of these takes go to its end.
  func run(alias name: String, _ body: String, _ words: [Word]) throws(Failure) -> Int32 {
    guard !aliases.contains(name) else {
      throw .usage(
        "the alias goes in a circle: \((aliases + [name]).joined(separator: " → "))", hint: "unalias \(name)")
    }
    let outer = (variables.arguments, manner.source)
    let texts = try expansion.texts(words)
    manner.source = "alias \(name)"
    aliases.append(name)
    variables.arguments = texts
    defer {
      aliases.removeLast()
      (variables.arguments, manner.source) = outer
    }
    var script = try parse(body)
    if !script.takesArguments { script.append(words) }
    let isInteractive = manner.isInteractive
    manner.isInteractive = false
    defer { manner.isInteractive = isInteractive }
    return run(script)
  }

  func listAliases() throws(Failure) -> Int32 {
    for entry in try session.config().entries where entry.key.hasPrefix("alias.") {
      _ = try write("alias \(entry.key.dropFirst(6)) = \(entry.value)")
    }
    return 0
  }

  /// Carries out `NAME = COMMAND…` or `NAME=COMMAND…`: the command is kept as it is typed.
  func defineAlias(_ words: [Word]) throws(Failure) -> Int32 {
    let text = words.map(\.source).joined(separator: " ")
    guard let equals = text.firstIndex(of: "=") else {
      throw .usage(
        "alias takes NAME = COMMAND, not '\(text)'", hint: "alias top = prompts list --sort sales --limit 10")
    }
    let name = String(text[..<equals]).trimmingBlanks
    var body = String(text[text.index(after: equals)...]).trimmingBlanks
    // One quoted word is the whole command, as in sh: only so can it hold ; and |.
    if let only = try? ScriptParser.parse(body).onlyQuotedWord { body = only }
    try keepAlias(name, body)
    return 0
  }

  /// Keeps an alias in the config file.
  func keepAlias(_ name: String, _ body: String) throws(Failure) {
    guard Shell.isAliasName(name) else {
      throw .usage("'\(name)' cannot be the name of an alias: small letters, digits and -, a letter first")
    }
    guard ShellCommand.named(name) == nil else { throw .usage("'\(name)' is a command of the shell already") }
    if case .unknown = session.table.match([name]) {
    } else {
      throw .usage("'\(name)' is a command of sp already")
    }
    guard !body.isEmpty else { throw .usage("the alias '\(name)' needs a command") }
    _ = try parse(body)
    try Failure.local { try session.directories.make(session.directories.config) }
    try Config.update(session.directories.configFile) { config throws(Failure) in
      try config.set("alias.\(name)", body, profile: nil)
    }
    session.configChanged()
  }

  func removeAlias(_ name: String) throws(Failure) {
    guard alias(name) != nil else {
      throw Failure(.notFound, "there is no alias '\(name)'", code: "not_set", hint: "alias lists them")
    }
    try Config.update(session.directories.configFile) { config in config.unset("alias.\(name)", profile: nil)
    }
    session.configChanged()
  }

  private static func isAliasName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0.isDigit || $0 == UInt8(ascii: "-") }
  }
}

extension Script {
  /// Whether `$1`, `$@` or their like are among its words.
  fileprivate var takesArguments: Bool {
    statements.contains { statement in
      statement.links.contains { link in
        guard case .command(let words) = link.pipeline.kind else { return false }
        return words.contains { word in
          word.pieces.contains { piece in
            if case .variable(let variable) = piece {
              return Int(variable.name) != nil || variable.name == "@"
            }
            return false
          }
        }
      }
    }
  }

  /// Adds words to its last command.
  fileprivate mutating func append(_ words: [Word]) {
    guard var statement = statements.popLast(), var link = statement.links.popLast() else { return }
    if case .command(let own) = link.pipeline.kind { link.pipeline.kind = .command(own + words) }
    statement.links.append(link)
    statements.append(statement)
  }

  /// The text of its only word where that is quoted.
  fileprivate var onlyQuotedWord: String? {
    guard statements.count == 1, statements[0].links.count == 1,
      case .command(let words) = statements[0].links[0].pipeline.kind, words.count == 1, words[0].bare == nil
    else { return nil }
    return words[0].literal
  }
}
