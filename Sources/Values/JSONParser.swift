/// A recursive descent over UTF-8 bytes, strict by RFC 8259.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let base: UnsafePointer<UInt8>
  let end: Int
  let policy: JSON.Policy
  var position = 0
  var unescaped: [UInt8] = []
  private var depth = 0

  /// Nil for a buffer without an address, which only an empty one is.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, policy: JSON.Policy) {
    guard let base = bytes.baseAddress else { return nil }
    self.bytes = bytes
    self.base = base
    self.policy = policy
    end = bytes.count
  }

  mutating func document() throws(JSONError) -> JSON {
    if let invalid = UTF8Text.firstInvalid(in: UnsafeRawBufferPointer(bytes)) {
      throw failure("invalid UTF-8", at: invalid)
    }
    if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { position = 3 }
    skipSpace()
    let value = try value()
    skipSpace()
    guard position == end else { throw failure("expected nothing after the value") }
    return value
  }

  /// The byte at the position, NUL at the end: no place in the grammar takes NUL.
  @inline(__always)
  var current: UInt8 { position < end ? base[position] : 0 }

  @inline(__always)
  mutating func skipSpace() {
    while position < end {
      switch base[position] {
      case ASCII.space, ASCII.lineFeed, ASCII.carriageReturn, ASCII.tab: position &+= 1
      default: return
      }
    }
  }

  mutating func value() throws(JSONError) -> JSON {
    switch current {
    case ASCII.quote: return .string(try string())
    case ASCII.openBrace: return try object()
    case ASCII.openBracket: return try array()
    case ASCII.minus, ASCII.zero...ASCII.nine: return .number(try number())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw failure("expected a value")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for offset in 0..<word.utf8CodeUnitCount {
      guard position + offset < end, base[position + offset] == word.utf8Start[offset] else {
        throw failure("expected \(word)")
      }
    }
    position += word.utf8CodeUnitCount
    return value
  }

  private mutating func array() throws(JSONError) -> JSON {
    try descend()
    defer { depth -= 1 }
    if current == ASCII.closeBracket {
      position += 1
      return .array([])
    }
    var elements: [JSON] = []
    elements.reserveCapacity(4)
    while true {
      elements.append(try value())
      skipSpace()
      switch current {
      case ASCII.comma: position += 1
      case ASCII.closeBracket:
        position += 1
        return .array(elements)
      default: throw failure("expected ',' or ']'")
      }
      skipSpace()
    }
  }

  private mutating func object() throws(JSONError) -> JSON {
    try descend()
    defer { depth -= 1 }
    if current == ASCII.closeBrace {
      position += 1
      return .object(JSON.Object())
    }
    var members = MemberList()
    while true {
      try member(into: &members)
      skipSpace()
      switch current {
      case ASCII.comma: position += 1
      case ASCII.closeBrace:
        position += 1
        return .object(JSON.Object(unique: members.members))
      default: throw failure("expected ',' or '}'")
      }
      skipSpace()
    }
  }

  @inline(__always)
  private mutating func member(into members: inout MemberList) throws(JSONError) {
    guard current == ASCII.quote else { throw failure("expected a name in quotes") }
    let start = position
    let key = try string()
    skipSpace()
    guard current == ASCII.colon else { throw failure("expected ':'") }
    position += 1
    skipSpace()
    let value = try value()
    if !members.insert(key, value), policy == .input {
      throw failure("the name is already used in this object", at: start)
    }
  }

  /// Steps over an opening bracket and the space behind it.
  @inline(__always)
  private mutating func descend() throws(JSONError) {
    guard depth < JSON.depthLimit else { throw failure("nested deeper than \(JSON.depthLimit)") }
    depth += 1
    position += 1
    skipSpace()
  }

  func failure(_ reason: String, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? position
    var line = 1
    var lineStart = 0
    for index in 0..<offset where base[index] == ASCII.lineFeed {
      line += 1
      lineStart = index + 1
    }
    let reason = offset == end ? "the text ends too early: \(reason)" : reason
    return JSONError(offset: offset, line: line, column: offset - lineStart + 1, reason: reason)
  }
}
