/// A request's head, understood: what is asked, and how its body and its connection end.
struct RequestHead: Sendable {
  /// How the end of the body is known (RFC 9112 section 6).
  enum Framing: Sendable, Hashable {
    case empty
    case length(Int)
    case chunked
  }

  /// The versions that are spoken.
  enum Version: String, Sendable {
    case http10 = "HTTP/1.0"
    case http11 = "HTTP/1.1"
  }

  let method: Method
  let target: RequestTarget
  let version: Version
  let headers: Headers
  let framing: Framing
  /// Whether the client will send another request on the connection.
  let keepsConnection: Bool
  /// Whether the client waits for "100 Continue" before it sends the body.
  let expectsContinue: Bool

  /// Reads the lines that a scanner found in `bytes`; `hosts` is nil where any host may be asked for.
  init(_ bytes: Span<UInt8>, lines: [Range<Int>], hosts: ServerHosts?) throws(ServerRefusal) {
    guard let first = lines.first else { throw .malformed("no request line") }
    let line = try RequestLine(bytes.extracting(first))
    var fields = RequestHeadFields(capacity: lines.count - 1)
    for line in lines.dropFirst() { try fields.add(bytes.extracting(line)) }

    version = line.version
    method = try line.knownMethod
    target = try RequestTarget(line.target, method: method)
    framing = try fields.framing(version)
    try hosts?.check(fields, target: target, method: method)
    guard version == .http10 || fields.host != nil else { throw .malformed("no Host field") }
    keepsConnection = fields.keepsConnection(version)
    expectsContinue = try fields.expectsContinue(version)
    headers = Headers(fields.pairs)
  }
}

/// The three parts of a request line (RFC 9112 section 3), one space between them.
private struct RequestLine {
  let method: String
  let target: String
  let version: RequestHead.Version

  init(_ line: Span<UInt8>) throws(ServerRefusal) {
    guard let first = line.firstIndex(of: 0x20), let last = line.lastIndex(of: 0x20), first < last else {
      throw .malformed("the request line has not three parts")
    }
    method = line.extracting(..<first).text
    guard Headers.isToken(method) else { throw .malformed("the method is no token") }
    let target = line.extracting(first + 1..<last)
    guard !target.isEmpty, target.indices.allSatisfy({ target[$0] > 0x20 && target[$0] < 0x7F }) else {
      throw .malformed("the target holds other than visible ASCII characters")
    }
    self.target = target.text
    version = try Self.version(line.extracting((last + 1)...))
  }

  /// The method where it is one of the standard's that this server plays (RFC 9110 section 9).
  var knownMethod: Method {
    get throws(ServerRefusal) {
      switch method {
      case "GET": .get
      case "HEAD": .head
      case "POST": .post
      case "PUT": .put
      case "PATCH": .patch
      case "DELETE": .delete
      case "OPTIONS": .options
      case "TRACE": .trace
      case "QUERY": .query
      default: throw .unknownMethod
      }
    }
  }

  private static func version(_ bytes: Span<UInt8>) throws(ServerRefusal) -> RequestHead.Version {
    let text = bytes.text
    if let version = RequestHead.Version(rawValue: text) { return version }
    let isVersion =
      bytes.count == 8 && text.hasPrefix("HTTP/") && ASCII.isDigit(bytes[5]) && bytes[6] == UInt8(ascii: ".")
      && ASCII.isDigit(bytes[7])
    throw isVersion ? .unknownVersion : .malformed("the request line does not end with a version")
  }
}
