import Catalog
import HTTP
import Testing
import Values

@testable import Sandbox
@testable import SocialSync

/// SocialSync as its document describes it.
@Suite struct SocialSyncTests {
  /// A documented request, and the members of its answer in their order.
  struct Exchange: Sendable, CustomTestStringConvertible {
    var request: String
    var body: String?
    var members: String
    var testDescription: String { request }

    init(_ request: String, sending body: String? = nil, _ members: String) {
      (self.request, self.body, self.members) = (request, body, members)
    }
  }

  static let page = #""access_token":"IGQWRx","page_id":"178414123456789""#

  static let exchanges = [
    Exchange("GET /api/social-accounts/connect/instagram", "authorization_url"),
    Exchange(
      "GET /api/social-accounts/",
      """
      0.id 0.platform 0.account_id 0.username 0.display_name 0.profile_url 0.access_token 0.refresh_token \
      0.token_expires_at 0.is_active 0.user_id 0.created_at 0.updated_at
      """),
    Exchange(
      "GET /api/conversations?channel=instagram&limit=1",
      """
      conversations.0.id conversations.0.channel conversations.0.customer_name \
      conversations.0.customer_identifier conversations.0.last_message_at \
      conversations.0.last_message_snippet conversations.0.unread_count \
      conversations.0.social_account_id total
      """),
    Exchange(
      "GET /api/conversations/conv_123/messages?limit=1",
      """
      messages.0.id messages.0.conversation_id messages.0.direction messages.0.content \
      messages.0.created_at messages.0.sender_id messages.0.is_from_agent total
      """),
    Exchange(
      "POST /api/conversations/conv_123/messages", sending: #"{"content":"Bonjour","message_type":"text"}"#,
      "id conversation_id direction content created_at sender_id is_from_agent"),
    Exchange("PATCH /api/conversations/conv_123/read", "success"),
    Exchange(
      "POST /api/instagram/validate-credentials", sending: "{\(page)}", "valid page_name page_id permissions"),
    Exchange(
      "POST /api/instagram/send-dm",
      sending: "{\(page),\"recipient_ig_id\":\"user_789\",\"text\":\"Bonjour\"}",
      "success message_id"),
    Exchange(
      "POST /api/instagram/publish-post", sending: "{\(page),\"image_url\":\"https://example.com/a.jpg\"}",
      "success post_id container_id"),
    Exchange(
      "POST /api/instagram/publish-story", sending: "{\(page),\"image_url\":\"https://example.com/a.jpg\"}",
      "success story_id container_id"),
    Exchange(
      "POST /api/instagram/reply-comment",
      sending: "{\(page),\"comment_id\":\"comment_123\",\"text\":\"Merci\"}",
      "success reply_id"),
    Exchange(
      "POST /api/instagram/send-dm-batch",
      sending: "{\(page),\"recipients\":[\"user_789\"],\"text\":\"Offre\"}",
      "success sent_count failed_count results.0.recipient results.0.success results.0.message_id"),
    Exchange(
      "GET /api/instagram/conversations",
      """
      conversations.0.id conversations.0.participants.0 conversations.0.last_message \
      conversations.0.unread_count
      """),
    Exchange(
      "POST /api/whatsapp/validate-credentials",
      sending: #"{"access_token":"EAAx","phone_number_id":"123456789"}"#,
      "valid phone_number business_name permissions"),
    Exchange(
      "POST /api/whatsapp/send-text", sending: #"{"to":"+33123456789","text":"Bonjour"}"#,
      "messaging_product contacts.0.input contacts.0.wa_id messages.0.id message_type"),
    Exchange("GET /api/whatsapp/business-profile", "business_name phone_number address description"),
    Exchange(
      "POST /api/analytics/sync/content_123",
      "content_id sync_status metrics.likes metrics.shares metrics.comments metrics.impressions"),
    Exchange("POST /api/analytics/sync/user/user-1?days=7", "message user_id period_days"),
    Exchange(
      "GET /api/analytics/history/content_123?days=2",
      """
      content_id history.0.recorded_at history.0.platform history.0.likes history.0.shares \
      history.0.comments history.0.impressions history.0.reach history.0.clicks history.0.conversions \
      history.0.engagement_rate
      """),
    Exchange(
      "GET /api/analytics/trends/user-1?days=1",
      """
      user_id period_days trends.0.date trends.0.total_likes trends.0.total_shares \
      trends.0.total_comments trends.0.total_impressions trends.0.avg_engagement_rate
      """),
    Exchange(
      "GET /api/web-widget/config/widget_123",
      "widget_id organization_id name primary_color logo_url welcome_message enabled"),
    Exchange("GET /health", "status service"),
  ]

