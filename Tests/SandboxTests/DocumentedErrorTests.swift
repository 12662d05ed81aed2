import HTTP
import Testing
import Values

@testable import Sandbox

/// Every error that a service's document names is provoked, and has the documented status, code and text.
@Suite struct DocumentedErrorTests {
  /// A request that is refused, and how.
  struct Refused: Sendable, CustomTestStringConvertible {
    enum Sender: Sendable {
      case owner, nobody
      case key(String)
    }

    var service: Played
    var request: String
    var body: String?
    var sender = Sender.owner
    /// Whether the account has what the seed makes.
    var isSeeded = true
    /// What the sandbox is told to fail with.
    var fault: Int?
    /// How many requests there are, the last of which is refused; many are sent with the documented limits in force.
    var count = 1
    var status: Int
    var code: JSON?
    /// How the text begins; nil where the document has none.
    var text: String?
    var testDescription: String { "\(service) \(status) \(code?.text() ?? "") \(text ?? "")" }

    init(
      _ service: Played, _ request: String, body: String? = nil, by sender: Sender = .owner,
      seeded isSeeded: Bool = true, fault: Int? = nil, count: Int = 1, _ status: Int, _ code: JSON? = nil,
      _ text: String? = nil
    ) {
      (self.service, self.request, self.body, self.sender) = (service, request, body, sender)
      (self.isSeeded, self.fault, self.count) = (isSeeded, fault, count)
      (self.status, self.code, self.text) = (status, code, text)
    }
  }

  static let snackprompt: [Refused] = [
    Refused(.snackprompt, "POST /prompts", body: "{}", 400, "INVALID_REQUEST"),
    Refused(
      .snackprompt, "POST /prompts", body: #"{"title": "T", "content": "C", "price": "5"}"#, 400,
      "INVALID_REQUEST"),
    Refused(.snackprompt, "GET /prompts", by: .nobody, 401, "UNAUTHORIZED"),
    Refused(.snackprompt, "GET /prompts", fault: 403, 403, "FORBIDDEN"),
    Refused(.snackprompt, "GET /prompts/prompt-999", 404, "NOT_FOUND"),
    Refused(.snackprompt, "POST /promotions/promo-3/cancel", 409, "CONFLICT"),
    Refused(.snackprompt, "GET /prompts", count: 101, 429, "RATE_LIMIT_EXCEEDED"),
    Refused(
      .snackprompt, "GET /analytics/hourly?days=1", seeded: false, count: 21, 429, "RATE_LIMIT_EXCEEDED"),
    Refused(
      .snackprompt, "POST /webhooks", body: #"{"url": "https://a.example", "events": ["prompt.viewed"]}"#,
      count: 11,
      429, "RATE_LIMIT_EXCEEDED"),
    Refused(.snackprompt, "GET /prompts", fault: 500, 500, "SERVER_ERROR"),
  ]

