import Catalog

/// The domain `refunds`.
enum Refunds {
  static let plugin = Plugin(
    name: "refunds", summary: "Requests for money back", resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "refunds", singular: "refund", label: "reason", version: "updated_at", created: "created_at",
    columns: ["id", "status", "purchase_amount", "reason", "prompt_id", "user_id", "days_since_purchase"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("user_id", .text, "Who asks"),
      .field("prompt_id", .text, "Which prompt was bought"),
      .field("purchase_id", .text, "Which purchase"),
      .field("reason", .text, "Why", searched: true),
      .field("status", .text, "State: pending, approved, denied"),
      .field("created_at", .timestamp, "When it was asked for"),
      .field("updated_at", .timestamp, "When it was last changed"),
      .field("purchase_date", .timestamp, "When it was bought"),
      .field("purchase_amount", .number, "What was paid", unit: "USD"),
      .field("days_since_purchase", .integer, "Days from the purchase to the request", unit: "days"),
      .field(
        "user", .object, "Who asks",
        parts: SnackPrompt.person + [
          .field("previous_refunds_count", .integer, "Requests before this one")
        ]),
      .field("prompt", .object, "The prompt", parts: SnackPrompt.mention),
    ])

  private static let refundID = Parameter.id("refundId", of: "refunds", "Id of the request")

  private static let endpoints: [Endpoint] = [
    .list(
      "/customer-support/refunds", "refunds list", of: "refunds", "List requests for money back",
      query: [
        .text(
          "status", "Only in this state", allowed: ["pending", "approved", "denied", "all"],
          filter: .equalsUnless("status", all: "all")),
        .id("prompt_id", of: "prompts", "Only on this prompt", required: false, filter: .equals("prompt_id")),
      ] + SnackPrompt.pages,
      examples: [.example("What waits for a decision", "sp refunds list --status pending")]),
    .call(
      .post, "/customer-support/refunds/{refundId}/approve", "refunds approve", of: "refunds",
      "Give the money back",
      at: [refundID],
      examples: [.example("Without being asked", "sp refunds approve refund-1 --yes")]
    )
    .asking(.paid)
    .returning([
      .field("id", .text, "Identifier"),
      .field("status", .text, "State"),
      .field("approved_at", .timestamp, "When it was approved"),
      .field("refund_amount", .number, "What is paid back", unit: "USD"),
      .field("estimated_processing_time", .text, "How long it takes"),
    ]),
    .call(
      .post, "/customer-support/refunds/{refundId}/deny", "refunds deny", of: "refunds", "Refuse a refund",
      at: [refundID],
      body: [.text("reason", "Why, for the customer", required: true)],
      examples: [.example("Too late", "sp refunds deny refund-1 --reason 'After the 3 days of our policy.'")]
    )
    .sampled(#"{"reason": "The refund request exceeds our 3-day refund policy window."}"#)
    .returning([
      .field("id", .text, "Identifier"),
      .field("status", .text, "State"),
      .field("denied_at", .timestamp, "When it was denied"),
      .field("denial_reason", .text, "Why"),
    ]),
  ]
}
