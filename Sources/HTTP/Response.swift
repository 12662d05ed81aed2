import Values

/// What a server answered, whole.
public struct Response: Sendable, Hashable {
  /// The status.
  public var status: Status
  /// The header fields; trailers are not among them.
  public var headers: Headers
  /// The body after any content coding has been undone.
  public var body: [UInt8]

  /// Puts an answer together.
  public init(status: Status, headers: Headers = Headers(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension Response {
  /// An answer in JSON, with its `Content-Type`.
  public static func json(_ value: JSON, status: Status = .ok, headers: Headers = Headers()) -> Response {
    var headers = headers
    headers.set("Content-Type", "application/json")
    var body: [UInt8] = []
    value.write(to: &body)
    return Response(status: status, headers: headers, body: body)
  }
}
