import CSQLite

/// The open database: what a connection and its statements share, closed when the last of them goes.
final class Handle {
  let pointer: OpaquePointer
  let path: String
  /// What statements may do while they are being prepared.
  var permission = Permission.everything
  /// Whether statements that would change the database are refused while they run.
  var refusesWrites = false
  /// Asked every few thousand instructions; true interrupts the running statement.
  var shouldStop: (() -> Bool)?

  init(pointer: OpaquePointer, path: String) {
    self.pointer = pointer
    self.path = path
  }

  deinit { sqlite3_close_v2(pointer) }

  /// The error that the last call left behind.
  func failure(_ code: Int32, sql: String? = nil) -> DatabaseError {
    let code = ResultCode(rawValue: code)
    var message = String(cString: sqlite3_errmsg(pointer))
    let reason = systemError(code)
    if reason != 0 { message += " (\(String(cString: sp_system_error(reason))))" }
    return DatabaseError(code, message, sql: sql, path: path)
  }

  func check(_ code: Int32, sql: String? = nil) throws(DatabaseError) {
    if code != SQLITE_OK { throw failure(code, sql: sql) }
  }

  /// The number of the system's error behind a failure, 0 where the system is not at fault.
  private func systemError(_ code: ResultCode) -> Int32 {
    switch code {
    case .cantOpen: return sqlite3_system_errno(pointer)
    case .ioError:
      let kept = sqlite3_system_errno(pointer)
      // SQLite forgets to keep the error of a commit, but its file system still knows.
      return kept != 0 ? kept : sqlite3_vfs_find(nil).pointee.xGetLastError(nil, 0, nil)
    default: return 0
    }
  }
}
