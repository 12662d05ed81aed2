import Catalog
import Database
import Values

/// Limits of the calendar month, UTC: counted by the wall clock, so that neither a reboot nor a long sleep forgets them.
extension Ledger {
  /// How much later than here the month may begin at the service.
  private static let monthMargin = TimeSpan.seconds(1)

  /// How many requests of a class were sent this month.
  func usedThisMonth(_ key: Key, _ rate: RateClass) throws -> Int {
    try state.first(
      "SELECT used FROM months WHERE service = ? AND credential = ? AND rate = ? AND month = ?",
      keyed(key, rate) + [.text(month)]
    ) { Int($0.int(0)) } ?? 0
  }

  /// Counts a request of this month.
  func spend(_ key: Key, _ rate: RateClass) throws {
    try setUsed(try usedThisMonth(key, rate) + 1, key, rate)
  }

  /// Takes back a request that was counted and not sent.
  func refund(_ key: Key, _ rate: RateClass) throws {
    let used = try usedThisMonth(key, rate)
    if used > 0 { try setUsed(used - 1, key, rate) }
  }

  /// Sets how many requests were sent this month.
  func setUsed(_ used: Int, _ key: Key, _ rate: RateClass) throws {
    try state.execute(
      """
      INSERT INTO months (service, credential, rate, month, used) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET month = excluded.month, used = excluded.used
      """, keyed(key, rate) + [.text(month), .integer(Int64(used))])
  }

  /// How long until the next month, where this one is used up; with `sparing`, but for so many.
  func monthWait(_ key: Key, _ limit: RateLimit, sparing others: Int = 0) throws -> TimeSpan? {
    guard try usedThisMonth(key, limit.rate) >= limit.count - others else { return nil }
    return clock.now().startOfNextMonth - clock.now() + Ledger.monthMargin
  }

  /// The month of now, as `2026-02`.
  private var month: String { String(clock.now().date.prefix(7)) }

  func keyed(_ key: Key, _ rate: RateClass) -> [SQLValue] {
    [.text(key.service), .text(key.credential), .text(rate.name)]
  }
}
