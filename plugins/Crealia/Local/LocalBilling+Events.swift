import Sandbox
import Values

extension LocalBilling {
  /// How far the clocks of both sides may be apart, as Stripe's libraries take it.
  private static let tolerance = TimeSpan.minutes(5)

  /// Takes in an event of Stripe's after its signature has been proved.
  @Sendable static func webhook(_ call: Call) throws(Refusal) -> Answer {
    guard isSigned(call.rawBody, call.header("Stripe-Signature") ?? "", at: call.store.now) else {
      throw .because(
        400, "Webhook signature verification failed",
        "Stripe-Signature must be t=SECONDS,v1=HMAC of 'SECONDS.BODY' with the secret \(secret)")
    }
    guard let event = try? JSON.parse(call.rawBody), let type = event["type"]?.string,
      let object = event.value(at: "data.object")?.object
    else { throw .because(400, "Bad Request", "The event has no type or no data.object") }
    try take(type, object, in: call.store.common)
    return .record(.of(["received": true]))
  }

  /// Does what an event means; of events that mean nothing here nothing changes.
  static func take(_ type: String, _ object: JSON.Object, in store: Store) throws(Refusal) {
    switch type {
    case "checkout.session.completed": try complete(object["id"]?.string ?? "", in: store)
    case "invoice.payment_succeeded": try change(object, in: store, status: "active", payments: 1)
    case "invoice.payment_failed": try change(object, in: store, status: "past_due")
    case "customer.subscription.updated":
      try change(object, in: store, status: object["status"]?.string ?? "active")
    case "customer.subscription.deleted": try change(object, in: store, status: "canceled")
    default: return
    }
  }

  /// A page was paid: the plan begins.
  static func complete(_ id: String, in store: Store) throws(Refusal) {
    guard var session = try find(id, in: store), session["status"] == "open" else { return }
    session["status"] = "complete"
    session["paidAt"] = .string(store.now.rfc3339)
    try store.common.records("checkouts").put(session)
    let userID = session["userId"]?.string ?? ""
    try store.common.records("subscriptions").put(
      .of([
        "userId": .string(userID), "customer": .string(customer(of: userID)),
        "planId": session["planId"] ?? .null,
        "billingCycle": session["billingCycle"] ?? .null, "status": "active", "payments": 1,
        "updatedAt": .string(store.now.rfc3339),
      ]))
  }

  private static func change(
    _ object: JSON.Object, in store: Store, status: String, payments: Int = 0
  ) throws(Refusal) {
    let subscriptions = try store.common.records("subscriptions")
    let customer = object["customer"]?.string ?? ""
    guard var subscription = try subscriptions.all(where: "customer", is: customer).first else { return }
    subscription["status"] = .string(status)
    subscription["payments"] = subscription.increased("payments", by: payments)
    subscription["updatedAt"] = .string(store.now.rfc3339)
    try subscriptions.put(subscription)
  }

  /// `t=1700000000,v1=…`: one of the signatures is that of the time and the body, and the time is now.
  private static func isSigned(_ body: [UInt8], _ header: String, at now: Timestamp) -> Bool {
    let pairs = header.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
      .filter { $0.count == 2 }
    let times = pairs.filter { $0[0] == "t" }.compactMap { Int64($0[1]) }
    guard times.count == 1, let seconds = times.first, (0..<100_000_000_000).contains(seconds) else {
      return false
    }
    let distance = abs(now.milliseconds - seconds * 1000)
    guard distance <= tolerance.milliseconds else { return false }
    let expected = HMAC.sha256(key: Array(secret.utf8), Array("\(seconds).".utf8) + body)
    return pairs.filter { $0[0] == "v1" }.compactMap { Hex.decode(String($0[1])) }
      .contains { HMAC.equal($0, expected) }
  }
}
