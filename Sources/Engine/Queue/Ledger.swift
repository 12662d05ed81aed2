import Catalog
import Database
import Platform
import Values

/// The record of requests spent, shared by every process through `state.db`.
///
/// A sliding log, not a bucket: send *k* starts no sooner than a window and a margin after the *answer* to send
/// *k − n*, so neither a fixed nor a sliding window at the service can ever count more than *n*. Times are
/// milliseconds since boot, so that no change of the clock makes a burst.
public final class Ledger {
  /// Whose requests are counted together.
  public struct Key: Sendable, Hashable {
    /// The service asked.
    public var service: String
    /// A fingerprint of the credential, never the credential.
    public var credential: String
  }

  /// A slot, or how long until there may be one.
  public enum Grant: Sendable {
    /// Send at this moment, in milliseconds since boot, and settle this slot with the answer.
    case slot(Int64, at: Int64)
    /// Not yet: this long, because of this limit (nil: the service said so).
    case wait(TimeSpan, RateLimit?)
  }

  /// Who asks for a slot.
  public enum Priority: Sendable {
    /// A command that someone waits for: the next free slot is its own.
    case interactive
    /// Work in bulk: it uses every slot that no such command waits for.
    case bulk
  }

  let state: Connection
  let clock: SystemClock
  let owner: String

  /// Keeps the record in an open `state.db`.
  public convenience init(_ state: Connection, clock: SystemClock) {
    self.init(state, clock: clock, owner: ProcessIdentity.current.text)
  }

  init(_ state: Connection, clock: SystemClock, owner: String) {
    self.state = state
    self.clock = clock
    self.owner = owner
  }

  /// Takes the next slot of a class, or tells how long to wait.
  ///
  /// A slot that opens within `lead` is taken already, so that all is prepared when it does.
  public func take(
    _ key: Key, _ rate: RateClass, limits: [RateLimit], priority: Priority = .interactive,
    lead: TimeSpan = .zero
  ) throws -> Grant {
    try state.transaction {
      let now = clock.uptime()
      if let wait = try block(key, rate, now) { return .wait(wait, nil) }
      let held = priority == .bulk ? try held(key, rate, now) : 0
      var opening = now
      let waits = try limits.compactMap { limit in try wait(key, limit, now).map { (wait: $0, limit: limit) }
      }
      if let (wait, limit) = waits.max(by: { $0.wait.span < $1.wait.span }) {
        guard waits.allSatisfy(\.wait.isCertain) else { return .wait(wait.span, limit) }
        guard wait.span <= lead else { return .wait(wait.span - lead, limit) }
        opening += wait.span.milliseconds
      }
      if held > 0, let limit = try limits.first(where: { try isHeld(key, $0, opening, held) }) {
        return .wait(Ledger.glance(limit), limit)
      }
      try state.execute(
        "INSERT INTO slots (service, credential, rate, boot, started, owner) VALUES (?, ?, ?, ?, ?, ?)",
        [
          .text(key.service), .text(key.credential), .text(rate.name), .text(clock.bootID),
          .integer(opening), .text(owner),
        ])
      let slot = state.lastInsertedRowID
      if limits.contains(where: { $0.reset == .monthly }) { try spend(key, rate) }
      try prune(key, rate, limits, now)
      return .slot(slot, at: opening)
    }
  }

  /// Records that the request of a slot was answered, or given up, now.
  public func settle(_ slot: Int64) throws {
    try state.execute(
      "UPDATE slots SET answered = ? WHERE slot = ?", [.integer(clock.uptime()), .integer(slot)])
  }

  /// Gives back a slot that nothing was sent in.
  public func release(_ slot: Int64) throws {
    try state.transaction {
      let given = try state.first(
        "DELETE FROM slots WHERE slot = ? RETURNING service, credential, rate", [.integer(slot)]
      ) { (Key(service: $0.text(0) ?? "", credential: $0.text(1) ?? ""), RateClass($0.text(2) ?? "")) }
      if let given { try refund(given.0, given.1) }
    }
  }

  /// Grants nothing in a class until this span has passed, because the service said so.
  public func block(_ key: Key, _ rate: RateClass, for span: TimeSpan) throws {
    try state.execute(
      """
      INSERT INTO blocks (service, credential, rate, boot, until) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET boot = excluded.boot, until = excluded.until
      """,
      [
        .text(key.service), .text(key.credential), .text(rate.name), .text(clock.bootID),
        .integer(clock.uptime() + span.milliseconds),
      ])
  }

