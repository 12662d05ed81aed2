import Catalog

/// The domain `users`.
enum Users {
  static let plugin = Plugin(
    name: "users", summary: "What customers bought and gave back", resources: [purchases, refundCounts],
    endpoints: endpoints)

  static let purchases = Resource(
    "purchases", singular: "purchase", label: "id", created: "purchase_date",
    columns: ["id", "prompt_id", "prompt.title", "amount", "currency", "purchase_date"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("user_id", .text, "Who bought it"),
      .field("prompt_id", .text, "Which prompt"),
      .field("amount", .number, "What was paid"),
      .field("currency", .text, "Currency"),
      .field("purchase_date", .timestamp, "When it was bought"),
      .field("prompt", .object, "The prompt", parts: SnackPrompt.mention),
    ])

  static let refundCounts = Resource(
    "refund_counts", singular: "refund_count", id: "user_id", label: "user_id",
    columns: [
      "user_id", "refunds_count", "approved_refunds_count", "denied_refunds_count", "pending_refunds_count",
    ],
    fields: [
      .field("user_id", .text, "Who asked"),
      .field("refunds_count", .integer, "Requests"),
      .field("approved_refunds_count", .integer, "Requests approved"),
      .field("denied_refunds_count", .integer, "Requests denied"),
      .field("pending_refunds_count", .integer, "Requests that wait"),
      .field("refunds_last_30_days", .integer, "Requests in 30 days"),
      .field("refunds_all_time", .integer, "Requests ever"),
    ])

  private static let endpoints: [Endpoint] = [
    .list(
      "/users/{userId}/purchases", "users purchases", of: "purchases", "List what a user bought",
      at: [
        .text("userId", "Id of the user", required: true, filter: .equals("user_id"), placeholder: "user-id")
      ],
      query: SnackPrompt.pages,
      examples: [.example("All of them", "sp users purchases user-456")]),
    .get(
      "/users/{userId}/refunds/count", "users refunds", of: "refund_counts", "Count a user's refunds",
      at: [.text("userId", "Id of the user", required: true, placeholder: "user-id")],
      examples: [.example("How many wait", "sp users refunds user-456 --fields pending_refunds_count")]),
  ]
}
