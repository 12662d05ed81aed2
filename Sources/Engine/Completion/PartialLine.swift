import Catalog

/// The words before the one that is typed, read by the rules of `InvocationParser` but leniently: what is
/// missing may still come.
struct PartialLine {
  private let table: CommandTable
  /// The words of the command so far.
  private(set) var path: [String] = []
  /// The commands that begin with these words.
  private(set) var commands: [Command] = []
  /// The positional arguments.
  private(set) var operands: [String] = []
  /// The values of options by the names of their parameters.
  private(set) var options: [String: [String]] = [:]
  /// The option whose value comes next.
  private(set) var open: Parameter?
  /// Whether `--` has come.
  private(set) var optionsAreOver = false
  /// Whether a word is no command, so that nothing is known about what follows.
  private(set) var isLost = false

  /// Reads words against a table of commands.
  init(_ words: [String], _ table: CommandTable) {
    self.table = table
    for word in words { read(word) }
  }

  /// The command, where the words so far are one.
  var command: Command? { path.isEmpty ? nil : commands.first { $0.path == path } }

  /// Whether more words of a command may follow.
  var isOpenEnded: Bool {
    operands.isEmpty && (path.isEmpty || commands.contains { $0.path.count > path.count })
  }

  /// The options that may stand here.
  var known: [Parameter] { (command?.options ?? []) + GlobalOptions.all }

  /// The argument that the next operand would be; nil when all are given.
  var nextArgument: Parameter? {
    guard let arguments = command?.arguments else { return nil }
    for (index, argument) in arguments.enumerated() where index == operands.count || argument.isRepeatable {
      return argument
    }
    return nil
  }

  /// An option with the beginning of its value in the same word, as in `--output=j` and `-oj`.
  func attached(in word: String) -> (option: Parameter, spelling: String)? {
    if word.hasPrefix("--") {
      guard let equals = word.firstIndex(of: "=") else { return nil }
      let name = String(word[..<equals].dropFirst(2))
      guard let (option, isOff) = known.spelled(name), !isOff, option.kind != .flag else { return nil }
      return (option, String(word[...equals]))
    }
    var spelling = "-"
    for letter in word.dropFirst() {
      guard let option = known.first(where: { $0.short == letter }) else { return nil }
      spelling.append(letter)
      if !option.isSwitch { return (option, spelling) }
    }
    return nil
  }

  private mutating func read(_ word: String) {
    if let option = open {
      options[option.name, default: []].append(word)
      open = nil
    } else if optionsAreOver {
      operands.append(word)
    } else if word == "--" {
      optionsAreOver = true
    } else if word.hasPrefix("-"), word != "-" {
      readOption(word)
    } else if isOpenEnded, extend(with: word) {
      return
    } else if command != nil {
      operands.append(word)
    } else {
      isLost = true
    }
  }

  private mutating func extend(with word: String) -> Bool {
    let longer = path + [word]
    let found = (path.isEmpty ? table.commands(under: word) : commands).filter {
      $0.path.starts(with: longer)
    }
    guard !found.isEmpty else { return false }
    (path, commands) = (longer, found)
    return true
  }

  private mutating func readOption(_ word: String) {
    if let (option, spelling) = attached(in: word) {
      let value = String(word.dropFirst(spelling.count))
      if value.isEmpty, !word.hasPrefix("--") {
        open = option
      } else {
        options[option.name, default: []].append(value)
      }
    } else if word.hasPrefix("--") {
      guard let (option, isOff) = known.spelled(String(word.dropFirst(2))) else { return }
      if option.isSwitch {
        options[option.name, default: []].append(isOff ? "false" : "true")
      } else {
        open = option
      }
    } else {
      for letter in word.dropFirst() {
        guard let option = known.first(where: { $0.short == letter }) else { return }
        options[option.name, default: []].append("true")
      }
    }
  }
}
