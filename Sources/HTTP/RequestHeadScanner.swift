/// Finds the lines of a request head while its bytes arrive (RFC 9112 section 2.2).
///
/// Each byte is looked at once however the head is cut, and what can never become a head is refused before
/// the rest of it is there.
struct RequestHeadScanner {
  /// The most that a head may take.
  enum Limit {
    static let requestLine = 8192
    static let field = 8190
    static let fields = 100
    static let head = 16 * 1024
  }

  /// The lines found so far without their CRLF: the request line, then the fields.
  ///
  /// Offsets count from the first byte of the request.
  private(set) var lines: [Range<Int>] = []
  private var position = 0
  private var lineStart = 0

  /// Goes on over `bytes`, which begin with those seen before; the length of the whole head once its empty
  /// line is there.
  mutating func scan(_ bytes: Span<UInt8>) throws(ServerRefusal) -> Int? {
    while position < bytes.count {
      let byte = bytes[position]
      if (byte >= 0x20 && byte != 0x7F) || byte == 0x09 {
        position += 1
        continue
      }
      guard byte == 0x0D else { throw .malformed("a control character or a bare line feed in the head") }
      guard position + 1 < bytes.count else { break }
      guard bytes[position + 1] == 0x0A else { throw .malformed("a bare carriage return in the head") }
      if try endLine() { return position }
    }
    try checkLength(position - lineStart)
    return nil
  }

  /// Forgets the request: the next one begins at offset 0.
  mutating func reset() {
    lines.removeAll(keepingCapacity: true)
    position = 0
    lineStart = 0
  }

  /// Takes the line before the CRLF at `position`; true where it is the empty one that ends the head.
  private mutating func endLine() throws(ServerRefusal) -> Bool {
    let line = lineStart..<position
    position += 2
    lineStart = position
    if line.isEmpty {
      // One empty line before the request line is let pass: old clients end a body with it.
      guard !lines.isEmpty || line.lowerBound == 0 else { throw .malformed("empty lines before the request") }
      return !lines.isEmpty
    }
    try checkLength(line.count)
    lines.append(line)
    guard lines.count <= Limit.fields + 1 else { throw .headTooLarge("more than \(Limit.fields) fields") }
    return false
  }

  private func checkLength(_ length: Int) throws(ServerRefusal) {
    if lines.isEmpty {
      guard length <= Limit.requestLine else { throw .targetTooLong }
    } else {
      guard length <= Limit.field else { throw .headTooLarge("a field of more than \(Limit.field) bytes") }
      guard position <= Limit.head else { throw .headTooLarge("a head of more than \(Limit.head) bytes") }
    }
  }
}
