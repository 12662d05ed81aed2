/// Text in mdoc(7): every line is safe for the formatter, sentences begin on their own line.
struct Mdoc {
  private(set) var text = ""

  /// The longest line the linter accepts without remark.
  private static let width = 78

  /// A macro with its arguments, which it quotes where they need it.
  mutating func macro(_ name: String, _ arguments: String...) {
    text += ([".\(name)"] + arguments.map(Mdoc.argument)).joined(separator: " ") + "\n"
  }

  /// A macro line written by hand.
  mutating func line(_ line: String) { text += line + "\n" }

  /// Running text.
  mutating func prose(_ prose: String) {
    for sentence in Mdoc.sentences(prose) {
      for line in TextFlow.wrap(Mdoc.escaped(sentence), to: Mdoc.width) { text += Mdoc.shielded(line) + "\n" }
    }
  }

  /// Lines shown as they are.
  mutating func literal(_ lines: [String]) {
    line(".Bd -literal -offset indent -compact")
    for line in lines { text += Mdoc.shielded(Mdoc.escaped(line)) + "\n" }
    line(".Ed")
  }

  /// Terms with their meanings; a term is a macro line without its `.It`.
  mutating func list(_ entries: [(term: String, meaning: String)]) {
    guard !entries.isEmpty else { return }
    line(".Bl -tag -width Ds")
    for entry in entries {
      line(".It \(entry.term)")
      prose(entry.meaning)
    }
    line(".El")
  }

  /// An argument of a macro: quoted where it has spaces, never taken for a macro or a delimiter.
  static func argument(_ text: String) -> String {
    let safe = escaped(text)
    let needsQuotes = safe.isEmpty || safe.contains(" ") || safe.contains("\"")
    let shielded = isMacroLike(safe) ? "\\&" + safe : safe
    return needsQuotes
      ? "\"\(shielded.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
      : shielded
  }

  /// A line that does not begin like a request.
  private static func shielded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  /// Backslashes as text, hyphens that stay hyphens, and ASCII for what older formatters do not know.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "…": result += "..."
      default: result.append(character)
      }
    }
    return result
  }

  /// Whether an argument is a delimiter or could be the name of a macro.
  private static func isMacroLike(_ text: String) -> Bool {
    if text.count == 1, let only = text.first { return ".,:;()[]?!|".contains(only) }
    return text.count == 2 && text.allSatisfy(\.isLetter) && text.first?.isUppercase == true
  }

  /// The sentences of a text.
  private static func sentences(_ text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      sentence += sentence.isEmpty ? String(word) : " \(word)"
      guard let last = word.last, ".?!".contains(last), !word.hasSuffix("...") else { continue }
      sentences.append(sentence)
      sentence = ""
    }
    return sentence.isEmpty ? sentences : sentences + [sentence]
  }
}
