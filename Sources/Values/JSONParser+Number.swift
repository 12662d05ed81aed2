extension JSONParser {
  /// Reads a number by the grammar of RFC 8259 section 6 and keeps its lexeme.
  @inline(__always)
  mutating func number() throws(JSONError) -> JSON.Number {
    let start = position
    if current == ASCII.minus { position += 1 }
    if current == ASCII.zero {
      position += 1
      guard !ASCII.isDigit(current) else { throw failure("a number has a leading zero") }
    } else {
      try digits()
    }
    if current == ASCII.dot {
      position += 1
      try digits()
    }
    if current | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == ASCII.plus || current == ASCII.minus { position += 1 }
      try digits()
    }
    let run = UnsafeBufferPointer(start: base + start, count: position - start)
    return JSON.Number(checked: String(decoding: run, as: UTF8.self))
  }

  @inline(__always)
  private mutating func digits() throws(JSONError) {
    guard ASCII.isDigit(current) else { throw failure("expected a digit") }
    repeat { position &+= 1 } while ASCII.isDigit(current)
  }
}
