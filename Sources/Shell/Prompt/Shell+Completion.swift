import Engine
import Platform
import Values

extension Shell {
  /// What Tab may put in; never asks a service.
  func completion(of line: String, at cursor: Int) -> LineEditor.Completion {
    LineEditor.Completion(start: cursor, candidates: [])
  }

  /// What may follow a line: the newest line that began so.
  func hint(for line: String) -> LineEditor.Hint? {
    guard let entry = history.entries.last(where: { $0.text.hasPrefix(line) && $0.text != line }),
      !entry.text.utf8.contains(UInt8(ascii: "\n"))
    else { return nil }
    return LineEditor.Hint(text: String(entry.text.dropFirst(line.count)), isAccepted: true)
  }
}
