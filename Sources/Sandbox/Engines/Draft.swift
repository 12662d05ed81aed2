/// A post before it is laid out: its parts in order, each as long as the level of detail allows.
struct Draft {
  /// One part of the text.
  struct Section {
    var part: Phrasebook.Part
    /// The sentences, the most important first.
    var sentences: [String] = []
    /// What is said before the points.
    var lead: String?
    /// Its points.
    var points: [Phrasebook.Point] = []
    /// Whether the points are counted.
    var isNumbered = false
  }

  var title: String
  var hook: String?
  var sections: [Section]
  /// What the reader is asked for.
  var call: String?
  /// A last line of the voice's own.
  var signature: String?
  var tags: [String]
  var mentions: [String]
  /// The sign that stands at the beginning; empty for none.
  var sign = ""
  /// Whether each sentence stands in a paragraph of its own.
  var isAiry = false

  /// The draft with less in it: so many sentences a part, from 3 down to 1.
  func reduced(to level: Int) -> Draft {
    var draft = self
    for index in draft.sections.indices {
      let section = draft.sections[index]
      draft.sections[index].sentences = Array(section.sentences.prefix(level))
      if level == 1 {
        draft.sections[index].points = section.points.map { Phrasebook.Point($0.title, "") }
        if !section.isNumbered {
          draft.sections[index].points = Array(draft.sections[index].points.prefix(2))
        }
      }
    }
    return draft
  }
}

/// Puts a draft together from the sentences of a language and the words of a topic.
struct Drafting {
  let order: TextOrder
  let post: TextOrder.Post
  let topic: Topic
  let book: Phrasebook
  let register: Register
  var dice: Dice

  init(_ order: TextOrder, _ post: TextOrder.Post) {
    self.order = order
    self.post = post
    topic = Topic(order.prompt)
    book = Phrasebook.of(order.language)
    register = Register(post.voice?.tone ?? "", topic: topic)
    dice = Dice("\(order.prompt)|\(post.shape)|\(post.voice?.tone ?? "")|\(order.temperature ?? 0)")
  }

  mutating func draft() -> Draft {
    var draft = Draft(
      title: topic.title, hook: nil, sections: sections(), call: nil, tags: tags(), mentions: topic.mentions)
    draft.hook = post.hasHook ? sentences(.hook, 1).first : nil
    if post.hasCall { draft.call = call() }
    let spoken = draft.sections.indices.filter { !draft.sections[$0].sentences.isEmpty }
    if register.isHumorous { add(.wink, to: &draft, at: spoken.dropFirst().first) }
    if register.isInspiring { add(.courage, to: &draft, at: spoken.last) }
    draft.sign = post.place.features.contains("emojis") ? sign() : ""
    if let voice = post.voice { VoiceTouch(voice, register, book).apply(to: &draft) }
    return draft
  }

  // MARK: Parts

  private mutating func sections() -> [Draft.Section] {
    switch post.shape {
    case .story:
      let lessons = dice.draw(3, of: book.lessons).map { Phrasebook.Point($0, "") }
      return [section(.before, 2), section(.trouble, 2), section(.turn, 2)]
        + [Draft.Section(part: .moral, sentences: [], lead: book.frame.lessons, points: lessons)]
        + [Draft.Section(part: .after, sentences: sentences(.after, 1) + sentences(.moral, 1))]
    case .attention:
      return [section(.attention, 2), section(.interest, 2), section(.desire, 2), section(.action, 2)]
    case .problem: return [section(.problem, 2), section(.agitation, 2), section(.solution, 3)]
    case .offer:
      let story = [Phrasebook.Part.before, .trouble, .turn].flatMap { sentences($0, 1) }
      return [Draft.Section(part: .before, sentences: story), section(.after, 2), section(.offer, 2)]
    case .list: return list()
    case .contrarian:
      return [
        section(.belief, 2), section(.objection, 2), section(.evidence, 2), section(.nuance, 1),
        section(.stance, 2),
      ]
    }
  }

