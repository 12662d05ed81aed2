import Sandbox
import Values

/// What others do: view, buy, ask and complain. Each returns the data of its event as documented.
enum LocalActs {
  /// Someone looks at a prompt.
  @Sendable static func view(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    var prompt = try prompt(values, store)
    let buyer = try LocalBuyers.known(values["user_id"]?.string, in: store)
    prompt["views"] = .number(.init((prompt["views"]?.int ?? 0) + 1))
    try store.records("prompts").put(prompt)
    try LocalTraffic.add(.init(views: 1), to: prompt["id"]?.string ?? "", at: store.now, in: store)
    return [
      "view_id": .string("view-\(try store.next("view"))"), "prompt_id": prompt["id"] ?? .null,
      "user_id": buyer["id"] ?? .null, "source": values["source"] ?? "search", "prompt": prompt.mention,
    ]
  }

  /// Someone buys a prompt, at its price of the moment unless an amount is given.
  @Sendable static func sale(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    try LocalSchedule.run(store)
    var prompt = try prompt(values, store)
    let buyer = try LocalBuyers.known(values["user_id"]?.string, in: store)
    let amount = values["amount"].flatMap(\.double) ?? price(of: prompt)
    guard amount >= 0 else { throw .invalid("amount", "must not be negative") }
    prompt["sales"] = .number(.init((prompt["sales"]?.int ?? 0) + 1))
    try store.records("prompts").put(prompt)
    try LocalTraffic.add(
      .init(sales: 1, cents: Int((amount * 100).rounded())), to: prompt["id"]?.string ?? "", at: store.now,
      in: store)
    let purchase = try purchase(
      of: prompt, by: buyer, for: .decimal(amount, digits: 2), currency: values["currency"] ?? "USD",
      at: store.now, in: store)
    return [
      "sale_id": .string("sale-\(try store.next("sale"))"), "user_id": buyer["id"] ?? .null,
      "prompt_id": prompt["id"] ?? .null, "amount": purchase["amount"] ?? 0,
      "currency": purchase["currency"] ?? "USD", "prompt": prompt.mention,
    ]
  }

  /// Someone asks about a prompt.
  @Sendable static func question(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    let prompt = try prompt(values, store)
    let buyer = try LocalBuyers.known(values["user_id"]?.string, in: store)
    let text = values["question"]?.string ?? "Does this prompt work with GPT-4?"
    let question = try question(text, by: buyer, about: prompt, at: store.now, in: store)
    return [
      "question_id": question["id"] ?? .null, "user_id": buyer["id"] ?? .null,
      "prompt_id": prompt["id"] ?? .null, "question": .string(text), "prompt": prompt.mention,
    ]
  }

  /// Someone wants the money back for a purchase: the one named, else the newest that fits and was not complained
  /// about; where there is none, one is made.
  @Sendable static func refund(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    let purchase = try disputed(values, store)
    let buyer = try LocalBuyers.known(purchase["user_id"]?.string, in: store)
    let reason = values["reason"]?.string ?? "The prompt doesn't work as described with Claude AI."
    let refund = try refund(of: purchase, by: buyer, because: reason, at: store.now, in: store)
    var data: JSON = ["refund_id": refund["id"] ?? .null]
    for name in [
      "user_id", "prompt_id", "purchase_id", "reason", "purchase_date", "purchase_amount",
      "days_since_purchase", "prompt",
    ] { data[name] = refund[name] }
    return data
  }

  /// What a buyer pays now.
  static func price(of prompt: JSON.Object) -> Double {
    let price = prompt["price"]?.double ?? 0
    guard prompt["on_promotion"] == true else { return price }
    return reduced(price, by: prompt["promotion_percentage"]?.double ?? 0)
  }

  /// A price less so many per cent, in whole hundredths.
  static func reduced(_ price: Double, by percentage: Double) -> Double {
    (price * (100 - percentage)).rounded() / 100
  }

