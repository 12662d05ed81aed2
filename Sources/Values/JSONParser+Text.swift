extension JSONParser {
  /// Reads a string from its opening quote on.
  @inline(__always)
  mutating func string() throws(JSONError) -> String {
    let start = position &+ 1
    let stop = endOfRun(from: start)
    guard stop < end, base[stop] == ASCII.quote else {
      return try escapedString(from: start, firstStop: stop)
    }
    position = stop &+ 1
    return String(decoding: UnsafeBufferPointer(start: base + start, count: stop &- start), as: UTF8.self)
  }

  /// The first quote, backslash or control character at or after `start`.
  @inline(__always)
  private func endOfRun(from start: Int) -> Int {
    base.firstIndex(from: start, to: end) {
      $0.equal(ASCII.quote) | $0.equal(ASCII.backslash) | $0.below(ASCII.space)
    }
  }

  @inline(never)
  private mutating func escapedString(from start: Int, firstStop: Int) throws(JSONError) -> String {
    unescaped.removeAll(keepingCapacity: true)
    var runStart = start
    position = firstStop
    while true {
      unescaped.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<position]))
      guard position < end else { throw failure("the string is not closed") }
      switch base[position] {
      case ASCII.quote:
        position += 1
        return String(decoding: unescaped, as: UTF8.self)
      case ASCII.backslash: try escape()
      default: throw failure("a control character stands in a string")
      }
      runStart = position
      position = endOfRun(from: position)
    }
  }

  private mutating func escape() throws(JSONError) {
    position += 1
    switch current {
    case ASCII.quote, ASCII.backslash, ASCII.slash: unescaped.append(current)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(ASCII.lineFeed)
    case UInt8(ascii: "r"): unescaped.append(ASCII.carriageReturn)
    case UInt8(ascii: "t"): unescaped.append(ASCII.tab)
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw failure("no such escape")
    }
    position += 1
  }

  private mutating func unicodeEscape() throws(JSONError) {
    let start = position - 1
    let unit = try fourDigits()
    guard unit & 0xF800 == 0xD800 else { return append(UInt32(unit)) }
    if unit < 0xDC00, let low = try lowSurrogate() {
      return append(0x10000 + UInt32(unit - 0xD800) << 10 + UInt32(low - 0xDC00))
    }
    guard policy == .answer else { throw failure("a lone surrogate", at: start) }
    append(0xFFFD)
  }

  /// Takes the escape of a low surrogate where one follows.
  private mutating func lowSurrogate() throws(JSONError) -> UInt16? {
    guard position + 1 < end, base[position] == ASCII.backslash, base[position + 1] == UInt8(ascii: "u")
    else { return nil }
    let start = position
    position += 1
    let unit = try fourDigits()
    if unit & 0xFC00 == 0xDC00 { return unit }
    position = start
    return nil
  }

  /// Reads the digits after the `u` at the position.
  private mutating func fourDigits() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      position += 1
      guard let digit = ASCII.hexValue(current) else { throw failure("expected four hexadecimal digits") }
      unit = unit << 4 | UInt16(digit)
    }
    position += 1
    return unit
  }

  private mutating func append(_ scalar: UInt32) {
    guard let scalar = Unicode.Scalar(scalar) else { return }
    unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}
