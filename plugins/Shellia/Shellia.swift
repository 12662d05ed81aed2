import Catalog
import Values

/// Shellia AI: answers of an AI, paid for by quota and plan.
public enum Shellia {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "shellia",
    domains: [
      .init("ask", "Ask the AI") { Asking.plugin },
      .init("requests", "What was asked before") { Requests.plugin },
      .init("account", "Who you are, and what you have left") { Accounts.plugin },
      .init("quota", "Requests left, and more of them to buy") { Quotas.plugin },
      .init("subscription", "Your plan: show, change, cancel") { Subscriptions.plugin },
      .init("tickets", "Support tickets") { Tickets.plugin },
      .init("affiliate", "Your affiliation: earnings and payouts") { Affiliates.plugin },
    ]
  ) { service }

  static let service = Service(
    name: "shellia",
    title: "Shellia AI",
    summary: "Answers of an AI, by quota and plan",
    addresses: [
      .init("production", "https://api.shellia.ai/v1"),
      .init("sandbox", "https://sandbox-api.shellia.ai/v1"),
    ],
    mount: "/v1",
    authentication: .bearer,
    envelope: Envelope(meta: "pagination", code: "error.code", message: "error.message"),
    paging: .offsets(largest: 100, total: "pagination.total"),
    // That of the smallest plan; the answers tell what another plan allows, and nothing where one has no limit.
    limits: [RateLimit(.all, 60, per: .minutes(1))],
    rateHeaders: .commonWhereLimited,
    retryHints: [
      .bodySeconds("error.retry_after"), .header("Retry-After"), .epochHeader("X-RateLimit-Reset"),
    ],
    webhooks: [
      Webhook(
        "shellia", signed: .prefixed(header: "X-Webhook-Signature"),
        events: [
          "subscription.created", "subscription.cancelled", "payment.succeeded", "payment.failed",
          "quota.purchased", "user.created",
        ])
    ],
    probe: "/user/me")
}

extension RateClass {
  /// Every request.
  static let all = RateClass("all")
}
