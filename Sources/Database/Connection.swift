import CSQLite

/// One connection to one SQLite database, for one owner at a time.
///
/// Rules of use: writes go through `transaction`, which takes the write lock at once, because a read that turns
/// into a write is refused without waiting when another process wrote in between. Nothing slow (network,
/// terminal, pager) belongs inside a transaction.
public final class Connection {
  /// What a connection may do to its file.
  public enum Access: Sendable {
    /// The file must exist and is never written.
    case readOnly
    /// The file is created when it is missing.
    case readWrite
  }

  /// What a commit survives.
  public enum Durability: Sendable {
    /// A power cut: every commit reaches the disk before it returns.
    case full
    /// A crash of the process; a power cut may undo the last commits, never damage the file.
    case normal
  }

  /// How the database keeps its changes safe: "wal", "truncate" where write-ahead logging is impossible (a
  /// network file system), "memory" for a database without a file.
  public internal(set) var journalMode = ""

  let handle: Handle
  /// How often changes were undone: what was remembered about the schema before is no longer certain.
  var rollbackCount = 0
  private var idle: [String: Statement] = [:]

  /// Opens a database and makes it ready: write-ahead log, foreign keys, five seconds of patience with other
  /// processes. `path` is a file in an existing directory, or ":memory:".
  ///
  /// A new file belongs to its owner alone (0600) and is never created through a symbolic link. With
  /// `applicationID`, a new database is marked and one marked otherwise, or unmarked but in use, is refused as
  /// `.foreignApplication`; a file that is no database is `.notADatabase`. Neither is touched.
  public init(
    path: String, access: Access = .readWrite, durability: Durability = .normal, applicationID: Int32? = nil
  ) throws(DatabaseError) {
    handle = try Self.open(path, access)
    sqlite3_extended_result_codes(handle.pointer, 1)
    installCallbacks()
    try configure(access, durability, applicationID)
  }

  /// The file's path with the links in its directory resolved, or ":memory:".
  public var path: String { handle.path }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  public var changes: Int { Int(sqlite3_changes64(handle.pointer)) }

  /// How many rows this connection has changed since it was opened.
  public var totalChanges: Int { Int(sqlite3_total_changes64(handle.pointer)) }

  /// The key of the row that was inserted last.
  public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle.pointer) }

  /// Asked now and then while a statement runs; true ends it with `.interrupted`.
  public var shouldStop: (() -> Bool)? {
    get { handle.shouldStop }
    set { handle.shouldStop = newValue }
  }

  /// Ends the statements that are running, with `.interrupted`.
  public func interrupt() { sqlite3_interrupt(handle.pointer) }

  /// Prepares one statement; more than one, or none, is an error.
  ///
  /// Statements are kept by their text and handed out again when nobody else holds them.
  public func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    if let statement = idleStatement(for: sql) { return statement }
    let statement = try compileOne(sql)
    if idle.count >= 64 { idle.removeAll() }
    idle[sql] = statement
    return statement
  }

  /// Runs one statement with values for its parameters, or a script of many statements without any.
  public func execute(_ sql: String, _ values: [SQLValue] = []) throws(DatabaseError) {
    if values.isEmpty { return try executeScript(sql) }
    let statement = try prepare(sql)
    try statement.run { statement throws(DatabaseError) in try statement.bind(values) }
  }

  /// Calls `body` with each row as it is found, until `body` returns false.
  public func rows(_ sql: String, _ values: [SQLValue] = [], _ body: (Row) throws -> Bool) throws {
    let statement = try prepare(sql)
    defer { statement.reset() }
    try statement.bind(values)
    while try statement.step() {
      guard try body(statement.row) else { return }
    }
  }

  /// The first row, mapped; nil when there is none.
  public func first<T>(_ sql: String, _ values: [SQLValue] = [], _ map: (Row) throws -> T) throws -> T? {
    var result: T?
    try rows(sql, values) { row in
      result = try map(row)
      return false
    }
    return result
  }

  /// All rows, mapped.
  public func all<T>(_ sql: String, _ values: [SQLValue] = [], _ map: (Row) throws -> T) throws -> [T] {
    var result: [T] = []
    try rows(sql, values) { row in
      result.append(try map(row))
      return true
    }
    return result
  }

  /// Only the dictionary holding it tells that a statement is free.
  private func idleStatement(for sql: String) -> Statement? {
    guard let index = idle.index(forKey: sql), isKnownUniquelyReferenced(&idle.values[index]) else {
      return nil
    }
    let statement = idle.values[index]
    statement.reset()
    statement.clear()
    return statement
  }
}
