import Catalog
import Database
import Values

/// The next slot is kept for the command that someone waits for.
extension Ledger {
  /// Keeps the next free slot of a class for this process, which comes for it within the span. A process that does
  /// not come, because it was stopped or killed, holds nobody up longer.
  func hold(_ key: Key, _ rate: RateClass, for span: TimeSpan) throws {
    let now = clock.uptime()
    try state.transaction {
      try state.execute(
        "DELETE FROM holds WHERE boot <> ? OR until < ?", [.text(clock.bootID), .integer(now)])
      try state.execute(
        """
        INSERT INTO holds (service, credential, rate, owner, boot, until) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET boot = excluded.boot, until = excluded.until
        """,
        [
          .text(key.service), .text(key.credential), .text(rate.name), .text(owner), .text(clock.bootID),
          .integer(now + span.milliseconds),
        ])
    }
  }

  /// Keeps no slot any more.
  func letGo(_ key: Key, _ rate: RateClass) throws {
    try state.execute(
      "DELETE FROM holds WHERE service = ? AND credential = ? AND rate = ? AND owner = ?",
      [.text(key.service), .text(key.credential), .text(rate.name), .text(owner)])
  }

  /// How many slots of a class are kept.
  func held(_ key: Key, _ rate: RateClass, _ now: Int64) throws -> Int {
    try state.first(
      """
      SELECT count(*) FROM holds WHERE service = ? AND credential = ? AND rate = ? AND boot = ? AND until >= ?
      """,
      [.text(key.service), .text(key.credential), .text(rate.name), .text(clock.bootID), .integer(now)]
    ) { Int($0.int(0)) } ?? 0
  }

  /// Whether the slots that are free now are no more than those that are kept.
  func isHeld(_ key: Key, _ limit: RateLimit, _ now: Int64, _ held: Int) throws -> Bool {
    try held >= limit.count || wait(key, limit, now, sparing: held) != nil
  }
}
