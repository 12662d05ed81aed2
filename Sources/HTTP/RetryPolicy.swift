import Values

/// When a request is sent again, and after how long: three attempts, full jitter, 50 ms doubling to 20 s, one
/// second doubling where the service asks for less.
public struct RetryPolicy: Sendable, Hashable {
  /// How often a request is sent at most.
  public var attempts: Int
  /// The longest wait that a service may ask for; longer ones end the command with the time to come back.
  public var longestWait: TimeSpan
  /// The longest wait of our own choice.
  public var longestDelay: TimeSpan

  /// A policy; bulk work has 8 attempts and waits a day where a service says so.
  public init(
    attempts: Int = 3, longestWait: TimeSpan = .seconds(60), longestDelay: TimeSpan = .seconds(20)
  ) {
    self.attempts = attempts
    self.longestWait = longestWait
    self.longestDelay = longestDelay
  }

  /// What a service's own words in an answer's body mean.
  public enum Envelope: Sendable {
    /// The body is not in the service's error form: a proxy or a gateway may have written it.
    case absent
    /// The service itself says that it refused.
    case error
    /// The service says that the first request with this key is still at work.
    case inProgress
  }

  /// What came of one attempt.
  public enum Outcome: Sendable {
    /// No usable answer.
    case failed(TransportError)
    /// An answer, with the wait that it asks for in whichever spelling the service has.
    case answered(Response, retryAfter: TimeSpan?, envelope: Envelope = .absent)
  }

  /// What to do next.
  public enum Decision: Sendable, Hashable {
    /// Nothing: the outcome stands.
    case stop
    /// Send again after a wait, if the budget has the cost.
    case retry(after: TimeSpan, cost: Int)
  }

  /// Decides after attempt number `attempt`, counted from 1.
  ///
  /// `isReplayable` is as in `Request`; `random` is uniform in 0..<1.
  public func decision(
    attempt: Int, outcome: Outcome, isReplayable: Bool, random: Double
  ) -> Decision {
    guard attempt < attempts else { return .stop }
    switch outcome {
    case .failed(let error):
      guard RetryPolicy.mayRepeat(error, isReplayable) else { return .stop }
      return .retry(after: delay(attempt, base: 50, random), cost: RetryBudget.transientCost)
    case .answered(let response, let asked, let envelope):
      guard mayRepeat(response.status, asked != nil, envelope, isReplayable) else { return .stop }
      if let asked, asked > longestWait { return .stop }
      let isThrottled = response.status == .tooManyRequests || asked != nil
      let own = delay(attempt, base: isThrottled ? 1000 : 50, random)
      return .retry(
        after: max(own, asked.map { jittered($0, random) } ?? own),
        cost: isThrottled ? RetryBudget.throttledCost : RetryBudget.transientCost)
    }
  }

  private func delay(_ attempt: Int, base: Int64, _ random: Double) -> TimeSpan {
    let doubled = base << Int64(min(attempt - 1, 30))
    return TimeSpan(milliseconds: Int64(random * Double(min(longestDelay.milliseconds, doubled))))
  }

  /// Up to a tenth longer, so that those who were told the same moment do not all come at it.
  private func jittered(_ asked: TimeSpan, _ random: Double) -> TimeSpan {
    asked + TimeSpan(milliseconds: Int64(random * 0.1 * Double(asked.milliseconds)))
  }

  private static func mayRepeat(_ error: TransportError, _ isReplayable: Bool) -> Bool {
    switch error.reason {
    case .resolve, .connect, .tls, .timeout, .dropped: error.sent == .no || isReplayable
    case .untrusted, .proxy, .tooLarge, .malformed, .unwanted, .interrupted, .invalidRequest, .unavailable,
      .other:
      false
    }
  }

  private func mayRepeat(
    _ status: Status, _ asks: Bool, _ envelope: Envelope, _ isReplayable: Bool
  ) -> Bool {
    switch status.code {
    case 408, 425, 429: true
    case 409: isReplayable && envelope == .inProgress
    case 503: isReplayable || asks && envelope == .error
    case 500, 502, 504: isReplayable
    default: false
    }
  }
}
