import Sandbox
import Values

extension SnackPrompt {
  /// How the sandbox plays SnackPrompt.
  public static let local = LocalService(
    codes: [
      400: "INVALID_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 409: "CONFLICT",
      429: "RATE_LIMIT_EXCEEDED", 500: "SERVER_ERROR",
    ],
    meta: paging,
    handlers: [
      "prompts.create": LocalPrompts.create,
      "prompts.update": LocalPrompts.update,
      "prompts.delete": LocalPrompts.delete,
      "bundles.create": LocalBundles.create,
      "bundles.update": LocalBundles.update,
      "analytics.prompts": LocalAnalytics.prompts,
      "analytics.performance": LocalPerformance.show,
      "analytics.hourly": LocalAnalytics.hourly,
      "reports.create": LocalReports.create,
      "reports.get": LocalReports.show,
      "questions.answer": LocalSupport.answer,
      "refunds.approve": LocalSupport.approve,
      "refunds.deny": LocalSupport.deny,
      "promotions.get": LocalPromotions.show,
      "promotions.create": LocalPromotions.create,
      "promotions.update": LocalPromotions.update,
      "promotions.cancel": LocalPromotions.cancel,
      "users.purchases": LocalBuyers.purchases,
      "users.refunds": LocalBuyers.refunds,
      "webhooks.list": LocalWebhooks.list,
      "webhooks.create": LocalWebhooks.create,
      "webhooks.update": LocalWebhooks.update,
    ],
    site: LocalReports.download,
    resources: [
      LocalTraffic.resource, LocalPrices.resource, LocalBuyers.resource, LocalSchedule.resource,
    ],
    acts: [
      "prompt.viewed": LocalActs.view,
      "sale.completed": LocalActs.sale,
      "question.received": LocalActs.question,
      "refund.requested": LocalActs.refund,
    ],
    subscribers: LocalWebhooks.subscribers,
    upkeep: LocalSchedule.upkeep,
    seed: LocalSeed.fill)

  /// Where a page stands; the token of the next one says its number and size in base64, as documented.
  private static func paging(_ page: Page) -> JSON {
    let size = JSON.number(.init(page.size))
    let next: JSON = ["page": .number(.init(page.number + 1)), "limit": size]
    return [
      "page": .number(.init(page.number)),
      "limit": size,
      "total": .number(.init(page.total)),
      "next_page_token": page.isLast ? nil : .string(Base64.encode(Array(next.text().utf8))),
    ]
  }
}

extension JSON.Object {
  /// The members in the order of those names.
  func picking(_ names: [String]) -> JSON.Object {
    JSON.Object(unique: names.map { .init(key: $0, value: self[$0] ?? .null) })
  }
}
