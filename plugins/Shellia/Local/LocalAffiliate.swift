import Sandbox
import Values

/// What an account earns by those who came by its code.
enum LocalAffiliate {
  /// The least payout, in cents.
  private static let threshold = 5000
  /// After how long an earning can be paid out.
  private static let maturity = TimeSpan.days(30)

  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    let customer = try Customer.of(call.store)
    let sums = sums(customer)
    let rank = rank(customer)
    return .value([
      "code": customer["code"],
      "tier": .string(rank.name),
      "commission_rate": JSON.Number(Double(rank.percent) / 100).map(JSON.number) ?? 0,
      "total_referred": .number(.init(customer.count("referred"))),
      "total_earnings": money(customer.count("earned")),
      "pending_earnings": money(sums.pending),
      "available_for_payout": money(sums.available),
      "payout_threshold": money(threshold),
    ])
  }

  @Sendable static func payout(_ call: Call) throws(Refusal) -> Answer {
    var customer = try Customer.of(call.store)
    let sums = sums(customer)
    guard sums.available >= threshold else {
      throw Refusal(
        400,
        "The least payout is \(money(threshold).text()) EUR, and \(money(sums.available).text()) EUR are available"
      )
    }
    customer["available"] = 0
    customer["pending"] = .number(.init(sums.pending))
    try customer.save()
    return .value([
      "id": .string("pay_\(try call.store.next("payout"))"),
      "method": call.body["method"] ?? nil,
      "paypal_email": call.body["paypal_email"] ?? nil,
      "amount": money(sums.available),
      "currency": "EUR",
      "status": "pending",
      "created_at": .string(call.store.now.rfc3339),
    ])
  }

  /// Adds the part of somebody's payment that the account gets.
  static func earn(from cents: Int, _ customer: inout Customer) {
    let sums = sums(customer)
    let part = cents * rank(customer).percent / 100
    customer["available"] = .number(.init(sums.available))
    customer["pending"] = .number(.init(sums.pending + part))
    customer.add(part, to: "earned")
    customer["earning"] = .string(customer.store.now.rfc3339)
  }

  /// What is pending, and what can be paid out, which is all that is old enough.
  private static func sums(_ customer: Customer) -> (pending: Int, available: Int) {
    let pending = customer.count("pending")
    let available = customer.count("available")
    let isRipe = customer.moment("earning").map { $0 + maturity <= customer.store.now } ?? false
    return isRipe ? (0, available + pending) : (pending, available)
  }

  private static func rank(_ customer: Customer) -> (name: String, percent: Int) {
    switch customer.count("referred") {
    case ..<5: ("bronze", 15)
    case ..<10: ("silver", 20)
    default: ("gold", 25)
    }
  }
}
