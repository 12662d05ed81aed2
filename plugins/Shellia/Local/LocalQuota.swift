import Sandbox
import Values

/// What is left, and what more costs.
enum LocalQuota {
  /// Requests for sale.
  struct Tier {
    var id: String
    var name: String
    var amount: Int
    var price: Int

    var json: JSON {
      [
        "id": .string(id), "name": .string(name), "amount": .number(.init(amount)), "price": money(price),
        "currency": "EUR",
      ]
    }
  }

  static let tiers = [
    Tier(id: "starter", name: "Starter", amount: 100, price: 299),
    Tier(id: "basic", name: "Basic", amount: 500, price: 999),
  ]

  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    let customer = try Customer.of(call.store)
    let left = customer.count("left")
    return .value([
      "daily": [
        "limit": .number(.init(customer.plan.daily)), "used": .number(.init(customer.usedToday)),
        "remaining": .number(.init(customer.leftToday)), "resets_at": .string(customer.reset.rfc3339),
      ],
      "purchased": [
        "total": .number(.init(customer.count("bought"))), "remaining": .number(.init(left)),
        "never_expires": true,
      ],
      "total_available": .number(.init(customer.leftToday + left)),
    ])
  }

  @Sendable static func pricing(_ call: Call) throws(Refusal) -> Answer { .value(.array(tiers.map(\.json))) }

  /// Adds what was paid for; returns the data of the event.
  static func add(_ tier: Tier, in store: Store) throws(Refusal) -> JSON {
    var customer = try Customer.of(store)
    customer.add(tier.amount, to: "bought")
    customer.add(tier.amount, to: "left")
    try customer.save()
    return customer.event(amount: tier.price)
  }
}
