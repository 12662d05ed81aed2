import CSQLite

extension Connection {
  /// Compiles exactly one statement, without keeping it.
  func compileOne(_ sql: String) throws(DatabaseError) -> Statement {
    let (statement, end) = try compile(sql, from: 0)
    guard let statement else { throw misuse("there is no statement", sql) }
    if try compile(sql, from: end).statement != nil { throw misuse("one statement at a time", sql) }
    return statement
  }

  /// Runs every statement of a script and ignores their rows.
  func executeScript(_ sql: String) throws(DatabaseError) {
    var offset = 0
    while true {
      let (statement, end) = try compile(sql, from: offset)
      guard let statement else { return }
      while try statement.step() {}
      offset = end
    }
  }

  /// The statement that starts at a byte offset of `sql`, nil for blanks and comments, and where it ends.
  private func compile(
    _ sql: String, from offset: Int
  ) throws(DatabaseError) -> (statement: Statement?, end: Int) {
    var text = sql
    var pointer: OpaquePointer?
    var end = offset
    // SQLite stops at a NUL byte: what follows it would be ignored in silence.
    guard !sql.utf8.contains(0) else { throw misuse("a statement holds a NUL byte", sql) }
    let code = text.withUTF8 { bytes -> Int32 in
      guard let base = bytes.baseAddress, offset < bytes.count else { return SQLITE_OK }
      return UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
        var tail: UnsafePointer<CChar>?
        let count = Int32(clamping: bytes.count - offset)
        let code = sqlite3_prepare_v3(handle.pointer, start + offset, count, 0, &pointer, &tail)
        if let tail { end = tail - start }
        return code
      }
    }
    try handle.check(code, sql: sql)
    let statement = pointer.map { Statement($0, sql: sql, handle: handle) }
    // The authorizer is not asked about VACUUM.
    if case .reading = handle.permission, statement?.isReadOnly == false {
      throw DatabaseError(.notAuthorized, "not authorized", sql: sql, path: path)
    }
    return (statement, end)
  }

  private func misuse(_ message: String, _ sql: String) -> DatabaseError {
    DatabaseError(.error, message, sql: sql, path: path)
  }
}
