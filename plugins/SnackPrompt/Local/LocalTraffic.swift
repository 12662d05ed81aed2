import Catalog
import Sandbox
import Values

/// What was viewed and sold, hour by hour: one record for each prompt and week, so that months are read at once.
enum LocalTraffic {
  /// Views and sales of a prompt in some time.
  struct Counts: Hashable {
    var views = 0
    var sales = 0
    /// What was earned, in hundredths.
    var cents = 0

    static func += (sum: inout Counts, more: Counts) {
      sum.views += more.views
      sum.sales += more.sales
      sum.cents += more.cents
    }
  }

  /// A week of a prompt, from Monday, with its hours.
  struct Week {
    var prompt: String
    /// The first hour, counted since 1970.
    var start: Int
    var hours: [Counts]
  }

  static let hoursPerWeek = 168

  static let resource = Resource(
    "traffic", singular: "traffic_week", label: "id", columns: ["id", "prompt_id", "week"],
    fields: [
      .field("id", .text, "Prompt and week"),
      .field("prompt_id", .text, "Prompt"),
      .field("week", .text, "Its Monday"),
      .field("views", .list, "Views of each hour"),
      .field("sales", .list, "Hours with sales: the hour, the number, the hundredths earned"),
    ])

  /// The hour of a moment, counted since 1970.
  static func hour(_ moment: Timestamp) -> Int {
    let span = moment.milliseconds
    return Int(span >= 0 ? span / 3_600_000 : (span - 3_599_999) / 3_600_000)
  }

  /// When an hour begins.
  static func moment(_ hour: Int) -> Timestamp { Timestamp(milliseconds: Int64(hour) * 3_600_000) }

  /// The first hour of the week that has an hour: 1970 began on a Thursday.
  static func week(of hour: Int) -> Int {
    let sinceMonday = (hour + 72) % hoursPerWeek
    return hour - (sinceMonday < 0 ? sinceMonday + hoursPerWeek : sinceMonday)
  }

  /// The weeks of all prompts, or of one, that touch the hours.
  static func weeks(
    of prompt: String? = nil, in hours: ClosedRange<Int>, _ store: Store
  ) throws(Refusal) -> [Week] {
    let records = try store.records(resource.name)
    let first = week(of: hours.lowerBound)
    if let prompt {
      return try records.all(where: "prompt_id", is: prompt).compactMap(read)
        .filter { $0.start >= first && $0.start <= hours.upperBound }.sorted { $0.start < $1.start }
    }
    return try records.all(where: "week", from: moment(first), to: moment(hours.upperBound)).compactMap(read)
  }

  /// Adds to an hour; nothing sinks below zero.
  static func add(_ counts: Counts, to prompt: String, at moment: Timestamp, in store: Store) throws(Refusal)
  {
    let hour = hour(moment)
    let start = week(of: hour)
    let found = try store.records(resource.name).find(id(prompt, start)).flatMap(read)
    var week =
      found ?? Week(prompt: prompt, start: start, hours: .init(repeating: Counts(), count: hoursPerWeek))
    var sum = week.hours[hour - start]
    sum += counts
    week.hours[hour - start] = Counts(
      views: max(0, sum.views), sales: max(0, sum.sales), cents: max(0, sum.cents))
    try put(week, in: store)
  }

  /// Stores a week in place of the one that was there.
  static func put(_ week: Week, in store: Store) throws(Refusal) {
    var record = JSON.Object()
    record["id"] = .string(id(week.prompt, week.start))
    record["prompt_id"] = .string(week.prompt)
    record["week"] = .string(moment(week.start).rfc3339)
    record["views"] = .array(week.hours.map { .number(.init($0.views)) })
    record["sales"] = .array(
      week.hours.enumerated().filter { $1.sales != 0 || $1.cents != 0 }.map { hour, counts in
        .array([hour, counts.sales, counts.cents].map { .number(.init($0)) })
      })
    try store.records(resource.name).put(record)
  }

  private static func id(_ prompt: String, _ week: Int) -> String { "\(prompt)@\(moment(week).date)" }

  private static func read(_ record: JSON.Object) -> Week? {
    guard let prompt = record["prompt_id"]?.string,
      let start = record["week"]?.string.flatMap({ Timestamp(rfc3339: $0) })
    else { return nil }
    var hours = (record["views"]?.array ?? []).prefix(hoursPerWeek).map { Counts(views: $0.int ?? 0) }
    hours += Array(repeating: Counts(), count: hoursPerWeek - hours.count)
    for sale in record["sales"]?.array ?? [] {
      guard let index = sale[0]?.int, hours.indices.contains(index) else { continue }
      hours[index].sales = sale[1]?.int ?? 0
      hours[index].cents = sale[2]?.int ?? 0
    }
    return Week(prompt: prompt, start: hour(start), hours: hours)
  }
}

extension LocalTraffic.Week {
  /// What there was in those hours of the week.
  func sum(_ range: ClosedRange<Int>) -> LocalTraffic.Counts {
    var sum = LocalTraffic.Counts()
    let first = max(range.lowerBound, start)
    let last = min(range.upperBound, start + hours.count - 1)
    guard first <= last else { return sum }
    for hour in first...last { sum += hours[hour - start] }
    return sum
  }
}

extension LocalTraffic.Counts {
  /// Sales for each view, to four digits.
  var conversion: JSON { .decimal(views > 0 ? Double(sales) / Double(views) : 0, digits: 4) }

  /// What was earned.
  var revenue: JSON { .decimal(Double(cents) / 100, digits: 2) }

  /// The members that every answer has of counts.
  func add(to object: inout JSON.Object) {
    object["views"] = .number(.init(views))
    object["sales"] = .number(.init(sales))
    object["revenue"] = revenue
    object["conversion_rate"] = conversion
  }
}

extension JSON {
  /// A number to so many digits behind the point.
  static func decimal(_ value: Double, digits: Int) -> JSON {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return Number((value * scale).rounded() / scale).map(JSON.number) ?? 0
  }
}
