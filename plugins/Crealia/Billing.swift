import Catalog

/// The domain `billing`.
enum Billing {
  static let plugin = Plugin(
    name: "billing", summary: "Pay for a plan and look after the subscription", endpoints: endpoints)

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/api/checkout/create-session", "billing checkout", "Begin to pay for a plan", rate: .general,
      body: [
        .text("planId", "Plan, such as viral", required: true, placeholder: "PLAN"),
        .text("billingCycle", "How often it is paid, such as monthly", required: true, placeholder: "CYCLE"),
        .text("affiliateCode", "Code of who sent you", placeholder: "CODE"),
      ],
      examples: [
        .example(
          "The address at which to pay", "sp billing checkout --plan-id viral --billing-cycle monthly --yes")
      ]
    )
    .asking(.paid)
    .explained(
      """
      Answers with the address of Stripe's page, where the plan is paid in a browser. In the sandbox the page is \
      the sandbox's own: sp sandbox serve shows it, and paying there costs nothing.
      """
    )
    .returning(address)
    .sampled(#"{"planId": "viral", "billingCycle": "monthly", "affiliateCode": "PROMO10"}"#),
    .show(
      "/api/checkout/session-info", "billing session", "Show how a payment stands", rate: .general,
      query: [Parameter.text("session_id", "Id of Stripe's session", required: true).asArgument],
      examples: [.example("Whether it was paid", "sp billing session cs_test_seed1 --fields status")]
    )
    .returning([
      .field("sessionId", .text, "Id of Stripe's session"),
      .field("status", .text, "open, complete or expired"),
      .field("customerEmail", .text, "E-mail address of who pays"),
      .field("amountTotal", .integer, "What is paid, in hundredths of the currency"),
      .field("currency", .text, "The currency"),
      .field("planId", .text, "The plan"),
      .field("billingCycle", .text, "How often it is paid"),
    ]),
    .call(
      .post, "/api/billing/portal", "billing portal", "Open Stripe's portal for customers", rate: .general,
      examples: [.example("The address to open in a browser", "sp billing portal --fields url")]
    )
    .returning(address),
  ]

  private static let address: [Resource.Field] = [.field("url", .text, "Address to open in a browser")]
}
