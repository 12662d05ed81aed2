/// A request as the handler of a `Server` gets it: whole, checked and decoded once.
public struct ServerRequest: Sendable {
  /// One of the seven methods of `Method`; others never reach the handler.
  public let method: Method
  /// The header fields in order, values without the white space around them.
  public let headers: Headers
  /// The body without any transfer coding.
  public let body: [UInt8]
  /// The client: `127.0.0.1:50000`, `[::1]:50000`, or `unix`.
  public let peer: String
  /// `HTTP/1.1` or `HTTP/1.0`.
  public let version: String
  /// The turn of the server in which it is answered: all requests of a turn began to arrive before it. 0 for a
  /// request that came over no connection.
  public let turn: Int
  private let parsed: RequestTarget

  init(_ head: RequestHead, body: [UInt8], peer: String, turn: Int) {
    self.turn = turn
    method = head.method
    headers = head.headers
    self.body = body
    self.peer = peer
    version = head.version.rawValue
    parsed = head.target
  }

  /// A request that came over no connection; nil where the server would refuse the target.
  public init?(_ method: Method, _ target: String, headers: Headers = Headers(), body: [UInt8] = []) {
    guard let parsed = try? RequestTarget(target, method: method) else { return nil }
    self.method = method
    self.headers = headers
    self.body = body
    self.parsed = parsed
    peer = "none"
    turn = 0
    version = RequestHead.Version.http11.rawValue
  }

  /// The target as it was sent: path and query, an absolute address, or `*`.
  public var target: String { parsed.text }

  /// The path as it was sent, for signatures; `*` for the server as a whole.
  public var rawPath: String { parsed.rawPath }

  /// The path with its escapes decoded and its dot segments carried out; an escaped slash cannot be told from
  /// a separator here, route by `segments`.
  public var path: String { parsed.path }

  /// The decoded parts between the slashes: `/a/b%2Fc` gives `a` and `b/c`, `/a/` gives `a` and an empty part.
  public var segments: [String] { RequestTarget.segments(parsed.rawPath) ?? [] }

  /// The query as it was sent, without the question mark; nil where there is none.
  public var rawQuery: String? { parsed.rawQuery }

  /// The names and values of the query in order, decoded as forms encode them (a plus is a space); what is no
  /// valid escape stays as it is.
  public var query: [(name: String, value: String)] {
    (parsed.rawQuery ?? "").split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decodeForm(parts[0]), parts.count > 1 ? Self.decodeForm(parts[1]) : "")
    }
  }

  private static func decodeForm(_ text: Substring) -> String {
    let spaced = String(decoding: text.utf8.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }, as: UTF8.self)
    return Address.decode(spaced) ?? spaced
  }
}
