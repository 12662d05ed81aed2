import Catalog
import HTTP
import SnackPrompt
import Testing
import Values

@testable import Sandbox

/// What happens moves what is told of it.
@Suite struct MarketTests {
  let playground: Playground

  init() throws {
    playground = try Playground()
    try playground.host.seed()
  }

  private func stats(_ id: String) throws -> JSON {
    let data = try playground.ask("GET", "/analytics/prompts?prompt_ids=\(id)").data
    return data[0] ?? .null
  }

  private func act(_ event: String, _ values: JSON = [:]) throws -> JSON {
    try playground.host.act(event, values.object ?? JSON.Object()).body["data"] ?? .null
  }

  /// The same numbers from every side: lifetime, hours, and each step of time.
  @Test func sumsAgree() throws {
    let all = try playground.ask("GET", "/analytics/prompts")
    let lines = all.data.array ?? []
    for (total, field) in [("total_views", "views"), ("total_sales", "sales"), ("total_revenue", "revenue")] {
      let sum = lines.reduce(0) { $0 + ($1[field]?.double ?? 0) }
      #expect(abs(sum - (all.meta[total]?.double ?? -1)) < 0.01)
    }
    let hours = try playground.ask("GET", "/analytics/hourly?days=30")
    let month = lines.reduce(0) { $0 + ($1["views_last_30_days"]?.int ?? 0) }
    #expect((hours.data.value(at: "views")?.array ?? []).reduce(0) { $0 + ($1.int ?? 0) } == month)
    #expect(hours.meta["total_hours"] == 720)
    let prompt = try playground.ask("GET", "/prompts/prompt-1").data
    for step in ["hour", "day", "week", "month"] {
      let shown = try playground.ask("GET", "/analytics/prompts/prompt-1/performance?granularity=\(step)")
        .data
      let views = (shown.value(at: "trends.views")?.array ?? []).reduce(0) { $0 + ($1.int ?? 0) }
      #expect(views == prompt["views"]?.int, "\(step)")
      #expect(shown.value(at: "summary.sales") == prompt["sales"])
    }
    let shares = try playground.ask("GET", "/analytics/prompts/prompt-1/performance").data
    for name in ["countries", "devices"] {
      let sum = (shares.value(at: "demographics.\(name).percentage")?.array ?? []).reduce(0) {
        $0 + ($1.int ?? 0)
      }
      #expect(sum == 100)
    }
  }

  @Test func viewsAndSalesCount() throws {
    let before = try stats("prompt-2")
    let view = try act("prompt.viewed", ["prompt_id": "prompt-2"])
    #expect(view.object?.keys == ["view_id", "prompt_id", "user_id", "source", "prompt"])
    let sale = try act("sale.completed", ["prompt_id": "prompt-2", "user_id": "user-new"])
    #expect(sale.object?.keys == ["sale_id", "user_id", "prompt_id", "amount", "currency", "prompt"])
    #expect(sale["amount"] == 12)
    let after = try stats("prompt-2")
    for (field, more) in [
      ("views", 1.0), ("views_last_hour", 1), ("sales", 1), ("sales_last_24_hours", 1), ("revenue", 12),
    ] {
      #expect((after[field]?.double ?? 0) - (before[field]?.double ?? 0) == more, "\(field)")
    }
    #expect(try playground.ask("GET", "/users/user-new/purchases").data[0]?["amount"] == 12)
  }

