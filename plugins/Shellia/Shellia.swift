import Catalog
import Values

/// Shellia AI: answers to questions, paid for by quota and plan.
public enum Shellia {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider("shellia", domains: []) { service }

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
    limits: [RateLimit(.all, 60, per: .minutes(1))],
    rateHeaders: .common,
    retryHints: [
      .bodySeconds("error.retry_after"), .header("Retry-After"), .epochHeader("X-RateLimit-Reset"),
    ],
    probe: "/user/me")
}

extension RateClass {
  /// Every request.
  static let all = RateClass("all")
}
