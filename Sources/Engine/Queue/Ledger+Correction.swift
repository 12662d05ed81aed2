import Catalog
import Database
import HTTP
import Values

/// What an answer tells of a limit.
struct RateReading: Sendable, Hashable {
  /// How many requests there may be.
  var limit: Int
  /// How many of them are left.
  var remaining: Int
}

extension Service {
  /// What the header fields of an answer tell of its limit; nil where they do not, or tell nonsense.
  func reading(_ headers: Headers, _ status: Status) -> RateReading? {
    guard let names = rateHeaders else { return nil }
    if names.absentWithoutLimit, status.isSuccess, headers[names.limit] == nil {
      return RateReading(limit: RateLimit.unlimited, remaining: RateLimit.unlimited)
    }
    guard let limit = headers[names.limit].flatMap({ Int($0) }),
      let remaining = headers[names.remaining].flatMap({ Int($0) }), (1...1_000_000).contains(limit),
      (0...limit).contains(remaining)
    else { return nil }
    return RateReading(limit: limit, remaining: remaining)
  }
}

/// The service counts too, and what it says goes before the record here: other machines spend of the same limit, and
/// plans differ.
extension Ledger {
  /// The count that answers told of the limit of a class; nil while they agreed with the table.
  func learnt(_ key: Key, _ rate: RateClass) throws -> Int? {
    try state.first(
      "SELECT count FROM learnt WHERE service = ? AND credential = ? AND rate = ?", keyed(key, rate)
    ) { Int($0.int(0)) }
  }

  /// Keeps the count that an answer told, where it is another than the table's.
  func learn(_ count: Int, _ key: Key, _ limit: RateLimit) throws {
    if count == limit.count {
      try state.execute(
        "DELETE FROM learnt WHERE service = ? AND credential = ? AND rate = ?", keyed(key, limit.rate))
    } else {
      try state.execute(
        """
        INSERT INTO learnt (service, credential, rate, count) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = excluded.count
        """, keyed(key, limit.rate) + [.integer(Int64(count))])
    }
  }

  /// Takes in how many requests are left where they are fewer than the record says. Of a month the service's count
  /// stands, unless requests are on their way that it may not have counted.
  func correct(_ key: Key, _ limit: RateLimit, to reading: RateReading) throws {
    try state.transaction {
      guard limit.reset == .sliding else {
        let used = reading.limit - reading.remaining
        let open = try hasOpenSlots(key, limit.rate)
        try setUsed(open ? max(used, usedThisMonth(key, limit.rate)) : used, key, limit.rate)
        return
      }
      let missing = limit.count - (try usage(key, limit).used) - reading.remaining
      guard missing > 0 else { return }
      try state.execute(
        """
        WITH RECURSIVE count(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < ?1)
        INSERT INTO slots (service, credential, rate, boot, started, answered, owner)
        SELECT ?2, ?3, ?4, ?5, ?6, ?6, ?7 FROM count
        """,
        [.integer(Int64(missing))] + keyed(key, limit.rate)
          + [.text(clock.bootID), .integer(clock.uptime()), .text(owner)])
    }
  }

  private func hasOpenSlots(_ key: Key, _ rate: RateClass) throws -> Bool {
    try state.first(
      """
      SELECT 1 FROM slots WHERE service = ? AND credential = ? AND rate = ? AND boot = ? AND answered IS NULL LIMIT 1
      """, keyed(key, rate) + [.text(clock.bootID)]
    ) { _ in true } ?? false
  }
}
