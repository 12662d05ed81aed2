import Values

/// Subtitles by the clock: a sentence lasts as long as its share of the letters.
enum LocalSubtitles {
  private static let step = 2.5

  /// The subtitles of a sound that says `text`; where nobody knows what it says, a mark every two and a half seconds.
  static func of(_ text: String?, lasting duration: Double, in language: String?) -> [JSON] {
    guard let text else {
      let mark = language == "fr" ? "[parole]" : "[speech]"
      let count = max(1, Int((duration / step).rounded(.up)))
      return (0..<count).map {
        caption(mark, from: Double($0) * step, to: min(Double($0 + 1) * step, duration))
      }
    }
    let sentences = sentences(in: text)
    let letters = Double(max(sentences.reduce(0) { $0 + $1.count }, 1))
    var start = 0.0
    return sentences.map { sentence in
      let end = start + duration * Double(sentence.count) / letters
      defer { start = end }
      return caption(sentence, from: start, to: end)
    }
  }

  private static func caption(_ text: String, from start: Double, to end: Double) -> JSON {
    ["start": seconds(start), "end": seconds(end), "text": .string(text)]
  }

  private static func seconds(_ value: Double) -> JSON {
    JSON.Number((value * 100).rounded() / 100).map(JSON.number) ?? 0
  }

  private static func sentences(in text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    for character in text {
      sentence.append(character)
      if ".!?\n".contains(character) {
        sentences.append(sentence)
        sentence = ""
      }
    }
    sentences.append(sentence)
    return sentences.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter {
      !$0.isEmpty
    }
  }
}
