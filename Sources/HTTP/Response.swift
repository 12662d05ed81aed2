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
