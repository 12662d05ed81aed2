import Values

/// Answers a question or carries out a small task with the words of the order and what is known about it.
struct LocalAnswer {
  private let order: TextOrder
  private let context: JSON.Object
  private let topic: Topic
  private let book: Phrasebook
  private let words: AnswerWords
  private var dice: Dice

  init(_ order: TextOrder, _ context: JSON.Object) {
    self.order = order
    self.context = context
    topic = Topic(order.prompt)
    book = Phrasebook.of(order.language)
    words = AnswerWords.of(order.language)
    dice = Dice("\(order.source)|\(order.temperature ?? 0)")
  }

  func text() -> String {
    var answer = self
    let asked = Set(Words.all(in: order.prompt).map(Words.plain))
    func asks(_ stems: String...) -> Bool { asked.contains { word in stems.contains { word.hasPrefix($0) } } }
    if asked.count <= 4, asks("bonjour", "salut", "bonsoir", "hello", "hi", "hey"), context.isEmpty {
      return words.greeting
    }
    if asks("resume", "summar"), let summary = answer.summary() { return summary }
    if asks("mail", "e-mail", "lettre", "letter", "courrier") { return answer.letter() }
    if !topic.isQuestion, asks("produit", "product", "annonce", "fiche") { return answer.sheet() }
    if asks("liste", "list", "idee", "idea", "conseil", "tip", "astuce", "etape", "step") {
      return answer.list()
    }
    return answer.explanation()
  }

  // MARK: Kinds of answer

  private mutating func explanation() -> String {
    let opening = topic.isQuestion ? words.onQuestion : topic.isThing ? words.onThing : words.onOther
    let steps = points(3)
    return joined([
      opening.replacing("{topic}", with: topic.isQuestion || topic.isThing ? topic.inner : topic.text),
      facts(leavingOut: []).isEmpty ? "" : "\(words.known)\n\(facts(leavingOut: []))",
      steps,
      dice.draw(1, of: words.closings).first ?? "",
    ])
  }

  private mutating func list() -> String {
    joined([
      words.onList.replacing("{topic}", with: topic.isThing ? topic.inner : topic.text),
      facts(leavingOut: []).isEmpty ? "" : "\(words.known)\n\(facts(leavingOut: []))",
      points(topic.number ?? 5),
    ])
  }

  private mutating func sheet() -> String {
    let name = self.name ?? words.product
    let audience = AnswerWords.audiences.compactMap { context[$0]?.string }.first
    return joined([
      (dice.draw(1, of: words.praises).first ?? "{name}").replacing("{name}", with: name),
      audience.map { words.audience.replacing("{audience}", with: $0.capitalisedFirst) } ?? "",
      facts(leavingOut: Set(AnswerWords.names + AnswerWords.audiences)),
      dice.draw(2, of: words.merits).joined(separator: " "),
      context.isEmpty ? words.wantsContext : words.orderNow,
    ])
  }

  private mutating func letter() -> String {
    let about = topic.isThing || topic.isQuestion ? topic.inner : topic.text
    return joined([
      "\(book.frame.subject) \((name ?? topic.title))",
      book.frame.greeting,
      words.onLetter.replacing("{topic}", with: about),
      facts(leavingOut: []),
      dice.draw(1, of: words.closings).first ?? "",
      book.frame.farewell,
    ])
  }

  /// The sentences that say most, in their order: of the text behind a colon, else of the longest text in the context.
  private func summary() -> String? {
    let behind = order.prompt.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init)
    let source = behind ?? context.members.compactMap(\.value.string).max { $0.length < $1.length }
    guard let source else { return nil }
    let sentences = Words.sentences(of: source)
    guard sentences.count > 1 else { return "\(book.frame.summary) \(source.trimmingSpaces())" }
    var weights: [String: Int] = [:]
    let weighed = sentences.map { Words.all(in: $0).map(Words.plain).filter { !Words.small.contains($0) } }
    for word in weighed.joined() { weights[word, default: 0] += 1 }
    let scores = weighed.map { words in
      Double(Set(words).reduce(0) { $0 + (weights[$1] ?? 0) }) / Double(max(4, words.count))
    }
    let best = sentences.indices.sorted { (scores[$0], -$0) > (scores[$1], -$1) }.prefix(
      max(1, min(3, sentences.count / 2)))
    return "\(book.frame.summary) \(best.sorted().map { sentences[$0] }.joined(separator: " "))"
  }

  // MARK: Pieces

  private mutating func points(_ count: Int) -> String {
    let register = Register("", topic: topic)
    let more = book.lessons.map { Phrasebook.Point(String($0.dropLast()), "") }
    let first = dice.draw(count, of: book.advice)
    return (first + dice.draw(count - first.count, of: more)).enumerated().map { index, point in
      let detail = point.detail.isEmpty ? "" : " \(register.addressed(point.detail))"
      return "\(index + 1). \(point.title).\(detail)"
    }.joined(separator: "\n")
  }

  /// What the context says, a line each.
  private func facts(leavingOut names: Set<String>) -> String {
    context.members.filter { !names.contains($0.key) && !$0.value.isNull }.map { member in
      let label = member.key.split { $0 == "_" || $0 == "-" }.joined(separator: " ").capitalisedFirst
      let value = member.value.array?.map { $0.string ?? $0.text() }.joined(separator: ", ")
      return "• \(label)\(words.colon) \(value ?? member.value.string ?? member.value.text())"
    }.joined(separator: "\n")
  }

  /// What the context calls the thing, or what the topic says it is for.
  private var name: String? {
    if let name = AnswerWords.names.compactMap({ context[$0]?.string }).first { return name }
    let parts = topic.text.split(separator: " ").map(String.init)
    guard let index = parts.firstIndex(where: { ["pour", "for"].contains($0.lowercased()) }),
      index + 1 < parts.count
    else { return nil }
    return parts[(index + 1)...].joined(separator: " ")
  }

  private func joined(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}

extension Words {
  /// The sentences of a text, each with its sign.
  static func sentences(of text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    var hasEnded = false
    for character in text {
      if hasEnded, character.isWhitespace {
        sentences.append(sentence.trimmingSpaces())
        sentence = ""
      }
      hasEnded = ".!?…".contains(character) || (hasEnded && "»\"”)".contains(character))
      sentence.append(character.isNewline ? " " : character)
    }
    return (sentences + [sentence.trimmingSpaces()]).filter { !$0.isEmpty }
  }
}
