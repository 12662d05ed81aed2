import Catalog
import SnackPrompt
import Testing
import Values

/// The examples of the service's document: what is sent, and the members of the answer in their order.
@Suite struct DocumentedTests {
  static let prompt = """
    {"title": "Email Marketing Conversion Booster", "description": "Increase your email open rates and conversions",
    "content": "Create a compelling email sequence for [PRODUCT].", "price": 45, "category": "marketing",
    "tags": ["email", "conversion", "copywriting"],
    "image_url": "https://cdn.snackprompt.com/images/prompt-123.jpg",
    "variations": [{"title": "Email Sequence Conversion Optimizer", "description": "Boost your results"},
    {"title": "Professional Email Marketing Templates", "description": "Convert subscribers"}]}
    """
  static let bundle = """
    {"name": "Marketing Pro Bundle", "description": "Complete set", "prompt_ids": ["prompt-1", "prompt-2"],
    "price": 59, "image_url": "https://cdn.snackprompt.com/images/bundle-123.jpg"}
    """

  static let whole = [
    "id", "title", "description", "content", "price", "category", "tags", "image_url", "created_at",
    "updated_at",
    "views", "sales", "rating", "reviews_count", "on_promotion", "promotion_percentage", "promotion_end_date",
    "user", "variations",
  ]
  static let listed = whole.filter {
    !["content", "reviews_count", "promotion_percentage", "promotion_end_date", "variations"].contains($0)
  }
  static let bundled = [
    "id", "name", "description", "price", "original_price", "savings_percentage", "prompt_count", "image_url",
    "created_at", "updated_at", "sales",
  ]

  static let rows: [Documented] = [
    Documented(
      "POST /prompts", body: prompt, status: 201, members: whole,
      values: [
        "success": true, "data.id": "prompt-3", "data.price": 45, "data.views": 0, "data.on_promotion": false,
        "data.created_at": "2025-05-11T22:00:00Z", "data.updated_at": "2025-05-11T22:00:00Z",
        "data.promotion_end_date": nil, "data.user.id": "user-1",
        "data.variations.id": ["variation-1", "variation-2"],
        "data.variations.active": [false, false],
      ]),
    Documented("GET /prompts/prompt-1", members: whole, values: ["data.id": "prompt-1"]),
    Documented("GET /prompts/prompt-1", at: "data.user", members: ["id", "username", "avatar_url"]),
    Documented(
      "GET /prompts/prompt-1", at: "data.variations.0",
      members: ["id", "title", "description", "created_at", "active"]),
    Documented("GET /prompts", at: "data.0", members: listed),
    Documented(
      "GET /prompts", at: "meta", members: ["page", "limit", "total", "next_page_token"],
      values: ["meta.page": 1, "meta.limit": 10, "meta.total": 2, "meta.next_page_token": nil]),
    Documented(
      "PATCH /prompts/prompt-1",
      body: """
        {"title": "Nouveau titre du prompt", "price": 50, "on_promotion": true, "promotion_percentage": 15,
        "promotion_end_date": "2025-06-01T23:59:59Z"}
        """, members: whole,
      values: [
        "data.title": "Nouveau titre du prompt", "data.price": 50, "data.on_promotion": true,
        "data.promotion_percentage": 15, "data.promotion_end_date": "2025-06-01T23:59:59Z",
        "data.created_at": "2025-05-11T22:00:00Z", "data.updated_at": "2025-05-11T22:00:01Z",
        "data.category": "marketing",
      ]),
    Documented(
      "POST /bundles", body: bundle, status: 201, members: bundled + ["prompts"],
      values: [
        "data.id": "bundle-2", "data.original_price": 90, "data.savings_percentage": 34,
        "data.prompt_count": 2,
      ]),
    Documented(
      "GET /bundles/bundle-1", members: bundled + ["prompts"],
      values: ["data.prompts.id": ["prompt-2"]]),
    Documented(
      "GET /bundles/bundle-1", at: "data.prompts.0",
      members: ["id", "title", "description", "price", "category", "image_url"]),
    Documented("GET /bundles", at: "data.0", members: bundled),
    Documented(
      "PATCH /bundles/bundle-1",
      body: #"{"name": "Nouveau nom du bundle", "price": 80, "prompt_ids": ["prompt-1", "prompt-2"]}"#,
      members: bundled + ["prompts"],
      values: ["data.savings_percentage": 11, "data.prompt_count": 2, "data.name": "Nouveau nom du bundle"]),
    Documented(
      "DELETE /prompts/prompt-1", members: ["id", "deleted"],
      values: ["data.id": "prompt-1", "data.deleted": true]),
    Documented("DELETE /bundles/bundle-1", members: ["id", "deleted"], values: ["data.deleted": true]),
  ]

  @Test(arguments: rows) func answersAsDocumented(row: Documented) throws {
    let playground = try Playground()
    for _ in 1...2 { #expect(try playground.ask("POST", "/prompts", Self.prompt).status == 201) }
    let one = #"{"name": "One", "prompt_ids": ["prompt-2"]}"#
    #expect(try playground.ask("POST", "/bundles", one).status == 201)

    try row.check(playground, from: "data")
  }

  @Test func everyRowHasAnAnswer() {
    for endpoint in SnackPrompt.provider.domains.flatMap({ $0.plugin().endpoints }) {
      #expect(SnackPrompt.local.answers(endpoint), "\(endpoint.operation)")
    }
  }
}
