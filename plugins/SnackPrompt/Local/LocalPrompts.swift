import Sandbox
import Values

/// The rules of prompts beyond their rows.
enum LocalPrompts {
  /// A new prompt of the account; nothing has been viewed or sold.
  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    .record(try create(call.body, in: call.store))
  }

  static func create(_ body: JSON.Object, in store: Store) throws(Refusal) -> JSON.Object {
    let prompts = try store.records("prompts")
    try check(body)
    var prompt = try prompts.draft(from: body)
    prompt["user"] = author(store.account)
    prompt["variations"] = .array(variations(body["variations"], before: [], at: store.now))
    try prompts.put(prompt)
    return prompt
  }

  /// Changes what is given and keeps the rest; the end of a promotion clears its terms.
  @Sendable static func update(_ call: Call) throws(Refusal) -> Answer {
    let prompts = try call.records()
    let old = try prompts.get(call.id)
    try check(call.body)
    var prompt = prompts.merged(call.body, into: old)
    if let given = call.body["variations"] {
      let before = old["variations"]?.array ?? []
      prompt["variations"] = .array(variations(given, before: before, at: call.store.now))
    }
    if call.body["on_promotion"] == false {
      prompt["promotion_percentage"] = 0
      prompt["promotion_end_date"] = .null
    }
    try prompts.put(prompt)
    try LocalPrices.note(prompt, before: old, in: call.store)
    try LocalBundles.refresh(holding: prompt, in: call.store)
    if call.body["on_promotion"] != nil || call.body["promotion_end_date"] != nil {
      try LocalSchedule.run(call.store)
      prompt = try prompts.get(call.id)
    }
    return .record(prompt)
  }

  /// Refuses while a bundle sells the prompt.
  @Sendable static func delete(_ call: Call) throws(Refusal) -> Answer {
    let prompts = try call.records()
    let holders = try call.store.records("bundles").holders(of: call.id, in: prompts)
    guard holders.isEmpty else {
      var details = JSON.Object()
      details["bundles"] = .array(holders.map(JSON.string))
      throw .conflict("The prompt \(call.id) is part of a bundle", details: details)
    }
    return try call.answer()
  }

  private static func check(_ body: JSON.Object) throws(Refusal) {
    guard body["on_promotion"] == true, let percentage = body["promotion_percentage"] else { return }
    guard percentage.double.map({ $0 > 0 }) ?? false else {
      throw .invalid("promotion_percentage", "must be more than 0 during a promotion")
    }
  }

  private static func author(_ account: Account) -> JSON {
    [
      "id": .string(account.id),
      "username": .string(account.name),
      "avatar_url": .string("https://cdn.snackprompt.com/avatars/\(account.id).jpg"),
    ]
  }

  /// The variations as they are kept: one that names an id it had stays itself, others are new.
  private static func variations(_ given: JSON?, before: [JSON], at now: Timestamp) -> [JSON] {
    var last = before.compactMap { $0["id"]?.string.flatMap(number) }.max() ?? 0
    var kept: [JSON] = []
    for variation in given?.array ?? [] {
      let old = before.first { $0["id"] == variation["id"] }
      if old == nil { last += 1 }
      kept.append([
        "id": old?["id"] ?? .string("variation-\(last)"),
        "title": variation["title"] ?? .null,
        "description": variation["description"] ?? .null,
        "created_at": old?["created_at"] ?? .string(now.rfc3339),
        "active": variation["active"]?.bool.map(JSON.bool) ?? old?["active"] ?? false,
      ])
    }
    return kept
  }

  private static func number(_ id: String) -> Int? {
    id.split(separator: "-").last.flatMap { Int($0) }
  }
}
