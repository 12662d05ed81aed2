import Database
import Platform
import Values

extension Queue {
  /// What a job has in common with jobs that were opened before it.
  struct Overlap {
    /// How many of its writes they have already, on their way or done since it was planned, by operation.
    var counts: [String: Int] = [:]
    /// Those of the jobs that are not done.
    var jobs: Set<Int64> = []
  }

  /// Begins a job whose writes wait until it is opened; one whose process dies first is discarded.
  func draft(kind: String, profile: String, service: String, title: String, facts: JSON) throws -> Int64 {
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

  private static let insertion = """
    INSERT INTO writes (job, profile, operation, path, body, label, fingerprint, state, origin)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'planned', ?) ON CONFLICT DO NOTHING
    """

  /// Adds a batch of writes to a draft, each unless the same one is in it already.
  func add(_ batch: WriteBatch, to job: Int64) throws {
    let insert = try state.prepare(Queue.insertion)
    // What is bound stays so until it is bound anew; what is lent must not stay behind.
    defer { insert.clear() }
    try insert.bind(.integer(job), at: 1)
    try insert.bind(batch.profile, at: 2)
    var last: Int?
    try batch.forEach { write in
      if write.target != last {
        try insert.bind(batch.targets[write.target].operation, at: 3)
        try insert.bind(batch.targets[write.target].path, at: 4)
        last = write.target
      }
      try insert.lend(write.body, at: 5)
      try insert.lend(write.label, at: 6)
      try insert.bind(.blob(Array(write.fingerprint)), at: 7)
      try insert.lend(write.origin, at: 8)
      defer { insert.reset() }
      while try insert.step() {}
    }
  }

  /// Adds writes to a draft, each unless the same one is in it already.
  func add(_ writes: [NewWrite], to job: Int64) throws {
    let insert = try state.prepare(Queue.insertion)
    for write in writes {
      try insert.bind([
        .integer(job), .text(write.profile), .text(write.operation), .text(write.path),
        write.body.map(SQLValue.text) ?? .null, .text(write.label), .blob(write.fingerprint),
        write.origin.map(SQLValue.text) ?? .null,
      ])
      defer { insert.reset() }
      while try insert.step() {}
    }
  }

  /// Lets the writes of a draft be sent, but for those that opened jobs have; takes the place of what was refused,
  /// taken back, or confirmed before the plan saw what the service has.
  func open(_ job: Int64, planned: Timestamp) throws -> Overlap {
    try state.transaction {
      let overlap = try yield(job, planned: planned)
      if try isNotAlone(job) { try supersede(by: job) }
      try state.execute("UPDATE jobs SET state = 'open' WHERE job = ?", [.integer(job)])
      return overlap
    }
  }

  /// Removes what a job's writes take the place of.
  private func supersede(by job: Int64) throws {
    try state.execute(
      """
      DELETE FROM writes WHERE write IN (
        SELECT o.write FROM writes w CROSS JOIN writes o USING (profile, operation, fingerprint)
        CROSS JOIN jobs j ON j.job = o.job
        WHERE w.job = ? AND o.job <> w.job AND j.state = 'open' AND o.owner IS NULL)
      """, [.integer(job)])
  }

  /// Whether another job is open: else nothing can be what this one has.
  private func isNotAlone(_ job: Int64) throws -> Bool {
    try state.first("SELECT 1 FROM jobs WHERE state = 'open' AND job <> ? LIMIT 1", [.integer(job)]) { _ in
      true
    }
      ?? false
  }

  /// Takes out of a draft what opened jobs have: a write on its way, or confirmed after `planned`, was not seen by
  /// the plan and must not be sent a second time.
  func yield(_ job: Int64, planned: Timestamp) throws -> Overlap {
    try state.transaction {
      var overlap = Overlap()
      guard try isNotAlone(job) else { return overlap }
      var numbers: [Int64] = []
      try doubles(of: job, planned: planned) { double in
        numbers.append(double.write)
        overlap.counts[double.operation, default: 0] += 1
        if double.isOpen { overlap.jobs.insert(double.job) }
      }
      for write in numbers { try state.execute("DELETE FROM writes WHERE write = ?", [.integer(write)]) }
      return overlap
    }
  }

  /// Calls `body` for each write of a job that another one has: its number, its operation, the other job, and
  /// whether that one has still to do it.
  private func doubles(
    of job: Int64, planned: Timestamp,
    _ body: ((write: Int64, operation: String, job: Int64, isOpen: Bool)) -> Void
  ) throws {
    try state.rows(
      """
      SELECT w.write, w.operation, o.job, o.state <> 'confirmed' FROM writes w
      CROSS JOIN writes o USING (profile, operation, fingerprint) CROSS JOIN jobs j ON j.job = o.job
      WHERE w.job = ? AND o.job <> w.job AND j.state = 'open'
      AND (o.state IN ('planned', 'sent', 'unknown') OR o.state = 'confirmed' AND o.settled >= ?)
      """, [.integer(job), .integer(planned.milliseconds)]
    ) { row in
      body((row.int(0), row.text(1) ?? "", row.int(2), row.int(3) != 0))
      return true
    }
  }

  /// Forgets a job that was never opened.
  func discard(_ job: Int64) throws {
    try state.execute("DELETE FROM jobs WHERE job = ? AND state = 'draft'", [.integer(job)])
  }

  /// Queues a job of writes that are of their own accord; returns its number.
  func enqueue(_ writes: [NewWrite], profile: String, service: String, title: String) throws -> Int64 {
    try state.transaction {
      let job = try draft(kind: "write", profile: profile, service: service, title: title, facts: .null)
      try add(writes, to: job)
      _ = try open(job, planned: clock.now())
      return job
    }
  }

  /// Queues a write that was sent and never answered; returns its number.
  func enqueue(
    unknown write: NewWrite, _ failure: Failure, sent: Timestamp, profile: String, service: String,
    title: String
  ) throws -> Int64 {
    try state.transaction {
      _ = try enqueue([write], profile: profile, service: service, title: title)
      let number = state.lastInsertedRowID
      try state.execute(
        "UPDATE writes SET state = 'unknown', attempts = 1, sent = ?, error = ? WHERE write = ?",
        [
          .integer(sent.milliseconds), .text(failure.json["error"]?.text() ?? ""), .integer(number),
        ])
      return number
    }
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
}
