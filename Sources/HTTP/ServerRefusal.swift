/// Why the server itself refuses a request; the connection is closed after the answer, because where the
/// next request would begin is in doubt.
struct ServerRefusal: Error, Hashable {
  let status: Status
  /// What is wrong, for people; never bytes of the request.
  let reason: String

  static func malformed(_ reason: String) -> ServerRefusal { ServerRefusal(status: 400, reason: reason) }
  static func foreign(_ reason: String) -> ServerRefusal { ServerRefusal(status: 403, reason: reason) }
  static func headTooLarge(_ reason: String) -> ServerRefusal { ServerRefusal(status: 431, reason: reason) }
  static func bodyTooLarge(_ limit: Int) -> ServerRefusal {
    ServerRefusal(status: 413, reason: "the body is larger than \(limit) bytes")
  }

  static let targetTooLong = ServerRefusal(
    status: 414, reason: "the request line is longer than \(RequestHeadScanner.Limit.requestLine) bytes")
  static let tooSlow = ServerRefusal(status: 408, reason: "the request did not arrive in time")
  static let unknownExpectation = ServerRefusal(status: 417, reason: "only 100-continue can be expected")
  static let unknownMethod = ServerRefusal(status: 501, reason: "the method is not known")
  static let unknownCoding = ServerRefusal(
    status: 501, reason: "the only transfer coding known is chunked")
  static let unknownVersion = ServerRefusal(status: 505, reason: "only HTTP/1.1 and HTTP/1.0 are spoken")

  /// The answer the client gets.
  var response: Response {
    Response(
      status: status, headers: ["Content-Type": "text/plain; charset=utf-8"],
      body: Array("\(status): \(reason)\n".utf8))
  }
}
