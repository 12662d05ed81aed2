import Catalog
import Platform
import Values

/// Values as people read them in a table: one line, nothing that could drive the terminal.
struct CellText {
  /// The moment that relative dates count from; nil shows dates as they were sent.
  let now: Timestamp?

  /// The text of a value in a cell; of a text longer than `longest` characters no more than those.
  func text(_ value: JSON?, kind: Resource.Field.Kind?, longest: Int? = nil) -> String {
    switch value {
    case nil, .null?: return ""
    case .string(let text)?:
      if kind == .timestamp, let now, let moment = Timestamp(rfc3339: text) {
        return CellText.relative(moment, to: now)
      }
      return line(text, longest)
    case .array(let elements)? where elements.allSatisfy(\.isScalar):
      return line(elements.map { $0.string ?? $0.text() }.joined(separator: ", "), longest)
    case let value?: return line(value.text(), longest)
    }
  }

  /// Cuts what cannot be shown, then makes one line of it.
  private func line(_ text: String, _ longest: Int?) -> String {
    var text = text
    if let longest, text.utf8.count > longest { text = String(text.prefix(longest)) }
    return CellText.line(text)
  }

  /// A text on one line: line ends become ⏎, tabs spaces, and control characters visible.
  static func line(_ text: String) -> String {
    let text = Console.printable(text)
    guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
    var line = ""
    for character in text {
      switch character {
      case "\n", "\r\n": line += "⏎"
      case "\t": line += " "
      default: line.append(character)
      }
    }
    return line
  }

  /// `2h ago` or `in 2h` within seven days, else the UTC date.
  static func relative(_ moment: Timestamp, to now: Timestamp) -> String {
    let isPast = moment <= now
    let seconds = (isPast ? now - moment : moment - now).milliseconds / 1000
    let span: String
    switch seconds {
    case ..<60: return "now"
    case ..<3600: span = "\(seconds / 60)m"
    case ..<86_400: span = "\(seconds / 3600)h"
    case ..<604_800: span = "\(seconds / 86_400)d"
    default: return moment.date
    }
    return isPast ? "\(span) ago" : "in \(span)"
  }
}

extension JSON {
  /// Whether it is neither a list nor an object.
  var isScalar: Bool {
    switch self {
    case .array, .object: false
    case .null, .bool, .number, .string: true
    }
  }
}
