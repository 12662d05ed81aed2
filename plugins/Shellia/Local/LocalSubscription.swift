import Sandbox
import Values

/// The plan: shown, changed, cancelled.
enum LocalSubscription {
  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    .value(shown(try Customer.of(call.store)))
  }

  /// Changes the plan at once. With proration the interval goes on and the difference for the rest of it is paid;
  /// without it a new one begins.
  @Sendable static func upgrade(_ call: Call) throws(Refusal) -> Answer {
    var customer = try Customer.of(call.store)
    guard let plan = call.body["plan"]?.string.flatMap(Plan.init) else {
      throw .invalid("plan", "is required")
    }
    guard plan != customer.plan || !customer["ends"].isNull else {
      throw .invalid("plan", "is \(plan.rawValue) already")
    }
    let isProrated = call.body["proration"]?.bool ?? true && customer.plan != .standard
    let amount = isProrated ? max(0, prorated(plan.price - customer.plan.price, customer)) : plan.price
    if !isProrated || customer.hasEnded { customer["since"] = .string(call.store.now.rfc3339) }
    customer["plan"] = .string(plan.rawValue)
    customer["status"] = "active"
    customer["ends"] = .null
    try customer.save()
    if amount > 0 { try call.store.emit("payment.succeeded", customer.event(amount: amount)) }
    try call.store.emit(
      plan == .standard ? "subscription.cancelled" : "subscription.created",
      customer.event(amount: plan.price))
    return .value(shown(customer))
  }

  /// Ends the plan with its interval.
  @Sendable static func cancel(_ call: Call) throws(Refusal) -> Answer {
    let customer = try cancelled(in: call.store)
    try call.store.emit("subscription.cancelled", customer.event(amount: customer.plan.price))
    return .value(shown(customer))
  }

  static func cancelled(in store: Store) throws(Refusal) -> Customer {
    var customer = try Customer.of(store)
    guard customer.plan != .standard else { throw Refusal(400, "There is no subscription to cancel") }
    guard customer["ends"].isNull else { throw Refusal(400, "The subscription is cancelled already") }
    customer["ends"] = .string(customer.period.end.rfc3339)
    try customer.save()
    return customer
  }

  /// The part of an amount that the rest of the interval costs.
  private static func prorated(_ cents: Int, _ customer: Customer) -> Int {
    let (start, end) = customer.period
    let rest = Double((end - customer.store.now).milliseconds) / Double((end - start).milliseconds)
    return Int((Double(cents) * rest).rounded())
  }

  static func shown(_ customer: Customer) -> JSON {
    let (start, end) = customer.period
    let isFree = customer.plan == .standard
    let card: JSON = ["type": "card", "last4": "4242", "brand": "visa"]
    return [
      "plan": .string(customer.plan.rawValue),
      "status": customer.hasEnded ? "active" : customer["status"],
      "price": money(customer.plan.price),
      "currency": "EUR",
      "interval": "month",
      "current_period_start": .string(start.rfc3339),
      "current_period_end": .string(end.rfc3339),
      "cancel_at_period_end": .bool(!customer["ends"].isNull && !customer.hasEnded),
      "payment_method": isFree ? nil : card,
    ]
  }
}
