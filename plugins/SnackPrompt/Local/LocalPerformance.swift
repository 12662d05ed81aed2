import Sandbox
import Values

/// How one prompt does over time.
enum LocalPerformance {
  private typealias Counts = LocalTraffic.Counts

  /// Sums, trends, prices and readers of a prompt.
  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    let prompt = try call.store.records("prompts").get(call.id)
    let asked = try LocalPeriod(call.query, now: call.store.now).hours
    let weeks = try LocalTraffic.weeks(of: call.id, in: asked, call.store)
    let now = LocalTraffic.hour(call.store.now)
    let range = begun(asked, weeks, now: now)
    var sum = Counts()
    for week in weeks { sum += week.sum(range) }
    var summary = JSON.Object()
    sum.add(to: &summary)
    summary["average_rating"] = prompt["rating"] ?? 0
    var record = prompt.picking(["id", "title"])
    record["summary"] = .object(summary)
    record["trends"] = .array(trends(weeks, range, by: Step(call.query["granularity"]?.string ?? "day")))
    record["price_history"] = .array(try LocalPrices.history(of: prompt, in: call.store))
    record["demographics"] = LocalDemographics.of(call.id)
    return .record(record)
  }

  /// The hours without the time before anything happened and without what is to come.
  private static func begun(_ range: ClosedRange<Int>, _ weeks: [LocalTraffic.Week], now: Int) -> ClosedRange<
    Int
  > {
    let first = weeks.lazy.compactMap { week in
      week.hours.firstIndex { $0 != Counts() }.map { week.start + $0 }
    }.first
    let last = max(range.lowerBound, min(range.upperBound, now))
    let start = range.lowerBound == 0 ? max(0, min(first ?? last, last)) : range.lowerBound
    return start...max(start, last)
  }

  /// The steps of time that trends are told in.
  private enum Step: String {
    case hour, day, week, month

    init(_ name: String) { self = Step(rawValue: name) ?? .day }

    /// When the step begins that has an hour.
    func start(of hour: Int) -> Timestamp {
      let moment = LocalTraffic.moment(hour)
      return switch self {
      case .hour: moment
      case .day: moment.startOfDay
      case .week: LocalTraffic.moment(LocalTraffic.week(of: hour))
      case .month: moment.startOfMonth
      }
    }

    func next(_ start: Timestamp) -> Timestamp {
      switch self {
      case .hour: start + .hours(1)
      case .day: start + .days(1)
      case .week: start + .days(7)
      case .month: start.startOfNextMonth
      }
    }

    func text(_ start: Timestamp) -> String { self == .hour ? start.rfc3339 : start.date }
  }

  private static func trends(_ weeks: [LocalTraffic.Week], _ range: ClosedRange<Int>, by step: Step) -> [JSON]
  {
    var points: [JSON] = []
    var start = step.start(of: range.lowerBound)
    while LocalTraffic.hour(start) <= range.upperBound {
      let next = step.next(start)
      let first = max(range.lowerBound, LocalTraffic.hour(start))
      let last = min(range.upperBound, LocalTraffic.hour(next) - 1)
      var sum = Counts()
      for week in weeks where week.start <= last && week.start + week.hours.count > first {
        sum += week.sum(first...last)
      }
      var point = JSON.Object()
      point["date"] = .string(step.text(start))
      sum.add(to: &point)
      points.append(.object(point))
      start = next
    }
    return points
  }
}
