import Catalog

/// The domain `subscription`.
enum Subscriptions {
  static let plugin = Plugin(
    name: "subscription", summary: "Your plan: show, change, cancel", resources: [resource],
    endpoints: endpoints)

  private static let resource = Resource(
    "subscription", singular: "subscription", label: "plan",
    columns: ["plan", "status", "price", "currency", "current_period_end", "cancel_at_period_end"],
    single: true,
    fields: [
      .field("plan", .text, "Plan"),
      .field("status", .text, "Status"),
      .field("price", .number, "Price of an interval"),
      .field("currency", .text, "Currency"),
      .field("interval", .text, "Interval of payment"),
      .field("current_period_start", .timestamp, "When the interval began"),
      .field("current_period_end", .timestamp, "When it ends"),
      .field("cancel_at_period_end", .boolean, "Whether it ends for good then"),
      .field(
        "payment_method", .object, "How it is paid; null for nothing to pay",
        parts: [
          .field("type", .text, "Kind"), .field("last4", .text, "Last digits"),
          .field("brand", .text, "Brand"),
        ]),
    ])

  private static let endpoints: [Endpoint] = [
    .show(
      "/subscription", "subscription show", of: "subscription", "Show your plan", rate: .all,
      examples: [.example("When it renews", "sp subscription show --fields current_period_end")]),
    .call(
      .post, "/subscription/upgrade", "subscription upgrade", of: "subscription", "Change the plan",
      rate: .all,
      body: [
        .text(
          "plan", "The plan", required: true, allowed: ["standard", "pro", "ultra", "founder"]
        ).asArgument,
        .boolean("proration", "Count what the interval has left of the old plan", default: "true"),
      ],
      examples: [.example("To the next plan", "sp subscription upgrade ultra --yes")]
    ).asking(.paid).sampled(#"{"plan": "ultra", "proration": true}"#),
    .call(
      .delete, "/subscription", "subscription cancel", of: "subscription",
      "Cancel the subscription at the end of its interval", rate: .all,
      examples: [.example("Without being asked", "sp subscription cancel --yes")]
    ).asking(.destructive),
  ]
}
