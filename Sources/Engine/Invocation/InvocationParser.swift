import Catalog
import Values

/// Reads words into an `Invocation`: options anywhere, `--` ends them, `-` is an operand, short ones cluster,
/// nothing is abbreviated (POSIX guidelines 5 to 14 and GNU long options).
public struct InvocationParser {
  /// What the words ask for.
  public enum Result: Sendable {
    /// A command to carry out.
    case run(Invocation)
    /// Help about the words, with the options given so far.
    case help([String], options: [String: [String]])
    /// No word at all.
    case empty(options: [String: [String]])
  }

  private let table: CommandTable
  private var words: [String] = []
  private var command: Command?
  private var operands: [String] = []
  private var options: [String: [String]] = [:]

  /// Reads against a table of commands.
  public init(_ table: CommandTable) { self.table = table }

  /// Reads the words after `sp`; throws a usage failure that names the word and what may have been meant.
  public static func parse(_ arguments: [String], _ table: CommandTable) throws(Failure) -> Result {
    var parser = InvocationParser(table)
    do throws(Failure) { return try parser.read(arguments) } catch {
      var failure = error
      failure.hint =
        failure.hint ?? (["sp help"] + (parser.command?.path ?? parser.words)).joined(separator: " ")
      throw failure
    }
  }

  private mutating func read(_ arguments: [String]) throws(Failure) -> Result {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      } else if word.hasPrefix("--") {
        try readLong(word.dropFirst(2), &rest)
      } else if word.hasPrefix("-"), word.utf8.count > 1 {
        try readShort(word.dropFirst(), &rest)
      } else if command == nil {
        try extend(with: word)
      } else {
        operands.append(word)
      }
    }
    return try finish()
  }

  private mutating func extend(with word: String) throws(Failure) {
    words.append(word)
    if options["help"] != nil { return }
    switch table.match(words) {
    case .command(let found):
      let longer = table.commands(under: words[0]).contains {
        $0.path.count > words.count && $0.path.starts(with: words)
      }
      if !longer { command = found }
    case .group: break
    case .unknown(let nearest):
      if case .command(let shorter)? = Optional(table.match(words.dropLast())), words.count > 1 {
        command = shorter
        operands.append(words.removeLast())
        return
      }
      let what = words.count == 1 ? "command" : "\(words.dropLast().joined(separator: " ")) command"
      throw .usage(
        "there is no \(what) '\(word)'",
        hint: nearest.map { "sp \($0)" } ?? (["sp help"] + words.dropLast()).joined(separator: " ")
      )
    }
  }

  private mutating func finish() throws(Failure) -> Result {
    if options["help"] != nil { return .help(command?.path ?? words, options: options) }
    if command == nil, case .command(let found) = table.match(words) { command = found }
    guard let command else {
      return words.isEmpty ? .empty(options: options) : .help(words, options: options)
    }
    return .run(Invocation(command: command, arguments: try placed(command), options: options))
  }

  /// Gives each operand to its argument: one each in order, the rest to the one that repeats.
  private func placed(_ command: Command) throws(Failure) -> [String: [String]] {
    var placed: [String: [String]] = [:]
    var rest = operands[...]
    for (index, argument) in command.arguments.enumerated() {
      // What its option gave leaves the words to those that follow.
      if !argument.isRequired, options[argument.name] != nil { continue }
      let later = command.arguments.dropFirst(index + 1).count { $0.isRequired }
      let available = argument.isRepeatable ? max(0, rest.count - later) : min(1, rest.count)
      let values = Array(rest.prefix(available))
      rest = rest.dropFirst(available)
      if values.isEmpty, argument.isRequired {
        throw .usage(
          "sp \(command.name) needs <\(argument.label)>: \(argument.help.lowercasedFirst)",
          hint: "sp help \(command.name)")
      }
      for value in values {
        try refuseRow(value, command)
        try argument.check(value, as: "<\(argument.label)>")
      }
      if !values.isEmpty { placed[argument.name] = values }
    }
    if let extra = rest.first {
      throw .usage("sp \(command.name) does not take '\(extra)'", hint: "sp help \(command.name)")
    }
    return placed
  }
}

