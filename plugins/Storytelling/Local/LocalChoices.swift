import Sandbox
import Values

/// The structures and platforms that the service knows.
enum LocalChoices {
  @Sendable static func structures(_ call: Call) throws(Refusal) -> Answer { .value(.array(allStructures)) }

  @Sendable static func platforms(_ call: Call) throws(Refusal) -> Answer { .value(.array(allPlatforms)) }

  /// A platform as whoever writes needs it.
  static func place(_ id: String?) -> TextOrder.Place {
    guard let id, let platform = allPlatforms.first(where: { $0["id"]?.string == id }) else {
      return TextOrder.Place()
    }
    let features = platform["features"]?.array?.compactMap(\.string) ?? []
    return TextOrder.Place(Set(features), longest: platform["maxLength"]?.int)
  }

  private static let allStructures: [JSON] = [
    structure(
      "storytelling", "Storytelling", "Histoire personnelle avec arc narratif complet", ["linkedin", "blog"]),
    structure("aida", "AIDA", "Attention, Intérêt, Désir, Action", ["linkedin", "email"]),
    structure("pas", "PAS", "Problème, Agitation, Solution", ["linkedin", "landing"]),
    structure("hook-story-offer", "Hook-Story-Offer", "Accroche, Histoire, Offre", ["instagram", "tiktok"]),
    structure("listicle", "Listicle", "Liste de points ou conseils numérotés", ["twitter", "linkedin"]),
    structure(
      "contrarian", "Opinion Contrarian", "Point de vue qui challenge les idées reçues",
      ["linkedin", "twitter"]),
  ]

  private static let allPlatforms: [JSON] = [
    platform("linkedin", "LinkedIn", 3000, ["hashtags", "emojis", "mentions"], "professional"),
    platform("twitter", "Twitter/X", 280, ["hashtags", "threads"], "concise"),
    platform("instagram", "Instagram", 2200, ["hashtags", "emojis", "line-breaks"], "casual"),
    platform("tiktok", "TikTok", 2200, ["hashtags", "hooks"], "dynamic"),
    platform("newsletter", "Newsletter", nil, ["sections", "cta"], "personal"),
    platform("blog", "Blog", nil, ["headings", "seo"], "informative"),
  ]

  private static func structure(_ id: String, _ name: String, _ description: String, _ places: [String])
    -> JSON
  {
    [
      "id": .string(id), "name": .string(name), "description": .string(description),
      "bestFor": .array(places.map(JSON.string)),
    ]
  }

  private static func platform(
    _ id: String, _ name: String, _ longest: Int?, _ features: [String], _ tone: String
  ) -> JSON {
    [
      "id": .string(id), "name": .string(name), "maxLength": longest.map { .number(.init($0)) } ?? nil,
      "features": .array(features.map(JSON.string)), "tone": .string(tone),
    ]
  }
}
