import Database
import Values

/// What people decide about writes.
extension Queue {
  /// Lets rejected and cancelled writes be sent again; returns how many.
  public func retry(_ scope: Scope, number: Int64?) throws -> Int {
    try decide(
      "UPDATE writes AS w SET state = 'planned', error = NULL, attempts = 0, parked = 0",
      "w.state IN ('rejected', 'cancelled')", scope, number)
  }

  /// Takes back writes that were not sent, or were refused; returns how many.
  public func cancel(_ scope: Scope, number: Int64?) throws -> Int {
    try decide(
      "UPDATE writes AS w SET state = 'cancelled', settled = \(clock.now().milliseconds)",
      "w.state IN ('planned', 'rejected')", scope, number)
  }

  /// Decides a write whose answer never came: it arrived, or it is to be sent again. False when it is not unknown
  /// any more.
  public func resolve(_ number: Int64, arrived: Bool, remote: String?) throws -> Bool {
    try state.execute(
      """
      UPDATE writes SET state = ?1, remote = ?2, settled = ?3, error = iif(?1 = 'confirmed', NULL, error),
      owner = NULL, looks = 0, looked = NULL, parked = 0\(arrived ? Queue.forgetting : "") WHERE write = ?4 AND state = 'unknown'
      """,
      [
        .text(arrived ? "confirmed" : "planned"), remote.map(SQLValue.text) ?? .null,
        .integer(clock.now().milliseconds), .integer(number),
      ])
    return state.changes > 0
  }

  private func decide(_ change: String, _ condition: String, _ scope: Scope, _ number: Int64?) throws -> Int {
    var values = scope.values
    var sql = "\(change) WHERE \(condition) AND \(scope.condition)"
    if let number {
      sql += " AND w.write = ?"
      values.append(.integer(number))
    }
    try state.execute(sql, values)
    return state.changes
  }
}