  /// How much of a limit is used, and how long until the next slot.
  public func usage(_ key: Key, _ limit: RateLimit) throws -> (used: Int, wait: TimeSpan?) {
    let now = clock.uptime()
    if limit.reset == .monthly {
      return (try usedThisMonth(key, limit.rate), try block(key, limit.rate, now) ?? monthWait(key, limit))
    }
    let used = try state.first(
      """
      SELECT count(*) FROM slots WHERE service = ? AND credential = ? AND rate = ? AND boot = ?
      AND ifnull(answered, ?) > ?
      """,
      [
        .text(key.service), .text(key.credential), .text(limit.rate.name), .text(clock.bootID), .integer(now),
        .integer(now - limit.window.milliseconds),
      ]
    ) { Int($0.int(0)) }
    return (used ?? 0, try block(key, limit.rate, now) ?? wait(key, limit, now)?.span)
  }

  /// A margin of a quarter percent over the window, for clocks that tick a little differently.
  private static func margin(_ window: TimeSpan) -> Int64 { max(1, window.milliseconds / 400) }

  /// How soon to look again for what may come any moment.
  static func glance(_ limit: RateLimit) -> TimeSpan { min(.milliseconds(20), limit.window) }

  /// How long until a slot is free, and whether that is certain: an answer that has yet to come may be late. With
  /// `sparing`, until so many others are free besides.
  func wait(_ key: Key, _ limit: RateLimit, _ now: Int64, sparing others: Int = 0) throws -> (
    span: TimeSpan, isCertain: Bool
  )? {
    if limit.reset == .monthly {
      return try monthWait(key, limit, sparing: others).map { ($0, true) }
    }
    let earlier = try state.first(
      """
      SELECT slot, boot, answered, owner FROM slots WHERE service = ? AND credential = ? AND rate = ?
      ORDER BY slot DESC LIMIT 1 OFFSET ?
      """,
      [
        .text(key.service), .text(key.credential), .text(limit.rate.name),
        .integer(Int64(limit.count - 1 - others)),
      ]
    ) { row in
      (row.int(0), row.text(1) ?? "", row.isNull(2) ? nil : row.int(2), row.text(3) ?? "")
    }
    guard let (slot, boot, answered, owner) = earlier else { return nil }
    let span = limit.window.milliseconds + Ledger.margin(limit.window)
    if boot != clock.bootID { return now < span ? (TimeSpan(milliseconds: span - now), true) : nil }
    // A slot of this process that is still open could not be settled when its answer came.
    if answered == nil, owner != self.owner, ProcessIdentity.isAlive(owner) {
      return (Ledger.glance(limit), false)
    }
    if answered == nil { try settle(slot) }
    let ready = (answered ?? now) + span
    return now < ready ? (TimeSpan(milliseconds: ready - now), true) : nil
  }

  private func block(_ key: Key, _ rate: RateClass, _ now: Int64) throws -> TimeSpan? {
    let until = try state.first(
      "SELECT until FROM blocks WHERE service = ? AND credential = ? AND rate = ? AND boot = ?",
      [.text(key.service), .text(key.credential), .text(rate.name), .text(clock.bootID)]
    ) { $0.int(0) }
    guard let until, until > now else { return nil }
    return TimeSpan(milliseconds: until - now)
  }

  private func prune(_ key: Key, _ rate: RateClass, _ limits: [RateLimit], _ now: Int64) throws {
    // What is counted by the month needs its slots only until they are settled.
    let sliding = limits.filter { $0.reset == .sliding }
    let longest = sliding.map(\.window.milliseconds).max() ?? 60_000
    let most = sliding.map(\.count).max() ?? 1
    try state.execute(
      """
      DELETE FROM slots WHERE service = ? AND credential = ? AND rate = ? AND slot <= (
        SELECT slot FROM slots WHERE service = ? AND credential = ? AND rate = ? ORDER BY slot DESC
        LIMIT 1 OFFSET ?) AND (boot <> ? OR answered < ?)
      """,
      [
        .text(key.service), .text(key.credential), .text(rate.name), .text(key.service),
        .text(key.credential),
        .text(rate.name), .integer(Int64(most)), .text(clock.bootID), .integer(now - 2 * longest),
      ])
  }
}
