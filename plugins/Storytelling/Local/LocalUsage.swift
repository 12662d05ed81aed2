import Catalog
import Sandbox
import Values

/// What was asked, and `GET /usage`, which adds it up.
enum LocalUsage {
  /// One request.
  static let entries = Resource(
    "usage_entries", singular: "usage_entry", label: "endpoint", created: "at", columns: ["at", "endpoint"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("endpoint", .text, "Path"),
      .field("succeeded", .boolean, "Whether it succeeded"),
      .field("input", .integer, "Tokens read"),
      .field("output", .integer, "Tokens written"),
      .field("latency", .integer, "Time to the answer", unit: "ms"),
      .field("at", .timestamp, "When"),
    ])

  /// Notes a request that counted; one over the limit does not.
  @Sendable static func note(_ asked: Asked, _ store: Store) throws(Refusal) {
    guard asked.status != 429 else { return }
    let tokens = asked.payload?.value(at: "metadata.tokensUsed")
    let read = WrittenText.tokens(in: asked.body)
    let written = asked.payload.map { WrittenText.tokens(in: $0.text()) }
    try put(
      Entry(
        endpoint: endpoint(asked.endpoint), succeeded: asked.status < 400,
        input: tokens?["input"]?.int ?? read, output: tokens?["output"]?.int ?? written ?? 0,
        latency: Int(asked.latency.milliseconds), at: store.now), in: store)
  }

  /// One request, before it is stored.
  struct Entry {
    var endpoint: String
    var succeeded: Bool
    var input: Int
    var output: Int
    var latency: Int
    var at: Timestamp
  }

  /// Stores a request; `counted` counts it against the month too, as a request that came would be.
  static func put(_ entry: Entry, in store: Store, counted: Bool = false) throws(Refusal) {
    if counted { try store.count(.monthly, at: entry.at) }
    var record = JSON.Object()
    record["id"] = .string("usage-\(try store.next("usage"))")
    record["endpoint"] = .string(entry.endpoint)
    record["succeeded"] = .bool(entry.succeeded)
    record["input"] = .number(.init(entry.input))
    record["output"] = .number(.init(entry.output))
    record["latency"] = .number(.init(entry.latency))
    record["at"] = .string(entry.at.rfc3339)
    try store.records("usage_entries").put(record)
  }

  /// The path that a request counts under: a voice under the voices.
  private static func endpoint(_ row: Endpoint) -> String {
    "/" + (row.path.split(separator: "/").first.map(String.init) ?? "")
  }

  // MARK: Adding up

  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    let (start, end) = try span(call)
    let found = try call.store.records("usage_entries").all(where: "at", from: start, to: end)
    var sums = Sums()
    for record in found { sums.add(record) }
    if start <= call.store.now && call.store.now <= end { sums.addThis(at: call.store.now) }
    var shown = JSON.Object()
    shown["period"] = ["start": .string(start.exact), "end": .string(end.exact)]
    shown["summary"] = sums.summary
    shown["byEndpoint"] = .object(sums.byEndpoint)
    shown["byDay"] = .array(sums.byDay)
    shown["limits"] = limits(call)
    return .record(shown)
  }

  /// The limit as the answer's headers tell it too.
  private static func limits(_ call: Call) -> JSON {
    guard let usage = call.usage else {
      return [
        "monthly": nil, "used": nil, "remaining": nil,
        "resetAt": .string(call.store.now.startOfNextMonth.exact),
      ]
    }
    return [
      "monthly": .number(.init(usage.limit)), "used": .number(.init(usage.used)),
      "remaining": .number(.init(max(0, usage.limit - usage.used))), "resetAt": .string(usage.resets.exact),
    ]
  }

  /// The dates asked for, else the period around the one that is given or around now; a last day counts whole.
  private static func span(_ call: Call) throws(Refusal) -> (Timestamp, Timestamp) {
    let given = ["endDate", "startDate"].lazy.compactMap { name in
      call.queryText(name).flatMap { Timestamp(rfc3339: $0) }
    }
    var (start, end) = period(
      call.query["period"]?.string ?? "month", around: given.first ?? call.store.now)
    if let text = call.queryText("startDate"), let moment = Timestamp(rfc3339: text) { start = moment }
    if let text = call.queryText("endDate"), let moment = Timestamp(rfc3339: text) {
      end = text.count == 10 ? moment.adding(days: 1) - .seconds(1) : moment
    }
    guard start <= end else { throw .invalid("endDate", "must not be before startDate") }
    return (start, end)
  }

  /// The day, the week from Monday, the month or the year of a moment, to its last second.
  private static func period(_ name: String, around now: Timestamp) -> (Timestamp, Timestamp) {
    let day = now.startOfDay
    let start: Timestamp
    let next: Timestamp
    switch name {
    case "day": (start, next) = (day, day.adding(days: 1))
    case "week":
      // Day 0 of the calendar was a Thursday.
      start = day.adding(days: -((day.day + 3) % 7))
      next = start.adding(days: 7)
    case "year":
      start = Timestamp(year: now.civil.year, month: 1, day: 1)
      next = start.adding(years: 1)
    default: (start, next) = (now.startOfMonth, now.startOfNextMonth)
    }
    return (start, next - .seconds(1))
  }
}

/// Requests added up.
private struct Sums {
  private struct Sum {
    var requests = 0
    var tokens = 0
    var json: JSON { ["requests": .number(.init(requests)), "tokens": .number(.init(tokens))] }
  }

  private var all = Sum()
  private var failed = 0
  private var input = 0
  private var output = 0
  private var latency = 0
  private var timed = 0
  private var endpoints: [String: Sum] = [:]
  private var days: [String: Sum] = [:]

  mutating func add(_ record: JSON.Object) {
    let read = record["input"]?.int ?? 0
    let written = record["output"]?.int ?? 0
    input += read
    output += written
    latency += record["latency"]?.int ?? 0
    timed += 1
    if record["succeeded"] == false { failed += 1 }
    count(record["endpoint"]?.string ?? "", String((record["at"]?.string ?? "").prefix(10)), read + written)
  }

  /// Counts the request that asks.
  mutating func addThis(at now: Timestamp) { count("/usage", now.date, 0) }

  private mutating func count(_ endpoint: String, _ day: String, _ tokens: Int) {
    all.requests += 1
    all.tokens += tokens
    endpoints[endpoint, default: Sum()].requests += 1
    endpoints[endpoint, default: Sum()].tokens += tokens
    days[day, default: Sum()].requests += 1
    days[day, default: Sum()].tokens += tokens
  }

  var summary: JSON {
    [
      "totalRequests": .number(.init(all.requests)),
      "successfulRequests": .number(.init(all.requests - failed)),
      "failedRequests": .number(.init(failed)),
      "totalTokens": .number(.init(all.tokens)),
      "tokensInput": .number(.init(input)),
      "tokensOutput": .number(.init(output)),
      "avgLatencyMs": .number(.init(timed == 0 ? 0 : latency / timed)),
    ]
  }

  var byEndpoint: JSON.Object {
    JSON.Object(unique: endpoints.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value.json) })
  }

  var byDay: [JSON] {
    days.sorted { $0.key < $1.key }.map { day, sum in
      ["date": .string(day), "requests": .number(.init(sum.requests)), "tokens": .number(.init(sum.tokens))]
    }
  }
}