  static let shellia: [Refused] = [
    Refused(.shellia, "POST /ask", body: "{}", 400, 400, "prompt is required"),
    Refused(
      .shellia, "POST /ask", body: #"{"prompt": "x", "context": [1]}"#, 400, 400, "context must be an object"),
    Refused(
      .shellia, "POST /ask", body: #"{"prompt": "x", "options": 5}"#, 400, 400, "options must be an object"),
    Refused(
      .shellia, "POST /subscription/upgrade", body: #"{"plan": "gold"}"#, 400, 400,
      "plan must be one of standard, pro, ultra, founder"),
    Refused(
      .shellia, "POST /subscription/upgrade", body: #"{"plan": "standard"}"#, seeded: false, 400, 400,
      "plan is standard already"),
    Refused(.shellia, "DELETE /subscription", seeded: false, 400, 400, "There is no subscription to cancel"),
    Refused(
      .shellia, "POST /affiliate/payout", body: #"{"method": "paypal", "paypal_email": "a@b.fr"}"#,
      seeded: false, 400,
      400, "The least payout is 50.00 EUR, and 0.00 EUR are available"),
    Refused(.shellia, "GET /requests?limit=101", 400, 400, "limit must be a whole number from 1 to 100"),
    Refused(.shellia, "GET /user/me", by: .nobody, 401, 401, "Unauthorized"),
    Refused(
      .shellia, "POST /ask", body: #"{"prompt": "x"}"#, seeded: false, count: 11, 403, 403, "Quota exhausted"),
    Refused(.shellia, "GET /user/me", fault: 403, 403, 403, "Forbidden"),
    Refused(.shellia, "GET /nothing", 404, 404, "There is no such path"),
    Refused(.shellia, "GET /quota/pricing", seeded: false, count: 61, 429, 429, "Rate limit exceeded"),
    Refused(.shellia, "GET /user/me", fault: 500, 500, 500, "Internal server error"),
  ]

  private static let page = #""access_token": "IGQWRx", "page_id": "178414123456789""#

  static let socialsync: [Refused] = [
    Refused(
      .socialsync, "POST /api/conversations/conv_123/messages", body: "{}", 400, nil,
      "Invalid request data: content is required"),
    Refused(
      .socialsync, "POST /api/whatsapp/send-text", body: #"{"to": "0612345678", "text": "x"}"#, 400, nil,
      "Invalid request data: to must be a telephone number such as +33123456789, not '0612345678'"),
    Refused(
      .socialsync, "POST /api/whatsapp/send-batch", body: #"{"messages": []}"#, 400, nil,
      "Invalid request data: messages must have 1 to 100 elements, not 0"),
    Refused(
      .socialsync, "POST /api/whatsapp/send-text", body: #"{"to": "+99912345678", "text": "x"}"#, 400, nil,
      "+99912345678 is not on WhatsApp"),
    Refused(
      .socialsync, "POST /api/instagram/send-dm",
      body: "{\(page), \"recipient_ig_id\": \"blocked_1\", \"text\": \"x\"}",
      400, nil, "Recipient blocked_1 cannot receive messages"),
    Refused(.socialsync, "GET /api/conversations", fault: 400, 400, nil, "Invalid request data"),
    Refused(.socialsync, "GET /api/conversations", by: .nobody, 401, nil, "Non authentifié"),
    Refused(.socialsync, "GET /api/analytics/trends/user_456", 403, nil, "Access denied"),
    Refused(
      .socialsync, "POST /api/instagram/webhook", body: #"{"entry": []}"#, 403, nil,
      "Invalid webhook signature"),
    Refused(.socialsync, "GET /api/social-accounts/connect/myspace", 404, nil, "Platform not supported"),
    Refused(.socialsync, "GET /api/nothing", 404, nil, "There is no such path"),
    Refused(.socialsync, "GET /api/conversations/conv_9/messages", 404, nil, "Conversation not found"),
    Refused(.socialsync, "DELETE /api/social-accounts/acc_9", 404, nil, "Account not found"),
    Refused(
      .socialsync, "POST /api/instagram/reply-comment",
      body: "{\(page), \"comment_id\": \"comment_9\", \"text\": \"x\"}",
      404, nil, "Comment not found"),
    Refused(.socialsync, "GET /api/web-widget/config/widget_9", 404, nil, "Widget not found"),
    Refused(
      .socialsync, "GET /api/conversations", fault: 500, 500, nil,
      "Erreur lors de la récupération des conversations: Database connection failed"),
  ]

  private static let person = #"{"email": "a@b.fr", "name": "A", "password": "password123"}"#

  static let crealia: [Refused] = [
    Refused(
      .crealia, "POST /api/checkout/create-session", body: "{}", by: .nobody, 401, "UNAUTHORIZED",
      "Unauthorized"),
    Refused(
      .crealia, "POST /api/checkout/create-session", body: #"{"planId": "gold", "billingCycle": "monthly"}"#,
      400,
      "BAD_REQUEST", "Plan invalide"),
    Refused(
      .crealia, "POST /api/checkout/create-session", body: #"{"billingCycle": "monthly"}"#, 400,
      "BAD_REQUEST",
      "Plan invalide"),
    Refused(
      .crealia, "POST /api/checkout/create-session", body: #"{"planId": "viral", "billingCycle": "monthly"}"#,
      fault: 500, 500, "INTERNAL_SERVER_ERROR", "Erreur Stripe"),
    Refused(.crealia, "POST /api/ai/images", body: "{}", 400, "BAD_REQUEST", "Prompt invalide"),
    Refused(
      .crealia, "POST /api/ai/images", body: #"{"prompt": " "}"#, 400, "BAD_REQUEST", "Prompt invalide"),
    Refused(
      .crealia, "POST /api/ai/subtitles", body: #"{"audioUrl": "/a.mp3"}"#, count: 11, 429, nil,
      "Too Many Requests"),
    Refused(
      .crealia, "POST /api/ai/images", body: #"{"prompt": "A city"}"#, fault: 500, 500,
      "INTERNAL_SERVER_ERROR",
      "Erreur OpenAI"),
    Refused(.crealia, "GET /api/chat/sessions", fault: 400, 400, "BAD_REQUEST", "Bad Request"),
    Refused(.crealia, "GET /api/chat/sessions", by: .nobody, 401, "UNAUTHORIZED", "Unauthorized"),
    Refused(
      .crealia, "POST /api/auth/signin", body: #"{"email": "a@b.fr", "password": "wrong"}"#, 401,
      "UNAUTHORIZED",
      "Unauthorized"),
    Refused(
      .crealia, "POST /api/forum/topics/topic_2/comments", body: #"{"content": "Moi aussi"}"#, 403,
      "FORBIDDEN",
      "Forbidden"),
    Refused(
      .crealia, "GET /api/forum/topics/topic_99", 404, "NOT_FOUND", "There is no topic with the id topic_99"),
    Refused(.crealia, "GET /api/chat/sessions", fault: 404, 404, "NOT_FOUND", "Not Found"),
    Refused(.crealia, "POST /api/auth/signup", body: person, count: 2, 409, "CONFLICT", "Conflict"),
    Refused(
      .crealia, "POST /api/auth/signin", body: #"{"email": "a@b.fr", "password": "x"}"#, count: 6, 429, nil,
      "Too Many Requests"),
    Refused(.crealia, "GET /api/chat/sessions", count: 101, 429, nil, "Too Many Requests"),
    Refused(
      .crealia, "GET /api/chat/sessions", fault: 500, 500, "INTERNAL_SERVER_ERROR", "Internal Server Error"),
  ]

  static let storytelling: [Refused] = [
    Refused(.storytelling, "POST /generate", body: "{", 400, "BAD_REQUEST", "Requête malformée"),
    Refused(
      .storytelling, "POST /generate", body: #"{"prompt": "x", "options": {"maxLength": 5}}"#, 400,
      "BAD_REQUEST",
      "Requête malformée"),
    Refused(
      .storytelling, "POST /generate", body: #"{"prompt": "x", "options": []}"#, 400, "BAD_REQUEST",
      "Requête malformée"),
    Refused(
      .storytelling, "GET /usage?startDate=2025-05-02&endDate=2025-05-01", 400, "BAD_REQUEST",
      "Requête malformée"),
    Refused(
      .storytelling, "POST /generate", body: "{}", 400, "MISSING_PROMPT", "Le paramètre prompt est requis"),
    Refused(
      .storytelling, "POST /generate", body: #"{"prompt": " "}"#, 400, "MISSING_PROMPT",
      "Le paramètre prompt est requis"),
    Refused(
      .storytelling, "POST /generate", body: #"{"prompt": "x", "structure": "haiku"}"#, 400,
      "INVALID_STRUCTURE",
      "Structure non reconnue"),
    Refused(
      .storytelling, "POST /generate", body: #"{"prompt": "x", "platform": "myspace"}"#, 400,
      "INVALID_PLATFORM",
      "Plateforme non supportée"),
    Refused(
      .storytelling, "GET /voices", by: .nobody, 401, "UNAUTHORIZED", "Clé API manquante"),
    Refused(
      .storytelling, "GET /voices", by: .key("pk_1"), 401, "INVALID_API_KEY", "Clé API invalide ou révoquée"),
    Refused(.storytelling, "GET /voices", fault: 403, 403, "FORBIDDEN", "Permission insuffisante"),
    Refused(.storytelling, "GET /songs", 404, "NOT_FOUND", "Ressource introuvable"),
    Refused(.storytelling, "GET /voices/none", 404, "VOICE_NOT_FOUND", "Profil de voix introuvable"),
    Refused(
      .storytelling, "POST /generate", body: #"{"prompt": "x", "voiceId": "none"}"#, 404, "VOICE_NOT_FOUND",
      "Profil de voix introuvable"),
    Refused(
      .storytelling, "GET /structures", seeded: false, count: 1001, 429, "RATE_LIMIT_EXCEEDED",
      "Rate limit exceeded"),
    Refused(.storytelling, "GET /voices", fault: 500, 500, "INTERNAL_ERROR", "Erreur serveur interne"),
    Refused(
      .storytelling, "GET /voices", fault: 503, 503, "SERVICE_UNAVAILABLE",
      "Service temporairement indisponible"),
  ]

  @Test(arguments: snackprompt + shellia + socialsync + crealia + storytelling)
  func isProvoked(_ row: Refused) throws {
    let playground = try Playground(row.service, seeded: row.isSeeded)
    if let fault = row.fault { try playground.host.setFault(Fault(.status(fault))) }
    if row.count > 1 { playground.host.limits = .documented }
    var headers: Headers = row.body == nil ? [:] : ["Content-Type": "application/json"]
    var isLocal = false
    switch row.sender {
    case .owner: isLocal = true
    case .nobody: break
    case .key(let key): headers.set("Authorization", "Bearer \(key)")
    }
    for _ in 1..<row.count {
      #expect(
        try playground.ask(row.request, row.body, headers: headers, isLocal: isLocal).status != row.status)
    }
    let heard = try playground.ask(row.request, row.body, headers: headers, isLocal: isLocal)
    let envelope = row.service.provider.service().envelope
    #expect(heard.status == row.status, "\(heard.json)")
    #expect(envelope.code.flatMap { heard.json.value(at: $0) } == row.code)
    let text = heard.json.value(at: envelope.message)?.string
    #expect(text?.isEmpty == false && text?.hasPrefix(row.text ?? "") == true, "\(heard.json)")
    if row.status == 429 { #expect(heard.reply.response.headers["Retry-After"] != nil) }
    if let success = envelope.success, envelope.marksFailures { #expect(heard.json[success] == false) }
  }
}
