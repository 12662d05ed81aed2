import Sandbox
import Values

/// The hours that an analysis is about, counted since 1970.
struct LocalPeriod {
  let hours: ClosedRange<Int>

  /// Reads `start_date` and `end_date`, else `period`, else takes all; a plain end date counts whole.
  init(_ query: JSON.Object, now: Timestamp) throws(Refusal) {
    let current = LocalTraffic.hour(now)
    let start = query["start_date"]?.string.flatMap { Timestamp(rfc3339: $0) }
    let end = query["end_date"]?.string.flatMap { Timestamp(rfc3339: $0) }
    guard start != nil || end != nil else {
      self = try LocalPeriod(query["period"]?.string ?? "all", now: now)
      return
    }
    let first = start.map(LocalTraffic.hour) ?? 0
    var last = current
    if let end {
      let isDay = end == end.startOfDay
      last = isDay ? LocalTraffic.hour(end) + 23 : LocalTraffic.hour(end)
    }
    guard first <= last else { throw .invalid("end_date", "must not be before start_date") }
    hours = first...last
  }

  /// Reads `today`, `week`, `month`, `year`, `all` or `last_30_days`; the hour that runs counts.
  init(_ name: String, now: Timestamp) throws(Refusal) {
    let current = LocalTraffic.hour(now)
    let days: Int
    switch name {
    case "today":
      hours = LocalTraffic.hour(now.startOfDay)...current
      return
    case "all":
      hours = 0...max(0, current)
      return
    case "week": days = 7
    case "month": days = 30
    case "year": days = 365
    default:
      let words = name.split(separator: "_")
      guard words.count == 3, words[0] == "last", words[2] == "days", let number = Int(words[1]),
        (1...3650).contains(number)
      else {
        throw .invalid("period", "must be today, week, month, year, all, or such as last_30_days")
      }
      days = number
    }
    hours = (current - days * 24 + 1)...current
  }
}
