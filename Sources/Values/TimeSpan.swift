/// A length of time to the millisecond; arithmetic stays at the limits rather than overflow.
public struct TimeSpan: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The length in milliseconds.
  public var milliseconds: Int64

  /// So many milliseconds.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// So many milliseconds.
  public static func milliseconds(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: Int64(count)) }
  /// So many seconds.
  public static func seconds(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: 1000) * count }
  /// So many minutes.
  public static func minutes(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: 60_000) * count }
  /// So many hours.
  public static func hours(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: 3_600_000) * count }
  /// So many days of 24 hours.
  public static func days(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: 86_400_000) * count }
  /// No time.
  public static let zero = TimeSpan(milliseconds: 0)

  /// The length in seconds, with its fraction.
  public var seconds: Double { Double(milliseconds) / 1000 }

  /// The text for people, as in `text`.
  public var description: String { text }

  /// The shorter is less.
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.milliseconds < b.milliseconds }
  /// Both together.
  public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    TimeSpan(milliseconds: a.milliseconds.saturatingAdd(b.milliseconds))
  }
  /// What is left of the first.
  public static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan {
    TimeSpan(milliseconds: a.milliseconds.saturatingSubtract(b.milliseconds))
  }
  /// So many times as long.
  public static func * (span: TimeSpan, count: Int) -> TimeSpan {
    TimeSpan(milliseconds: span.milliseconds.saturatingMultiply(Int64(count)))
  }
}
