import Values

/// Writes on this machine, without a model: the same order always gives the same text.
public struct LocalWriter: TextEngine {
  /// What it calls itself.
  static let name = "local"

  /// Makes a writer.
  public init() {}

  /// Writes what was ordered.
  public func write(_ order: TextOrder) throws(TextFailure) -> WrittenText {
    let text =
      switch order.form {
      case .post(let post): LocalWriter.post(order, post)
      case .answer(let context): LocalAnswer(order, context).text()
      case .reply(let before, let facts): LocalReply(order, before, facts).text()
      }
    let fitting = order.longest.map { text.cut(to: $0) } ?? text
    return WrittenText(
      fitting, engine: LocalWriter.name, input: WrittenText.tokens(in: order.source),
      output: WrittenText.tokens(in: fitting))
  }

  /// The fullest version of a post that has room, then without its tags, its call and its signature.
  private static func post(_ order: TextOrder, _ post: TextOrder.Post) -> String {
    var drafting = Drafting(order, post)
    let draft = drafting.draft()
    let isThread = post.place.features.contains("threads")
    let bound = isThread ? nil : post.place.longest
    let room = [order.longest, bound].compactMap(\.self).min() ?? .max
    var shortest = draft.reduced(to: 1)
    var candidates = [3, 2, 1].map { draft.reduced(to: $0) }
    shortest.tags = []
    candidates.append(shortest)
    shortest.signature = nil
    shortest.sections = shortest.sections.filter { !$0.sentences.isEmpty || $0.isNumbered }
    candidates.append(shortest)
    shortest.call = nil
    candidates.append(shortest)
    let laidOut = candidates.lazy.map { lay($0, post, drafting.book, room) }
    return laidOut.first { $0.length <= room } ?? lay(shortest, post, drafting.book, room).cut(to: room)
  }

  private static func lay(_ draft: Draft, _ post: TextOrder.Post, _ book: Phrasebook, _ room: Int) -> String {
    let text = draft.laidOut(for: post.place.features, book)
    guard post.place.features.contains("threads"), let longest = post.place.longest,
      text.length > longest, room > longest
    else { return text }
    return draft.thread(longest: longest)
  }
}

extension TextOrder {
  /// Everything that whoever writes has to read.
  var source: String {
    switch form {
    case .post(let post):
      guard let voice = post.voice else { return prompt }
      return
        ([prompt, voice.tone, voice.sentences, voice.punctuation, voice.style, voice.signature, voice.advice]
        + voice.expressions + voice.vocabulary).joined(separator: " ")
    case .answer(let context): return context.isEmpty ? prompt : "\(prompt) \(JSON.object(context).text())"
    case .reply(let before, _): return (before.map(\.text) + [prompt]).joined(separator: " ")
    }
  }
}
