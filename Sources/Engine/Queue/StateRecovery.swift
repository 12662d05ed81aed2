import Database
import Platform
import Values

/// Copies what can be read of a damaged `state.db` into a new file; the damaged one is not touched.
///
/// What was to be sent may have been sent after the page that tells so was written last. So every open write comes
/// back as unknown: it is looked up at its service before it may be sent.
public struct StateRecovery {
  /// What was saved.
  public struct Report: Sendable {
    /// The new file.
    public var path: String
    /// How many rows of each table.
    public var rows: [(table: String, count: Int)] = []
    /// Whether nothing of them is missing.
    public var isWhole = true
    /// How many writes wait to be looked up or decided.
    public var open = 0
  }

  private let path: String
  private let clock: SystemClock

  /// Prepares to recover the `state.db` at a path.
  public init(_ path: String, clock: SystemClock) {
    self.path = path
    self.clock = clock
  }

  /// Whether the file is sound, so that nothing need be recovered.
  public func isSound() -> Bool {
    do throws(DatabaseError) {
      return try Connection(path: path, access: .readOnly, applicationID: StateSchema.applicationID)
        .integrityProblem() == nil
    } catch {
      return false
    }
  }

  /// Recovers; throws when nothing can be read.
  public func run() throws(Failure) -> Report {
    let (directory, _) = Files.split(path)
    let target = freeName("\(directory)/recovered.db")
    do {
      let report = try recover(to: target)
      guard report.rows.contains(where: { $0.count > 0 }) || report.isWhole else { throw nothing() }
      return report
    } catch {
      for suffix in ["", "-wal", "-shm"] { try? Files.remove(target + suffix) }
      guard let error = error as? DatabaseError, error.code.primary != .full else {
        throw Failure(local: error)
      }
      throw nothing(error.description)
    }
  }

  private func nothing(_ reason: String = "no row of it is left") -> Failure {
    Failure(
      .other, "nothing of \(path) can be read: \(reason)", code: "damaged",
      hint: Failure.backup(of: path).map { "restore the backup: cp \($0) \(path)" }
        ?? "move \(path) away, and sp begins a new one")
  }

  private func freeName(_ wanted: String) -> String {
    var name = wanted
    var number = 2
    while Files.exists(name) {
      name = "\(wanted).\(number)"
      number += 1
    }
    return name
  }

  private func recover(to target: String) throws -> Report {
    // Even reading a database may write into its log: what is read is a copy.
    let scratch = "\(target).copy"
    defer { for suffix in ["", "-wal", "-shm"] { try? Files.remove(scratch + suffix) } }
    for suffix in ["", "-wal"] where Files.exists(path + suffix) { try copy(path + suffix, scratch + suffix) }
    let salvage = Salvage(try Connection(path: scratch))
    let new = try Connection(path: target, durability: .full, applicationID: StateSchema.applicationID)
    try new.migrate(StateSchema.migrations)
    var report = Report(path: target)
    // What a row belongs to may be lost.
    try new.execute("PRAGMA foreign_keys = OFF")
    try new.transaction {
      let tables = try new.all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
      ) { $0.text(0) ?? "" }
      for table in tables { try fill(table, of: new, from: salvage, &report) }
      try settle(new, &report)
    }
    try new.checkpoint()
    return report
  }

  private func copy(_ path: String, _ target: String) throws {
    let source = try FileSource(path: path)
    let sink = try FileSink(replacing: target, access: .private)
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while true {
        let count = try source.read(into: buffer)
        if count == 0 { return }
        try sink.write(Array(buffer.prefix(count)))
      }
    }
    try sink.commit()
  }

  private func fill(_ table: String, of new: Connection, from salvage: Salvage, _ report: inout Report) throws
  {
    let known = Set(Salvage(new).columns(of: table))
    let columns = salvage.columns(of: table).filter(known.contains)
    guard !columns.isEmpty else { return }
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    var count = 0
    let outcome = try salvage.rows(of: table, columns) { values in
      try new.execute("INSERT OR IGNORE INTO \"\(table)\" (\(names)) VALUES (\(places))", values)
      count += new.changes
    }
    report.rows.append((table, count))
    report.isWhole = report.isWhole && outcome.isWhole && count == outcome.rows
  }

  /// Brings the rows into a state that the queue can go on from.
  private func settle(_ new: Connection, _ report: inout Report) throws {
    let states = QueuedWrite.State.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    // A page that is damaged and still readable may hold anything.
    try new.execute(
      "DELETE FROM writes WHERE state NOT IN (\(states)) OR NOT ifnull(json_valid(body), TRUE)")
    if new.changes > 0 { report.isWhole = false }
    // What was never agreed to is not sent.
    try new.execute(
      """
      DELETE FROM writes WHERE job IN (SELECT job FROM jobs WHERE state = 'draft');
      DELETE FROM jobs WHERE state = 'draft';
      UPDATE writes SET owner = NULL, state = 'unknown', looks = 0, looked = NULL,
        sent = min(ifnull(sent, 9e18), ifnull((SELECT created FROM jobs WHERE jobs.job = writes.job), 0))
      WHERE state IN ('planned', 'sent', 'unknown');
      """)
    try new.execute(
      "UPDATE writes SET parked = 1 WHERE state = 'unknown' AND job NOT IN (SELECT job FROM jobs)")
    try new.execute(
      """
      INSERT INTO jobs (job, kind, profile, service, title, seed, state, owner, created, facts)
      SELECT DISTINCT job, 'write', profile, '', 'recovered', lower(hex(randomblob(16))), 'open', '', ?, 'null'
      FROM writes WHERE job NOT IN (SELECT job FROM jobs) GROUP BY job
      """, [.integer(clock.now().milliseconds)])
    report.open = try new.first("SELECT count(*) FROM writes WHERE state = 'unknown'") { Int($0.int(0)) } ?? 0
  }
}
