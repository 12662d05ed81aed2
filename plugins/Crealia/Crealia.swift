import Catalog
import Values

/// Créalia: images, voices and videos made by AI, a chat that helps with them, and a forum.
public enum Crealia {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "crealia",
    domains: [
      .init("ai", "Images, voices and subtitles made by AI") { Generation.plugin },
      .init("studio", "Upload media, compose videos, follow the work") { Studio.plugin },
      .init("chat", "Talk with the assistant") { Chat.plugin },
      .init("forum", "Topics and comments of the community") { Forum.plugin },
      .init("billing", "Pay for a plan and look after the subscription") { Billing.plugin },
      .init("gdpr", "Your data: export, delete, consent") { Privacy.plugin },
      .init("cron", "What the operator runs every day") { Cron.plugin },
      .init("crealia", "Signing in, health and what Stripe sends", hidden: true) { Access.plugin },
    ]
  ) { service }

  static let service = Service(
    name: "crealia",
    title: "Créalia",
    summary: "Images, voices and videos made by AI, and a forum",
    addresses: [],
    mount: "",
    authentication: .cookie("next-auth.session-token"),
    envelope: Envelope(meta: "pagination", code: "code", message: "error", details: "details"),
    paging: .pages(largest: 100, total: "pagination.total"),
    limits: [
      RateLimit(.general, 100, per: .minutes(1)),
      RateLimit(.ai, 10, per: .minutes(1)),
      RateLimit(.upload, 20, per: .minutes(1)),
      RateLimit(.login, 5, per: .minutes(15)),
      RateLimit(.signup, 3, per: .hours(1)),
    ],
    rateHeaders: .common,
    retryHints: [.bodySeconds("retryAfter"), .header("Retry-After"), .epochHeader("X-RateLimit-Reset")],
    signIn: SignIn(
      operation: "crealia.sign-in", signUp: "crealia.sign-up", identity: "email", password: "password"),
    webhooks: [
      Webhook(
        "stripe", signed: .timestamped(header: "Stripe-Signature"), secret: "stripe", event: [.text("type")],
        id: "id",
        events: [
          "checkout.session.completed", "invoice.payment_succeeded", "invoice.payment_failed",
          "customer.subscription.updated", "customer.subscription.deleted",
        ], path: "/api/stripe-webhook")
    ],
    probe: "/api/health")
}

extension RateClass {
  /// Everything without a limit of its own.
  static let general = RateClass("general")
  /// Generating with AI.
  static let ai = RateClass("ai")
  /// Uploading files.
  static let upload = RateClass("upload")
  /// Signing in.
  static let login = RateClass("login")
  /// Making accounts.
  static let signup = RateClass("signup")
}
