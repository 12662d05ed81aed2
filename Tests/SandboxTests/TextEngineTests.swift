import Testing
import Values

@testable import Sandbox

/// The local engine writes to order: in the shape, for the place, in the voice, and never longer than allowed.
@Suite struct TextEngineTests {
  static let prompts = [
    "Comment j'ai transformé mon échec en opportunité", "Les 3 erreurs qui tuent votre personal branding",
    "Pourquoi j'ai quitté mon CDI", "Mon parcours d entrepreneur", "Mon sujet", "L'importance du repos",
    "Rédige un post sur la confiance en soi", "🎯", "Écrire", "@marie m'a tout appris",
    "{topic} [a|b] {thing}",
    "How I doubled my revenue in 6 months", "The 7 habits of calm teams", "Why nobody reads your newsletter",
  ]
  static let places: [String: TextOrder.Place] = [
    "none": .init(),
    "linkedin": .init(["hashtags", "emojis", "mentions"], longest: 3000),
    "twitter": .init(["hashtags", "threads"], longest: 280),
    "instagram": .init(["hashtags", "emojis", "line-breaks"], longest: 2200),
    "tiktok": .init(["hashtags", "hooks"], longest: 2200),
    "newsletter": .init(["sections", "cta"]),
    "blog": .init(["headings", "seo"]),
  ]
  static let voice = TextOrder.Voice(
    tone: "Professionnel mais accessible, avec une touche d'humour",
    sentences: "Phrases courtes et percutantes.",
    expressions: ["C'est là que tout a basculé", "Et vous savez quoi ?", "La vérité c'est que"],
    punctuation: "Points de suspension... Émojis stratégiques 🎯", vocabulary: ["transformer", "déclic"],
    signature: "Une question ouverte pour engager")

  static func text(
    _ prompt: String, _ shape: TextOrder.Shape = .story, at place: String = "none",
    in language: TextOrder.Language = .french,
    voice: TextOrder.Voice? = nil, hook: Bool = true, call: Bool = true, longest: Int? = 1500
  ) throws -> String {
    let post = TextOrder.Post(shape, for: places[place] ?? .init(), voice: voice, hook: hook, call: call)
    return try LocalWriter().write(TextOrder(prompt, in: language, as: .post(post), longest: longest)).text
  }

  // MARK: Length and form

