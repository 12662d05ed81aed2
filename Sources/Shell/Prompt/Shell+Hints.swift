import Catalog
import Engine
import Values

extension Shell {
  /// What may follow a line: the arguments that its command still wants, else the newest line that began so.
  func hint(for line: String) -> LineEditor.Hint? {
    if let missing = missingArguments(of: line) { return LineEditor.Hint(text: missing, isAccepted: false) }
    let bytes = line.utf8
    guard
      let entry = history.entries.last(where: { entry in
        entry.text.utf8.count > bytes.count && entry.text.utf8.starts(with: bytes)
      }), !entry.text.utf8.contains(UInt8(ascii: "\n"))
    else { return nil }
    return LineEditor.Hint(
      text: String(decoding: entry.text.utf8.dropFirst(bytes.count), as: UTF8.self), isAccepted: true)
  }

  /// The arguments still to come, behind a command that is typed whole and a space.
  private func missingArguments(of line: String) -> String? {
    guard line.hasSuffix(" ") else { return nil }
    let typed = UnfinishedLine(line.utf8)
    guard case .word = typed.place, typed.quote == nil, typed.word.isEmpty, let first = typed.words.first
    else {
      return nil
    }
    if typed.words.count == 1, let command = ShellCommand.named(first) {
      return command.usage.isEmpty ? nil : command.usage
    }
    let words = context.resolve(typed.words, session.table)
    let path = words.prefix { !$0.hasPrefix("-") }
    for length in stride(from: path.count, to: 0, by: -1) {
      guard case .command(let command) = session.table.match(Array(path.prefix(length))) else { continue }
      let given = path.count - length
      let missing = command.arguments.dropFirst(given).map { argument in
        argument.isRequired ? "<\(argument.label)>" : "[\(argument.label)]"
      }
      return missing.isEmpty ? nil : missing.joined(separator: " ")
    }
    return nil
  }
}
