import Sandbox
import Values

/// The rules of promotions: whom they make cheaper, when, and what came of it.
enum LocalPromotions {
  /// A new promotion; it begins and ends by the clock.
  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    .record(try shown(try create(call.body, in: call.store), in: call.store))
  }

  static func create(_ body: JSON.Object, in store: Store) throws(Refusal) -> JSON.Object {
    let promotions = try store.records("promotions")
    var promotion = try promotions.draft(from: body)
    promotion["status"] = "scheduled"
    try keep(&promotion, in: store)
    return promotion
  }

  /// Changes what is given; one that was called off stays so.
  @Sendable static func update(_ call: Call) throws(Refusal) -> Answer {
    let promotions = try call.records()
    let old = try promotions.get(call.id)
    guard old["status"] != "cancelled" else { throw .conflict("The promotion \(call.id) is cancelled") }
    var promotion = promotions.merged(call.body, into: old)
    try keep(&promotion, in: call.store)
    return .record(try shown(promotion, in: call.store))
  }

  /// Calls a promotion off that has not ended.
  @Sendable static func cancel(_ call: Call) throws(Refusal) -> Answer {
    let promotions = try call.records()
    var promotion = try promotions.get(call.id)
    let status = promotion["status"]?.string ?? ""
    guard ["scheduled", "active"].contains(status) else {
      throw .conflict("The promotion \(call.id) is \(status) already")
    }
    promotion["status"] = "cancelled"
    promotion["cancelled_at"] = .string(call.store.now.rfc3339)
    try promotions.put(promotions.touched(promotion))
    try LocalSchedule.run(call.store)
    return .record(promotion.picking(["id", "status", "cancelled_at"]))
  }

  /// One promotion with its prompts and what came of it.
  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    .record(try shown(try call.records().get(call.id), in: call.store))
  }

  private static func keep(_ promotion: inout JSON.Object, in store: Store) throws(Refusal) {
    guard let start = promotion.moment("start_time"), let end = promotion.moment("end_time"), start < end
    else {
      throw .invalid("end_time", "must be after start_time")
    }
    let ids = (promotion["prompt_ids"]?.array ?? []).compactMap(\.string)
    let prompts = try store.records("prompts")
    var missing: [String] = []
    for id in ids where try prompts.find(id) == nil { missing.append(id) }
    guard missing.isEmpty else {
      throw .invalid("prompt_ids", "has ids of no prompt: \(missing.joined(separator: ", "))")
    }
    var seen: Set<String> = []
    let unique = ids.filter { seen.insert($0).inserted }
    guard !unique.isEmpty else { throw .invalid("prompt_ids", "must name a prompt") }
    promotion["prompt_ids"] = .array(unique.map(JSON.string))
    promotion["prompts_count"] = .number(.init(unique.count))
    promotion["status"] = .string(status(of: promotion, at: store.now))
    try store.records("promotions").put(promotion)
    try LocalSchedule.run(store)
  }

  /// What a promotion is at a moment.
  static func status(of promotion: JSON.Object, at now: Timestamp) -> String {
    if promotion["status"] == "cancelled" { return "cancelled" }
    guard let start = promotion.moment("start_time"), let end = promotion.moment("end_time") else {
      return "scheduled"
    }
    return now < start ? "scheduled" : now < end ? "active" : "expired"
  }

  private static func shown(_ promotion: JSON.Object, in store: Store) throws(Refusal) -> JSON.Object {
    let prompts = try store.records("prompts")
    let percentage = promotion["discount_percentage"]?.double ?? 0
    var members: [JSON] = []
    for id in (promotion["prompt_ids"]?.array ?? []).compactMap(\.string) {
      guard let prompt = try prompts.find(id) else { continue }
      let price = prompt["price"]?.double ?? 0
      members.append([
        "id": .string(id), "title": prompt["title"] ?? .null, "original_price": prompt["price"] ?? 0,
        "discounted_price": .decimal(LocalActs.reduced(price, by: percentage), digits: 2),
      ])
    }
    var shown = promotion
    shown["prompts"] = .array(members)
    shown["performance"] = try performance(promotion, in: store)
    shown["cancelled_at"] = nil
    return shown
  }

  /// What was viewed and sold while it lasts, and in as long a time before; an hour that it shares counts for it.
  private static func performance(_ promotion: JSON.Object, in store: Store) throws(Refusal) -> JSON {
    var before = LocalTraffic.Counts()
    var during = LocalTraffic.Counts()
    let ends = [promotion.moment("end_time"), promotion.moment("cancelled_at")].compactMap(\.self)
    if let start = promotion.moment("start_time"), let end = ends.min(), start <= store.now, start < end {
      let first = LocalTraffic.hour(start)
      let last = LocalTraffic.hour(min(store.now, end - TimeSpan(milliseconds: 1)))
      let earlier = (2 * first - last - 1)...(first - 1)
      for id in (promotion["prompt_ids"]?.array ?? []).compactMap(\.string) {
        for week in try LocalTraffic.weeks(of: id, in: earlier.lowerBound...last, store) {
          before += week.sum(earlier)
          during += week.sum(first...last)
        }
      }
    }
    return [
      "views_before": .number(.init(before.views)), "views_during": .number(.init(during.views)),
      "sales_before": .number(.init(before.sales)), "sales_during": .number(.init(during.sales)),
      "revenue_before": before.revenue, "revenue_during": during.revenue,
      "conversion_rate_before": before.conversion, "conversion_rate_during": during.conversion,
    ]
  }
}

extension JSON.Object {
  /// The moment under a name.
  func moment(_ name: String) -> Timestamp? { self[name]?.string.flatMap { Timestamp(rfc3339: $0) } }
}