  @Test(arguments: prompts) func isNeverTooLong(_ prompt: String) throws {
    for shape in TextOrder.Shape.allCases {
      for (place, bounds) in Self.places {
        for longest in [1, 20, 50, 120, 280, 281, 400, 1500, 5000] {
          let text = try Self.text(prompt, shape, at: place, voice: Self.voice, longest: longest)
          #expect(text.utf16.count <= longest, "\(shape) \(place) \(longest)")
          #expect(!text.isEmpty)
          guard let most = bounds.longest else { continue }
          let posts =
            bounds.features.contains("threads") ? text.components(separatedBy: "\n\n", past: most) : [text]
          for post in posts { #expect(post.utf16.count <= most, "\(shape) \(place)") }
        }
      }
    }
  }

  /// Nothing of the templates is left, and no elision or contraction is missed.
  @Test(arguments: prompts) func isWellFormed(_ prompt: String) throws {
    let wrong = [
      "{tell}", "{number}", "{title}", "[vous", "[votre", "|", " que il", " que on ", " que elle", " de le ",
      " à les ", "..." + ".",
    ]
    for shape in TextOrder.Shape.allCases where !prompt.contains("{") {
      for language in TextOrder.Language.allCases {
        let text = try Self.text(prompt, shape, at: "linkedin", in: language, voice: Self.voice)
        for part in wrong { #expect(!text.contains(part), "\(part) in \(text)") }
      }
    }
  }

  @Test func theSameOrderGivesTheSameText() throws {
    let texts = try Self.prompts.map { try Self.text($0) }
    #expect(try Self.prompts.map { try Self.text($0) } == texts)
    #expect(Set(texts).count == texts.count)
    let openings = Set(texts.map { $0.prefix(24) })
    #expect(openings.count >= 4, "texts begin alike")
  }

  // MARK: Shapes

  static let shapes: [(shape: TextOrder.Shape, headings: [String])] = [
    (.story, ["Le point de départ", "Le mur", "Le déclic", "La leçon", "Et aujourd'hui"]),
    (
      .attention,
      ["Pourquoi en parler", "Ce qui se joue vraiment", "Ce qui devient possible", "Le premier pas"]
    ),
    (.problem, ["Le problème", "Ce qu'il coûte", "La solution"]),
    (.offer, ["Le point de départ", "Et aujourd'hui", "Ce que je propose"]),
    (
      .contrarian,
      ["L'idée reçue", "Pourquoi je n'y crois pas", "Ce que montre le terrain", "La nuance", "Ma position"]
    ),
  ]

  @Test(arguments: shapes)
  func hasThePartsOfItsShape(_ row: (shape: TextOrder.Shape, headings: [String])) throws {
    let text = try Self.text("Mon sujet", row.shape, at: "blog", longest: 5000)
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    #expect(headings == row.headings)
    #expect(text.hasPrefix("# Mon sujet\n\n> Mon sujet. "), "a title, and what search engines show")
  }

  @Test(arguments: [
    ("3 conseils pour écrire", 3), ("Les 7 erreurs du débutant", 7), ("Mieux écrire", 5), ("12 idées", 12),
  ])
  func listsHaveAsManyPointsAsAsked(_ prompt: String, _ count: Int) throws {
    let text = try Self.text(prompt, .list, longest: 5000)
    let points = text.split(separator: "\n").filter { $0.first?.isNumber ?? false && $0.contains(". ") }
    let numbers = points.compactMap { Int($0.prefix { $0.isNumber }) }.filter { $0 <= count }
    #expect(numbers.starts(with: Array(1...count)) || Array(numbers.suffix(count)) == Array(1...count))
    #expect(Set(points).count == points.count)
  }

  // MARK: Hook, call, words, language

  @Test(arguments: TextOrder.Shape.allCases) func hookAndCallCanBeLeftOut(_ shape: TextOrder.Shape) throws {
    let book = Phrasebook.french
    let calls = (book.sentences[.question] ?? []) + (book.sentences[.invitation] ?? [])
    let formal = calls.map { Register("", topic: Topic("x")).addressed($0) }
    let full = try Self.text("Mon sujet", shape)
    #expect(formal.contains { full.contains($0) })
    let bare = try Self.text("Mon sujet", shape, hook: false, call: false)
    #expect(!formal.contains { bare.contains($0) })
    #expect(bare.hasPrefix("Mon sujet."))
    #expect(!full.hasPrefix("Mon sujet."))
  }

  @Test func speaksOfTheTopicInItsWords() throws {
    let text = try Self.text("Comment j'ai transformé mon échec en opportunité", at: "linkedin")
    #expect(text.contains("comment j'ai transformé mon échec en opportunité"))
    #expect(text.contains("#Échec"))
    #expect(try Self.text("@marie m'a tout appris", at: "linkedin").contains("@marie"))
    let english = try Self.text("How I doubled my revenue", .problem, in: .english)
    #expect(english.contains("how I doubled my revenue"))
    #expect(english.contains("The problem") || TextOrder.Language(of: english) == .english)
  }

  // MARK: Voice and places

  @Test func aVoiceIsHeard() throws {
    let text = try Self.text("Pourquoi j'ai quitté mon CDI", at: "linkedin", voice: Self.voice)
    for expression in Self.voice.expressions.dropLast() { #expect(text.contains(expression)) }
    #expect(text.contains("transformer, déclic"))
    #expect(text.hasPrefix("🎯 ") && text.split(separator: "\n")[0].hasSuffix("..."))
    #expect(
      text.split(separator: "\n").contains { $0.hasSuffix(" ?") && $0.hasPrefix("Et ") },
      "ends with a question")
    var other = Self.voice
    other.tone = "Décontracté"
    #expect(try Self.text("Pourquoi j'ai quitté mon CDI", at: "linkedin", voice: other) != text)
    var signed = Self.voice
    signed.signature = "Belle journée, Léa"
    #expect(try Self.text("Mon sujet", voice: signed).contains("Belle journée, Léa"))
  }

  @Test(
    arguments: [
      ("La vérité c'est que", "Il faut oser.", "La vérité c'est qu'il faut oser."),
      ("La vérité c'est que", "Choisissez une action.", nil),
      ("Et vous savez quoi ?", "Il faut oser.", "Et vous savez quoi ? Il faut oser."),
      ("Entre nous", "Il faut oser.", "Entre nous. Il faut oser."),
      ("The truth is that", "I had to dare.", "The truth is that I had to dare."),
    ] as [(String, String, String?)])
  func expressionsJoinSentences(_ expression: String, _ sentence: String, _ joined: String?) {
    #expect(VoiceTouch.joined(expression, sentence) == joined)
  }

  @Test func placesHaveTheirHabits() throws {
    let topic = "Les 3 erreurs qui tuent votre personal branding"
    let thread = try Self.text(topic, .list, at: "twitter")
    let posts = thread.components(separatedBy: "\n\n", past: 280)
    #expect(posts.count > 1)
    for (index, post) in posts.enumerated() { #expect(post.hasSuffix(" \(index + 1)/\(posts.count)")) }
    func tags(_ place: String) throws -> Int {
      try Self.text(topic, .list, at: place).split { $0.isWhitespace }.count {
        $0.hasPrefix("#") && $0.count > 2
      }
    }
    #expect(try tags("twitter") == 2)
    #expect(try tags("linkedin") == 4)
    #expect(try tags("instagram") == 8)
    #expect(try tags("none") == 0)
    #expect(try Self.text(topic, .list, at: "newsletter").hasPrefix("Objet : Les 3 erreurs"))
  }

  // MARK: Answers and replies

  static let answers: [(prompt: String, context: JSON, contains: [String])] = [
    (
      "Rédige une fiche produit",
      ["product_name": "Casque Bluetooth", "price": .number(.init(80)), "target": "jeunes actifs"],
      ["Casque Bluetooth", "80", "Jeunes actifs"]
    ),
    ("Bonjour Shellia !", [:], ["Bonjour"]),
    ("Donne 4 conseils pour mieux dormir", [:], ["1. ", "4. ", "conseils pour mieux dormir"]),
    (
      "Comment annoncer une hausse de prix ?", ["hausse": "5 %"],
      ["comment annoncer une hausse de prix", "5 %"]
    ),
    ("Write a product description for a desk lamp", [:], ["a desk lamp"]),
    ("Rédige un mail de relance", ["client": "Ada"], ["Objet :", "Ada"]),
    ("Résume : Le chat dort. Le chat mange. Il pleut. Le chat regarde.", [:], ["En bref :", "chat"]),
  ]

  @Test(arguments: answers)
  func answersWithWhatItWasGiven(_ row: (prompt: String, context: JSON, contains: [String])) throws {
    let context = row.context.object ?? JSON.Object()
    for longest in [40, 200, 2000] {
      let order = TextOrder(row.prompt, as: .answer(context: context), longest: longest)
      let written = try LocalWriter().write(order)
      #expect(written.text.utf16.count <= longest)
      #expect(written.engine == "local" && written.input > 0 && written.output > 0)
      guard longest == 2000 else { continue }
      for part in row.contains { #expect(written.text.contains(part), "\(part) in \(written.text)") }
    }
  }

  @Test func repliesWithWhatItKnows() throws {
    let fact = TextOrder.Fact(["vid"], french: "Ouvrez le studio.", english: "Open the studio.")
    func reply(_ text: String, before: [TextOrder.Line] = []) throws -> String {
      try LocalWriter().write(TextOrder(text, as: .reply(before: before, knowing: [fact]))).text
    }
    #expect(try reply("Comment créer une vidéo ?") == "Ouvrez le studio.")
    #expect(try reply("How do I make a video for my team?") == "Open the studio.")
    let first = try reply("Je ne comprends pas mon contrat")
    #expect(first.contains("mon contrat"))
    #expect(try reply("Je ne comprends pas mon contrat", before: [.init(isOfPerson: false, first)]) != first)
  }
}

extension String {
  /// The posts of a thread; a text that is short enough is one.
  fileprivate func components(separatedBy separator: String, past longest: Int) -> [String] {
    guard utf16.count > longest else { return [self] }
    return split(separator: separator).map(String.init)
  }
}
