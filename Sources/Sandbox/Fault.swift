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
    return paths.contains { Wildcard.matches(path, $0) }
  }

  /// Whether it happens at the matching request of that number, having happened so often before.
  func happens(at number: Int, after fired: Int) -> Bool {
    if let count, fired >= count { return false }
    if let nth { return number == nth }
    return number % max(every, 1) == 0
  }
}
