import Sandbox
import Values

/// What there is beside the rows: the networks' pages, the handshake of webhooks, and what visitors of a page read.
enum LocalSite {
  @Sendable static func visit(_ visit: Visit) throws(Refusal) -> Answer? {
    guard visit.method == "GET" else { return nil }
    switch visit.path.count {
    case 3 where visit.path[0] == "oauth" && visit.path[2] == "authorize":
      return try LocalProvider.authorize(visit, visit.path[1])
    case 3
    where visit.path == ["api", "instagram", "webhook"] || visit.path == ["api", "whatsapp", "webhook"]:
      return try handshake(visit)
    case 3 where visit.path == ["api", "web-widget", "replies"]:
      return try LocalWidget.replies(visit)
    default: return nil
    }
  }

  /// Meta asks a webhook to repeat a challenge before it sends anything.
  private static func handshake(_ visit: Visit) throws(Refusal) -> Answer {
    guard visit.value("hub.mode") == "subscribe", visit.value("hub.verify_token") == SocialSync.verifyToken,
      let challenge = visit.value("hub.challenge")
    else { throw Refusal(403, "Access denied") }
    return .file(Array(challenge.utf8), type: "text/plain; charset=utf-8")
  }
}
