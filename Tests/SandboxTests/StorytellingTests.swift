import Catalog
import HTTP
import Testing
import Values

@testable import Sandbox

/// SOS Storytelling answers as its document says.
@Suite struct StorytellingTests {
  static let voice = "550e8400-e29b-41d4-a716-446655440000"

  // MARK: Answers

  static let request = """
    {"prompt": "Comment j'ai transformé mon échec en opportunité", "voiceId": "\(voice)",
    "structure": "storytelling", "platform": "linkedin",
    "options": {"includeHook": true, "includeCTA": true, "maxLength": 1500}}
    """

  static let rows: [Documented] = [
    Documented(
      "POST /generate", body: request, members: ["success", "content", "metadata"],
      values: [
        "success": true, "metadata.structure": "storytelling", "metadata.platform": "linkedin",
        "metadata.voiceId": .string(voice), "metadata.generatedAt": "2025-05-11T22:00:00.000Z",
        "metadata.engine": "local",
      ]),
    Documented(
      "POST /generate", body: request, at: "metadata",
      members: ["structure", "platform", "voiceId", "tokensUsed", "generatedAt", "engine"]),
    Documented(
      "POST /generate", body: request, at: "metadata.tokensUsed",
      members: ["input", "output"]),
    Documented(
      "POST /generate", body: #"{"prompt": "Mon sujet"}"#, at: "metadata",
      members: ["structure", "platform", "voiceId", "tokensUsed", "generatedAt", "engine"],
      values: ["metadata.platform": nil, "metadata.voiceId": .string(voice)]),
    Documented(
      "GET /voices", members: ["success", "voices", "count"],
      values: [
        "success": true, "count": 2, "voices.name": ["Voix LinkedIn Pro", "Voix Instagram Casual"],
        "voices.0.isDefault": true, "voices.1.createdAt": "2024-01-11T09:00:00.000Z",
      ]),
    Documented(
      "GET /voices", at: "voices.0", members: ["id", "name", "isDefault", "createdAt", "updatedAt"]),
    Documented(
      "GET /voices/\(voice)", members: ["success", "voice"], values: ["voice.name": "Voix LinkedIn Pro"]),
    Documented(
      "GET /voices/\(voice)", at: "voice",
      members: ["id", "name", "isDefault", "profileData", "createdAt", "updatedAt"]),
    Documented(
      "GET /voices/\(voice)", at: "voice.profileData",
      members: [
        "ton", "longueurPhrases", "expressions", "ponctuation", "styleNarratif", "vocabulaire", "signature",
        "conseils",
      ],
      values: ["voice.profileData.vocabulaire": ["transformer", "déclic", "game-changer", "mindset"]]),
    Documented("GET /usage", members: ["success", "usage"]),
    Documented(
      "GET /usage", at: "usage", members: ["period", "summary", "byEndpoint", "byDay", "limits"],
      values: [
        "usage.period.start": "2025-05-01T00:00:00.000Z", "usage.period.end": "2025-05-31T23:59:59.000Z",
        "usage.limits": [
          "monthly": 1000, "used": 1, "remaining": 999, "resetAt": "2025-06-01T00:00:00.000Z",
        ],
      ]),
    Documented(
      "GET /usage", at: "usage.summary",
      members: [
        "totalRequests", "successfulRequests", "failedRequests", "totalTokens", "tokensInput", "tokensOutput",
        "avgLatencyMs",
      ]),
    Documented(
      "GET /structures", members: ["success", "structures"],
      values: [
        "structures.id": ["storytelling", "aida", "pas", "hook-story-offer", "listicle", "contrarian"],
        "structures.1": [
          "id": "aida", "name": "AIDA", "description": "Attention, Intérêt, Désir, Action",
          "bestFor": ["linkedin", "email"],
        ],
      ]),
    Documented(
      "GET /platforms", members: ["success", "platforms"],
      values: [
        "platforms.id": ["linkedin", "twitter", "instagram", "tiktok", "newsletter", "blog"],
        "platforms.maxLength": [3000, 280, 2200, 2200, nil, nil],
        "platforms.5": [
          "id": "blog", "name": "Blog", "maxLength": nil, "features": ["headings", "seo"],
          "tone": "informative",
        ],
      ]),
  ]

  @Test(arguments: rows) func answersAsDocumented(_ row: Documented) throws {
    let heard = try row.check(Playground(.storytelling))
    let headers = heard.reply.response.headers
    #expect(headers["X-RateLimit-Limit"] == "1000")
    #expect(headers["X-RateLimit-Remaining"] == "999")
    #expect(headers["X-RateLimit-Reset"] == "1748736000")
  }

  // MARK: Errors

  @Test func aFailedGenerationSaysWhy() throws {
    let playground = try Playground(.storytelling)
    playground.host.engines.text = Broken()
    let heard = try playground.ask("POST", "/generate", Self.request)
    #expect(heard.status == 500)
    #expect(heard.json["code"] == "GENERATION_FAILED")
    #expect(heard.json["error"] == "Erreur lors de la génération")
    #expect(heard.json.value(at: "details.reason") == "The model is asleep")
  }

