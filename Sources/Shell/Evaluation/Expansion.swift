import Engine
import Platform
import Values

/// Puts variables and rows into words. A value is never split into words, nor read as a pattern.
struct Expansion {
  let variables: Variables
  let results: Results
  let home: String?

  /// The texts of words; only rows of a range, and `$@`, become several.
  func texts(_ words: some Sequence<Word>) throws(Failure) -> [String] {
    var texts: [String] = []
    for word in words {
      if word.pieces.count == 1, case .rows(let reference) = word.pieces[0] {
        texts += try results.texts(reference)
      } else if word.pieces == [.variable(Variable(name: "@"))] {
        texts += variables.arguments
      } else {
        texts.append(try text(word))
      }
    }
    return texts
  }

  /// The text of one word.
  func text(_ word: Word) throws(Failure) -> String {
    var text = ""
    for (index, piece) in word.pieces.enumerated() {
      switch piece {
      case .text(let part, let isQuoted):
        text += index == 0 && !isQuoted ? expandingHome(part) : part
      case .variable(let variable): text += try variables.text(of: variable)
      case .rows(let reference): text += try results.texts(reference).joined(separator: ",")
      case .capture: throw .usage("a command in parentheses gives its answer to set alone: set x=(…)")
      }
    }
    return text
  }

  private func expandingHome(_ text: String) -> String {
    guard let home, text == "~" || text.hasPrefix("~/") else { return text }
    return home + text.dropFirst()
  }
}
