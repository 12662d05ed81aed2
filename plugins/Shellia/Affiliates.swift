import Catalog

/// The domain `affiliate`.
enum Affiliates {
  static let plugin = Plugin(
    name: "affiliate", summary: "Your affiliation: earnings and payouts", resources: [resource],
    endpoints: endpoints)

  private static let resource = Resource(
    "affiliate", singular: "affiliate", label: "code",
    columns: ["code", "tier", "total_referred", "total_earnings", "available_for_payout"],
    single: true,
    fields: [
      .field("code", .text, "Code to pass on"),
      .field("tier", .text, "Rank"),
      .field("commission_rate", .number, "Part of a payment that you get"),
      .field("total_referred", .integer, "People who came by the code"),
      .field("total_earnings", .number, "Earned so far", unit: "EUR"),
      .field("pending_earnings", .number, "Earned, and not yet to be paid out", unit: "EUR"),
      .field("available_for_payout", .number, "To be paid out", unit: "EUR"),
      .field("payout_threshold", .number, "Least payout", unit: "EUR"),
    ])

  private static let endpoints: [Endpoint] = [
    .show(
      "/affiliate", "affiliate show", of: "affiliate", "Show your code and your earnings", rate: .all,
      examples: [.example("What can be paid out", "sp affiliate show --fields available_for_payout")]),
    .call(
      .post, "/affiliate/payout", "affiliate payout", "Have your earnings paid out", rate: .all,
      body: [
        .text("method", "How", required: true, allowed: ["paypal"]),
        .text("paypal_email", "E-mail address of the PayPal account", required: true).of(.email),
      ],
      examples: [
        .example("By PayPal", "sp affiliate payout --method paypal --paypal-email me@example.com --yes")
      ]
    ).asking(.paid).returning(payout).sampled(#"{"method": "paypal", "paypal_email": "your@email.com"}"#),
  ]

  private static let payout: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("method", .text, "How"),
    .field("paypal_email", .text, "To whom"),
    .field("amount", .number, "How much"),
    .field("currency", .text, "Currency"),
    .field("status", .text, "Status"),
    .field("created_at", .timestamp, "When it was asked for"),
  ]
}
