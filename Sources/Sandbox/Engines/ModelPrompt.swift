import Values

/// An order in words for a language model.
struct ModelPrompt {
  /// What the model is told before the talk.
  let system: String
  /// The talk.
  let turns: [TextOrder.Line]
  /// How many tokens its answer may have.
  let tokens: Int
  /// How much chance there is in it.
  let temperature: Double?

  init(_ order: TextOrder) {
    var lines = ["Write in \(order.language == .french ? "French" : "English"). Answer with the text alone."]
    if let longest = order.longest { lines.append("At most \(longest) characters.") }
    var turns: [TextOrder.Line] = []
    switch order.form {
    case .post(let post): lines += ModelPrompt.lines(of: post)
    case .answer(let context):
      if !context.isEmpty { lines.append("Context: \(JSON.object(context).text())") }
    case .reply(let before, let facts):
      turns = before
      let known = facts.compactMap { $0.text[order.language] }
      if !known.isEmpty { lines.append("You know: " + known.joined(separator: " ")) }
    }
    system = lines.joined(separator: "\n")
    self.turns = turns + [TextOrder.Line(isOfPerson: true, order.prompt)]
    tokens = order.longest.map { max(64, $0 / 2) } ?? 1024
    temperature = order.temperature
  }

  private static func lines(of post: TextOrder.Post) -> [String] {
    var lines = ["A post built as \(post.shape.meaning)."]
    if !post.place.features.isEmpty {
      lines.append("Usual there: \(post.place.features.sorted().joined(separator: ", ")).")
    }
    if let longest = post.place.longest { lines.append("One post has at most \(longest) characters.") }
    lines.append(post.hasHook ? "Begin with a hook." : "Begin without a hook.")
    lines.append(post.hasCall ? "End with a call to action." : "End without a call to action.")
    guard let voice = post.voice else { return lines }
    let traits = [
      ("Tone", voice.tone), ("Sentences", voice.sentences), ("Punctuation", voice.punctuation),
      ("Style", voice.style), ("Ending", voice.signature), ("Advice", voice.advice),
      ("Expressions to use", voice.expressions.joined(separator: "; ")),
      ("Words to use", voice.vocabulary.joined(separator: ", ")),
    ]
    return lines + traits.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
  }
}

extension TextOrder.Shape {
  /// What the name stands for.
  fileprivate var meaning: String {
    switch self {
    case .story: "a personal story with its whole narrative arc"
    case .attention: "attention, interest, desire, action"
    case .problem: "problem, agitation, solution"
    case .offer: "hook, story, offer"
    case .list: "a numbered list of points"
    case .contrarian: "an opinion that challenges what everybody believes"
    }
  }
}