  @Test func aRefundUndoesTheSale() throws {
    _ = try act("sale.completed", ["prompt_id": "prompt-3", "user_id": "user-9"])
    let sold = try stats("prompt-3")
    playground.clock.advance(.days(1))
    let asked = try act("refund.requested", ["user_id": "user-9"])
    #expect(asked["days_since_purchase"] == 1 && asked["purchase_amount"] == 25)
    #expect(throws: Refusal.self) {
      try act("refund.requested", ["purchase_id": asked["purchase_id"] ?? .null])
    }
    let id = asked["refund_id"]?.string ?? ""
    #expect(
      try playground.ask("GET", "/users/user-9/refunds/count").data["pending_refunds_count"] == 1)
    let approved = try playground.ask("POST", "/customer-support/refunds/\(id)/approve").data
    #expect(approved["refund_amount"] == 25 && approved["status"] == "approved")
    let counts = try playground.ask("GET", "/users/user-9/refunds/count").data
    #expect(counts["approved_refunds_count"] == 1 && counts["pending_refunds_count"] == 0)
    let after = try stats("prompt-3")
    #expect((sold["sales"]?.int ?? 0) - (after["sales"]?.int ?? 0) == 1)
    #expect((sold["revenue"]?.double ?? 0) - (after["revenue"]?.double ?? 0) == 25)
  }

  @Test func questionsArrive() throws {
    let asked = try act("question.received", ["prompt_id": "prompt-1", "question": "Why?"])
    #expect(asked.object?.keys == ["question_id", "user_id", "prompt_id", "question", "prompt"])
    let pending = try playground.ask("GET", "/customer-support/questions?status=pending&prompt_id=prompt-1")
    #expect(pending.ids.contains(asked["question_id"]?.string ?? ""))
  }

  /// A promotion begins and ends by the clock, lowers what buyers pay, and tells what it brought.
  @Test func promotionsFollowTheClock() throws {
    let made = try playground.ask(
      "POST", "/promotions",
      """
      {"name": "Night", "prompt_ids": ["prompt-5"], "discount_percentage": 50,
      "start_time": "2025-05-11T23:00:00Z", "end_time": "2025-05-12T02:00:00Z"}
      """
    ).data
    #expect(made["status"] == "scheduled" && made.value(at: "prompts.0.discounted_price")?.double == 4.5)
    let id = made["id"]?.string ?? ""
    func shown() throws -> (status: JSON?, prompt: JSON) {
      let status = try playground.ask("GET", "/promotions/\(id)").data["status"]
      return (status, try playground.ask("GET", "/prompts/prompt-5").data)
    }
    #expect(try shown().prompt["on_promotion"] == false)
    playground.clock.advance(.hours(1))
    #expect(try playground.ask("GET", "/promotions?status=active").ids.contains(id))
    let (status, prompt) = try shown()
    #expect(status == "active" && prompt["on_promotion"] == true && prompt["promotion_percentage"] == 50)
    #expect(prompt["promotion_end_date"] == "2025-05-12T02:00:00Z" && prompt["price"] == 9)
    #expect(try act("sale.completed", ["prompt_id": "prompt-5"])["amount"]?.double == 4.5)
    let performance = try playground.ask("GET", "/promotions/\(id)").data["performance"] ?? .null
    #expect(performance["sales_during"] == 1 && performance["revenue_during"]?.double == 4.5)
    playground.clock.advance(.hours(4))
    let ended = try shown()
    #expect(ended.status == "expired" && ended.prompt["on_promotion"] == false)
    #expect(ended.prompt["promotion_end_date"]?.isNull ?? false)
    #expect(try act("sale.completed", ["prompt_id": "prompt-5"])["amount"] == 9)
  }

  @Test func aCancelledPromotionEndsAtOnce() throws {
    #expect(try playground.ask("GET", "/prompts/prompt-10").data["on_promotion"] == true)
    #expect(try playground.ask("POST", "/promotions/promo-1/cancel").data["status"] == "cancelled")
    #expect(try playground.ask("GET", "/prompts/prompt-10").data["on_promotion"] == false)
    #expect(try playground.ask("PATCH", "/promotions/promo-1", #"{"name": "B"}"#).status == 409)
  }

  @Test func pricesAreRemembered() throws {
    try playground.ask("PATCH", "/prompts/prompt-2", #"{"price": 20}"#)
    playground.clock.advance(.days(1))
    try playground.ask("PATCH", "/prompts/prompt-2", #"{"price": 22, "title": "Names"}"#)
    let prices = try playground.ask("GET", "/analytics/prompts/prompt-2/performance").data["price_history"]
    #expect(
      prices == [
        ["date": "2025-01-11", "price": 12], ["date": "2025-05-11", "price": 20],
        ["date": "2025-05-12", "price": 22],
      ])
  }

  @Test(arguments: ["pdf", "csv", "json"]) func reportsAreMadeAndExpire(_ format: String) throws {
    let body = #"{"type": "sales", "format": "\#(format)", "include_recommendations": true}"#
    let id = try playground.ask("POST", "/analytics/reports", body).data["report_id"]?.string ?? ""
    let begun = try playground.ask("GET", "/analytics/reports/\(id)").data
    #expect(begun["status"] == "processing" && begun["download_url"]?.isNull ?? false)
    playground.clock.advance(.seconds(3))
    let report = try playground.ask("GET", "/analytics/reports/\(id)").data
    #expect(report["status"] == "completed" && report["expires_at"] == "2025-05-18T22:00:02Z")
    #expect(
      report["download_url"]?.string == "http://sandbox.invalid/snackprompt/downloads/reports/\(id).\(format)"
    )
    func download() -> Response {
      playground.host.answer(
        SandboxRequest(method: "GET", target: "/snackprompt/downloads/reports/\(id).\(format)", isLocal: true)
      ).response
    }
    let file = download()
    #expect(file.status == .ok)
    #expect(file.headers["Content-Disposition"]?.contains("\(id).\(format)") ?? false)
    try check(file.body, format)
    playground.clock.advance(.days(8))
    #expect(download().status == .gone)
    let other = SandboxRequest(method: "GET", target: "/snackprompt/downloads/reports/no.pdf", isLocal: true)
    #expect(playground.host.answer(other).response.status == .notFound)
  }

  private func check(_ body: [UInt8], _ format: String) throws {
    let text = String(decoding: body, as: UTF8.self)
    switch format {
    case "json":
      let report = try JSON.parse(body)
      #expect(report["prompts"]?.array?.count == 30 && report["recommendations"]?.array?.isEmpty == false)
    case "csv":
      #expect(text.split(separator: "\n").count == 31)
      #expect(text.hasPrefix("prompt_id,title,views,sales,revenue,conversion_rate,average_rating\n"))
    default:
      // Each entry of the table of objects leads to the object of its number.
      let latin = String(String.UnicodeScalarView(body.map { UnicodeScalar($0) }))
      let scalars = Array(latin.unicodeScalars)
      let start = try #require(
        latin.split(separator: "startxref\n").last?.split(separator: "\n").first.flatMap { Int($0) })
      let table = String(String.UnicodeScalarView(scalars[start...]))
      #expect(table.hasPrefix("xref\n"))
      let entries = table.split(separator: "\n").filter { $0.hasSuffix(" n ") }
      #expect(entries.count >= 7)
      for (index, entry) in entries.enumerated() {
        let place = try #require(Int(entry.prefix(10)))
        let object = String(String.UnicodeScalarView(scalars[place...].prefix(12)))
        #expect(object.hasPrefix("\(index + 1) 0 obj"))
      }
    }
  }

  /// Those who asked for an event and are not asleep are told, with the secret that they gave.
  @Test func webhooksAreAskedFor() throws {
    let local = SnackPrompt.local
    let store = try #require(playground.host.stores(of: .local).first)
    let subscribers = try #require(local.subscribers)
    #expect(try subscribers(store, "sale.completed").isEmpty)
    let body = #"{"url": "http://127.0.0.1:9/x", "events": ["sale.completed"], "secret": "s3cret"}"#
    let id = try playground.ask("POST", "/webhooks", body).data["id"]?.string ?? ""
    let told = Subscription(id: id, url: "http://127.0.0.1:9/x", secret: "s3cret")
    #expect(try subscribers(store, "sale.completed") == [told])
    #expect(try subscribers(store, "prompt.viewed").isEmpty)
    try playground.ask("PATCH", "/webhooks/\(id)", #"{"secret": "other", "events": ["prompt.viewed"]}"#)
    #expect(try subscribers(store, "prompt.viewed").map(\.secret) == ["other"])
    try playground.ask("PATCH", "/webhooks/\(id)", #"{"status": "inactive"}"#)
    #expect(try subscribers(store, "prompt.viewed").isEmpty)
  }

  /// Seeds are the same for the same moment.
  @Test func seedsAreTheSame() throws {
    let other = try Playground()
    try other.host.seed()
    for path in [
      "/analytics/hourly", "/customer-support/refunds", "/promotions", "/users/user-456/purchases",
    ] {
      #expect(
        try playground.ask("GET", path).reply.response.body == other.ask("GET", path).reply.response.body)
    }
  }
}
