/// A moment in time to the millisecond, in UTC.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public var milliseconds: Int64

  /// The moment so many milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The moment a UTC calendar and clock show; fields beyond their range carry over.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    let days = CivilDate(year: year, month: month, day: 1).daysSinceEpoch + day - 1
    milliseconds = Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000
  }

  /// What a UTC calendar (Gregorian, also before 1582) and clock show; the milliseconds are left out.
  public var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let date = CivilDate(daysSinceEpoch: day)
    let second = secondOfDay
    return (date.year, date.month, date.day, second / 3600, second / 60 % 60, second % 60)
  }

  /// Days since 1970-01-01, the same for every moment of one UTC day.
  public var day: Int { Int(floorDivide(milliseconds, 86_400_000)) }

  /// The first moment of the UTC day.
  public var startOfDay: Timestamp { Timestamp(milliseconds: Int64(day) * 86_400_000) }

  /// The first moment of the UTC month.
  public var startOfMonth: Timestamp { adding(days: 1 - civil.day).startOfDay }

  /// The first moment of the next UTC month.
  public var startOfNextMonth: Timestamp { startOfMonth.adding(months: 1) }

  /// The form of RFC 3339, as in `rfc3339`.
  public var description: String { rfc3339 }

  var secondOfDay: Int { Int(floorRemainder(milliseconds, 86_400_000) / 1000) }

  var millisecondOfSecond: Int { Int(floorRemainder(milliseconds, 1000)) }

  /// The earlier moment is less.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  /// The moment a span later; stays at the last representable moment rather than overflow.
  public static func + (moment: Timestamp, span: TimeSpan) -> Timestamp {
    Timestamp(milliseconds: moment.milliseconds.saturatingAdd(span.milliseconds))
  }

  /// The moment a span earlier; stays at the first representable moment rather than overflow.
  public static func - (moment: Timestamp, span: TimeSpan) -> Timestamp {
    Timestamp(milliseconds: moment.milliseconds.saturatingSubtract(span.milliseconds))
  }

  /// The span from the second moment to the first.
  public static func - (end: Timestamp, start: Timestamp) -> TimeSpan {
    TimeSpan(milliseconds: end.milliseconds.saturatingSubtract(start.milliseconds))
  }

  /// The same time of day so many calendar years, months and days later; a day the month does not have
  /// becomes its last, so a month after 31 January is 28 or 29 February.
  public func adding(years: Int = 0, months: Int = 0, days: Int = 0) -> Timestamp {
    let date = CivilDate(daysSinceEpoch: day)
    let month = date.month - 1 + months + 12 * years
    let first = CivilDate(
      year: date.year + floorDivide(month, 12), month: floorRemainder(month, 12) + 1, day: 1)
    let day = first.daysSinceEpoch + min(date.day, first.daysInMonth) - 1 + days
    return Timestamp(milliseconds: Int64(day) * 86_400_000 + floorRemainder(milliseconds, 86_400_000))
  }
}
