import CSQLite
import Values

/// The SQL functions that every connection knows beyond SQLite's own.
///
/// | function | gives |
/// |---|---|
/// | `fold(value)` | text without case and accents, any other value as it is |
/// | `holds(words, value, …)` | whether each folded word is part of one of the values |
/// | `moment(value)` | milliseconds since 1970 of an RFC 3339 time or date, any other value as it is |
extension Connection {
  func registerFunctions() {
    register("fold", 1, foldFunction)
    register("holds", -1, holdsFunction)
    register("moment", 1, momentFunction)
  }

  private func register(
    _ name: String, _ count: Int32,
    _ function: @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void
  ) {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    sqlite3_create_function_v2(handle.pointer, name, count, flags, nil, function, nil, nil, nil)
  }
}

private func foldFunction(
  _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let value = values?[0] else { return }
  guard sqlite3_value_type(value) == SQLITE_TEXT else { return sqlite3_result_value(context, value) }
  let text = bytes(of: value)
  withUnsafeTemporaryAllocation(byteCount: Folding.capacity(for: text.count), alignment: 1) { room in
    let count = Folding.fold(text, into: room)
    guard let start = room.baseAddress else { return sp_sqlite3_result_text(context, "", 0) }
    start.withMemoryRebound(to: CChar.self, capacity: count) {
      sp_sqlite3_result_text(context, $0, UInt64(count))
    }
  }
}

/// The words are parted by spaces and already folded; the values are joined by a line feed, which no word holds.
private func holdsFunction(
  _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let values, let words = values[0] else { return sqlite3_result_int(context, 0) }
  let texts = (1..<max(1, Int(count))).map { bytes(of: values[$0]) }
  let capacity = texts.reduce(0) { $0 + Folding.capacity(for: $1.count) + 1 }
  let isHeld = withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { room in
    var length = 0
    for text in texts {
      length += Folding.fold(text, into: UnsafeMutableRawBufferPointer(rebasing: room[length...]))
      room[length] = UInt8(ascii: "\n")
      length += 1
    }
    let text = UnsafeRawBufferPointer(rebasing: room[..<length])
    return bytes(of: words).split(separator: UInt8(ascii: " ")).allSatisfy { word in
      holds(text, UnsafeRawBufferPointer(rebasing: word))
    }
  }
  sqlite3_result_int(context, isHeld ? 1 : 0)
}

private func holds(_ text: UnsafeRawBufferPointer, _ word: UnsafeRawBufferPointer) -> Bool {
  sp_holds(text.baseAddress, text.count, word.baseAddress, word.count) != 0
}

private func momentFunction(
  _ context: OpaquePointer?, _ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let value = values?[0] else { return }
  guard sqlite3_value_type(value) == SQLITE_TEXT,
    let time = Timestamp(rfc3339: String(decoding: bytes(of: value), as: UTF8.self))
  else { return sqlite3_result_value(context, value) }
  sqlite3_result_int64(context, time.milliseconds)
}

/// The text of a value; none for null.
private func bytes(of value: OpaquePointer?) -> UnsafeRawBufferPointer {
  let start = UnsafeRawPointer(sqlite3_value_text(value))
  return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(value)))
}
