import Catalog

/// The domain `promotions`.
enum Promotions {
  static let plugin = Plugin(
    name: "promotions", summary: "Lower prices for a while", resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "promotions", singular: "promotion", idPrefix: "promo-", label: "name", version: "updated_at",
    created: "created_at",
    columns: ["id", "name", "discount_percentage", "status", "start_time", "end_time", "prompts_count"],
    importableBy: ["name"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("description", .text, "Description", searched: true),
      .field("discount_percentage", .number, "Reduction", unit: "%"),
      .field("start_time", .timestamp, "When it begins"),
      .field("end_time", .timestamp, "When it ends"),
      .field("status", .text, "State: scheduled, active, expired, cancelled"),
      .field("prompt_ids", .list, "Ids of its prompts"),
      .field("created_at", .timestamp, "When it was created"),
      .field("updated_at", .timestamp, "When it was last changed"),
      .field("prompts_count", .integer, "Number of prompts"),
      .field("prompts", .list, "Its prompts", inLists: false, parts: member),
      .field("performance", .object, "Before and during", inLists: false, parts: performance),
    ])

  private static let member: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("title", .text, "Title"),
    .field("original_price", .number, "Price without it", unit: "USD"),
    .field("discounted_price", .number, "Price with it", unit: "USD"),
  ]

  private static let performance: [Resource.Field] = [
    .field("views_before", .integer, "Views in as long a time before"),
    .field("views_during", .integer, "Views while it lasts"),
    .field("sales_before", .integer, "Sales in as long a time before"),
    .field("sales_during", .integer, "Sales while it lasts"),
    .field("revenue_before", .number, "Revenue in as long a time before", unit: "USD"),
    .field("revenue_during", .number, "Revenue while it lasts", unit: "USD"),
    .field("conversion_rate_before", .number, "Sales for each view before"),
    .field("conversion_rate_during", .number, "Sales for each view while it lasts"),
  ]

  private static let promotionID = Parameter.id("promotionId", of: "promotions", "Id of the promotion")

  private static let endpoints: [Endpoint] = [
    .list(
      "/promotions", "promotions list", of: "promotions", "List promotions",
      query: [
        .text(
          "status", "Only in this state", allowed: ["active", "scheduled", "expired", "all"],
          filter: .equalsUnless("status", all: "all"))
      ] + SnackPrompt.pages,
      examples: [.example("Those that run now", "sp promotions list --status active")]),
    .get(
      "/promotions/{promotionId}", "promotions get", of: "promotions", "Show a promotion and how it does",
      at: [promotionID],
      examples: [.example("What it brought", "sp promotions get promo-1 --fields performance")]),
    .create(
      "/promotions", "promotions create", of: "promotions", "Announce a promotion",
      body: creation,
      examples: [
        .example(
          "A day at half the price",
          """
          sp promotions create --name Day --prompt-ids prompt-1,prompt-2 \\
            --discount-percentage 50 --start-time 2035-05-01 --end-time 2035-05-02
          """)
      ]
    )
    .sampled(document)
    .chronological("start_time", "end_time"),
    .update(
      "/promotions/{promotionId}", "promotions update", of: "promotions", "Change a promotion",
      at: [promotionID],
      body: creation.map(\.optional),
      examples: [
        .example("Let it run longer", "sp promotions update promo-1 --end-time 2035-01-01")
      ]
    )
    .sampled(#"{"name": "Extended Flash Sale", "end_time": "2035-05-12T15:00:00Z"}"#)
    .chronological("start_time", "end_time"),
    .call(
      .post, "/promotions/{promotionId}/cancel", "promotions cancel", of: "promotions",
      "Call a promotion off",
      at: [promotionID],
      examples: [.example("Without being asked", "sp promotions cancel promo-1 --yes")]
    )
    .asking(.destructive)
    .returning([
      .field("id", .text, "Identifier"),
      .field("status", .text, "State"),
      .field("cancelled_at", .timestamp, "When it was called off"),
    ]),
  ]

  private static let creation: [Parameter] = [
    .text("name", "Name", required: true),
    .text("description", "Description"),
    .texts("prompt_ids", "Ids of its prompts", required: true).naming(.record(of: "prompts")),
    .number("discount_percentage", "Reduction", required: true, in: 1...100, unit: "%"),
    .timestamp("start_time", "When it begins", required: true),
    .timestamp("end_time", "When it ends", required: true),
  ]

  private static let document = """
    {"name": "Flash Sale", "description": "25% off select prompts for 3 hours",
     "prompt_ids": ["prompt-123", "prompt-456", "prompt-789"], "discount_percentage": 25,
     "start_time": "2025-05-12T10:00:00Z", "end_time": "2025-05-12T13:00:00Z"}
    """
}
