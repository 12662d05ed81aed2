import HTTP
import Testing
import Values

@testable import Sandbox

/// Shellia AI answers as its document says.
@Suite struct ShelliaTests {
  // MARK: Answers

  static let ask = """
    {"prompt": "Rédige une fiche produit",
    "context": {"product_name": "Casque Bluetooth", "price": 79.99, "target": "jeunes actifs"},
    "options": {"temperature": 0.7, "max_tokens": 500}}
    """
  static let ticket = """
    {"subject": "Problème de connexion", "message": "Je ne peux plus me connecter depuis ce matin",
    "priority": "normal"}
    """
  static let checkout = """
    {"tier": "basic", "success_url": "https://yoursite.com/success", "cancel_url": "https://yoursite.com/cancel"}
    """
  static func amount(_ text: String) -> JSON { JSON.Number(lexeme: text).map(JSON.number) ?? .null }

  /// What an act is told.
  private static func values(_ json: JSON) -> JSON.Object { json.object ?? JSON.Object() }

  static let subscription = [
    "plan", "status", "price", "currency", "interval", "current_period_start", "current_period_end",
    "cancel_at_period_end", "payment_method",
  ]

  static let rows: [Documented] = [
    Documented(
      "GET /user/me",
      members: [
        "id", "username", "avatar", "email", "plan", "quota_daily", "quota_daily_used", "quota_purchased",
        "quota_purchased_remaining", "created_at", "last_login",
      ],
      values: [
        "plan": "pro", "quota_daily": 50, "quota_daily_used": 12, "quota_purchased": 500,
        "quota_purchased_remaining": 340, "created_at": "2024-01-15T10:30:00Z",
      ]),
    Documented(
      "GET /user/quota", members: ["daily", "purchased", "total_available"],
      values: [
        "daily": ["limit": 50, "used": 12, "remaining": 38, "resets_at": "2025-05-12T00:00:00Z"],
        "purchased": ["total": 500, "remaining": 340, "never_expires": true], "total_available": 378,
      ]),
    Documented(
      "POST /ask", body: ask,
      members: [
        "id", "response", "tokens_used", "cost", "quota_consumed", "quota_source", "created_at", "engine",
      ],
      values: [
        "id": "req_9", "quota_consumed": 1, "quota_source": "daily", "created_at": "2025-05-11T22:00:00Z",
        "engine": "local",
      ]),
    Documented(
      "POST /ask", body: #"{"prompt": "Bonjour", "options": {"max_tokens": 5.0}}"#,
      members: [
        "id", "response", "tokens_used", "cost", "quota_consumed", "quota_source", "created_at", "engine",
      ]),
    Documented(
      "GET /requests", members: ["data", "pagination"],
      values: ["pagination": ["total": 8, "limit": 20, "offset": 0, "has_more": false]]),
    Documented(
      "GET /requests", at: "data.0",
      members: ["id", "prompt", "response_preview", "tokens_used", "created_at"]),
    Documented(
      "GET /requests?limit=3&offset=4", members: ["data", "pagination"],
      values: [
        "data.id": ["req_5", "req_6", "req_7"],
        "pagination": ["total": 8, "limit": 3, "offset": 4, "has_more": true],
      ]),
    Documented(
      "GET /requests?from=2025-05-05&to=2025-05-06", members: ["data", "pagination"],
      values: ["data.id": ["req_3"], "pagination.total": 1]),
    Documented(
      "GET /subscription", members: subscription,
      values: [
        "plan": "pro", "status": "active", "price": amount("9.99"), "currency": "EUR", "interval": "month",
        "current_period_start": "2025-04-15T10:30:00Z", "current_period_end": "2025-05-15T10:30:00Z",
        "cancel_at_period_end": false,
        "payment_method": ["type": "card", "last4": "4242", "brand": "visa"],
      ]),
    Documented(
      "POST /subscription/upgrade", body: #"{"plan": "ultra", "proration": true}"#,
      members: subscription,
      values: ["plan": "ultra", "price": amount("19.99"), "current_period_end": "2025-05-15T10:30:00Z"]),
    Documented(
      "POST /subscription/upgrade", body: #"{"plan": "ultra", "proration": false}"#,
      members: subscription, values: ["current_period_start": "2025-05-11T22:00:00Z"]),
    Documented(
      "DELETE /subscription", members: subscription,
      values: ["plan": "pro", "status": "active", "cancel_at_period_end": true]),
    Documented(
      "GET /quota/pricing", members: ["tiers"],
      values: [
        "tiers": [
          ["id": "starter", "name": "Starter", "amount": 100, "price": amount("2.99"), "currency": "EUR"],
          ["id": "basic", "name": "Basic", "amount": 500, "price": amount("9.99"), "currency": "EUR"],
        ]
      ]),
    Documented("POST /quota/checkout", body: checkout, members: ["session_id", "checkout_url"]),
    Documented(
      "POST /tickets", body: ticket,
      members: ["id", "subject", "message", "status", "priority", "created_at", "last_activity"],
      values: ["id": "tik_4", "status": "open", "created_at": "2025-05-11T22:00:00Z"]),
    Documented("GET /tickets", members: ["data"], values: ["data.id": ["tik_1", "tik_2", "tik_3"]]),
    Documented(
      "GET /tickets", at: "data.2",
      members: ["id", "subject", "status", "priority", "created_at", "last_activity"],
      values: ["data.2.status": "open", "data.2.last_activity": "2025-05-10T10:30:00Z"]),
    Documented(
      "GET /affiliate",
      members: [
        "code", "tier", "commission_rate", "total_referred", "total_earnings", "pending_earnings",
        "available_for_payout", "payout_threshold",
      ],
      values: [
        "code": "SHELLIA25", "tier": "gold", "commission_rate": amount("0.25"), "total_referred": 12,
      ]),
    Documented(
      "POST /affiliate/payout",
      body: #"{"method": "paypal", "paypal_email": "your@email.com"}"#,
      members: ["id", "method", "paypal_email", "amount", "currency", "status", "created_at"],
      values: ["paypal_email": "your@email.com"]),
  ]

