import Engine
import Platform
import Values

/// What a session makes of a line, for those who ask without one.
extension Shell {
  /// The statements of a text as JSON, before anything is put in; throws where it is no script.
  public func syntax(of text: String) throws(Failure) -> JSON { try parse(text).json }

  /// What a session shows faintly behind a line, in a terminal of so many columns without a prompt; nil for nothing.
  public func hint(behind line: String, columns: Int) -> String? {
    history = History(path: History.path(session.directories, session.environment)) { _ in false }
    let room = columns - 1 - Console.width(line)
    guard room >= 4, let hint = hint(for: line) else { return nil }
    return Console.cut(Console.printable(hint.text), to: room)
  }
}
