import Catalog

extension Content {
  static let voices = Resource(
    "voices", singular: "voice", label: "name", version: "updatedAt", created: "createdAt",
    columns: ["id", "name", "isDefault", "updatedAt"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("isDefault", .boolean, "Whether content is written in it unless another is named"),
      .field("profileData", .object, "How it writes", inLists: false, searched: true, parts: profile),
      .field("createdAt", .timestamp, "When it was made"),
      .field("updatedAt", .timestamp, "When it was last changed"),
    ])

  private static let profile: [Resource.Field] = [
    .field("ton", .text, "Tone"),
    .field("longueurPhrases", .text, "Length of sentences"),
    .field("expressions", .list, "Expressions it likes"),
    .field("ponctuation", .text, "Punctuation"),
    .field("styleNarratif", .text, "Narrative style"),
    .field("vocabulaire", .list, "Words it likes"),
    .field("signature", .text, "How it ends"),
    .field("conseils", .text, "Advice to whoever writes in it"),
  ]

  static let structures = Resource(
    "structures", singular: "structure", label: "name", columns: ["id", "name", "description", "bestFor"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("description", .text, "What it consists of", searched: true),
      .field("bestFor", .list, "Where it works best"),
    ])

  static let platforms = Resource(
    "platforms", singular: "platform", label: "name",
    columns: ["id", "name", "maxLength", "features", "tone"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("maxLength", .integer, "Longest post; null without a bound", unit: "characters"),
      .field("features", .list, "What is usual there", searched: true),
      .field("tone", .text, "Tone that fits"),
    ])

  /// The answer of `POST /generate`.
  static let generated: [Resource.Field] = [
    .field("success", .boolean, "Whether it was generated"),
    .field("content", .text, "The text"),
    .field("metadata", .object, "How it was made", parts: metadata),
  ]

  private static let metadata: [Resource.Field] = [
    .field("structure", .text, "Structure"),
    .field("platform", .text, "Platform; null for none"),
    .field("voiceId", .text, "Voice; null for none"),
    .field("tokensUsed", .object, "Tokens used", parts: tokens),
    .field("generatedAt", .timestamp, "When it was made"),
    .field("engine", .text, "Who wrote it"),
  ]

  private static let tokens: [Resource.Field] = [
    .field("input", .integer, "Tokens read"), .field("output", .integer, "Tokens written"),
  ]

  /// The answer of `GET /usage`.
  static let usage: [Resource.Field] = [
    .field(
      "period", .object, "The time looked at",
      parts: [
        .field("start", .timestamp, "Its first moment"), .field("end", .timestamp, "Its last moment"),
      ]),
    .field("summary", .object, "All together", parts: summary),
    .field("byEndpoint", .object, "Requests and tokens of each endpoint"),
    .field(
      "byDay", .list, "Requests and tokens of each day that had any",
      parts: [
        .field("date", .text, "The day"), .field("requests", .integer, "Requests"),
        .field("tokens", .integer, "Tokens"),
      ]),
    .field(
      "limits", .object, "The month's limit",
      parts: [
        .field("monthly", .integer, "Requests allowed"), .field("used", .integer, "Requests used"),
        .field("remaining", .integer, "Requests left"),
        .field("resetAt", .timestamp, "When they are all there again"),
      ]),
  ]

  private static let summary: [Resource.Field] = [
    .field("totalRequests", .integer, "Requests"),
    .field("successfulRequests", .integer, "Requests that succeeded"),
    .field("failedRequests", .integer, "Requests that failed"),
    .field("totalTokens", .integer, "Tokens"),
    .field("tokensInput", .integer, "Tokens read"),
    .field("tokensOutput", .integer, "Tokens written"),
    .field("avgLatencyMs", .integer, "Mean time to an answer", unit: "ms"),
  ]
}
