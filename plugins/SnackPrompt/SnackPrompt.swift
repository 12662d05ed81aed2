import Catalog
import Values

/// The SnackPrompt marketplace: prompts and bundles for sale.
public enum SnackPrompt {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "snackprompt",
    domains: [
      .init("prompts", "Prompts for sale: list, create, import, export") { Prompts.plugin },
      .init("bundles", "Bundles of prompts sold at one price") { Bundles.plugin },
    ]
  ) { service }

  static let service = Service(
    name: "snackprompt",
    title: "SnackPrompt",
    summary: "Marketplace for prompts",
    addresses: [.init("production", "https://api.snackprompt.com/api/v1")],
    mount: "/api/v1",
    authentication: .bearer,
    envelope: Envelope(
      data: "data", meta: "meta", success: "success", code: "error.code", message: "error.message",
      details: "error.details"),
    paging: .pages(largest: 100, total: "meta.total"),
    limits: [
      RateLimit(.read, 100, per: .minutes(1)),
      RateLimit(.analytics, 20, per: .minutes(1)),
      RateLimit(.write, 10, per: .minutes(1)),
    ],
    retryHints: [.header("Retry-After")],
    webhooks: [
      Webhook(
        "snackprompt", signed: .hexadecimal(header: "x-snackprompt-signature"),
        events: ["sale.completed", "question.received", "refund.requested", "prompt.viewed"])
    ],
    probe: "/prompts?limit=1")

  /// What every list that comes in pages takes.
  static let paging: [Parameter] = [
    .integer("page", "Number of the page; --limit is then its size", in: 1...1e9, default: "1", role: .page),
    .integer("limit", "Records per page", in: 1...100, default: "10", role: .pageSize),
    .text("sort", "Field to order by, such as createdAt or popularity", role: .sort),
    .text("order", "Direction", allowed: ["asc", "desc"], role: .order),
    .texts("fields", "Fields to answer with", role: .fields),
  ]

  /// What every list of things for sale can be narrowed by.
  static let priceFilters: [Parameter] = [
    .number("min_price", "Price at least", in: 0...1e9, unit: "USD", filter: .atLeast("price")),
    .number("max_price", "Price at most", in: 0...1e9, unit: "USD", filter: .atMost("price")),
    .texts("exclude_ids", "Without these ids", filter: .excluded("id")),
  ]
}

extension RateClass {
  /// Reading computed statistics.
  static let analytics = RateClass("analytics")
}
