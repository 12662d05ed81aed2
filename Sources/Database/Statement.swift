import CSQLite

/// A prepared statement: bind values, step through its rows, reset, use again.
public final class Statement {
  /// The text it was prepared from.
  public let sql: String

  let pointer: OpaquePointer
  private let handle: Handle

  init(_ pointer: OpaquePointer, sql: String, handle: Handle) {
    self.pointer = pointer
    self.sql = sql
    self.handle = handle
  }

  deinit { sqlite3_finalize(pointer) }

  /// Whether running it leaves the database's content as it is; see also `Connection.restrictToReading`.
  public var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }

  /// How many columns a row has; 0 for a statement without rows.
  public var columnCount: Int { Int(sqlite3_column_count(pointer)) }

  /// How many parameters wait for values.
  public var parameterCount: Int { Int(sqlite3_bind_parameter_count(pointer)) }

  /// The name of a column, counted from 0.
  public func columnName(_ index: Int) -> String {
    sqlite3_column_name(pointer, Int32(index)).map { String(cString: $0) } ?? ""
  }

  /// The type declared for the table column behind a result column ("BOOLEAN", "JSON"); nil for expressions.
  public func declaredType(_ index: Int) -> String? {
    sqlite3_column_decltype(pointer, Int32(index)).map { String(cString: $0) }
  }

  /// The row that `step` reached.
  public var row: Row { Row(statement: self) }

  /// Goes to the next row; false when there is none left.
  public func step() throws(DatabaseError) -> Bool {
    if handle.refusesWrites && !isReadOnly {
      throw DatabaseError(
        .readOnly, "this is a look at the database, not a change", sql: sql, path: handle.path)
    }
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw handle.failure(code, sql: sql)
    }
  }

  /// Ends the run, so that it can start again with the same values.
  public func reset() { sqlite3_reset(pointer) }

  /// Forgets the values bound.
  public func clear() { sqlite3_clear_bindings(pointer) }

  /// Binds all parameters in order; another number of values is an error.
  public func bind(_ values: [SQLValue]) throws(DatabaseError) {
    guard values.count == parameterCount else {
      let message = "\(values.count) values for \(parameterCount) parameters"
      throw DatabaseError(.range, message, sql: sql, path: handle.path)
    }
    for (offset, value) in values.enumerated() { try bind(value, at: offset + 1) }
  }

  /// Binds the parameter with a name, which includes its prefix (":id").
  public func bind(_ value: SQLValue, to name: String) throws(DatabaseError) {
    try bind(value, at: Int(sqlite3_bind_parameter_index(pointer, name)))
  }

  /// Binds a parameter, counted from 1 as in `?1`.
  public func bind(_ value: SQLValue, at index: Int) throws(DatabaseError) {
    let place = Int32(clamping: index)
    switch value {
    case .null: try check(sqlite3_bind_null(pointer, place))
    case .integer(let value): try check(sqlite3_bind_int64(pointer, place, value))
    case .real(let value): try check(sqlite3_bind_double(pointer, place, value))
    case .text(let value): try bind(value, at: index)
    case .blob(let value):
      try check(
        value.withUnsafeBytes { bytes in
          // Without an address SQLite would bind NULL instead of no bytes.
          guard let base = bytes.baseAddress else { return sqlite3_bind_zeroblob(pointer, place, 0) }
          return sp_sqlite3_bind_blob(pointer, place, base, UInt64(bytes.count))
        })
    }
  }

  /// Binds text to a parameter, counted from 1.
  public func bind(_ text: String, at index: Int) throws(DatabaseError) {
    var text = text
    try check(text.withUTF8 { bindText(UnsafeRawBufferPointer($0), at: index) })
  }

  /// Lends bytes of UTF-8 as text to a parameter, counted from 1; they must stay where they are until it is bound
  /// anew or cleared.
  public func lend(_ bytes: UnsafeRawBufferPointer, at index: Int) throws(DatabaseError) {
    let text = bytes.bindMemory(to: CChar.self)
    guard let base = text.baseAddress else { return try bind("", at: index) }
    try check(sp_sqlite3_lend_text(pointer, Int32(clamping: index), base, UInt64(text.count)))
  }

  /// Binds the values of a row to the parameters in order.
  func bind(_ row: Row) throws(DatabaseError) {
    for index in 0..<Int32(row.count) {
      try check(sqlite3_bind_value(pointer, index + 1, sqlite3_column_value(row.statement.pointer, index)))
    }
  }

  /// Binds, runs to the end and resets.
  func run(_ bind: (Statement) throws(DatabaseError) -> Void) throws(DatabaseError) {
    defer { reset() }
    try bind(self)
    while try step() {}
  }

  private func bindText(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int32 {
    guard let base = bytes.baseAddress else {
      return sp_sqlite3_bind_text(pointer, Int32(clamping: index), "", 0)
    }
    return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      sp_sqlite3_bind_text(pointer, Int32(clamping: index), $0, UInt64(bytes.count))
    }
  }

  private func check(_ code: Int32) throws(DatabaseError) { try handle.check(code, sql: sql) }
}
