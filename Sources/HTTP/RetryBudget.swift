/// Tokens that retries spend, one budget a host and process: when a service is down for long, its
/// clients soon stop adding to its load.
public struct RetryBudget: Sendable, Hashable {
  /// What a retry after a failure costs.
  public static let transientCost = 14
  /// What a retry costs that the service asked for.
  public static let throttledCost = 5
  /// Tokens to begin with, and at most.
  public static let capacity = 500

  private var tokens: [String: Int] = [:]

  /// A full budget for every host.
  public init() {}

  /// What is left for an origin (`Address.origin`).
  public func remaining(_ origin: String) -> Int { tokens[origin] ?? RetryBudget.capacity }

  /// Takes the cost of a retry; false where it is not there, and the retry must not be made.
  public mutating func spend(_ cost: Int, on origin: String) -> Bool {
    let left = remaining(origin) - cost
    guard left >= 0 else { return false }
    tokens[origin] = left
    return true
  }

  /// A request has succeeded: gives back what its retries cost, or one token where there were none.
  public mutating func succeed(on origin: String, spent: Int) {
    tokens[origin] = min(RetryBudget.capacity, remaining(origin) + max(spent, 1))
  }
}
