import Catalog
import Database
import Values

/// Counts an account's requests in a sliding window.
struct Admission {
  let connection: Connection

  /// Counts a request, or refuses 429 with the time until the window has room; what is refused is not counted.
  func admit(_ limits: [RateLimit], service: String, account: Account, at now: Timestamp) throws {
    guard let longest = limits.map(\.window).max(), let rate = limits.first?.rate else { return }
    let key: [SQLValue] = [.text(account.id), .text("\(service)/\(rate.name)")]
    let waits = try limits.compactMap { try wait(for: $0, key, at: now) }
    if let wait = waits.max() {
      throw Refusal(429, "Too many requests: \(rate.name) is limited", retryAfter: wait)
    }
    try connection.execute(
      "DELETE FROM visit WHERE scope = ? AND class = ? AND at <= ?",
      key + [.integer((now - longest).milliseconds)])
    try connection.execute(
      "INSERT INTO visit (scope, class, at) VALUES (?, ?, ?)", key + [.integer(now.milliseconds)])
  }

  /// How long until the oldest request that fills the window leaves it; nil when there is room.
  private func wait(for limit: RateLimit, _ key: [SQLValue], at now: Timestamp) throws -> TimeSpan? {
    let start = now - limit.window
    let oldest = try connection.first(
      "SELECT at FROM visit WHERE scope = ? AND class = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
      key + [.integer(start.milliseconds), .integer(Int64(limit.count - 1))]
    ) { Timestamp(milliseconds: $0.int(0)) }
    return oldest.map { $0 - start }
  }
}
