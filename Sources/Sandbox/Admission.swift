import Catalog
import Database
import Values

/// Counts an account's requests: in a sliding window, or in the month.
struct Admission {
  let connection: Connection
  let service: String
  let account: Account
  let now: Timestamp

  /// Counts a request; where the limits are enforced, refuses 429 with the time until there is room, and what is
  /// refused is not counted. Returns how much of the tightest limit is used then; nil without any.
  func admit(_ limits: [RateLimit], isEnforced: Bool) throws -> Refusal.Usage? {
    guard let rate = limits.first?.rate else { return nil }
    let start = limits.map { $0.start(at: now) }.min() ?? now
    let key = key(rate)
    var usages = try limits.map { try usage(of: $0) }
    if isEnforced, let full = usages.filter({ $0.used >= $0.limit }).max(by: { $0.resets < $1.resets }) {
      throw tooMany(full, rate)
    }
    try connection.execute(
      "DELETE FROM visit WHERE scope = ? AND class = ? AND at <= ?", key + [.integer(start.milliseconds)])
    try count(rate)
    for index in usages.indices { usages[index].used += 1 }
    return usages.min { $0.limit - $0.used < $1.limit - $1.used }
  }

  /// Counts a request of a class.
  func count(_ rate: RateClass) throws {
    try connection.execute(
      "INSERT INTO visit (scope, class, at) VALUES (?, ?, ?)", key(rate) + [.integer(now.milliseconds)])
  }

  /// How much of a limit is used, and when a request has room again: when the one that fills the window leaves it.
  func usage(of limit: RateLimit) throws -> Refusal.Usage {
    let start = limit.start(at: now)
    let key = key(limit.rate) + [.integer(start.milliseconds)]
    let used = try connection.first(
      "SELECT count(*) FROM visit WHERE scope = ? AND class = ? AND at > ?", key
    ) { Int($0.int(0)) }
    guard limit.reset == .sliding else {
      return Refusal.Usage(limit: limit.count, used: used ?? 0, resets: now.startOfNextMonth)
    }
    let filling = try connection.first(
      "SELECT at FROM visit WHERE scope = ? AND class = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
      key + [.integer(Int64(limit.count - 1))]
    ) { Timestamp(milliseconds: $0.int(0)) }
    return Refusal.Usage(limit: limit.count, used: used ?? 0, resets: (filling ?? now) + limit.window)
  }

  private func key(_ rate: RateClass) -> [SQLValue] {
    [.text(account.id), .text("\(service)/\(rate.name)")]
  }

  private func tooMany(_ usage: Refusal.Usage, _ rate: RateClass) -> Refusal {
    var refusal = Refusal.standard(
      429, "Too many requests: \(rate.name) is limited", retryAfter: usage.resets - now)
    refusal.usage = usage
    return refusal
  }
}

extension RateLimit {
  /// The moment after which requests count at another.
  func start(at now: Timestamp) -> Timestamp {
    switch reset {
    case .sliding: now - window
    case .monthly: now.startOfMonth - TimeSpan(milliseconds: 1)
    }
  }
}
