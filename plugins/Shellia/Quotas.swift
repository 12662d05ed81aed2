import Catalog

/// The domain `quota`.
enum Quotas {
  static let plugin = Plugin(
    name: "quota", summary: "Requests left, and more of them to buy", resources: [quota, tiers],
    endpoints: endpoints)

  private static let quota = Resource(
    "quota", singular: "quota", label: "total_available", columns: ["daily", "purchased", "total_available"],
    single: true,
    fields: [
      .field(
        "daily", .object, "Requests of the day",
        parts: [
          .field("limit", .integer, "Requests a day"), .field("used", .integer, "Used today"),
          .field("remaining", .integer, "Left today"),
          .field("resets_at", .timestamp, "When they are all there again"),
        ]),
      .field(
        "purchased", .object, "Requests bought",
        parts: [
          .field("total", .integer, "Bought"), .field("remaining", .integer, "Left"),
          .field("never_expires", .boolean, "Whether they stay for ever"),
        ]),
      .field("total_available", .integer, "Requests left"),
    ])

  private static let tiers = Resource(
    "tiers", singular: "tier", label: "name", columns: ["id", "name", "amount", "price", "currency"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("amount", .integer, "Requests"),
      .field("price", .number, "Price"),
      .field("currency", .text, "Currency"),
    ])

  private static let endpoints: [Endpoint] = [
    .show(
      "/user/quota", "quota show", of: "quota", "Show how many requests are left", rate: .all,
      examples: [.example("The number alone", "sp quota show --fields total_available -o tsv")]),
    .list(
      "/quota/pricing", "quota pricing", of: "tiers", "List what more requests cost", rate: .all,
      examples: [.example("The cheapest request first", "sp quota pricing --sort price")]
    ).at("tiers").paged(.none),
    .call(
      .post, "/quota/checkout", "quota checkout", "Open the payment of more requests", rate: .all,
      body: [
        .text("tier", "What to buy", required: true, allowed: ["starter", "basic"]),
        .text("success_url", "Where the payment leads to", required: true).of(.url),
        .text("cancel_url", "Where giving up leads to", required: true).of(.url),
      ],
      examples: [
        .example(
          "500 requests",
          """
          sp quota checkout --tier basic --yes --success-url https://example.com/ok \\
            --cancel-url https://example.com/no
          """)
      ]
    ).asking(.paid).explained(
      """
      Answers with the address of the page where it is paid. In the sandbox the page is the sandbox's own: \
      sp sandbox serve shows it, and paying there costs nothing.
      """
    ).returning([
      .field("session_id", .text, "Identifier of the payment"),
      .field("checkout_url", .text, "Where to pay"),
    ]).sampled(
      """
      {"tier": "basic", "success_url": "https://yoursite.com/success", "cancel_url": "https://yoursite.com/cancel"}
      """),
  ]
}
