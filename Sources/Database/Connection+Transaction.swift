import CSQLite

extension Connection {
  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

  /// Runs `body` and commits, or undoes all it changed when it throws.
  ///
  /// The write lock is taken at once (BEGIN IMMEDIATE); inside another transaction this is a savepoint.
  public func transaction<T>(_ body: () throws -> T) throws -> T {
    let open = isInTransaction ? "SAVEPOINT level" : "BEGIN IMMEDIATE"
    let close = isInTransaction ? "RELEASE level" : "COMMIT"
    return try bracket(open: open, close: close, body)
  }

  /// The same for a body that throws errors of this module alone.
  func atomically<T>(_ body: () throws(DatabaseError) -> T) throws(DatabaseError) -> T {
    try typed { try transaction(body) }
  }

  /// Gives a closure's error its type back.
  func typed<T>(_ body: () throws -> T) throws(DatabaseError) -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw error
    } catch {
      throw DatabaseError(.error, "\(error)", path: path)
    }
  }

  /// Runs `body` over one unchanging state of the database; writing inside is refused as `.readOnly`.
  public func snapshot<T>(_ body: () throws -> T) throws -> T {
    guard !isInTransaction else { return try body() }
    // PRAGMA query_only would do it too, but makes SQLite compile every statement anew.
    handle.refusesWrites = true
    defer { handle.refusesWrites = false }
    return try bracket(open: "BEGIN", close: "COMMIT", body)
  }

  private func bracket<T>(open: String, close: String, _ body: () throws -> T) throws -> T {
    let isOutermost = !isInTransaction
    try run(open)
    do {
      let result = try body()
      try run(close)
      return result
    } catch {
      rollbackCount += 1
      // A full disk may have made SQLite undo everything already; the first error is the one to tell.
      if isInTransaction {
        try? executeScript(isOutermost ? "ROLLBACK" : "ROLLBACK TO level; RELEASE level")
      }
      throw error
    }
  }

  private func run(_ sql: String) throws(DatabaseError) {
    try prepare(sql).run { _ throws(DatabaseError) in }
  }
}