extension InvocationParser {
  /// `@3` means a row in the REPL and in scripts, which put its id in before the words come here.
  private func refuseRow(_ value: String, _ command: Command) throws(Failure) {
    guard value.utf8.first == UInt8(ascii: "@"), case .endpoint = command.action,
      value.wholeMatch(of: /@(\*|-?[0-9]+(\.\.-?[0-9]+)?)(\.[\w.]+)?/) != nil
    else { return }
    throw .usage(
      "'\(value)' is a row of the last list, which only the REPL and scripts know",
      hint: "sp -c '\(command.path[0]) list; \(command.name) \(value)'")
  }
}

// MARK: Options

extension InvocationParser {
  /// The options that may stand here; a command that more words may follow counts until they do.
  private var known: [Parameter] {
    var reached = command
    if reached == nil, !words.isEmpty, case .command(let found) = table.match(words) { reached = found }
    return (reached?.options ?? []) + GlobalOptions.all
  }

  private mutating func readLong(_ text: Substring, _ rest: inout ArraySlice<String>) throws(Failure) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let attached = parts.count == 2 ? String(parts[1]) : nil
    guard let (parameter, isOff) = known.spelled(name), !isOff || attached == nil else {
      throw unknown("--\(name)")
    }
    if isOff {
      options[parameter.name, default: []].append("false")
    } else {
      try take(parameter, "--\(name)", attached, &rest)
    }
  }

  private mutating func readShort(_ cluster: Substring, _ rest: inout ArraySlice<String>) throws(Failure) {
    var letters = cluster
    while let letter = letters.popFirst() {
      guard let parameter = known.first(where: { $0.short == letter }) else { throw unknown("-\(letter)") }
      if parameter.isSwitch {
        try take(parameter, "-\(letter)", nil, &rest)
      } else {
        try take(parameter, "-\(letter)", letters.isEmpty ? nil : String(letters), &rest)
        return
      }
    }
  }

  private mutating func take(
    _ parameter: Parameter, _ spelling: String, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(Failure) {
    if parameter.isSwitch {
      if parameter.kind == .flag, attached != nil { throw .usage("\(spelling) takes no value") }
      let value = attached ?? "true"
      guard value == "true" || value == "false" else {
        throw .usage("\(spelling) is true or false, not '\(value)'")
      }
      options[parameter.name, default: []].append(value)
      return
    }
    guard let value = attached ?? rest.popFirst() else { throw .usage("\(spelling) needs a value") }
    try parameter.check(value, as: spelling)
    if !parameter.isRepeatable, options[parameter.name] != nil, parameter.kind != .texts {
      options[parameter.name] = [value]
    } else {
      options[parameter.name, default: []].append(value)
    }
  }

  private func unknown(_ spelling: String) -> Failure {
    let spellings = known.map { "--" + $0.option }
    let place = command.map { "sp \($0.name)" } ?? "sp"
    return .usage(
      "\(place) has no option \(spelling)",
      hint: Nearest.match(spelling, in: spellings).map { "did you mean \($0)?" }
        ?? "\(place.replacingPrefix("sp", with: "sp help"))")
  }
}

extension [Parameter] {
  /// The option of a spelling without its dashes, and whether the spelling switches it off.
  func spelled(_ name: String) -> (parameter: Parameter, isOff: Bool)? {
    if let parameter = first(where: { $0.option == name }) { return (parameter, false) }
    guard name.hasPrefix("no-") else { return nil }
    return first { $0.kind == .boolean && $0.option == name.dropFirst(3) }.map { ($0, true) }
  }
}

extension String {
  /// The text with a small first letter, for use in the middle of a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
