import Testing
import Values

@testable import Sandbox

/// What the document shows of analytics, reports, customers, promotions and webhooks: the members of each answer in
/// their order.
@Suite struct MarketDocumentTests {
  static let counts = "views sales revenue conversion_rate"
  static let promotion = """
    id name description discount_percentage start_time end_time status prompt_ids created_at updated_at prompts_count
    """
  static let rows: [Documented] = [
    Documented(
      "GET /analytics/prompts", at: "data.0",
      members: """
        id title price views views_last_hour views_last_24_hours views_last_7_days views_last_30_days sales \
        sales_last_24_hours sales_last_7_days sales_last_30_days revenue revenue_last_24_hours revenue_last_7_days \
        revenue_last_30_days conversion_rate average_rating
        """),
    Documented(
      "GET /analytics/prompts", at: "meta",
      members: "total_prompts total_views total_sales total_revenue average_conversion_rate"),
    Documented(
      "GET /analytics/prompts/prompt-1/performance",
      members: "id title summary trends price_history demographics"),
    Documented(
      "GET /analytics/prompts/prompt-1/performance", at: "data.summary",
      members: "\(counts) average_rating"),
    Documented("GET /analytics/prompts/prompt-1/performance", at: "data.trends.0", members: "date \(counts)"),
    Documented(
      "GET /analytics/prompts/prompt-1/performance", at: "data.price_history.0", members: "date price"),
    Documented(
      "GET /analytics/prompts/prompt-1/performance", at: "data.demographics", members: "countries devices"),
    Documented(
      "GET /analytics/prompts/prompt-1/performance", at: "data.demographics.countries.0",
      members: "name percentage"),
    Documented("GET /analytics/hourly", at: "data.0", members: "timestamp \(counts)"),
    Documented(
      "GET /analytics/hourly", at: "meta", members: "total_hours average_hourly_views peak_hour lowest_hour"
    ),
    Documented(
      "GET /analytics/hourly?days=1&prompt_id=prompt-1", at: "meta.peak_hour", members: "timestamp views"),
    Documented(
      "POST /analytics/reports",
      body: """
        {"type": "performance", "period": "last_30_days", "prompt_ids": ["prompt-1"], "format": "pdf",
        "include_recommendations": true}
        """, status: 201, members: "report_id type status estimated_completion_time"),
    Documented(
      "GET /analytics/reports/report-1",
      members: "report_id type status created_at completed_at download_url expires_at"),
    Documented(
      "GET /customer-support/questions?status=pending", at: "data.0",
      members: "id user_id prompt_id question status created_at updated_at user prompt"),
    Documented("GET /customer-support/questions", at: "data.0.user", members: "id username avatar_url"),
    Documented("GET /customer-support/questions", at: "meta", members: "page limit total next_page_token"),
    Documented(
      "POST /customer-support/questions/question-1/respond", body: #"{"response": "Yes"}"#,
      members: "id status response responded_at"),
    Documented(
      "GET /customer-support/refunds", at: "data.0",
      members: """
        id user_id prompt_id purchase_id reason status created_at updated_at purchase_date purchase_amount \
        days_since_purchase user prompt
        """),
    Documented(
      "GET /customer-support/refunds", at: "data.0.user",
      members: "id username avatar_url previous_refunds_count"),
    Documented(
      "POST /customer-support/refunds/refund-1/approve",
      members: "id status approved_at refund_amount estimated_processing_time"),
    Documented(
      "POST /customer-support/refunds/refund-1/deny", body: #"{"reason": "Too late"}"#,
      members: "id status denied_at denial_reason"),
    Documented("GET /promotions?limit=2", at: "data.0", members: promotion),
    Documented("GET /promotions/promo-1", members: "\(promotion) prompts performance"),
    Documented(
      "GET /promotions/promo-1", at: "data.prompts.0", members: "id title original_price discounted_price"),
    Documented(
      "GET /promotions/promo-1", at: "data.performance",
      members: """
        views_before views_during sales_before sales_during revenue_before revenue_during conversion_rate_before \
        conversion_rate_during
        """),
    Documented(
      "POST /promotions",
      body: """
        {"name": "Flash Sale", "description": "25% off", "prompt_ids": ["prompt-1", "prompt-2"],
        "discount_percentage": 25, "start_time": "2025-05-12T10:00:00Z", "end_time": "2025-05-12T13:00:00Z"}
        """, status: 201, members: "\(promotion) prompts performance"),
    Documented(
      "PATCH /promotions/promo-2",
      body: #"{"name": "Extended Flash Sale", "end_time": "2025-06-12T15:00:00Z"}"#,
      members: "\(promotion) prompts performance"),
    Documented("POST /promotions/promo-2/cancel", members: "id status cancelled_at"),
    Documented(
      "GET /users/user-456/purchases", at: "data.0",
      members: "id user_id prompt_id amount currency purchase_date prompt"),
    Documented(
      "GET /users/user-456/refunds/count",
      members: """
        user_id refunds_count approved_refunds_count denied_refunds_count pending_refunds_count \
        refunds_last_30_days refunds_all_time
        """),
    Documented(
      "POST /webhooks",
      body: """
        {"url": "https://your-server.com/callback", "events": ["sale.completed", "question.received"],
        "secret": "your_secret_key", "description": "Main webhook"}
        """, status: 201, members: "id url events description created_at updated_at status"),
    Documented(
      "GET /webhooks", at: "data.0", members: "id url events description created_at updated_at status"),
    Documented("GET /webhooks", at: "meta", members: "total"),
    Documented(
      "PATCH /webhooks/webhook-1",
      body: #"{"events": ["prompt.viewed"], "status": "inactive"}"#,
      members: "id url events description created_at updated_at status"),
    Documented("DELETE /webhooks/webhook-1", members: "id deleted"),
  ]

