/// Plain text in a given width.
struct TextFlow {
  /// The edge that lines do not cross while they have a space to break at.
  let width: Int
  private(set) var text = ""

  /// A space at which no line is broken.
  static let fixedSpace: Character = "\u{A0}"

  /// The widest a left column may be before what follows starts on its own line.
  private static let leftEdge = 28

  init(width: Int) { self.width = max(40, width) }

  /// A sentence or several, then an empty line.
  mutating func paragraph(_ sentence: String) {
    guard !sentence.isEmpty else { return }
    for line in TextFlow.wrap(sentence, to: width) { text += line + "\n" }
    text += "\n"
  }

  /// Lines as they are, under a heading.
  mutating func section(_ heading: String, lines: [String]) {
    guard !lines.isEmpty else { return }
    text += "\(heading):\n"
    for line in lines { text += line.isEmpty ? "\n" : "  \(line)\n" }
    text += "\n"
  }

  /// Terms with what they mean, in two columns under a heading.
  mutating func section(_ heading: String, _ entries: [(term: String, meaning: String)]) {
    guard !entries.isEmpty else { return }
    text += "\(heading):\n"
    columns(entries)
    text += "\n"
  }

  private mutating func columns(_ entries: [(term: String, meaning: String)]) {
    let edge = entries.map(\.term.count).filter { $0 <= TextFlow.leftEdge }.max() ?? 0
    for entry in entries { entry.meaning.isEmpty ? line("  " + entry.term) : pair(entry, edge: edge) }
  }

  /// Sentences under a heading, then terms with what they mean.
  mutating func section(
    _ heading: String, text sentences: String, _ entries: [(term: String, meaning: String)]
  ) {
    guard !sentences.isEmpty else { return section(heading, entries) }
    section(heading, lines: TextFlow.wrap(sentences, to: width - 2))
    guard !entries.isEmpty else { return }
    columns(entries)
    text += "\n"
  }

  /// The text, with one line end at its end.
  var finished: String {
    var text = text
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text
  }

  private mutating func line(_ line: String) { text += line + "\n" }

  private mutating func pair(_ entry: (term: String, meaning: String), edge: Int) {
    let lines = TextFlow.wrap(entry.meaning, to: width - edge - 4)
    let indent = String(repeating: " ", count: edge + 4)
    var rest = lines[...]
    if entry.term.count <= edge {
      let padding = String(repeating: " ", count: edge - entry.term.count + 2)
      line("  \(entry.term)\(padding)\(rest.removeFirst())")
    } else {
      line("  " + entry.term)
    }
    for text in rest { line(indent + text) }
  }

  /// The text in lines of at most `width` characters, broken at spaces.
  static func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if line.isEmpty {
        line = String(word)
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    lines.append(line)
    return lines.map { String($0.map { $0 == fixedSpace ? " " : $0 }) }
  }
}
