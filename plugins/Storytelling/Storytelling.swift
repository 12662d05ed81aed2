import Catalog
import Values

/// SOS Storytelling: content in the voice of a brand.
public enum Storytelling {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "storytelling",
    domains: [
      .init("storytelling", "Content in the voice of your brand: generate, voices, usage") { Content.plugin }
    ]
  ) { service }

  static let service = Service(
    name: "storytelling",
    title: "SOS Storytelling",
    summary: "Content in the voice of a brand",
    addresses: [],
    mount: "/api/v1",
    authentication: .bearer,
    envelope: Envelope(
      success: "success", marksFailures: false, code: "code", message: "error", details: "details"),
    paging: .none,
    limits: [.monthly(.monthly, 1000)],
    rateHeaders: .common,
    retryHints: [
      .bodyTimestamp("resetAt"), .epochHeader("X-RateLimit-Reset"), .header("Retry-After"),
    ],
    keyPrefixes: ["sk_test_", "sk_live_"],
    probe: "/structures")
}

extension RateClass {
  /// Every request, counted by the month.
  static let monthly = RateClass("monthly")
}
