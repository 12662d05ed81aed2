/// A command line worth copying, and what it is for.
public struct Example: Sendable, Hashable {
  /// What it does, without a full stop.
  public var purpose: String
  /// The line, which starts with `sp `; one that is too long goes on behind a backslash at its end.
  public var line: String

  /// Declares an example.
  public static func example(_ purpose: String, _ line: String) -> Example {
    Example(purpose: purpose, line: line)
  }
}

extension Example {
  /// The line as it is printed.
  public var lines: [String] { line.split(separator: "\n").map(String.init) }

  /// The words of the line up to a pipe or a redirection, as a shell splits it by spaces and quotes.
  public var words: [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    letters: for character in line {
      switch (character, quote) {
      case (let character, let open?):
        if character == open { quote = nil } else { word?.append(character) }
      case ("'", nil), ("\"", nil):
        quote = character
        word = word ?? ""
      case ("\\", nil), ("\n", nil): continue
      case ("|", nil), (">", nil), ("<", nil): break letters
      case (" ", nil):
        if let done = word { words.append(done) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
