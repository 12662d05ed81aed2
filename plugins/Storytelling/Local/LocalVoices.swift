import Sandbox
import Values

/// Voices: an account has the two of the beginning until others are stored.
enum LocalVoices {
  @Sendable static func list(_ call: Call) throws(Refusal) -> Answer {
    let voices = try all(call.store)
    var answer = Answer(
      .list(
        voices.map { voice in
          var listed = voice
          listed["profileData"] = nil
          return .value(.object(listed))
        }))
    answer.beside["count"] = .number(.init(voices.count))
    return answer
  }

  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    .record(try find(call.id, in: call.store))
  }

  /// The voice of that id, the default one where none is named; nil where there is none.
  static func chosen(by id: String?, in store: Store) throws(Refusal) -> JSON.Object? {
    if let id { return try find(id, in: store) }
    return try all(store).first { $0["isDefault"] == true }
  }

  /// A voice as whoever writes needs it.
  static func style(_ voice: JSON.Object) -> TextOrder.Voice {
    let profile = voice["profileData"] ?? .null
    func text(_ name: String) -> String { profile[name]?.string ?? "" }
    func texts(_ name: String) -> [String] { profile[name]?.array?.compactMap(\.string) ?? [] }
    return TextOrder.Voice(
      tone: text("ton"), sentences: text("longueurPhrases"), expressions: texts("expressions"),
      punctuation: text("ponctuation"), style: text("styleNarratif"), vocabulary: texts("vocabulaire"),
      signature: text("signature"), advice: text("conseils"))
  }

  private static func find(_ id: String, in store: Store) throws(Refusal) -> JSON.Object {
    guard let voice = try all(store).first(where: { $0["id"]?.string == id }) else {
      throw Refusal(
        404, "There is no voice with the id \(id)", code: "VOICE_NOT_FOUND",
        details: JSON.Object(unique: [.init(key: "voiceId", value: .string(id))]))
    }
    return voice
  }

  private static func all(_ store: Store) throws(Refusal) -> [JSON.Object] {
    let stored = try store.records("voices").all()
    return stored.isEmpty ? first : stored
  }

  /// The voices that every account begins with.
  static let first: [JSON.Object] = [professional, casual].compactMap(\.object)

  private static let professional: JSON = [
    "id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Voix LinkedIn Pro",
    "isDefault": true,
    "profileData": [
      "ton": "Professionnel mais accessible, avec une touche d'humour",
      "longueurPhrases": "Phrases courtes et percutantes. Paragraphes aérés.",
      "expressions": ["C'est là que tout a basculé", "Et vous savez quoi ?", "La vérité c'est que"],
      "ponctuation": "Points de suspension pour le suspense... Émojis stratégiques 🎯",
      "styleNarratif": "Storytelling personnel avec leçons universelles",
      "vocabulaire": ["transformer", "déclic", "game-changer", "mindset"],
      "signature": "Une question ouverte pour engager",
      "conseils": "Toujours commencer par une accroche forte",
    ],
    "createdAt": "2024-01-10T08:00:00.000Z",
    "updatedAt": "2024-01-12T14:30:00.000Z",
  ]

  private static let casual: JSON = [
    "id": "550e8400-e29b-41d4-a716-446655440001",
    "name": "Voix Instagram Casual",
    "isDefault": false,
    "profileData": [
      "ton": "Décontracté et chaleureux, comme entre amis",
      "longueurPhrases": "Phrases courtes, une idée par ligne",
      "expressions": ["Petite confidence", "Entre nous"],
      "ponctuation": "Points d'exclamation et émojis ✨",
      "styleNarratif": "Coulisses et moments du quotidien",
      "vocabulaire": ["authentique", "coulisses", "simplicité"],
      "signature": "Une question complice",
      "conseils": "Tutoyer et rester spontané",
    ],
    "createdAt": "2024-01-11T09:00:00.000Z",
    "updatedAt": "2024-01-11T09:00:00.000Z",
  ]
}
