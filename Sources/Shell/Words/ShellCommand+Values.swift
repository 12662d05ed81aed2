import Catalog
import Engine
import Platform
import Values

extension ShellCommand {
  /// Names for values and commands.
  static let values: [ShellCommand] = [
    .row(
      "set", "[NAME=VALUE | NAME=(COMMAND)]…",
      "Give a variable a value or the answer of a command, for $NAME and $NAME.field; alone, list all"
    ) { (shell, words) throws(Failure) in
      words.isEmpty ? try shell.listVariables() : try shell.assign(words)
    },
    .row("let", "NAME = VALUE | NAME = (COMMAND)", "Give a variable a value, as set does") {
      (shell, words) throws(Failure) in
      guard !words.isEmpty else { throw .usage("let takes NAME = VALUE", hint: "let x = prompt-1") }
      return try shell.assign(words)
    },
    .row("unset", "NAME…", "Forget variables") { (shell, words) throws(Failure) in
      for name in try shell.expansion.texts(words) {
        try Variables.check(name)
        guard shell.variables.values.removeValue(forKey: name) != nil else {
          throw Failure(.notFound, "the variable '\(name)' is not set", code: "not_set")
        }
      }
      return 0
    },
    .row("echo", "[TEXT…]", "Write its words, with variables and rows put in") {
      (shell, words) throws(Failure) in
      let text = try shell.expansion.texts(words).joined(separator: " ")
      return try shell.write(shell.console.outputIsTerminal ? Console.printable(text) : text)
    },
    .row(
      "alias", "[NAME = COMMAND…]",
      "Name a command for good; $1 and $@ take arguments, others go to its end; alone, list all"
    ) { (shell, words) throws(Failure) in
      words.isEmpty ? try shell.listAliases() : try shell.defineAlias(words)
    },
    .row("unalias", "NAME…", "Forget aliases") { (shell, words) throws(Failure) in
      for name in try shell.expansion.texts(words) { try shell.removeAlias(name) }
      return 0
    },
    .row("macro", "NAME N[-M]", "Name the lines N to M of the history as one alias") {
      (shell, words) throws(Failure) in
      let texts = try shell.expansion.texts(words)
      guard texts.count == 2 else { throw .usage("macro takes a name and lines", hint: "macro fix 12-15") }
      let lines = try shell.history.entries(texts[1]).map(\.text)
      guard !lines.contains(where: shell.history.holdsSecret) else {
        throw .usage("these lines hold a secret, which no alias keeps")
      }
      try shell.keepAlias(texts[0], lines.joined(separator: "\n"))
      return 0
    },
    Pivot.command, chart,
    .row("type", "NAME…", "Say what a word stands for") { (shell, words) throws(Failure) in
      guard !words.isEmpty else { throw .usage("type takes words", hint: "type prompts") }
      for name in try shell.expansion.texts(words) { _ = try shell.write(try shell.meaning(of: name)) }
      return 0
    },
  ]
}

extension Shell {
  /// Writes a line of an answer.
  func write(_ line: String) throws(Failure) -> Int32 {
    try Failure.local { try console.write(line + "\n") }
    return 0
  }

  fileprivate func listVariables() throws(Failure) -> Int32 {
    for (name, value) in variables.values.sorted(by: { $0.key < $1.key }) {
      let text = value.object == nil && value.array == nil ? value.wordText.shellSpelling : value.text()
      _ = try write("set \(name)=\(console.outputIsTerminal ? Console.printable(text) : text)")
    }
    return 0
  }

  fileprivate func assign(_ words: [Word]) throws(Failure) -> Int32 {
    for word in words {
      let status = try assign(word)
      if status != 0 { return status }
    }
    return 0
  }

  /// Carries out `NAME=VALUE`; a command that fails changes nothing.
  fileprivate func assign(_ word: Word) throws(Failure) -> Int32 {
    guard let name = word.assignedName, case .text(let text, _)? = word.pieces.first else {
      throw .usage("a variable is given as NAME=VALUE, not '\(word.source)'", hint: "set x=prompt-1")
    }
    try Variables.check(name)
    var value = word
    let rest = String(text.dropFirst(name.count + 1))
    value.pieces.removeFirst()
    if !rest.isEmpty { value.pieces.insert(.text(rest, isQuoted: false), at: 0) }
    if value.pieces.count == 1 {
      switch value.pieces[0] {
      case .capture(let pipeline):
        guard let answer = try capture(pipeline) else { return status }
        variables.values[name] = answer
        return 0
      case .variable(let variable) where variable.name != "@":
        variables.values[name] = try variables.value(of: variable)
        return 0
      case .text, .rows, .variable: break
      }
    }
    variables.values[name] = .string(try expansion.text(value))
    return 0
  }

  /// What a word stands for, in the order in which it is looked up.
  fileprivate func meaning(of name: String) throws(Failure) -> String {
    if let body = alias(name) { return "\(name) is an alias: \(body)" }
    if let command = ShellCommand.named(name) {
      return "\(name) is a command of the shell: \(command.summary)"
    }
    let words = Context(domain: context.domain).resolve([name], session.table)
    switch session.table.match(words) {
    case .command(let command): return "\(name) is sp \(command.name): \(command.summary)"
    case .group: return "\(name) is a group of commands: sp help \(words.joined(separator: " "))"
    case .unknown(let nearest):
      throw Failure(
        .notFound, "there is nothing called '\(name)'", code: "unknown_word",
        hint: (nearest ?? ShellCommand.nearest(name)).map { "did you mean \($0)?" })
    }
  }
}
