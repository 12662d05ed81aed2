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
    probe: "/prompts?limit=1")
}

extension RateClass {
  /// Reading computed statistics.
  static let analytics = RateClass("analytics")
}