  /// The prompt that is named, else the first.
  private static func prompt(_ values: JSON.Object, _ store: Store) throws(Refusal) -> JSON.Object {
    let prompts = try store.records("prompts")
    if let id = values["prompt_id"]?.string { return try prompts.get(id) }
    guard let first = try prompts.first() else { throw .conflict("There is no prompt yet") }
    return first
  }

  private static func disputed(_ values: JSON.Object, _ store: Store) throws(Refusal) -> JSON.Object {
    let purchases = try store.records("purchases")
    let refunds = try store.records("refunds")
    if let id = values["purchase_id"]?.string {
      let purchase = try purchases.get(id)
      guard try refunds.all(where: "purchase_id", is: id).isEmpty else {
        throw .conflict("A refund of \(id) was asked for already")
      }
      return purchase
    }
    let disputed = Set(try refunds.all().compactMap { $0["purchase_id"]?.string })
    let fitting = try purchases.all().last { purchase in
      !disputed.contains(purchase["id"]?.string ?? "")
        && ["prompt_id", "user_id"].allSatisfy { values[$0] == nil || values[$0] == purchase[$0] }
    }
    if let fitting { return fitting }
    _ = try sale(store, values)
    guard let made = try purchases.all().last else { throw .conflict("There is no purchase yet") }
    return made
  }
}

extension LocalActs {
  static func purchase(
    of prompt: JSON.Object, by buyer: JSON.Object, for amount: JSON, currency: JSON = "USD",
    at moment: Timestamp,
    in store: Store
  ) throws(Refusal) -> JSON.Object {
    let purchases = try store.records("purchases")
    var purchase = try purchases.draft(from: JSON.Object())
    purchase["user_id"] = buyer["id"]
    purchase["prompt_id"] = prompt["id"]
    purchase["amount"] = amount
    purchase["currency"] = currency
    purchase["purchase_date"] = .string(moment.rfc3339)
    purchase["prompt"] = prompt.mention
    try purchases.put(purchase)
    return purchase
  }

  static func question(
    _ text: String, by buyer: JSON.Object, about prompt: JSON.Object, at moment: Timestamp, in store: Store
  ) throws(Refusal) -> JSON.Object {
    let questions = try store.records("questions")
    var question = try questions.draft(from: JSON.Object())
    question["user_id"] = buyer["id"]
    question["prompt_id"] = prompt["id"]
    question["question"] = .string(text)
    question["status"] = "pending"
    question["created_at"] = .string(moment.rfc3339)
    question["updated_at"] = .string(moment.rfc3339)
    question["user"] = .object(buyer)
    question["prompt"] = prompt.mention
    try questions.put(question)
    return question
  }

  static func refund(
    of purchase: JSON.Object, by buyer: JSON.Object, because reason: String, at moment: Timestamp,
    in store: Store
  ) throws(Refusal) -> JSON.Object {
    let refunds = try store.records("refunds")
    let before = try refunds.all(where: "user_id", is: buyer["id"]?.string ?? "").count
    let bought = purchase["purchase_date"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? moment
    var user = buyer
    user["previous_refunds_count"] = .number(.init(before))
    var refund = try refunds.draft(from: JSON.Object())
    refund["user_id"] = purchase["user_id"]
    refund["prompt_id"] = purchase["prompt_id"]
    refund["purchase_id"] = purchase["id"]
    refund["reason"] = .string(reason)
    refund["status"] = "pending"
    refund["created_at"] = .string(moment.rfc3339)
    refund["updated_at"] = .string(moment.rfc3339)
    refund["purchase_date"] = purchase["purchase_date"]
    refund["purchase_amount"] = purchase["amount"]
    refund["days_since_purchase"] = .number(.init(Int((moment - bought).milliseconds / 86_400_000)))
    refund["user"] = .object(user)
    refund["prompt"] = purchase["prompt"]
    try refunds.put(refund)
    return refund
  }
}
