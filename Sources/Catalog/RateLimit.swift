import Values

/// A named group of requests that share a limit; every service has its own names.
public struct RateClass: Sendable, Hashable {
  /// The word in `sp limits` and in the configuration.
  public let name: String

  /// Names a class.
  public init(_ name: String) { self.name = name }

  /// Reading.
  public static let read = RateClass("read")
  /// Writing.
  public static let write = RateClass("write")
  /// Without a limit.
  public static let unlimited = RateClass("-")
}

/// At most `count` requests of a class in any window of the length `window`, or in any month.
public struct RateLimit: Sendable, Hashable {
  /// When what was counted is forgotten.
  public enum Reset: Sendable, Hashable {
    /// Each request a window after it was answered.
    case sliding
    /// All on the first of the next month, UTC; the window is then the longest month.
    case monthly
  }

  /// The class it binds.
  public var rate: RateClass
  /// How many requests; `unlimited` for any number.
  public var count: Int
  /// In how long.
  public var window: TimeSpan
  /// When what was counted is forgotten.
  public var reset = Reset.sliding

  /// More than anyone can send.
  public static let unlimited = 1_000_000_000

  /// Declares a limit.
  public init(_ rate: RateClass, _ count: Int, per window: TimeSpan) {
    self.rate = rate
    self.count = count
    self.window = window
  }

  /// Declares a limit for each month of the calendar.
  public static func monthly(_ rate: RateClass, _ count: Int) -> RateLimit {
    var made = RateLimit(rate, count, per: .days(31))
    made.reset = .monthly
    return made
  }

  /// Whether any number of requests may be sent.
  public var isUnlimited: Bool { count >= RateLimit.unlimited }

  /// `10/1m`, or `1000/month`: what `init(_:parsing:)` reads; `unlimited` where there is no limit.
  public var text: String {
    if isUnlimited { return "unlimited" }
    let span = reset == .monthly ? "month" : window.text.split(separator: " ").joined()
    return "\(count)/\(span)"
  }

  /// Reads `10/1m`, `100/60s`, `10/minute` or `1000/month`; nil when the text says neither a count nor a window.
  public init?(_ rate: RateClass, parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), count > 0, parts[0].allSatisfy(\.isNumber) else {
      return nil
    }
    if parts[1] == "month" {
      self = .monthly(rate, count)
      return
    }
    let words = ["second": "1s", "minute": "1m", "hour": "1h", "day": "1d"]
    guard let window = TimeSpan(words[String(parts[1])] ?? String(parts[1])), window.milliseconds > 0 else {
      return nil
    }
    self.init(rate, count, per: window)
  }
}

/// Where an answer says when the next request may come.
public enum RetryHint: Sendable, Hashable {
  /// A header with seconds or an HTTP date.
  case header(String)
  /// A header with seconds since 1970.
  case epochHeader(String)
  /// A number of seconds in the body, at a path.
  case bodySeconds(String)
  /// A moment in the body, at a path.
  case bodyTimestamp(String)
}

/// The header fields that tell how much of a limit is left.
public struct RateHeaders: Sendable, Hashable {
  /// How many requests the window allows.
  public var limit: String
  /// How many of them are left.
  public var remaining: String
  /// When there are all again, in seconds since 1970.
  public var reset: String
  /// Whether a success without them is that of an account without a limit.
  public var absentWithoutLimit: Bool

  /// Names the fields.
  public init(limit: String, remaining: String, reset: String, absentWithoutLimit: Bool = false) {
    self.limit = limit
    self.remaining = remaining
    self.reset = reset
    self.absentWithoutLimit = absentWithoutLimit
  }

  /// `X-RateLimit-Limit`, `X-RateLimit-Remaining` and `X-RateLimit-Reset`.
  public static let common = RateHeaders(
    limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset")

  /// The same, sent to accounts that have a limit alone.
  public static let commonWhereLimited = RateHeaders(
    limit: common.limit, remaining: common.remaining, reset: common.reset, absentWithoutLimit: true)
}
