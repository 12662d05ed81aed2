/// The fields of a head, and among them those on which framing, routing and the connection depend.
struct RequestHeadFields {
  private(set) var pairs: [(String, String)] = []
  private(set) var host: String?
  private(set) var origins: [String] = []
  private var contentLength: Int?
  private var transferCoding: String?
  private var connection: [String] = []
  private var expectations: [String] = []

  init(capacity: Int) { pairs.reserveCapacity(capacity) }

  /// Reads one field line. Folded lines, and space before a field or its colon, make a name that is no token.
  mutating func add(_ line: Span<UInt8>) throws(ServerRefusal) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      throw .malformed("a field without a colon")
    }
    let name = line.extracting(..<colon).text
    guard Headers.isToken(name) else { throw .malformed("a field name is no token") }
    let value = line.extracting(line.trimmed(from: colon + 1)).text
    try note(name, value)
    pairs.append((name, value))
  }

  private mutating func note(_ name: String, _ value: String) throws(ServerRefusal) {
    switch name.lowercased() {
    case "host":
      guard host == nil else { throw .malformed("more than one Host field") }
      host = value
    case "content-length":
      guard contentLength == nil else { throw .malformed("more than one Content-Length field") }
      guard value.utf8.count <= 15, let length = ASCII.decimal(value) else {
        throw .malformed("Content-Length is no number")
      }
      contentLength = length
    case "transfer-encoding":
      guard transferCoding == nil else { throw .malformed("more than one Transfer-Encoding field") }
      transferCoding = value.lowercased()
    case "connection": connection += Self.list(value)
    case "expect": expectations += Self.list(value)
    case "origin": origins.append(value)
    default: break
    }
  }

  /// How the body ends; two ways at once are how requests are smuggled (RFC 9112 section 6.3).
  func framing(_ version: RequestHead.Version) throws(ServerRefusal) -> RequestHead.Framing {
    guard let transferCoding else {
      return contentLength.map { $0 == 0 ? .empty : .length($0) } ?? .empty
    }
    guard contentLength == nil else { throw .malformed("both Content-Length and Transfer-Encoding") }
    guard version == .http11 else { throw .malformed("Transfer-Encoding in HTTP/1.0") }
    guard transferCoding == "chunked" else { throw .unknownCoding }
    return .chunked
  }

  func keepsConnection(_ version: RequestHead.Version) -> Bool {
    !connection.contains("close") && (version == .http11 || connection.contains("keep-alive"))
  }

  func expectsContinue(_ version: RequestHead.Version) throws(ServerRefusal) -> Bool {
    guard version == .http11, !expectations.isEmpty else { return false }
    guard expectations.allSatisfy({ $0 == "100-continue" }) else { throw .unknownExpectation }
    return true
  }

  /// The elements of a comma-separated list in lower case.
  private static func list(_ value: String) -> [String] {
    value.lowercased().split(separator: ",").map {
      String(decoding: ASCII.trimmed(ArraySlice($0.utf8)), as: UTF8.self)
    }
  }
}

extension Span where Element == UInt8 {
  /// The bytes as text; what is no UTF-8 becomes U+FFFD.
  var text: String { withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }

  func firstIndex(of byte: UInt8) -> Int? { indices.first { self[$0] == byte } }

  func lastIndex(of byte: UInt8) -> Int? { indices.last { self[$0] == byte } }

  /// Where the bytes from `start` on are, without spaces and tabs around them.
  func trimmed(from start: Int) -> Range<Int> {
    var (start, end) = (start, count)
    while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }
}
