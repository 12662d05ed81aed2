import CSQLite

/// The current row of a statement, valid until the statement steps on; columns count from 0.
public struct Row {
  let statement: Statement

  /// How SQLite holds a value.
  public enum StorageClass: Sendable { case null, integer, real, text, blob }

  /// How many columns there are.
  public var count: Int { statement.columnCount }

  /// How the value is held.
  public func type(_ index: Int) -> StorageClass {
    switch sqlite3_column_type(statement.pointer, Int32(index)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  /// Whether there is no value.
  public func isNull(_ index: Int) -> Bool { type(index) == .null }

  /// The value as a whole number; 0 where there is none.
  public func int(_ index: Int) -> Int64 { sqlite3_column_int64(statement.pointer, Int32(index)) }

  /// The value as a double; 0 where there is none.
  public func double(_ index: Int) -> Double { sqlite3_column_double(statement.pointer, Int32(index)) }

  /// The value as text, numbers written out; nil for null.
  public func text(_ index: Int) -> String? {
    isNull(index) ? nil : withBytes(index) { String(decoding: $0, as: UTF8.self) }
  }

  /// The value as bytes, text as UTF-8; empty for null.
  public func blob(_ index: Int) -> [UInt8] { withBytes(index) { Array($0) } }

  /// The value as it is held.
  public func value(_ index: Int) -> SQLValue {
    switch type(index) {
    case .null: .null
    case .integer: .integer(int(index))
    case .real: .real(double(index))
    case .text: .text(text(index) ?? "")
    case .blob: .blob(blob(index))
    }
  }

  /// Lends the bytes of a text or blob without copying them; a number lends its decimal text.
  public func withBytes<T, Failure>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> T
  ) throws(Failure) -> T {
    let column = Int32(index)
    let isBlob = type(index) == .blob
    let start =
      isBlob
      ? sqlite3_column_blob(statement.pointer, column)
      : UnsafeRawPointer(sqlite3_column_text(statement.pointer, column))
    let count = Int(sqlite3_column_bytes(statement.pointer, column))
    return try body(
      UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: start == nil ? 0 : count))
  }
}