  @Test(arguments: rows) func answersAsDocumented(_ row: Documented) throws {
    let heard = try row.check(Playground(seeded: true), from: "data")
    #expect(heard.json["success"] == true)
    #expect(!heard.json.text().contains("your_secret_key"))
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    var method = "GET"
    var path: String
    var body: String?
    var status: Int
    var code: String
    var testDescription: String { "\(method) \(path) \(body ?? "")" }
  }

  @Test(arguments: [
    Refused(path: "/analytics/prompts?period=decade", status: 400, code: "INVALID_REQUEST"),
    Refused(
      path: "/analytics/prompts?start_date=2025-05-10&end_date=2025-05-09", status: 400,
      code: "INVALID_REQUEST"),
    Refused(path: "/analytics/prompts/prompt-99/performance", status: 404, code: "NOT_FOUND"),
    Refused(path: "/analytics/hourly?days=31", status: 400, code: "INVALID_REQUEST"),
    Refused(path: "/analytics/hourly?prompt_id=prompt-99", status: 404, code: "NOT_FOUND"),
    Refused(
      method: "POST", path: "/analytics/reports", body: #"{"type": "x", "period": "soon"}"#, status: 400,
      code: "INVALID_REQUEST"),
    Refused(
      method: "POST", path: "/analytics/reports", body: #"{"type": "x", "format": "doc"}"#, status: 400,
      code: "INVALID_REQUEST"),
    Refused(path: "/analytics/reports/report-9", status: 404, code: "NOT_FOUND"),
    Refused(
      method: "POST", path: "/customer-support/questions/question-4/respond", body: #"{"response": "a"}"#,
      status: 409, code: "CONFLICT"),
    Refused(
      method: "POST", path: "/customer-support/questions/question-1/respond", body: #"{"response": " "}"#,
      status: 400, code: "INVALID_REQUEST"),
    Refused(
      method: "POST", path: "/customer-support/refunds/refund-4/approve", status: 409, code: "CONFLICT"),
    Refused(method: "POST", path: "/promotions/promo-3/cancel", status: 409, code: "CONFLICT"),
    Refused(
      method: "POST", path: "/promotions",
      body: """
        {"name": "A", "prompt_ids": ["prompt-99"], "discount_percentage": 5, "start_time": "2025-06-01",
        "end_time": "2025-06-02"}
        """, status: 400, code: "INVALID_REQUEST"),
    Refused(
      method: "PATCH", path: "/promotions/promo-2", body: #"{"end_time": "2020-01-01"}"#, status: 400,
      code: "INVALID_REQUEST"),
    Refused(path: "/users/user-nobody/purchases", status: 404, code: "NOT_FOUND"),
    Refused(
      method: "POST", path: "/webhooks", body: #"{"url": "x", "events": ["sale.completed"]}"#, status: 400,
      code: "INVALID_REQUEST"),
    Refused(
      method: "POST", path: "/webhooks", body: #"{"url": "https://a.example", "events": ["nothing"]}"#,
      status: 400, code: "INVALID_REQUEST"),
  ])
  func refuses(_ row: Refused) throws {
    let playground = try Playground(seeded: true)
    let heard = try playground.ask(row.method, row.path, row.body)
    #expect(heard.status == row.status && heard.code == row.code, "\(heard.json.text())")
  }
}
