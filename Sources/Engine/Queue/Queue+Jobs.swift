import Database
import Platform
import Values

extension Queue {
  /// A group of writes, such as one import.
  public struct Job: Sendable {
    /// Its number, which commands take.
    public var number: Int64
    /// `import`, `write` …
    public var kind: String
    /// The profile its writes are sent under.
    public var profile: String
    /// What people know it by.
    public var title: String
    /// What it needs to go on, such as the names of the files it reads.
    public var facts: JSON
    /// When it was made.
    public var created: Timestamp
  }

  /// What became of a write that was to be queued.
  public enum Queued: Sendable, Hashable {
    /// It is in the queue now.
    case added
    /// The same write is waiting, on its way, or was confirmed while this job was being planned.
    case already
  }

  /// Begins a job whose writes wait until it is opened; one whose process dies first is discarded.
  public func draft(kind: String, profile: String, service: String, title: String, facts: JSON) throws
    -> Int64
  {
    try state.execute(
      """
      INSERT INTO jobs (kind, profile, service, title, seed, state, owner, created, facts)
      VALUES (?, ?, ?, ?, ?, 'draft', ?, ?, ?)
      """,
      [
        .text(kind), .text(profile), .text(service), .text(title), .text(Randomness.uuid()),
        .text(ProcessIdentity.current.text), .integer(clock.now().milliseconds), .text(facts.text()),
      ])
    return state.lastInsertedRowID
  }

  /// Adds a write to a job, unless the same one is there already.
  ///
  /// `planned` is when the job began to look at the service: a write confirmed after that moment was not seen by
  /// it and must not be sent a second time.
  func add(_ write: NewWrite, to job: Int64, planned: Timestamp) throws -> Queued {
    try state.execute(
      """
      INSERT INTO writes (job, profile, operation, path, body, label, fingerprint, state, origin)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'planned', ?8)
      ON CONFLICT (profile, operation, fingerprint) DO UPDATE SET
        job = ?1, path = ?4, body = ?5, label = ?6, state = 'planned', origin = ?8, attempts = 0, owner = NULL,
        sent = NULL, settled = NULL, looks = 0, looked = NULL, parked = 0, remote = NULL, error = NULL
      WHERE state IN ('rejected', 'cancelled') OR (state = 'confirmed' AND settled < ?9)
      """,
      [
        .integer(job), .text(write.profile), .text(write.operation), .text(write.path),
        write.body.map(SQLValue.text) ?? .null, .text(write.label), .blob(write.fingerprint),
        write.origin.map(SQLValue.text) ?? .null, .integer(planned.milliseconds),
      ])
    return state.changes > 0 ? .added : .already
  }

  /// Lets the writes of a job be sent.
  public func open(_ job: Int64) throws {
    try state.execute("UPDATE jobs SET state = 'open' WHERE job = ?", [.integer(job)])
  }

  /// Forgets a job that was never opened.
  public func discard(_ job: Int64) throws {
    try state.execute("DELETE FROM jobs WHERE job = ? AND state = 'draft'", [.integer(job)])
  }

  /// The job of that number; nil when there is none.
  public func job(_ number: Int64) throws -> Job? {
    try state.first(
      "SELECT job, kind, profile, title, facts, created FROM jobs WHERE job = ?", [.integer(number)]
    ) { row in
      Job(
        number: row.int(0), kind: row.text(1) ?? "", profile: row.text(2) ?? "", title: row.text(3) ?? "",
        facts: row.text(4).flatMap { try? JSON.parse($0) } ?? .null,
        created: Timestamp(milliseconds: row.int(5)))
    }
  }

  // MARK: What people decide

  /// Lets rejected, parked and cancelled writes be sent again; returns how many.
  public func retry(_ scope: Scope, number: Int64?) throws -> Int {
    try decide(
      "UPDATE writes AS w SET state = 'planned', error = NULL, attempts = 0, parked = 0",
      "w.state IN ('rejected', 'cancelled')", scope, number)
  }

  /// Takes back writes that were not sent; returns how many.
  public func cancel(_ scope: Scope, number: Int64?) throws -> Int {
    try decide("UPDATE writes AS w SET state = 'cancelled'", "w.state = 'planned'", scope, number)
  }

  /// Decides a write whose answer never came: it arrived, or it is to be sent again.
  public func resolve(_ number: Int64, arrived: Bool, remote: String?) throws -> Bool {
    if arrived {
      try confirm(number, remote: remote)
    } else {
      try replan(number)
    }
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

/// A write that is to be queued.
struct NewWrite {
  var profile: String
  var operation: String
  var path: String
  var body: String?
  var label: String
  /// Tells two writes apart: for a new record the hash of its identity, else of its path and body.
  var fingerprint: [UInt8]
  var origin: String?
  /// Whether it changes a record that is there, for the count.
  var isUpdate = false
}

extension Queue {
  /// Adds a write that was sent and never answered; returns its number.
  func addUnknown(_ write: NewWrite, to job: Int64, _ failure: Failure) throws -> Int64 {
    _ = try add(write, to: job, planned: clock.now())
    let number = state.lastInsertedRowID
    try state.execute(
      "UPDATE writes SET attempts = 1, sent = ? WHERE write = ?",
      [.integer(clock.now().milliseconds), .integer(number)])
    try doubt(number, failure)
    return number
  }
}
