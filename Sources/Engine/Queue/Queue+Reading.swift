import Database
import Values

extension Queue {
  /// The planned write that is to be sent next.
  func nextPlanned(_ scope: Scope) throws -> QueuedWrite? {
    try first(
      "w.state = 'planned' AND j.state = 'open' AND \(scope.condition) ORDER BY w.write LIMIT 1", scope.values
    )
  }

  /// The unknown write that was looked for the longest time ago and that nobody is looking for, if no person must
  /// decide it.
  func nextUnknown(_ scope: Scope) throws -> QueuedWrite? {
    try first(
      """
      w.state = 'unknown' AND j.state = 'open' AND w.parked = 0 AND w.owner IS NULL AND \(scope.condition)
      ORDER BY ifnull(w.looked, 0), w.write LIMIT 1
      """, scope.values)
  }

  /// Whether some process is sending, or looking for, a write.
  func isBusy(_ scope: Scope) throws -> Bool {
    try state.first(
      "SELECT 1 FROM writes w WHERE w.owner IS NOT NULL AND \(scope.condition) LIMIT 1", scope.values
    ) { _ in true } ?? false
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
    try state.rows(
      """
      SELECT \(QueuedWrite.columns) FROM writes w JOIN jobs j USING (job)
      WHERE \(condition) AND j.state <> 'draft' AND \(scope.condition) ORDER BY w.write
      """, scope.values
    ) { row in
      try body(QueuedWrite(row))
      return true
    }
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

  /// How many writes are neither confirmed nor refused nor taken back.
  public func left(_ scope: Scope) throws -> Int {
    let counts = try counts(scope)
    return [.planned, .sent, .unknown].reduce(0) { $0 + (counts[$1] ?? 0) }
  }

  private func first(_ condition: String, _ values: [SQLValue]) throws -> QueuedWrite? {
    try state.first(
      "SELECT \(QueuedWrite.columns) FROM writes w JOIN jobs j USING (job) WHERE \(condition)", values
    ) { QueuedWrite($0) }
  }
}

extension Queue {
  /// Which writes a command is about.
  public enum Scope: Sendable {
    case everything
    case profile(String)
    case jobs(Set<Int64>)

    /// The writes of one job.
    public static func job(_ number: Int64) -> Scope { .jobs([number]) }

    var condition: String {
      switch self {
      case .everything: "TRUE"
      case .profile: "w.profile = ?"
      case .jobs(let numbers): "w.job IN (\(numbers.sorted().map(String.init).joined(separator: ", ")))"
      }
    }

    var values: [SQLValue] {
      if case .profile(let name) = self { [.text(name)] } else { [] }
    }
  }
}
