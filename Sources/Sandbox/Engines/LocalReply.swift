/// The next line of a talk: the fact that is asked for, a courtesy returned, or a question back.
struct LocalReply {
  private let order: TextOrder
  private let before: [TextOrder.Line]
  private let facts: [TextOrder.Fact]
  private let words: AnswerWords

  init(_ order: TextOrder, _ before: [TextOrder.Line], _ facts: [TextOrder.Fact]) {
    self.order = order
    self.before = before
    self.facts = facts
    words = AnswerWords.of(order.language)
  }

  func text() -> String {
    let said = Words.all(in: order.prompt).map(Words.plain)
    func matches(_ fact: TextOrder.Fact) -> Int {
      fact.stems.count { stem in said.contains { $0.hasPrefix(stem) } }
    }
    let best = facts.max { matches($0) < matches($1) }
    if let best, matches(best) > 0, let told = best.text[order.language] { return told }
    if said.contains(where: { $0.hasPrefix("merci") || $0.hasPrefix("thank") }) { return words.welcome }
    if said.count <= 4, ["bonjour", "salut", "bonsoir", "hello", "hi", "hey"].contains(said.first ?? "") {
      return words.greeting
    }
    let topic = Topic(order.prompt)
    let thing = topic.things.first ?? Phrasebook.of(order.language).something
    var dice = Dice("\(order.prompt)|\(before.count)")
    let fresh = words.unsure.map { $0.replacing("{thing}", with: thing) }.filter { line in
      !before.contains { !$0.isOfPerson && $0.text == line }
    }
    return dice.draw(1, of: fresh.isEmpty ? words.unsure : fresh).first?.replacing("{thing}", with: thing)
      ?? ""
  }
}
