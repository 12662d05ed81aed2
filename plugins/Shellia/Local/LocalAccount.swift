import Sandbox
import Values

/// `GET /user/me`.
enum LocalAccount {
  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    let customer = try Customer.of(call.store)
    if try call.store.records("customers").single() == nil { try customer.save() }
    let name = call.store.account.name
    return .value([
      "id": .string(customer.id),
      "username": .string(name),
      "avatar": "https://cdn.discordapp.com/embed/avatars/0.png",
      "email": .string("\(name)@example.com"),
      "plan": .string(customer.plan.rawValue),
      "quota_daily": .number(.init(customer.plan.daily)),
      "quota_daily_used": .number(.init(customer.usedToday)),
      "quota_purchased": .number(.init(customer.count("bought"))),
      "quota_purchased_remaining": .number(.init(customer.count("left"))),
      "created_at": customer["created"],
      "last_login": customer["seen"],
    ])
  }
}
