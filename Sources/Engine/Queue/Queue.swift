import Database
import Platform
import Values

/// The durable list of writes not yet confirmed; every step is committed before the next begins.
public final class Queue {
  let state: Connection
  let clock: SystemClock
  private let owner = ProcessIdentity.current.text

  /// Opens the queue in an open `state.db`.
  public init(_ state: Connection, clock: SystemClock) {
    self.state = state
    self.clock = clock
  }

  // MARK: Claiming and settling

  /// Marks the next planned write as sent, by this process, and returns it; nil when none is planned.
  func claim(_ scope: Scope) throws -> QueuedWrite? {
    try state.transaction {
      let write = try first(
        "w.state = 'planned' AND j.state = 'open' AND \(scope.condition) ORDER BY w.write LIMIT 1",
        scope.values)
      guard let write else { return nil }
      try state.execute(
        "UPDATE writes SET state = 'sent', owner = ?, sent = ?, attempts = attempts + 1 WHERE write = ?",
        [.text(owner), .integer(clock.now().milliseconds), .integer(write.number)])
      return try self.write(write.number)
    }
  }

  /// The service has it, under this id.
  func confirm(_ number: Int64, remote: String?) throws {
    try state.execute(
      """
      UPDATE writes SET state = 'confirmed', remote = ?, settled = ?, owner = NULL, error = NULL, parked = 0
      WHERE write = ?
      """,
      [remote.map(SQLValue.text) ?? .null, .integer(clock.now().milliseconds), .integer(number)])
  }

  /// The service refused it.
  func reject(_ number: Int64, _ failure: Failure) throws {
    try settle(number, "rejected", failure)
  }

  /// It was not sent, or may safely be sent again.
  func replan(_ number: Int64, _ failure: Failure? = nil) throws {
    try settle(number, "planned", failure)
  }

  /// It may or may not have arrived.
  func doubt(_ number: Int64, _ failure: Failure) throws {
    try settle(number, "unknown", failure)
  }

  /// The service was asked for it and did not show it.
  func lookedInVain(_ number: Int64) throws {
    try state.execute(
      "UPDATE writes SET looks = looks + 1, looked = ? WHERE write = ?",
      [.integer(clock.now().milliseconds), .integer(number)])
  }

  /// Only a person can decide.
  func park(_ number: Int64, _ failure: Failure) throws {
    try state.transaction {
      try settle(number, "unknown", failure)
      try state.execute("UPDATE writes SET parked = 1 WHERE write = ?", [.integer(number)])
    }
  }

  private func settle(_ number: Int64, _ state: String, _ failure: Failure?) throws {
    try self.state.execute(
      """
      UPDATE writes SET state = ?, settled = ?, owner = NULL, error = coalesce(?, error), looks = 0,
      looked = NULL, parked = 0 WHERE write = ?
      """,
      [
        .text(state), .integer(clock.now().milliseconds),
        failure.map { .text($0.json["error"]?.text() ?? "") } ?? .null,
        .integer(number),
      ])
  }

  /// Turns writes whose process died between sending and hearing the answer into unknown ones.
  func adoptOrphans() throws {
    let owners = try state.all("SELECT DISTINCT owner FROM writes WHERE state = 'sent'") { $0.text(0) ?? "" }
    for owner in owners where !ProcessIdentity.isAlive(owner) {
      try state.execute(
        "UPDATE writes SET state = 'unknown', owner = NULL WHERE state = 'sent' AND owner = ?", [.text(owner)]
      )
    }
    let drafts = try state.all("SELECT DISTINCT owner FROM jobs WHERE state = 'draft'") { $0.text(0) ?? "" }
    for owner in drafts where !ProcessIdentity.isAlive(owner) {
      try state.execute("DELETE FROM jobs WHERE state = 'draft' AND owner = ?", [.text(owner)])
    }
  }

  /// The unknown write that was looked for the longest time ago, if no person must decide it.
  func nextUnknown(_ scope: Scope) throws -> QueuedWrite? {
    try first(
      "w.state = 'unknown' AND w.parked = 0 AND \(scope.condition) ORDER BY ifnull(w.looked, 0), w.write LIMIT 1",
      scope.values)
  }

  /// Whether another write already has the remote record of this id.
  func isTaken(_ remote: String, profile: String, operation: String) throws -> Bool {
    try state.first(
      "SELECT 1 FROM writes WHERE profile = ? AND operation = ? AND remote = ? AND state = 'confirmed'",
      [.text(profile), .text(operation), .text(remote)]
    ) { _ in true } ?? false
  }

  /// Whether a write confirmed before this moment made the remote record of this id.
  func isOlder(_ remote: String, profile: String, operation: String, than moment: Timestamp) throws -> Bool {
    try state.first(
      "SELECT 1 FROM writes WHERE profile = ? AND operation = ? AND remote = ? AND settled < ?",
      [.text(profile), .text(operation), .text(remote), .integer(moment.milliseconds)]
    ) { _ in true } ?? false
  }

  // MARK: Reading

  /// The write of that number; nil when there is none.
  public func write(_ number: Int64) throws -> QueuedWrite? {
    try first("w.write = ?", [.integer(number)])
  }

  /// The writes in one of the states, or all, in order.
  public func writes(_ states: Set<QueuedWrite.State>, _ scope: Scope, _ body: (QueuedWrite) throws -> Void)
    throws
  {
    let names = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
    let condition = states.isEmpty ? "TRUE" : "w.state IN (\(names))"
    try rows(
      "\(condition) AND j.state <> 'draft' AND \(scope.condition) ORDER BY w.write", scope.values, body)
  }

  /// How many writes are in each state.
  public func counts(_ scope: Scope) throws -> [QueuedWrite.State: Int] {
    var counts: [QueuedWrite.State: Int] = [:]
    try state.rows(
      """
      SELECT w.state, count(*) FROM writes w JOIN jobs j USING (job)
      WHERE j.state <> 'draft' AND \(scope.condition) GROUP BY 1
      """, scope.values
    ) { row in
      if let state = QueuedWrite.State(rawValue: row.text(0) ?? "") { counts[state] = Int(row.int(1)) }
      return true
    }
    return counts
  }

  private func first(_ condition: String, _ values: [SQLValue]) throws -> QueuedWrite? {
    try state.first(
      "SELECT \(QueuedWrite.columns) FROM writes w JOIN jobs j USING (job) WHERE \(condition)", values
    ) { QueuedWrite($0) }
  }

  private func rows(_ condition: String, _ values: [SQLValue], _ body: (QueuedWrite) throws -> Void) throws {
    try state.rows(
      "SELECT \(QueuedWrite.columns) FROM writes w JOIN jobs j USING (job) WHERE \(condition)", values
    ) { row in
      try body(QueuedWrite(row))
      return true
    }
  }
}

extension Queue {
  /// Which writes a command is about.
  public enum Scope: Sendable {
    case everything
    case profile(String)
    case job(Int64)

    var condition: String {
      switch self {
      case .everything: "TRUE"
      case .profile: "w.profile = ?"
      case .job: "w.job = ?"
      }
    }

    var values: [SQLValue] {
      switch self {
      case .everything: []
      case .profile(let name): [.text(name)]
      case .job(let number): [.integer(number)]
      }
    }
  }
}
