import Catalog

/// The domain `analytics`.
enum Analytics {
  static let plugin = Plugin(
    name: "analytics", summary: "Views, sales and revenue of your prompts",
    resources: [promptStats, performances, hourlyStats], endpoints: endpoints)

  static let promptStats = Resource(
    "prompt_stats", singular: "prompt_stat", label: "title",
    columns: ["id", "title", "views", "sales", "revenue", "conversion_rate", "average_rating"],
    fields: [
      .field("id", .text, "Identifier of the prompt"),
      .field("title", .text, "Title"),
      .field("price", .number, "Price", unit: "USD"),
      .field("views", .integer, "Views in the period"),
      .field("views_last_hour", .integer, "Views in the hour"),
      .field("views_last_24_hours", .integer, "Views in 24 hours"),
      .field("views_last_7_days", .integer, "Views in 7 days"),
      .field("views_last_30_days", .integer, "Views in 30 days"),
      .field("sales", .integer, "Sales in the period"),
      .field("sales_last_24_hours", .integer, "Sales in 24 hours"),
      .field("sales_last_7_days", .integer, "Sales in 7 days"),
      .field("sales_last_30_days", .integer, "Sales in 30 days"),
      .field("revenue", .number, "Revenue in the period", unit: "USD"),
      .field("revenue_last_24_hours", .number, "Revenue in 24 hours", unit: "USD"),
      .field("revenue_last_7_days", .number, "Revenue in 7 days", unit: "USD"),
      .field("revenue_last_30_days", .number, "Revenue in 30 days", unit: "USD"),
      .field("conversion_rate", .number, "Sales for each view"),
      .field("average_rating", .number, "Mean rating, 0 to 5"),
    ])

  static let performances = Resource(
    "performances", singular: "performance", label: "title", columns: ["id", "title"],
    fields: [
      .field("id", .text, "Identifier of the prompt"),
      .field("title", .text, "Title"),
      .field(
        "summary", .object, "Sums of the period",
        parts: counts + [.field("average_rating", .number, "Mean rating, 0 to 5")]),
      .field(
        "trends", .list, "Sums of each step of time",
        parts: [.field("date", .text, "When the step begins")] + counts),
      .field(
        "price_history", .list, "Its prices, the first one first",
        parts: [
          .field("date", .text, "Since when"), .field("price", .number, "Price", unit: "USD"),
        ]),
      .field(
        "demographics", .object, "Who looks at it",
        parts: [
          .field("countries", .list, "Countries", parts: share),
          .field("devices", .list, "Devices", parts: share),
        ]),
    ])

  static let hourlyStats = Resource(
    "hourly_stats", singular: "hour", id: "timestamp", label: "timestamp",
    columns: ["timestamp", "views", "sales", "revenue", "conversion_rate"],
    fields: [.field("timestamp", .timestamp, "When the hour begins")] + counts)

  private static let counts: [Resource.Field] = [
    .field("views", .integer, "Views"),
    .field("sales", .integer, "Sales"),
    .field("revenue", .number, "Revenue", unit: "USD"),
    .field("conversion_rate", .number, "Sales for each view"),
  ]

  private static let share: [Resource.Field] = [
    .field("name", .text, "Name"),
    .field("percentage", .number, "Share", unit: "%"),
  ]

  private static let measures = ["views", "sales", "revenue", "conversion_rate"]

  private static let endpoints: [Endpoint] = [
    .list(
      "/analytics/prompts", "analytics prompts", of: "prompt_stats",
      "List the views, sales and revenue of prompts", rate: .analytics,
      query: span + [
        .texts("prompt_ids", "Only these prompts", filter: .anyOf("id")).naming(.record(of: "prompts"))
      ],
      examples: [
        .example("What earned most this week", "sp analytics prompts --period week --sort -revenue"),
        .example("As bars", "sp analytics prompts --chart --measure sales --limit 10"),
      ]
    ).paged(.none).chart(Chart(x: "title", y: measures)).spanning("start_date", "end_date"),
    .get(
      "/analytics/prompts/{promptId}/performance", "analytics performance", of: "performances",
      "Show how a prompt does over time", rate: .analytics,
      at: [.id("promptId", of: "prompts", "Id of the prompt")],
      query: span + [
        .text("granularity", "Step of time", allowed: ["hour", "day", "week", "month"], default: "day")
      ],
      examples: [
        .example("Its last month, day by day", "sp analytics performance prompt-1 --period month --chart"),
        .example("Where its price went", "sp analytics performance prompt-1 --fields price_history"),
      ]
    ).chart(Chart("trends", x: "date", y: measures)).spanning("start_date", "end_date"),
    .list(
      "/analytics/hourly", "analytics hourly", of: "hourly_stats",
      "List views, sales and revenue hour by hour", rate: .analytics,
      query: [
        .integer("days", "Days to look back", in: 1...30, default: "7", unit: "days"),
        .id("prompt_id", of: "prompts", "Only of this prompt", required: false),
      ],
      examples: [
        .example("The last day as a curve", "sp analytics hourly --days 1 --chart"),
        .example("A picture for the web", "sp analytics hourly --days 2 -o svg"),
      ]
    ).paged(.none).chart(Chart(x: "timestamp", y: measures)),
  ]

  private static let span: [Parameter] = [
    .text("period", "Period", allowed: ["today", "week", "month", "year", "all"]),
    .timestamp("start_date", "From this day or moment on, instead of a period"),
    .timestamp("end_date", "Up to this day or moment"),
  ]
}
