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
}

/// At most `count` requests of a class in any window of the length `window`.
public struct RateLimit: Sendable, Hashable {
  /// The class it binds.
  public var rate: RateClass
  /// How many requests.
  public var count: Int
  /// In how long.
  public var window: TimeSpan

  /// Declares a limit.
  public init(_ rate: RateClass, _ count: Int, per window: TimeSpan) {
    self.rate = rate
    self.count = count
    self.window = window
  }

  /// Reads `10/1m`, `100/60s` or `10/minute`; nil when the text says neither a count nor a window.
  public init?(_ rate: RateClass, parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), count > 0, parts[0].allSatisfy(\.isNumber) else {
      return nil
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
