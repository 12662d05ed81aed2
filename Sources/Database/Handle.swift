import CSQLite

/// The open database: what a connection and its statements share, closed when the last of them goes.
final class Handle {
  let pointer: OpaquePointer
  let path: String
  /// What statements may do while they are being prepared.
  var permission = Permission.everything
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
    let systemError = sqlite3_system_errno(pointer)
    if systemError != 0, Self.namesTheSystem(code) {
      message += " (\(String(cString: sp_system_error(systemError))))"
    }
    return DatabaseError(code, message, sql: sql, path: path)
  }

  func check(_ code: Int32, sql: String? = nil) throws(DatabaseError) {
    if code != SQLITE_OK { throw failure(code, sql: sql) }
  }

  private static func namesTheSystem(_ code: ResultCode) -> Bool {
    switch code {
    case .ioError, .cantOpen, .full: true
    default: false
    }
  }
}