  @Test func aUsedUpMonthIsRefusedUntilTheNext() throws {
    let playground = try Playground(.storytelling)
    playground.host.limits = .custom(["storytelling": [.monthly(RateClass("monthly"), 3)]])
    for left in [2, 1, 0] {
      let heard = try playground.ask("GET", "/structures")
      #expect(heard.reply.response.headers["X-RateLimit-Remaining"] == "\(left)")
    }
    let heard = try playground.ask("GET", "/structures")
    #expect(heard.status == 429)
    #expect(
      heard.json == [
        "error": "Rate limit exceeded", "limit": 3, "used": 3, "resetAt": "2025-06-01T00:00:00.000Z",
        "code": "RATE_LIMIT_EXCEEDED",
      ])
    playground.clock.advance(.days(20) + .hours(3))
    #expect(try playground.ask("GET", "/structures").status == 200)
  }

  // MARK: Usage

  @Test func usageIsWhatWasAsked() throws {
    let playground = try Playground(.storytelling)
    for _ in 0..<2 { try playground.ask("POST", "/generate", Self.request) }
    try playground.ask("POST", "/generate", "{}")
    playground.clock.advance(.days(3))
    try playground.ask("GET", "/voices")
    try playground.ask("GET", "/voices/none")
    let usage = try playground.ask("GET", "/usage").json["usage"] ?? .null
    #expect(usage.value(at: "summary.totalRequests") == 6)
    #expect(usage.value(at: "summary.successfulRequests") == 4)
    #expect(usage.value(at: "summary.failedRequests") == 2)
    #expect(usage.value(at: "byEndpoint./generate.requests") == 3)
    #expect(usage.value(at: "byEndpoint./voices.requests") == 2)
    #expect(usage.value(at: "byDay.date") == ["2025-05-11", "2025-05-14"])
    #expect(usage.value(at: "byDay.requests") == [3, 3])
    #expect(usage.value(at: "limits.used") == 6)
    let tokens = usage.value(at: "summary.totalTokens")?.int ?? 0
    let perEndpoint = usage["byEndpoint"]?.object?.members.compactMap { $0.value["tokens"]?.int } ?? []
    #expect(tokens > 0 && tokens == perEndpoint.reduce(0, +))
  }

  static let spans: [(query: String, start: String, end: String, requests: Int)] = [
    ("period=day", "2025-05-14T00:00:00.000Z", "2025-05-14T23:59:59.000Z", 1),
    ("period=week", "2025-05-12T00:00:00.000Z", "2025-05-18T23:59:59.000Z", 1),
    ("period=month", "2025-05-01T00:00:00.000Z", "2025-05-31T23:59:59.000Z", 2),
    ("period=year", "2025-01-01T00:00:00.000Z", "2025-12-31T23:59:59.000Z", 2),
    ("startDate=2025-05-11&endDate=2025-05-11", "2025-05-11T00:00:00.000Z", "2025-05-11T23:59:59.000Z", 1),
    ("startDate=2025-05-12T10:00:00Z", "2025-05-12T10:00:00.000Z", "2025-05-31T23:59:59.000Z", 1),
    ("endDate=2025-03-10", "2025-03-01T00:00:00.000Z", "2025-03-10T23:59:59.000Z", 0),
    ("startDate=2026-02-03&period=year", "2026-02-03T00:00:00.000Z", "2026-12-31T23:59:59.000Z", 0),
    ("startDate=2025-06-01&endDate=2025-06-02", "2025-06-01T00:00:00.000Z", "2025-06-02T23:59:59.000Z", 0),
  ]

  @Test(arguments: spans) func usageOfAnySpan(
    _ row: (query: String, start: String, end: String, requests: Int)
  ) throws {
    let playground = try Playground(.storytelling)
    try playground.ask("GET", "/voices")
    playground.clock.advance(.days(3))
    let usage = try playground.ask("GET", "/usage?\(row.query)").json["usage"] ?? .null
    #expect(usage.value(at: "period.start") == .string(row.start))
    #expect(usage.value(at: "period.end") == .string(row.end))
    #expect(usage.value(at: "summary.totalRequests")?.int == row.requests)
  }

  @Test func aSeededAccountHasAHistory() throws {
    let playground = try Playground(.storytelling)
    try playground.ask("GET", "/voices")
    #expect(try playground.host.seed("storytelling") == 2, "looking keeps nobody from seeding")
    let usage = try playground.ask("GET", "/usage?period=year").json["usage"] ?? .null
    #expect((usage.value(at: "summary.totalRequests")?.int ?? 0) > 90)
    #expect((usage.value(at: "summary.failedRequests")?.int ?? 0) > 0)
    #expect((usage.value(at: "byDay")?.array?.count ?? 0) > 30)
    let month = try playground.ask("GET", "/usage").json["usage"] ?? .null
    #expect(month.value(at: "limits.used") == month.value(at: "summary.totalRequests"))
  }

  private struct Broken: TextEngine {
    func write(_ order: TextOrder) throws(TextFailure) -> WrittenText {
      throw TextFailure("The model is asleep")
    }
  }
}
