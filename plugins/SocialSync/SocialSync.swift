import Catalog
import Values

/// SocialSync: the accounts of a business on social networks, its conversations, posts and figures in one place.
public enum SocialSync {
  /// What the module brings into the catalogue.
  public static let provider = Catalog.Provider(
    "socialsync",
    domains: [
      .init("social", "Accounts on social networks: connect, list, disconnect") { Social.plugin },
      .init("inbox", "Conversations with customers on every channel") { Inbox.plugin },
      .init("instagram", "Posts, stories, comments and direct messages") { Instagram.plugin },
      .init("whatsapp", "Messages to telephone numbers, one or many") { WhatsApp.plugin },
      .init("insights", "Likes, reach and engagement of what was published") { Insights.plugin },
      .init("widget", "The chat window for web pages") { Widget.plugin },
    ]
  ) { service }

  static let service = Service(
    name: "socialsync",
    title: "SocialSync",
    summary: "Inbox, posts and figures of social networks",
    addresses: [.init("local", "http://localhost:8000")],
    mount: "",
    authentication: .bearer,
    envelope: Envelope(message: "detail"),
    paging: .none,
    limits: [],
    retryHints: [.header("Retry-After")],
    webhooks: webhooks,
    probe: "/health")

  /// What Meta and the widget send; Meta signs, the widget does not.
  private static let webhooks: [Webhook] = [
    Webhook(
      "instagram", signed: .prefixed(header: "X-Hub-Signature-256"), like: "meta", secret: "instagram",
      event: [
        .presence(of: "entry.0.messaging", means: "messages"), .text("entry.0.changes.0.field"),
      ],
      events: ["messages", "comments", "mentions"], greets: true, path: "/api/instagram/webhook"),
    Webhook(
      "whatsapp", signed: .prefixed(header: "X-Hub-Signature-256"), like: "meta", secret: "whatsapp",
      event: [.text("entry.0.changes.0.field")],
      events: ["messages", "message_deliveries", "message_reads"], greets: true,
      path: "/api/whatsapp/webhook"),
    Webhook(
      "widget", signed: .none, events: ["message.created"], path: "/api/web-widget/webhook"),
  ]

  /// The networks on which accounts can be connected.
  static let platforms = [
    "instagram", "tiktok", "youtube", "twitter", "reddit", "facebook", "linkedin", "whatsapp",
  ]

  /// What rows answer that have nothing to tell but that it worked.
  static let success: [Resource.Field] = [.field("success", .boolean, "Whether it worked")]

  /// What each recipient of a batch came to.
  static let batchAnswer: [Resource.Field] = [
    .field("success", .boolean, "Whether every message was sent"),
    .field("sent_count", .integer, "How many were sent"),
    .field("failed_count", .integer, "How many were not"),
    .field(
      "results", .list, "What became of each",
      parts: [
        .field("recipient", .text, "Whom it was for"),
        .field("success", .boolean, "Whether it was sent"),
        .field("message_id", .text, "Id of the message that was sent"),
      ]),
  ]

  /// Where those results are.
  static let batch = Batch(results: "results", item: "recipient")
}

extension SocialSync {
  /// What the sandbox takes for a good token, and how its webhooks are signed.
  static let sandboxRules = """
    In the sandbox every token that begins with IGQ or EAA is good. Its webhooks (POST /api/instagram/webhook and \
    /api/whatsapp/webhook) are taken with X-Hub-Signature-256 made with the app secret \(appSecret); the verify token of \
    their handshake is \(verifyToken).
    """

  /// Whom the sandbox cannot write to on Instagram.
  static let blockedRule = "In the sandbox, recipients whose ids begin with blocked_ cannot be written to."

  /// Whom the sandbox cannot write to on WhatsApp.
  static let unreachableRule = "In the sandbox, numbers that begin with +999 are not on WhatsApp."

  /// The secret with which Meta signs webhooks to the sandbox.
  public static let appSecret = "socialsync-app-secret"

  /// What Meta repeats when a webhook of the sandbox is set up.
  public static let verifyToken = "socialsync-verify-token"
}