  @Test(arguments: rows) func answersAsDocumented(_ row: Documented) throws {
    let heard = try row.check(Playground(.shellia, seeded: true))
    let headers = heard.reply.response.headers
    #expect(headers["X-RateLimit-Limit"] == "120")
    #expect(headers["X-RateLimit-Remaining"] == "119")
    #expect(headers["X-RateLimit-Reset"] != nil)
  }

  // MARK: Quota and plans

  @Test func theDayIsUsedFirstThenWhatWasBought() throws {
    let playground = try Playground(.shellia)
    _ = try playground.host.act("quota.purchased", Self.values(["tier": "starter"]))
    for number in 1...12 {
      let heard = try playground.ask("POST", "/ask", #"{"prompt": "Bonjour"}"#)
      #expect(heard.json["quota_source"] == (number <= 10 ? "daily" : "purchased"))
    }
    #expect(try playground.ask("GET", "/user/quota").json["total_available"] == 98)
    playground.clock.advance(.hours(2))
    #expect(
      try playground.ask("GET", "/user/quota").json["total_available"] == 108, "midnight in UTC has passed")
  }

  @Test func nothingIsLeft() throws {
    let playground = try Playground(.shellia)
    for _ in 1...10 { try playground.ask("POST", "/ask", #"{"prompt": "Bonjour"}"#) }
    let heard = try playground.ask("POST", "/ask", #"{"prompt": "Bonjour"}"#)
    #expect(heard.status == 403)
    #expect(heard.json.value(at: "error.code") == 403)
    #expect(heard.json.value(at: "error.retry_after") == 7200)
    #expect(try playground.ask("GET", "/requests").json.value(at: "pagination.total") == 10)
  }

  @Test func aFailedAnswerCostsNothing() throws {
    let playground = try Playground(.shellia)
    playground.host.engines.text = Broken()
    #expect(try playground.ask("POST", "/ask", #"{"prompt": "Bonjour"}"#).status == 500)
    #expect(try playground.ask("GET", "/user/quota").json.value(at: "daily.used") == 0)
  }

  static let plans: [(plan: String, limit: String?)] = [
    ("standard", "60"), ("pro", "120"), ("ultra", "300"), ("founder", nil),
  ]

  @Test(arguments: plans) func plansHaveTheirLimits(_ row: (plan: String, limit: String?)) throws {
    let playground = try Playground(.shellia)
    if row.plan != "standard" {
      _ = try playground.host.act("subscription.created", Self.values(["plan": .string(row.plan)]))
    }
    playground.host.limits = .documented
    let limit = row.limit.flatMap { Int($0) } ?? 400
    for _ in 1...limit { #expect(try playground.ask("GET", "/quota/pricing").status == 200) }
    let heard = try playground.ask("GET", "/quota/pricing")
    #expect(heard.reply.response.headers["X-RateLimit-Limit"] == row.limit)
    guard row.limit != nil else { return #expect(heard.status == 200) }
    #expect(heard.status == 429)
    #expect(
      heard.json == ["error": ["code": 429, "message": "Rate limit exceeded", "retry_after": 60]])
  }

  @Test func aCancelledPlanEndsWithItsInterval() throws {
    let playground = try Playground(.shellia, seeded: true)
    try playground.ask("DELETE", "/subscription")
    #expect(try playground.ask("DELETE", "/subscription").status == 400)
    playground.clock.advance(.days(5))
    let heard = try playground.ask("GET", "/subscription")
    #expect(heard.json["plan"] == "standard")
    #expect(heard.json["payment_method"] == .null)
    #expect(heard.json["cancel_at_period_end"] == false)
  }

  // MARK: Payments and events

  @Test func thePageCompletesThePurchase() throws {
    let playground = try Playground(.shellia, seeded: true)
    let session = try playground.ask("POST", "/quota/checkout", Self.checkout).json
    let id = session["session_id"]?.string ?? ""
    #expect(id.hasPrefix("cs_live_"))
    #expect(session["checkout_url"] == .string("http://sandbox.invalid/shellia/checkout/\(id)"))
    func visit(_ method: String, _ path: String) -> Response {
      playground.host.answer(SandboxRequest(method: method, target: "/shellia/checkout/\(path)")).response
    }
    #expect(String(decoding: visit("GET", id).body, as: UTF8.self).contains("500 requests"))
    #expect(visit("GET", "\(id)/cancel").headers["Location"] == "https://yoursite.com/cancel")
    #expect(visit("GET", "cs_live_none").status.code == 404)
    for _ in 1...2 {
      let paid = visit("POST", id)
      #expect(paid.status.code == 302)
      #expect(paid.headers["Location"] == "https://yoursite.com/success")
    }
    #expect(try playground.ask("GET", "/user/quota").json.value(at: "purchased.total") == 1000, "paid once")
    #expect(try events(playground) == ["payment.succeeded", "quota.purchased"])
  }

  @Test func changesOfPlanAreTold() throws {
    let playground = try Playground(.shellia, seeded: true)
    try playground.ask("POST", "/subscription/upgrade", #"{"plan": "ultra"}"#)
    try playground.ask("DELETE", "/subscription")
    #expect(
      try events(playground) == ["payment.succeeded", "subscription.created", "subscription.cancelled"])
  }

  static let acts = [
    "subscription.created", "subscription.cancelled", "payment.succeeded", "payment.failed",
    "quota.purchased",
    "user.created",
  ]

  @Test(arguments: acts) func actsHaveTheDocumentedShape(_ event: String) throws {
    let happened = try Playground(.shellia, seeded: true).host.act(event, JSON.Object()).body
    #expect(happened.object?.keys == ["event", "timestamp", "data"])
    #expect(happened["event"] == .string(event))
    #expect(happened["data"]?.object?.keys == ["user_id", "plan", "amount"])
  }

  @Test func whoComesByTheCodeEarns() throws {
    let playground = try Playground(.shellia)
    for _ in 1...10 { _ = try playground.host.act("user.created", JSON.Object()) }
    _ = try playground.host.act("payment.succeeded", Self.values(["amount": 400, "referred": true]))
    var heard = try playground.ask("GET", "/affiliate").json
    #expect(heard["tier"] == "gold")
    #expect(heard["pending_earnings"]?.double == 100)
    playground.clock.advance(.days(30))
    heard = try playground.ask("GET", "/affiliate").json
    #expect(heard["available_for_payout"]?.double == 100)
    let payout = #"{"method": "paypal", "paypal_email": "a@b.fr"}"#
    #expect(try playground.ask("POST", "/affiliate/payout", payout).json["amount"]?.double == 100)
    #expect(try playground.ask("POST", "/affiliate/payout", payout).status == 400)
  }

  private func events(_ playground: Playground) throws -> [String] {
    try playground.host.storage.connection.all("SELECT name FROM event ORDER BY number", []) {
      $0.text(0) ?? ""
    }
  }

  private struct Broken: TextEngine {
    func write(_ order: TextOrder) throws(TextFailure) -> WrittenText {
      throw TextFailure("The model is asleep")
    }
  }
}
