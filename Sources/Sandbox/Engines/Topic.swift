/// What a prompt is about, in pieces that fit into sentences.
struct Topic {
  /// The prompt without orders to the writer, white space and final signs.
  let text: String
  /// Its things with the words before them, as in `mon échec` or `les 3 erreurs`: each can follow a preposition.
  let things: [String]
  /// Its words with a meaning of their own, in order.
  let words: [String]
  /// The number of points it asks for.
  let number: Int?
  /// Whether it is an indirect question: `comment j'ai quitté …`.
  let isQuestion: Bool
  /// Whether it begins with a noun and the word before it: `les 3 erreurs qui …`.
  let isThing: Bool
  /// Whether it speaks to the reader, and how formally.
  let isFamiliar: Bool?

  init(_ prompt: String) {
    text = Topic.subject(of: prompt)
    let words = Words.all(in: text)
    let first = words.first?.lowercased() ?? ""
    isQuestion = Words.questions.contains(first) && words.count > 2
    isThing = Words.determiners.contains(first) && words.count > 1
    things = Topic.things(in: words)
    number = words.compactMap { Int($0) }.first { (2...12).contains($0) }
    var seen: Set<String> = []
    self.words = words.filter { word in
      word.count > 2 && !Words.small.contains(word.lowercased()) && Int(word) == nil
        && !word.hasPrefix("@") && seen.insert(Words.plain(word)).inserted
    }
    let plain = Set(words.map { $0.lowercased() })
    isFamiliar =
      plain.isDisjoint(with: ["vous", "votre", "vos"])
      ? (plain.isDisjoint(with: ["tu", "toi", "ton", "ta", "tes"]) ? nil : true) : false
  }

  /// The topic as it stands inside a sentence: with a small letter where the first word is an ordinary one.
  var inner: String {
    let first = Words.all(in: text).first?.lowercased() ?? ""
    return Words.small.contains(first) || Words.questions.contains(first) ? text.smallFirst : text
  }

  /// The topic as a headline.
  var title: String { text.capitalisedFirst }

  /// The people it mentions: `@name`.
  var mentions: [String] {
    text.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("@") && $0.count > 1 }.map(String.init)
  }

  /// What is left when the order to the writer and a form such as `un post sur` are taken away.
  private static func subject(of prompt: String) -> String {
    var text = prompt.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while let last = text.last, ".!?:;,… ".contains(last) { text.removeLast() }
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first?.lowercased(), Words.orders.contains(first) else { return text }
    let about: Set<String> = ["sur", "about", "on"]
    if let index = words.firstIndex(where: { about.contains($0.lowercased()) }), (2...6).contains(index),
      index + 1 < words.count
    {
      return words[(index + 1)...].joined(separator: " ")
    }
    let rest = words.dropFirst().drop { ["moi", "me", "nous", "us"].contains($0.lowercased()) }
    return rest.isEmpty ? text : rest.joined(separator: " ")
  }

  private static func things(in words: [String]) -> [String] {
    var things: [String] = []
    var index = 0
    while index < words.count {
      defer { index += 1 }
      let word = words[index].lowercased()
      guard Words.determiners.contains(word), word != "that", word != "l" else { continue }
      let rest = words[(index + 1)...].prefix { !Words.small.contains($0.lowercased()) && !$0.hasPrefix("@") }
      let hasNoun = rest.contains { Int($0) == nil }
      guard hasNoun, rest.count <= 3 else { continue }
      things.append(([word] + rest).joined(separator: " "))
    }
    return things
  }
}
