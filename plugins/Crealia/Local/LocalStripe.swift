import Sandbox
import Values

/// What people do at Stripe: pay, let a payment fail, change or end a subscription. Each returns the object of the event.
enum LocalStripe {
  static let acts: [String: LocalService.Act] = [
    "checkout.session.completed": completeCheckout,
    "invoice.payment_succeeded": { store, values throws(Refusal) in try invoice(store, values, isPaid: true)
    },
    "invoice.payment_failed": { store, values throws(Refusal) in try invoice(store, values, isPaid: false) },
    "customer.subscription.updated": { store, values throws(Refusal) in
      try subscription(store, values, "customer.subscription.updated")
    },
    "customer.subscription.deleted": { store, values throws(Refusal) in
      try subscription(store, values, "customer.subscription.deleted")
    },
  ]

  /// The envelope that Stripe puts around an object.
  @Sendable static func notice(
    _ event: String, _ data: JSON, _ now: Timestamp
  ) -> (webhook: String, body: JSON)? {
    guard acts[event] != nil else { return nil }
    return (
      "stripe",
      [
        "id": data["event_id"] ?? .null, "object": "event", "created": seconds(now), "livemode": false,
        "pending_webhooks": 1, "type": .string(event), "data": ["object": data["object"] ?? .null],
      ]
    )
  }

  /// The open checkout that is named, else the newest, else one that is begun for it is paid.
  @Sendable private static func completeCheckout(
    _ store: Store, _ values: JSON.Object
  ) throws(Refusal) -> JSON {
    let id = try checkout(store, values)
    guard let session = try LocalBilling.find(id, in: store) else { throw .notFound("session", id) }
    guard session["status"] == "open" else {
      throw .because(409, "Conflict", "The session \(id) is \(session["status"]?.string ?? "over")")
    }
    try LocalBilling.complete(id, in: store.common)
    let subscription = try current(store, values)
    return try told(
      store,
      [
        "id": .string(id), "object": "checkout.session", "mode": "subscription", "status": "complete",
        "payment_status": "paid", "amount_total": session["amountTotal"] ?? .null,
        "currency": session["currency"] ?? .null, "customer": subscription["customer"] ?? .null,
        "customer_email": session["customerEmail"] ?? .null, "subscription": number("sub", of: store),
        "metadata": metadata(session),
      ])
  }

  private static func invoice(
    _ store: Store, _ values: JSON.Object, isPaid: Bool
  ) throws(Refusal) -> JSON {
    let subscription = try current(store, values)
    let amount = values["amount"]?.int ?? LocalBilling.price(of: subscription) ?? 0
    let object: JSON = [
      "id": .string("in_sandbox_\(try store.common.next("invoice"))"), "object": "invoice",
      "status": isPaid ? "paid" : "open", "billing_reason": "subscription_cycle",
      "amount_due": .number(.init(amount)), "amount_paid": .number(.init(isPaid ? amount : 0)),
      "amount_remaining": .number(.init(isPaid ? 0 : amount)), "currency": "usd",
      "attempt_count": values["attempt_count"] ?? 1, "customer": subscription["customer"] ?? .null,
      "customer_email": .string(try LocalPeople.email(of: store)), "subscription": number("sub", of: store),
    ]
    try LocalBilling.take(
      isPaid ? "invoice.payment_succeeded" : "invoice.payment_failed", object.object ?? .init(),
      in: store.common)
    return try told(store, object)
  }

  private static func subscription(
    _ store: Store, _ values: JSON.Object, _ event: String
  ) throws(Refusal) -> JSON {
    let subscription = try current(store, values)
    let isOver = event == "customer.subscription.deleted"
    let object: JSON = [
      "id": number("sub", of: store), "object": "subscription",
      "status": isOver ? "canceled" : values["status"] ?? "active",
      "cancel_at_period_end": values["cancel_at_period_end"] ?? false,
      "customer": subscription["customer"] ?? .null, "current_period_start": seconds(store.now),
      "current_period_end": seconds(store.now + .hours(24 * 30)), "metadata": metadata(subscription),
    ]
    try LocalBilling.take(event, object.object ?? .init(), in: store.common)
    return try told(store, object)
  }

  // MARK: What is there

  /// What the person is subscribed to; where that is nothing, a checkout is paid first.
  private static func current(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON.Object {
    let subscriptions = try store.common.records("subscriptions")
    if let known = try subscriptions.find(store.userID) { return known }
    try LocalBilling.complete(try beginCheckout(store, values), in: store.common)
    return try subscriptions.get(store.userID)
  }

  private static func checkout(_ store: Store, _ values: JSON.Object) throws(Refusal) -> String {
    if let named = values["session_id"]?.string { return named }
    if let open = try openCheckout(store) { return open }
    return try beginCheckout(store, values)
  }

  private static func openCheckout(_ store: Store) throws(Refusal) -> String? {
    let checkouts = try store.common.records("checkouts").all(where: "userId", is: store.userID)
    for checkout in checkouts.reversed() {
      let id = checkout["sessionId"]?.string ?? ""
      if try LocalBilling.find(id, in: store)?["status"] == "open" { return id }
    }
    return nil
  }

  private static func beginCheckout(_ store: Store, _ values: JSON.Object) throws(Refusal) -> String {
    let id = "cs_test_sandbox_\(try store.common.next("checkout"))"
    let plan = values["planId"]?.string ?? "viral"
    let cycle = values["billingCycle"]?.string ?? "monthly"
    guard let amount = LocalBilling.price(of: .of(["planId": .string(plan), "billingCycle": .string(cycle)]))
    else { throw .because(400, "Plan invalide", "There is no plan '\(plan)' that is paid \(cycle)") }
    try store.common.records("checkouts").put(
      try LocalBilling.session(id, plan, cycle, amount, code: values["affiliateCode"], of: store))
    return id
  }

  // MARK: How it is told

  private static func told(_ store: Store, _ object: JSON) throws(Refusal) -> JSON {
    ["event_id": .string("evt_sandbox_\(try store.common.next("stripe_event"))"), "object": object]
  }

  /// Stripe's id of what a person has one of.
  private static func number(_ kind: String, of store: Store) -> JSON {
    .string("\(kind)_\(SHA256.hex(of: Array("\(kind) \(store.userID)".utf8)).prefix(14))")
  }

  private static func metadata(_ record: JSON.Object) -> JSON {
    .object(record.picking(["userId", "planId", "billingCycle"]))
  }

  private static func seconds(_ moment: Timestamp) -> JSON { .number(.init(Int(moment.milliseconds / 1000))) }
}
