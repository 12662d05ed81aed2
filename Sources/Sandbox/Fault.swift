import Values

/// A trouble to make for the requests that match it, as `sp sandbox fail` sets it.
public struct Fault: Sendable, Hashable {
  /// What the client sees.
  public enum Effect: Sendable, Hashable {
    /// This status in the service's envelope.
    case status(Int)
    /// A connection that ends without an answer.
    case drop
    /// The right answer; only `delay` makes the trouble.
    case none
  }

  /// When the trouble comes.
  public enum Moment: String, Sendable, Hashable {
    /// Before anything was done.
    case beforeCommit = "before"
    /// After all was done and kept.
    case afterCommit = "after"
  }

  /// What the client sees.
  public var effect: Effect
  /// When it comes.
  public var moment = Moment.beforeCommit
  /// How long the client waits for it.
  public var delay = TimeSpan.zero
  /// Only requests of this method; nil for any.
  public var method: String?
  /// Only paths of this pattern, where `*` stands for any characters; nil for any. It is held against the
  /// whole path (`/snackprompt/api/v1/prompts`) and against what follows the mount (`/prompts`).
  public var path: String?
  /// Only the matching request of this number, counted from 1; nil for any.
  public var nth: Int?
  /// Only every so many matching requests.
  public var every = 1
  /// How often it happens before it is over; nil without end.
  public var count: Int?
  /// What `Retry-After` says; nil for none.
  public var retryAfter: TimeSpan?

  /// Makes a fault for every request.
  public init(_ effect: Effect) { self.effect = effect }

  /// Whether a request is one of those it is for.
  func concerns(method: String, paths: [String]) -> Bool {
    guard self.method == nil || self.method == method else { return false }
    guard let path else { return true }
    return paths.contains { Fault.matches(path.utf8[...], $0.utf8[...]) }
  }

  /// Whether it happens at the matching request of that number, having happened so often before.
  func happens(at number: Int, after fired: Int) -> Bool {
    if let count, fired >= count { return false }
    if let nth { return number == nth }
    return number % max(every, 1) == 0
  }

  /// Matches greedily and goes back to the last star, which bounds the work by the product of both lengths.
  private static func matches(
    _ pattern: Substring.UTF8View, _ text: Substring.UTF8View
  ) -> Bool {
    var pattern = pattern
    var text = text
    var fallback: (pattern: Substring.UTF8View, text: Substring.UTF8View)?
    while let byte = text.first {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        fallback = (pattern, text)
      } else if pattern.first == byte {
        pattern = pattern.dropFirst()
        text = text.dropFirst()
      } else if let last = fallback {
        pattern = last.pattern
        text = last.text.dropFirst()
        fallback = (last.pattern, text)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
