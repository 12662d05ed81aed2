import Sandbox
import Values

/// Payments: sessions of Stripe, its page, and what it tells.
enum LocalBilling {
  /// What plans cost, in cents of a dollar.
  private static let prices: [String: [String: Int]] = ["viral": ["monthly": 3900]]

  /// How long a page waits for its payment, as Stripe's does.
  private static let patience = TimeSpan.hours(24)

  /// What events are signed with.
  static let secret = "whsec_crealia_sandbox"

  @Sendable static func checkout(_ call: Call) throws(Refusal) -> Answer {
    let plan = call.body["planId"]?.string ?? ""
    let cycle = call.body["billingCycle"]?.string ?? ""
    guard let cycles = prices[plan] else {
      throw .because(400, "Plan invalide", "There is no plan '\(plan)'; there is viral")
    }
    guard let amount = cycles[cycle] else {
      throw .because(400, "Plan invalide", "The plan \(plan) is not paid \(cycle), but monthly")
    }
    let id = "cs_test_\(call.nonce().prefix(24))"
    try call.store.common.records("checkouts").put(
      session(id, plan, cycle, amount, code: call.body["affiliateCode"], of: call.store))
    return .record(.of(["url": .string("\(call.origin)/pay/\(id)")]))
  }

  static func session(
    _ id: String, _ plan: String, _ cycle: String, _ amount: Int, code: JSON?, of store: Store
  ) throws(Refusal) -> JSON.Object {
    .of([
      "sessionId": .string(id), "status": "open",
      "customerEmail": .string(try LocalPeople.email(of: store)), "amountTotal": .number(.init(amount)),
      "currency": "usd", "planId": .string(plan), "billingCycle": .string(cycle),
      "affiliateCode": code ?? .null,
      "userId": .string(store.userID), "createdAt": .string(store.now.rfc3339), "paidAt": nil,
    ])
  }

  @Sendable static func session(_ call: Call) throws(Refusal) -> Answer {
    let id = call.query["session_id"]?.string ?? ""
    guard let session = try find(id, in: call.store), session["userId"]?.string == call.store.userID else {
      throw .notFound("session", id)
    }
    return .record(
      session.picking([
        "sessionId", "status", "customerEmail", "amountTotal", "currency", "planId", "billingCycle",
      ]))
  }

  /// What the plan of a record costs, in cents; nil where there is no such plan.
  static func price(of record: JSON.Object) -> Int? {
    prices[record["planId"]?.string ?? ""]?[record["billingCycle"]?.string ?? ""]
  }

  @Sendable static func portal(_ call: Call) throws(Refusal) -> Answer {
    let customer = customer(of: call.store.userID)
    return .record(.of(["url": .string("\(call.origin)/portal/\(customer)")]))
  }

  /// The session of an id; one that nobody paid within a day has expired.
  static func find(_ id: String, in store: Store) throws(Refusal) -> JSON.Object? {
    guard var session = try store.common.records("checkouts").find(id) else { return nil }
    let begun = session["createdAt"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? store.now
    if session["status"] == "open", store.now - begun > patience { session["status"] = "expired" }
    return session
  }

  /// Stripe's id of a person.
  static func customer(of userID: String) -> String {
    "cus_\(SHA256.hex(of: Array(userID.utf8)).prefix(14))"
  }
}