  /// As many points as the topic asks for, of mistakes where it is about them.
  private mutating func list() -> [Draft.Section] {
    let isAboutMistakes = topic.words.contains { word in
      ["erreur", "piege", "mistake", "error", "trap"].contains { Words.plain(word).hasPrefix($0) }
    }
    let more = book.lessons.map { Phrasebook.Point(String($0.dropLast()), "") }
    let wanted = topic.number ?? 5
    let first = dice.draw(wanted, of: isAboutMistakes ? book.mistakes : book.advice)
    let points = first + dice.draw(wanted - first.count, of: more)
    var opening = section(.opening, 1)
    opening.sentences = opening.sentences.map { $0.replacing("{number}", with: String(points.count)) }
    let spoken = points.map { Phrasebook.Point($0.title, register.addressed($0.detail)) }
    return [opening, Draft.Section(part: .opening, points: spoken, isNumbered: true), section(.closing, 1)]
  }

  private mutating func section(_ part: Phrasebook.Part, _ count: Int) -> Draft.Section {
    Draft.Section(part: part, sentences: sentences(part, register.isDirect ? min(count, 2) : count))
  }

  private mutating func call() -> String? {
    let wantsQuestion = dice.below(2) == 0 || (post.voice?.signature).map(VoiceTouch.asksQuestion) ?? false
    return sentences(wantsQuestion ? .question : .invitation, 1).first
  }

  private mutating func add(_ part: Phrasebook.Part, to draft: inout Draft, at index: Int?) {
    guard let index, let sentence = sentences(part, 1).first else { return }
    draft.sections[index].sentences.append(sentence)
  }

  // MARK: Sentences

  private mutating func sentences(_ part: Phrasebook.Part, _ count: Int) -> [String] {
    dice.draw(count, of: book.sentences[part] ?? []).map { filled($0) }
  }

  /// The sentence addressed to its reader, with the words of the topic; those come last, for they are no template.
  private mutating func filled(_ template: String) -> String {
    let isPart = topic.isQuestion || topic.isThing
    let tell = topic.isQuestion ? book.tell.question : isPart ? book.tell.thing : book.tell.other
    let thing = dice.draw(1, of: topic.things).first ?? book.something
    return register.addressed(template.replacing("{tell}", with: tell))
      .replacing("{thing}", with: thing)
      .replacing("{topic}", with: isPart ? topic.inner : topic.text)
  }

  // MARK: Signs

  private mutating func sign() -> String { dice.draw(1, of: ["🎯", "💡", "🚀", "🔥", "✨"]).first ?? "" }

  /// Hashtags of the topic, the voice and the language, as many as are usual where the post goes.
  private mutating func tags() -> [String] {
    let features = post.place.features
    guard features.contains("hashtags") else { return [] }
    let wanted =
      features.contains("threads")
      ? 2 : features.contains("line-breaks") ? 8 : features.contains("hooks") ? 5 : 4
    let named = topic.things.map { thing in
      thing.split(separator: " ").dropFirst().filter { Int($0) == nil }.map { String($0).capitalisedFirst }
        .joined()
    }
    let own = (named + topic.words.filter { $0.count > 3 }).prefix(max(2, wanted))
    let liked = (post.voice?.vocabulary ?? []).filter { !$0.contains(" ") }
    var seen: [String] = []
    let all = (own.prefix(max(1, wanted - 1)) + liked + dice.draw(wanted, of: book.frame.tags)).map { word in
      word.split { !$0.isLetter && !$0.isNumber }.map { String($0).capitalisedFirst }.joined()
    }
    let tags = all.filter { tag in
      let plain = Words.plain(tag)
      let isNew = !plain.isEmpty && !seen.contains { $0.hasPrefix(plain.prefix(8)) || $0.hasSuffix(plain) }
      if isNew { seen.append(plain) }
      return isNew
    }
    return tags.prefix(wanted).map { "#" + $0 }
  }
}
