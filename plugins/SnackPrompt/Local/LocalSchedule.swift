import Catalog
import Sandbox
import Values

/// What time alone brings about: promotions that begin and end, and reports that are done.
enum LocalSchedule {
  static let upkeep = LocalService.Upkeep(due: due, run: run)

  /// The moment at which something is to happen next.
  static let resource = Resource(
    "schedule", singular: "schedule", label: "next", columns: ["next"], single: true,
    fields: [
      .field("next", .timestamp, "When something is to happen"),
      .field("reduced", .list, "Ids of the prompts that a promotion makes cheaper"),
    ])

  @Sendable private static func due(_ store: Store) throws(Refusal) -> Timestamp? {
    try store.records(resource.name).single()?.moment("next")
  }

  /// Brings promotions, prompts and reports to where they are now, and notes when to look again.
  @Sendable static func run(_ store: Store) throws(Refusal) {
    let promotions = try settledPromotions(store)
    var moments = promotions.flatMap { promotion -> [Timestamp] in
      promotion["status"] == "cancelled"
        ? [] : [promotion.moment("start_time"), promotion.moment("end_time")].compactMap(\.self)
    }
    let schedules = try store.records(resource.name)
    let before = try schedules.single() ?? JSON.Object()
    let reductions = bestReductions(promotions.filter { $0["status"] == "active" })
    let held = Set((before["reduced"]?.array ?? []).compactMap(\.string))
    moments += try settlePrompts(by: reductions, held: held, store)
    moments += try LocalReports.settle(store)
    var schedule = JSON.Object()
    schedule["next"] = moments.filter { $0 > store.now }.min().map { .string($0.rfc3339) } ?? .null
    schedule["reduced"] = .array(reductions.keys.sorted().map(JSON.string))
    if before != schedule { try schedules.put(schedule) }
  }

  private static func settledPromotions(_ store: Store) throws(Refusal) -> [JSON.Object] {
    let promotions = try store.records("promotions")
    var settled: [JSON.Object] = []
    for var promotion in try promotions.all() {
      let status = JSON.string(LocalPromotions.status(of: promotion, at: store.now))
      if promotion["status"] != status {
        promotion["status"] = status
        try promotions.put(promotions.touched(promotion))
      }
      settled.append(promotion)
    }
    return settled
  }

  /// Of the promotions that name a prompt the one that saves most, by the prompt's id.
  private static func bestReductions(_ active: [JSON.Object]) -> [String: JSON.Object] {
    var best: [String: JSON.Object] = [:]
    for promotion in active {
      let saved = promotion["discount_percentage"]?.double ?? 0
      for id in (promotion["prompt_ids"]?.array ?? []).compactMap(\.string)
      where saved > best[id]?["discount_percentage"]?.double ?? 0 {
        best[id] = promotion
      }
    }
    return best
  }

  /// Makes prompts cheaper that a promotion names, and dear again those that none names any more or whose own end is
  /// past; returns the ends to come.
  private static func settlePrompts(
    by reductions: [String: JSON.Object], held: Set<String>, _ store: Store
  ) throws(Refusal) -> [Timestamp] {
    let prompts = try store.records("prompts")
    var cheap = try prompts.all(where: "on_promotion", is: "true")
    let known = Set(cheap.compactMap { $0["id"]?.string })
    for id in reductions.keys.sorted() where !known.contains(id) {
      if let prompt = try prompts.find(id) { cheap.append(prompt) }
    }
    var ends: [Timestamp] = []
    for prompt in cheap {
      let id = prompt["id"]?.string ?? ""
      var changed = prompt
      if let promotion = reductions[id] {
        changed.reduce(by: promotion["discount_percentage"], until: promotion["end_time"])
      } else if held.contains(id) || prompt.moment("promotion_end_date").map({ $0 <= store.now }) ?? false {
        changed.reduce(by: nil, until: nil)
      }
      if let end = changed.moment("promotion_end_date") { ends.append(end) }
      if changed != prompt { try prompts.put(prompts.touched(changed)) }
    }
    return ends
  }
}

extension JSON.Object {
  /// Puts the terms of a promotion on a prompt, or takes them off.
  fileprivate mutating func reduce(by percentage: JSON?, until end: JSON?) {
    self["on_promotion"] = .bool(percentage != nil)
    self["promotion_percentage"] = percentage ?? 0
    self["promotion_end_date"] = end ?? .null
  }
}
