import Catalog
import Engine
import Platform
import Shell
import Values

/// What a session makes of a line, asked from outside: `sp __parse LINE` writes its statements as JSON, `sp __hint LINE
/// [COLUMNS]` what would be shown faintly behind it, `sp __width TEXT` how many cells of a terminal a text takes.
enum ShellProbe: String {
  case parse = "__parse"
  case hint = "__hint"
  case width = "__width"

  /// Answers on standard output; nothing is sent, and nothing is kept.
  func answer(_ words: [String], _ session: Session) throws -> ExitCode {
    guard let text = words.first, words.count == 1 || self == .hint && words.count == 2 else {
      throw Failure.usage("sp \(rawValue) takes \(self == .hint ? "LINE [COLUMNS]" : "one text")")
    }
    let shell = Shell(session: session, manner: .init()) { _, _ in (0, nil) }
    switch self {
    case .parse: try session.console.write(shell.syntax(of: text).text() + "\n")
    case .hint:
      guard let columns = words.count == 2 ? Int(words[1]) : 80 else {
        throw Failure.usage("COLUMNS is a number, not '\(words[1])'")
      }
      if let hint = shell.hint(behind: text, columns: columns) { try session.console.write(hint + "\n") }
    case .width: try session.console.write("\(Console.width(text))\n")
    }
    return .success
  }
}
