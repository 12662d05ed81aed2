import Values

/// What a text is to be: about what, in which language, in which form, and how long at most.
public struct TextOrder: Sendable {
  /// The language of a text.
  public enum Language: String, Sendable, CaseIterable {
    case french = "fr"
    case english = "en"
  }

  /// The form of a text.
  public enum Form: Sendable {
    /// Something to publish.
    case post(Post)
    /// The answer to a question or a task, with what is known about it.
    case answer(context: JSON.Object)
    /// The next line of a talk: what was said before, and what the one who answers knows.
    case reply(before: [Line], knowing: [Fact])
  }

  /// A line of a talk.
  public struct Line: Sendable {
    /// Whether the person said it, and not the one who answers.
    public var isOfPerson: Bool
    /// What was said.
    public var text: String

    /// Notes who said what.
    public init(isOfPerson: Bool, _ text: String) {
      self.isOfPerson = isOfPerson
      self.text = text
    }
  }

  /// Something that can be told when it is asked for.
  public struct Fact: Sendable {
    /// The words by which it is asked for, small and without accents or endings: `vid`, `abonn`.
    public var stems: [String]
    /// What is told, by language.
    public var text: [Language: String]

    /// Notes a fact and the words by which it is asked for.
    public init(_ stems: [String], french: String, english: String) {
      self.stems = stems
      text = [.french: french, .english: english]
    }
  }

  /// What it is about, in the words of whoever orders it.
  public var prompt: String
  /// The language.
  public var language: Language
  /// The form.
  public var form: Form
  /// The most characters it may have, counted in UTF-16 so that no way of counting finds more; nil for any number.
  public var longest: Int?
  /// How much chance there is in it, from 0; the same order gives the same text.
  public var temperature: Double?

  /// Orders a text; without a language in that of the prompt.
  public init(
    _ prompt: String, in language: Language? = nil, as form: Form, longest: Int? = nil,
    temperature: Double? = nil
  ) {
    self.prompt = prompt
    self.language = language ?? Language(of: prompt)
    self.form = form
    self.longest = longest
    self.temperature = temperature
  }
}

extension TextOrder {
  /// Something to publish: its structure, where it goes, and whose voice it has.
  public struct Post: Sendable {
    /// How it is built.
    public var shape: Shape
    /// Where it goes.
    public var place: Place
    /// In whose voice; nil for none in particular.
    public var voice: Voice?
    /// Whether it begins with a line that catches.
    public var hasHook: Bool
    /// Whether it ends by asking the reader for something.
    public var hasCall: Bool

    /// Puts a post together.
    public init(
      _ shape: Shape, for place: Place = Place(), voice: Voice? = nil, hook hasHook: Bool = true,
      call hasCall: Bool = true
    ) {
      self.shape = shape
      self.place = place
      self.voice = voice
      self.hasHook = hasHook
      self.hasCall = hasCall
    }
  }

  /// How a post is built.
  public enum Shape: String, Sendable, CaseIterable {
    /// A story of one's own, with its whole arc.
    case story = "storytelling"
    /// Attention, interest, desire, action.
    case attention = "aida"
    /// Problem, agitation, solution.
    case problem = "pas"
    /// Hook, story, offer.
    case offer = "hook-story-offer"
    /// Numbered points.
    case list = "listicle"
    /// An opinion against what everybody says.
    case contrarian
  }

  /// Where a post goes: how long one may be there, and what is usual.
  public struct Place: Sendable {
    /// What is usual there: `hashtags`, `emojis`, `threads`, `line-breaks`, `hooks`, `sections`, `cta`, `headings`, `seo`.
    public var features: Set<String>
    /// The most characters of one post; nil without a bound.
    public var longest: Int?

    /// Describes a place; without anything, no place in particular.
    public init(_ features: Set<String> = [], longest: Int? = nil) {
      self.features = features
      self.longest = longest
    }
  }

  /// How somebody writes.
  public struct Voice: Sendable {
    /// The tone: `Professional, with a touch of humour`.
    public var tone: String
    /// How long sentences are.
    public var sentences: String
    /// What they like to say.
    public var expressions: [String]
    /// How they punctuate.
    public var punctuation: String
    /// How they tell.
    public var style: String
    /// Words they like.
    public var vocabulary: [String]
    /// How they end.
    public var signature: String
    /// What else to heed.
    public var advice: String

    /// Describes a voice; what is empty says nothing.
    public init(
      tone: String = "", sentences: String = "", expressions: [String] = [], punctuation: String = "",
      style: String = "", vocabulary: [String] = [], signature: String = "", advice: String = ""
    ) {
      self.tone = tone
      self.sentences = sentences
      self.expressions = expressions
      self.punctuation = punctuation
      self.style = style
      self.vocabulary = vocabulary
      self.signature = signature
      self.advice = advice
    }
  }
}

extension TextOrder.Language {
  /// The language that most of a text's small words belong to; French where they tell nothing.
  public init(of text: String) {
    let words = Words.all(in: text).map { $0.lowercased() }
    let english = words.count { Words.english.contains($0) && !Words.french.contains($0) }
    let french = words.count { Words.french.contains($0) && !Words.english.contains($0) }
    self = english > french ? .english : .french
  }
}
