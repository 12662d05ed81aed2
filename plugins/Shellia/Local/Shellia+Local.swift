import Catalog
import Sandbox
import Values

extension Shellia {
  /// How the sandbox plays Shellia AI.
  public static let local = LocalService(
    codes: [:],
    messages: [
      401: "Unauthorized", 403: "Forbidden", 404: "Not found", 429: "Rate limit exceeded",
      500: "Internal server error",
    ],
    meta: pagination,
    failure: failure,
    handlers: [
      "ask": LocalAsk.ask,
      "account.show": LocalAccount.show,
      "quota.show": LocalQuota.show,
      "quota.pricing": LocalQuota.pricing,
      "quota.checkout": LocalCheckout.open,
      "subscription.show": LocalSubscription.show,
      "subscription.upgrade": LocalSubscription.upgrade,
      "subscription.cancel": LocalSubscription.cancel,
      "tickets.create": LocalTickets.create,
      "affiliate.show": LocalAffiliate.show,
      "affiliate.payout": LocalAffiliate.payout,
    ],
    unhurried: ["ask"],
    site: LocalCheckout.visit,
    resources: [Customer.resource, LocalCheckout.resource],
    acts: LocalActs.all,
    plan: { (store, limits) throws(Refusal) in try Customer.of(store).plan.limits },
    seed: LocalSeed.fill)

  @Sendable private static func pagination(_ page: Page) -> JSON {
    [
      "total": .number(.init(page.total)), "limit": .number(.init(page.size)),
      "offset": .number(.init(page.offset)), "has_more": .bool(!page.isLast),
    ]
  }

  /// The documented form: the status as a number, a text, and when a later try may succeed.
  @Sendable private static func failure(_ refusal: Refusal, _ code: String) -> JSON {
    let wait = refusal.retryAfter.map { JSON.number(.init(Int(($0.milliseconds + 999) / 1000))) }
    return [
      "error": [
        "code": .number(.init(refusal.status)), "message": .string(refusal.message),
        "retry_after": wait ?? nil,
      ]
    ]
  }
}

/// An amount of money, in cents.
func money(_ cents: Int) -> JSON {
  let part = cents % 100
  return JSON.Number(lexeme: "\(cents / 100).\(part < 10 ? "0" : "")\(part)").map(JSON.number) ?? 0
}
