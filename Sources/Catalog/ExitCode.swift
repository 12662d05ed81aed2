/// The number a command ends with, and what it means to a script.
public enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  case other = 1
  case usage = 2
  case notFound = 3
  case authentication = 4
  case temporary = 5
  case refused = 6
  case partial = 7
  case unfinished = 8
  case notCached = 9
  case timeBudget = 10
  case interrupted = 130

  /// The word for it in error objects.
  public var word: String {
    switch self {
    case .notFound: "not_found"
    case .notCached: "not_cached"
    case .timeBudget: "time_budget"
    default: "\(self)"
    }
  }

  /// One line for people.
  public var meaning: String {
    switch self {
    case .success: "done"
    case .other: "failed for another reason, which the message tells"
    case .usage: "wrong usage, or a value refused before anything was sent"
    case .notFound: "not found"
    case .authentication: "credential missing, expired or refused"
    case .temporary: "network down, rate limit, or the service failed: trying again later may work"
    case .refused: "the service refused the request (400, 403, 409, 422)"
    case .partial: "a part of a batch failed"
    case .unfinished: "unfinished, can be resumed"
    case .notCached: "offline, and the answer is not in the cache"
    case .timeBudget: "the time given with --within is used up"
    case .interrupted: "interrupted"
    }
  }
}
