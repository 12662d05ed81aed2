import Catalog

/// The domain `storytelling`.
enum Content {
  static let plugin = Plugin(
    name: "storytelling", summary: "Content in the voice of your brand: generate, voices, usage",
    resources: [voices, structures, platforms], endpoints: endpoints)

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/generate", "storytelling generate", "Generate content in the voice of your brand",
      rate: .monthly, body: generation,
      examples: [
        .example("A post", "sp storytelling generate 'Mon parcours' --platform linkedin"),
        .example(
          "Three tips for a thread",
          "sp storytelling generate '3 conseils' --structure listicle --platform twitter"),
        .example(
          "The text alone", "sp storytelling generate 'Pourquoi écrire' --fields content -o tsv"),
      ]
    ).returning(generated).sampled(
      """
      {"prompt": "Comment j'ai transformé mon échec en opportunité",
      "voiceId": "550e8400-e29b-41d4-a716-446655440000", "structure": "storytelling", "platform": "linkedin",
      "options": {"includeHook": true, "includeCTA": true, "maxLength": 1500}}
      """),
    .list(
      "/voices", "storytelling voices", of: "voices", "List your voices", rate: .monthly,
      examples: [.example("Which one is the default", "sp storytelling voices --where isDefault")]
    ).at("voices"),
    .get(
      "/voices/{id}", "storytelling voice", of: "voices", "Show a voice with its whole profile",
      rate: .monthly,
      at: [.id("id", of: "voices", "Id of the voice")],
      examples: [.example("Its whole profile", "sp storytelling voice \(voice)")]
    ).at("voice"),
    .show(
      "/usage", "storytelling usage", "Show what was used, by endpoint and by day", rate: .monthly,
      query: span,
      examples: [
        .example("This month", "sp storytelling usage"),
        .example("What is left of it", "sp storytelling usage --fields limits"),
        .example("A year, drawn", "sp storytelling usage --period year --chart"),
      ]
    ).at("usage").returning(usage).chart(Chart("byDay", x: "date", y: ["requests", "tokens"]))
      .spanning("startDate", "endDate"),
    .list(
      "/structures", "storytelling structures", of: "structures", "List the narrative structures",
      rate: .monthly, examples: [.example("What each is good for", "sp storytelling structures")]
    ).at("structures"),
    .list(
      "/platforms", "storytelling platforms", of: "platforms", "List the platforms and their bounds",
      rate: .monthly,
      examples: [.example("Those without a bound", "sp storytelling platforms --where 'maxLength is null'")]
    ).at("platforms"),
  ]

  private static let voice = "550e8400-e29b-41d4-a716-446655440000"

  /// The body of `POST /generate`.
  private static let generation: [Parameter] = [
    .text("prompt", "What the content is about", required: true).asArgument.sized(1...10_000),
    .id("voiceId", of: "voices", "Voice to write in; your default one unless given", required: false),
    .text(
      "structure", "Narrative structure",
      allowed: ["storytelling", "aida", "pas", "hook-story-offer", "listicle", "contrarian"]),
    .text(
      "platform", "Where it is to be published",
      allowed: ["linkedin", "twitter", "instagram", "tiktok", "newsletter", "blog"]),
    .boolean("options.includeHook", "Begin with a line that catches", default: "true"),
    .boolean("options.includeCTA", "End with a call to action", default: "true"),
    .integer(
      "options.maxLength", "Longest text", in: 20...20_000, default: "1500", unit: "characters"),
    .text("options.tone", "Tone, in place of the voice's"),
    .text("options.language", "Language of the content", allowed: ["fr", "en"], default: "fr"),
  ]

  private static let span: [Parameter] = [
    .text("period", "Period around now", allowed: ["day", "week", "month", "year"], default: "month"),
    .timestamp("startDate", "First day, or moment, instead of a period"),
    .timestamp("endDate", "Last day, or moment, instead of a period"),
  ]
}
