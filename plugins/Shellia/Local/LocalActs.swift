import Sandbox
import Values

/// What others do: they come by the code, payments succeed or fail.
enum LocalActs {
  static let all: [String: LocalService.Act] = [
    "subscription.created": { (store, values) throws(Refusal) in
      var customer = try Customer.of(store)
      let plan = try plan(values) ?? .pro
      customer["plan"] = .string(plan.rawValue)
      customer["since"] = .string(store.now.rfc3339)
      customer["ends"] = .null
      try customer.save()
      return customer.event(amount: plan.price)
    },
    "subscription.cancelled": { (store, _) throws(Refusal) in
      let customer = try LocalSubscription.cancelled(in: store)
      return customer.event(amount: customer.plan.price)
    },
    "payment.succeeded": { (store, values) throws(Refusal) in
      var customer = try Customer.of(store)
      let amount = cents(values) ?? customer.plan.price
      if values["referred"] == true {
        LocalAffiliate.earn(from: amount, &customer)
      } else {
        customer["status"] = "active"
      }
      try customer.save()
      return customer.event(amount: amount)
    },
    "payment.failed": { (store, values) throws(Refusal) in
      var customer = try Customer.of(store)
      if customer.plan != .standard { customer["status"] = "past_due" }
      try customer.save()
      return customer.event(amount: cents(values) ?? customer.plan.price)
    },
    "quota.purchased": { (store, values) throws(Refusal) in
      let name = values["tier"]?.string ?? LocalQuota.tiers[0].id
      guard let tier = LocalQuota.tiers.first(where: { $0.id == name }) else {
        throw .invalid("tier", "must be one of \(LocalQuota.tiers.map(\.id).joined(separator: ", "))")
      }
      return try LocalQuota.add(tier, in: store)
    },
    "user.created": { (store, values) throws(Refusal) in
      var customer = try Customer.of(store)
      customer.add(1, to: "referred")
      try customer.save()
      let plan = try plan(values) ?? .standard
      let number = 900_000_000 + (try store.next("referral"))
      return [
        "user_id": .string(String(number)), "plan": .string(plan.rawValue), "amount": money(plan.price),
      ]
    },
  ]

  private static func plan(_ values: JSON.Object) throws(Refusal) -> Plan? {
    guard let name = values["plan"]?.string else { return nil }
    guard let plan = Plan(rawValue: name) else { throw .invalid("plan", "is no plan") }
    return plan
  }

  private static func cents(_ values: JSON.Object) -> Int? {
    values["amount"]?.double.map { Int(($0 * 100).rounded()) }
  }
}
