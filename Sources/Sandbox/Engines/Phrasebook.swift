/// The sentences of a language, by the part they play in a text.
///
/// `{tell}` stands for announcing the topic, `{thing}` for a thing of it behind a preposition, `{title}` for its
/// headline, `{number}` for how many points there are; `[vous êtes|tu es]` offers two ways of address.
struct Phrasebook {
  /// What a sentence does.
  enum Part: Sendable {
    case hook
    case before, trouble, turn, after, moral
    case attention, interest, desire, action
    case problem, agitation, solution
    case offer
    case opening, closing
    case belief, objection, evidence, nuance, stance
    case question, invitation
    case wink, courage
  }

  /// The language.
  let language: TextOrder.Language
  /// The sentences of each part.
  let sentences: [Part: [String]]
  /// What somebody learns.
  let lessons: [String]
  /// Points of a list: what to do.
  let advice: [Point]
  /// Points of a list: what goes wrong.
  let mistakes: [Point]
  /// The heading over each part.
  let headings: [Part: String]
  /// Announces an indirect question, a thing, and anything else.
  let tell: (question: String, thing: String, other: String)
  /// Stands for a thing of the topic when it names none.
  let something: String
  /// Words of the frame.
  let frame: Frame

  /// A point of a list and what to say about it.
  struct Point: Sendable {
    let title: String
    let detail: String

    init(_ title: String, _ detail: String) {
      self.title = title
      self.detail = detail
    }
  }

  /// Words of the frame around a text.
  struct Frame: Sendable {
    var vocabulary: String
    var lessons: String
    var subject: String
    var greeting: String
    var farewell: String
    var summary: String
    var tags: [String]
  }

  /// The one of a language.
  static func of(_ language: TextOrder.Language) -> Phrasebook {
    language == .french ? french : english
  }
}
