import Catalog

/// The domain `webhooks`.
enum Webhooks {
  static let plugin = Plugin(
    name: "webhooks", summary: "Addresses that hear of sales, questions and refunds",
    resources: [resource], endpoints: endpoints)

  /// What can be heard of.
  static let events = ["sale.completed", "question.received", "refund.requested", "prompt.viewed"]

  static let resource = Resource(
    "webhooks", singular: "webhook", label: "url", version: "updated_at", created: "created_at",
    columns: ["id", "url", "events", "status", "description"],
    importableBy: ["url"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("url", .text, "Address that is told"),
      .field("events", .list, "What it is told of"),
      .field("description", .text, "Description", searched: true),
      .field("created_at", .timestamp, "When it was created"),
      .field("updated_at", .timestamp, "When it was last changed"),
      .field("status", .text, "State: active, inactive"),
    ])

  private static let webhookID = Parameter.id("webhookId", of: "webhooks", "Id of the webhook")

  private static let endpoints: [Endpoint] = [
    .list(
      "/webhooks", "webhooks list", of: "webhooks", "List webhooks",
      examples: [.example("Where they go", "sp webhooks list --fields url,status")]),
    .create(
      "/webhooks", "webhooks create", of: "webhooks", "Have an address told of events",
      body: creation,
      examples: [
        .example(
          "Sales to a server of yours",
          "sp webhooks create --url https://example.com/hook --events sale.completed")
      ]
    )
    .sampled(
      """
      {"url": "https://your-server.com/callback",
       "events": ["sale.completed", "question.received", "refund.requested"], "secret": "your_secret_key",
       "description": "Main webhook for sales and customer service"}
      """),
    .update(
      "/webhooks/{webhookId}", "webhooks update", of: "webhooks", "Change a webhook",
      at: [webhookID],
      body: creation.map(\.optional) + [
        .text("status", "Whether it is told anything", allowed: ["active", "inactive"])
      ],
      examples: [.example("Keep it quiet", "sp webhooks update webhook-1 --status inactive")]
    )
    .sampled(
      """
      {"events": ["sale.completed", "question.received", "refund.requested", "prompt.viewed"],
       "status": "inactive"}
      """),
    .delete(
      "/webhooks/{webhookId}", "webhooks delete", of: "webhooks", "Delete a webhook",
      at: [webhookID],
      examples: [.example("Without being asked", "sp webhooks delete webhook-1 --yes")]),
  ]

  private static let creation: [Parameter] = [
    Parameter.text("url", "Address to tell", required: true, placeholder: "URL").of(.url),
    .texts("events", "What to tell it of", required: true, allowed: events),
    .secret("secret", "Secret that signs what it is told; @file reads it"),
    .text("description", "Description"),
  ]
}
