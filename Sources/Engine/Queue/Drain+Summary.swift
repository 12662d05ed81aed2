import Catalog
import Values

extension Drain {
  /// What a drain did.
  public struct Summary: Sendable {
    /// Writes the service has now.
    public var confirmed = 0
    /// Writes the service refused.
    public var rejected: Int { refused.count }
    /// Why it ended before the queue was empty; nil when it is empty.
    public var stopped: Failure?
    /// How many requests in a row failed for reasons that may pass.
    var troubles = 0
    /// The numbers of the writes the service refused.
    var refused: [Int64] = []

    /// Nothing done yet.
    public init() {}

    /// Why a command that leaves so many writes undone does not end well; nil when it does.
    public func failure(left: Int) -> Failure? {
      if var stopped {
        let resume = "sp queue run goes on with the \(left) that are left"
        switch stopped.kind {
        case .timeBudget, .interrupted: stopped.hint = resume
        case .authentication, .usage: stopped.hint = stopped.hint.map { "\($0); then \(resume)" } ?? resume
        case .temporary where stopped.code == RateGate.refused: break
        default:
          stopped.kind = .unfinished
          stopped.hint = resume
        }
        return stopped
      }
      guard left > 0 else { return nil }
      return Failure(
        .unfinished, "\(left == 1 ? "1 write waits" : "\(left) writes wait") for a decision",
        code: "unfinished", hint: "sp queue list shows what to decide")
    }
  }
}
