import Database
import Platform
import Values

/// The durable list of writes not yet confirmed; every step is committed before the next begins.
///
/// A write that is being sent, or looked for, belongs to one process. Only that process records what came of it,
/// and when it dies the write is up for all.
public final class Queue {
  let state: Connection
  let clock: SystemClock
  private let owner = ProcessIdentity.current.text

  /// Opens the queue in an open `state.db`.
  public init(_ state: Connection, clock: SystemClock) {
    self.state = state
    self.clock = clock
  }

  // MARK: Taking

  /// Marks a planned write as sent, by this process, and returns it as it is then; nil when another was faster.
  func claim(_ number: Int64) throws -> QueuedWrite? {
    try state.execute(
      """
      UPDATE writes SET state = 'sent', owner = ?, sent = ifnull(sent, ?), attempts = attempts + 1
      WHERE write = ? AND state = 'planned'
      """,
      [.text(owner), .integer(clock.now().milliseconds), .integer(number)])
    return state.changes > 0 ? try write(number) : nil
  }

  /// Takes an unknown write to look for it; false when another process does, or a person has decided.
  func claimLook(_ number: Int64) throws -> Bool {
    try state.execute(
      "UPDATE writes SET owner = ? WHERE write = ? AND state = 'unknown' AND owner IS NULL",
      [.text(owner), .integer(number)])
    return state.changes > 0
  }

  /// Gives up what processes left that died: writes on their way become unknown, and drafts go.
  ///
  /// With `mine`, also the writes of this process, which has none on their way at that moment.
  func adoptOrphans(mine: Bool = false) throws {
    let owners = try state.all("SELECT DISTINCT owner FROM writes WHERE owner IS NOT NULL") {
      $0.text(0) ?? ""
    }
    for owner in owners where mine && owner == self.owner || !ProcessIdentity.isAlive(owner) {
      try state.execute(
        "UPDATE writes SET state = iif(state = 'sent', 'unknown', state), owner = NULL WHERE owner = ?",
        [.text(owner)])
    }
    let drafts = try state.all("SELECT DISTINCT owner FROM jobs WHERE state = 'draft'") { $0.text(0) ?? "" }
    for owner in drafts where !ProcessIdentity.isAlive(owner) {
      try state.execute("DELETE FROM jobs WHERE state = 'draft' AND owner = ?", [.text(owner)])
    }
  }

  // MARK: Settling what this process took

  /// The service has it, under this id; what was written is forgotten here.
  func confirm(_ number: Int64, remote: String?) throws {
    try settle(number, "confirmed", remote: remote)
  }

  /// The service refused it; without a new reason, the last one stands.
  func reject(_ number: Int64, _ failure: Failure? = nil) throws {
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

  /// Only a person can decide.
  func park(_ number: Int64, _ failure: Failure) throws {
    try settle(number, "unknown", failure, isParked: true)
  }

  /// The service was asked for it and did not show it.
  func lookedInVain(_ number: Int64) throws {
    try state.execute(
      "UPDATE writes SET looks = looks + 1, looked = ?, owner = NULL WHERE write = ? AND owner = ?",
      [.integer(clock.now().milliseconds), .integer(number), .text(owner)])
  }

  /// The service could not be asked for it.
  func stopLooking(_ number: Int64) throws {
    try state.execute(
      "UPDATE writes SET owner = NULL WHERE write = ? AND owner = ?", [.integer(number), .text(owner)])
  }

  private func settle(
    _ number: Int64, _ result: String, _ failure: Failure? = nil, remote: String? = nil,
    isParked: Bool = false
  ) throws {
    try state.execute(
      """
      UPDATE writes SET state = ?1, settled = ?2, owner = NULL, remote = ifnull(?3, remote),
      error = iif(?1 = 'confirmed', NULL, ifnull(?4, error)), looks = 0, looked = NULL,
      parked = ?5\(result == "confirmed" ? Queue.forgetting : "")
      WHERE write = ?6 AND owner = ?7
      """,
      [
        .text(result), .integer(clock.now().milliseconds), remote.map(SQLValue.text) ?? .null,
        failure.map { .text($0.json["error"]?.text() ?? "") } ?? .null, .integer(isParked ? 1 : 0),
        .integer(number), .text(owner),
      ])
  }
}
