import Catalog
import Values

/// The SnackPrompt marketplace: prompts and bundles for sale, and what comes of them.
public enum SnackPrompt {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "snackprompt",
    domains: [
      .init("prompts", "Prompts for sale: list, create, import, export") { Prompts.plugin },
      .init("bundles", "Bundles of prompts sold at one price") { Bundles.plugin },
      .init("analytics", "Views, sales and revenue of your prompts") { Analytics.plugin },
      .init("reports", "Reports on your prompts, as files") { Reports.plugin },
      .init("promotions", "Lower prices for a while") { Promotions.plugin },
      .init("questions", "Questions of customers") { Questions.plugin },
      .init("refunds", "Requests for money back") { Refunds.plugin },
      .init("users", "What customers bought and gave back") { Users.plugin },
      .init("webhooks", "Addresses that hear of sales, questions and refunds") { Webhooks.plugin },
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
  static let pages: [Parameter] = [
    .integer("page", "Number of the page; --limit is then its size", in: 1...1e9, default: "1", role: .page),
    .integer("limit", "Records per page", in: 1...100, default: "10", role: .pageSize),
  ]

  /// What the lists of things for sale take besides.
  static let paging: [Parameter] =
    pages + [
      .text("sort", "Field to order by, such as createdAt or popularity", role: .sort),
      .text("order", "Direction", allowed: ["asc", "desc"], role: .order),
      .texts("fields", "Fields to answer with", role: .fields),
    ]

  /// A user as other records show one.
  static let person: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("username", .text, "Name"),
    .field("avatar_url", .text, "Address of the picture"),
  ]

  /// A prompt as other records mention it.
  static let mention: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("title", .text, "Title"),
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
