import Catalog

/// The domain `insights`.
enum Insights {
  static let plugin = Plugin(
    name: "insights", summary: "Likes, reach and engagement of what was published", endpoints: endpoints)

  private static let content = Parameter.text("content_id", "Id of a post or a story", required: true)
  private static let user = Parameter.text(
    "user_id", "Id of the user, as sp social list shows", required: true)

  private static func days(_ fallback: String) -> Parameter {
    .integer("days", "How far back", in: 1...365, default: fallback, unit: "days")
  }

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/api/analytics/sync/{content_id}", "insights sync", "Fetch the figures of a post now",
      rate: .unlimited, at: [content],
      examples: [.example("Of one", "sp insights sync content_123")]
    )
    .returning([
      .field("content_id", .text, "Id of the post"),
      .field("sync_status", .text, "completed, if it worked"),
      .field(
        "metrics", .object, "The figures",
        parts: [
          .field("likes", .integer, "How many like it"),
          .field("shares", .integer, "How often it was shared"),
          .field("comments", .integer, "How many comments it has"),
          .field("impressions", .integer, "How often it was seen"),
        ]),
    ]),
    .call(
      .post, "/api/analytics/sync/user/{user_id}", "insights sync-user",
      "Begin to fetch the figures of all posts", rate: .unlimited, at: [user], query: [days("7")],
      examples: [.example("Of the last month", "sp insights sync-user user-1 --days 30")]
    )
    .returning([
      .field("message", .text, "What was begun"),
      .field("user_id", .text, "Whose posts"),
      .field("period_days", .integer, "How far back", unit: "days"),
    ]),
    .call(
      .get, "/api/analytics/history/{content_id}", "insights history", "Show how a post fared over time",
      rate: .unlimited, at: [content], query: [days("30")],
      examples: [.example("The last week", "sp insights history content_123 --days 7")]
    )
    .returning([
      .field("content_id", .text, "Id of the post"),
      .field("history", .list, "The figures at each moment", parts: moment),
    ])
    .chart(Chart("history", x: "recorded_at", y: figures + ["engagement_rate"])),
    .call(
      .get, "/api/analytics/trends/{user_id}", "insights trends", "Show how all posts fared day by day",
      rate: .unlimited, at: [user], query: [days("30")],
      examples: [.example("The last week", "sp insights trends user-1 --days 7")]
    )
    .returning([
      .field("user_id", .text, "Whose posts"),
      .field("period_days", .integer, "How far back", unit: "days"),
      .field("trends", .list, "The figures of each day", parts: day),
    ])
    .chart(
      Chart(
        "trends", x: "date",
        y: [
          "total_likes", "total_shares", "total_comments", "total_impressions", "avg_engagement_rate",
        ])),
  ]

  private static let figures = [
    "likes", "shares", "comments", "impressions", "reach", "clicks", "conversions",
  ]

  private static let moment: [Resource.Field] = [
    .field("recorded_at", .timestamp, "When it was counted"),
    .field("platform", .text, "The network"),
    .field("likes", .integer, "How many liked it"),
    .field("shares", .integer, "How often it was shared"),
    .field("comments", .integer, "How many comments it had"),
    .field("impressions", .integer, "How often it was seen"),
    .field("reach", .integer, "How many people saw it"),
    .field("clicks", .integer, "How many followed it"),
    .field("conversions", .integer, "How many bought then"),
    .field("engagement_rate", .number, "Likes, shares and comments for each person reached"),
  ]

  private static let day: [Resource.Field] = [
    .field("date", .text, "The day, UTC"),
    .field("total_likes", .integer, "Likes of all posts"),
    .field("total_shares", .integer, "Shares of all posts"),
    .field("total_comments", .integer, "Comments on all posts"),
    .field("total_impressions", .integer, "How often they were seen"),
    .field("avg_engagement_rate", .number, "Mean of their engagement rates"),
  ]
}