  @Test(arguments: exchanges) func isDocumented(_ exchange: Exchange) throws {
    let heard = try Playground(.socialsync, seeded: true).ask(exchange.request, exchange.body)
    #expect(heard.status == 200, "\(heard.json)")
    let expected = exchange.members.split(separator: " ").map(String.init)
    let answered = Self.leaves(heard.json).filter { !$0.hasPrefix("permissions") }
    #expect(answered.starts(with: expected.filter { $0 != "permissions" && $0 != "total" }))
    for member in expected { #expect(heard.json.value(at: member) != nil, "\(member)") }
  }

  /// The paths of all values, in their order.
  private static func leaves(_ json: JSON, _ path: String = "") -> [String] {
    let prefix = path.isEmpty ? "" : path + "."
    switch json {
    case .object(let object) where !object.isEmpty:
      return object.members.flatMap { leaves($0.value, prefix + $0.key) }
    case .array(let elements) where !elements.isEmpty:
      return elements.enumerated().flatMap { leaves($1, prefix + String($0)) }
    default: return [path]
    }
  }

  @Test func aMessageMovesItsConversation() throws {
    let playground = try Playground(.socialsync, seeded: true)
    playground.clock.advance(.minutes(5))
    let sent = try playground.ask(
      "POST", "/api/conversations/conv_123/messages", #"{"content":"Un texte qui est plus long que cela"}"#)
    let first = try playground.ask("GET", "/api/conversations?limit=1").json.value(at: "conversations.0")
    #expect(first?["id"] == "conv_123")
    #expect(first?["last_message_snippet"] == "Un texte qui est plus long...")
    #expect(first?["last_message_at"] == sent.json["created_at"])
    #expect(first?["unread_count"] == 2)
    try playground.ask("PATCH", "/api/conversations/conv_123/read")
    let read = try playground.ask("GET", "/api/conversations?limit=1").json.value(
      at: "conversations.0.unread_count")
    #expect(read == 0)
    let messages = try playground.ask("GET", "/api/conversations/conv_123/messages?limit=2").json
    #expect(messages.value(at: "messages.id")?.array?.first == sent.json["id"])
    #expect(messages["total"] == 5)
    let other = try playground.ask("GET", "/api/conversations/conv_1/messages").json.value(
      at: "messages.conversation_id")
    #expect(Set(other?.array ?? []) == ["conv_1"])
  }

  @Test func aBatchTellsWhatBecameOfEach() throws {
    let body = #"{"messages":[{"to":"+33123456789","text":"a"},{"to":"+99912345678","text":"b"}]}"#
    let answer = try Playground(.socialsync).ask("POST", "/api/whatsapp/send-batch", body).json
    #expect(answer["success"] == false)
    #expect(answer["sent_count"] == 1)
    #expect(answer["failed_count"] == 1)
    #expect(answer.value(at: "results.recipient") == ["+33123456789", "+99912345678"])
    #expect(answer.value(at: "results.success") == [true, false])
  }

  // MARK: Webhooks

  private func deliver(_ body: String, to path: String, _ playground: Playground, secret: String? = nil)
    throws -> Heard
  {
    let key = Array((secret ?? SocialSync.appSecret).utf8)
    let signature = "sha256=" + Hex.encode(HMAC.sha256(key: key, Array(body.utf8)))
    return try playground.ask(
      "POST", path, body, headers: ["Content-Type": "application/json", "X-Hub-Signature-256": signature],
      isLocal: false)
  }

  @Test func webhooksAreVerifiedAndTakenOnce() throws {
    let playground = try Playground(.socialsync, seeded: true)
    let instagram = """
      {"object": "instagram", "entry": [{"id": "178414123456789", "messaging": [{"sender": {"id": "user_900"},
       "message": {"mid": "m1", "text": "Coucou"}}], "changes": [{"field": "comments", "value":
       {"id": "comment_77", "text": "Beau", "from": {"id": "user_9"}, "media": {"id": "content_123"}}}]}]}
      """
    let forged = try deliver(instagram, to: "/api/instagram/webhook", playground, secret: "guess")
    #expect(forged.status == 403)
    #expect(forged.json == ["detail": "Invalid webhook signature"])
    let before = try playground.ask("POST", "/api/analytics/sync/content_123").json.value(
      at: "metrics.comments")?.int
    for _ in 1...2 {
      #expect(try deliver(instagram, to: "/api/instagram/webhook", playground).json == ["status": "ok"])
    }
    let whatsApp = """
      {"entry": [{"changes": [{"field": "messages", "value": {"metadata": {"phone_number_id": "123456789"},
       "contacts": [{"profile": {"name": "Ana"}, "wa_id": "33699999999"}], "messages": [{"from": "33699999999",
       "id": "wamid.1", "type": "text", "text": {"body": "Salut"}}]}}]}]}
      """
    #expect(try deliver(whatsApp, to: "/api/whatsapp/webhook", playground).status == 200)
    let held = try playground.ask("GET", "/api/conversations").json["conversations"]?.array ?? []
    let new = held.filter { ["user_900", "+33699999999"].contains($0["customer_identifier"]?.string) }
    #expect(new.map { $0["unread_count"] } == [1, 1])
    #expect(Set(new.compactMap { $0["customer_name"]?.string }) == ["user_900", "Ana"])
    #expect(Set(new.compactMap { $0["social_account_id"]?.string }) == ["acc_123", "acc_124"])
    let after = try playground.ask("POST", "/api/analytics/sync/content_123").json.value(
      at: "metrics.comments")?.int
    #expect(after == (before ?? 0) + 1)
    let reply = "{\(Self.page),\"comment_id\":\"comment_77\",\"text\":\"Merci\"}"
    #expect(try playground.ask("POST", "/api/instagram/reply-comment", reply).status == 200)
  }

  @Test func theHandshakeRepeatsTheChallenge() throws {
    let playground = try Playground(.socialsync)
    func challenge(_ token: String) -> SandboxReply {
      let query = "hub.mode=subscribe&hub.verify_token=\(token)&hub.challenge=1158201444"
      return playground.host.answer(
        SandboxRequest(method: "GET", target: "/socialsync/api/whatsapp/webhook?\(query)"))
    }
    #expect(challenge(SocialSync.verifyToken).response.body == Array("1158201444".utf8))
    #expect(challenge("guess").response.status == .forbidden)
  }

  @Test func whatCustomersDoArrives() throws {
    let playground = try Playground(.socialsync, seeded: true)
    func act(_ event: String, _ values: JSON) throws -> JSON {
      try playground.host.act(event, values.object ?? JSON.Object()).body
    }
    let message = try act(
      "message.received", ["channel": "whatsapp", "from": "+33611111111", "text": "Allô"])
    let told = message.value(at: "entry.0.changes.0.value.messages.0")
    #expect(told?["from"] == "33611111111")
    #expect(told?.value(at: "text.body") == "Allô")
    let comment = try act("comment.received", ["text": "Bravo"])
    #expect(comment.value(at: "entry.0.changes.0.value.media.id") == "post_6")
    let asked = try act("widget.message", ["visitor_id": "visitor_1", "message": "Bonjour"])
    let held = try playground.ask("GET", "/api/conversations?limit=2").json.value(at: "conversations.channel")
    #expect(Set(held?.array ?? []) == ["web", "whatsapp"])
    #expect(asked.value(at: "data.sender_id") == "visitor_1")
  }

  // MARK: Consent

  @Test func connectingTakesTheStateThatWasIssued() throws {
    let playground = try Playground(.socialsync)
    let path = "/api/social-accounts/connect/instagram"
    let address = try #require(try playground.ask("GET", path).json["authorization_url"]?.string)
    let agreed = try location(
      of: String(address.dropFirst("http://sandbox.invalid".count)) + "&auto=allow", playground)
    let query = try #require(agreed.split(separator: "?").last)
    let callback = "/socialsync\(path)/callback?"
    #expect(
      try location(of: callback + query, playground) == "/dashboard/accounts?success=true&platform=instagram")
    #expect(try playground.ask("GET", "/api/social-accounts/").json.value(at: "platform") == ["instagram"])
    let forged = callback + query.replacing("state=", with: "state=x")
    #expect(
      try location(of: forged, playground) == "/dashboard/accounts?error=Invalid%20state&platform=instagram")
    playground.clock.advance(.minutes(11))
    #expect(
      try location(of: callback + query, playground)
        == "/dashboard/accounts?error=State%20expired&platform=instagram")
  }

  private func location(of target: String, _ playground: Playground) throws -> String {
    let reply = playground.host.answer(SandboxRequest(method: "GET", target: target))
    return try #require(
      reply.response.headers["Location"], "\(String(decoding: reply.response.body, as: UTF8.self))")
  }

  // MARK: Figures

  @Test func figuresFollowTheClock() throws {
    let playground = try Playground(.socialsync)
    let post = "{\(Self.page),\"image_url\":\"https://example.com/a.jpg\"}"
    let id = try #require(
      try playground.ask("POST", "/api/instagram/publish-post", post).json["post_id"]?.string)
    #expect(try playground.ask("POST", "/api/analytics/sync/\(id)").json.value(at: "metrics.likes") == 0)
    playground.clock.advance(.days(3))
    let metrics = try playground.ask("POST", "/api/analytics/sync/\(id)").json["metrics"]
    #expect(try playground.ask("POST", "/api/analytics/sync/\(id)").json["metrics"] == metrics)
    let history = try playground.ask("GET", "/api/analytics/history/\(id)").json["history"]?.array ?? []
    #expect(history.count == 4)
    let likes = history.compactMap { $0["likes"]?.int }
    #expect(likes == likes.sorted() && likes.first == 0 && likes.last == metrics?["likes"]?.int)
    let trends = try playground.ask("GET", "/api/analytics/trends/user-1?days=30").json["trends"]?.array ?? []
    #expect(trends.count == 4)
    #expect(trends.last?["total_likes"] == metrics?["likes"])
    #expect(
      try playground.ask("GET", "/api/analytics/history/\(id)?days=1").json["history"]?.array?.count == 2)
  }
}
