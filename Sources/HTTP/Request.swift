import Values

/// What a client asks.
public struct Request: Sendable {
  /// The method.
  public var method: Method
  /// Where to.
  public var address: Address
  /// The header fields beside those that the connection needs (`Host`, `Content-Length`).
  public var headers: Headers
  /// The body; nil and empty differ for methods that expect one only in that neither sends a byte.
  public var body: [UInt8]?
  /// A form that is sent in place of `body`, read from its files while it goes; its `Content-Type` is set with it.
  public var form: Multipart?
  /// How long the whole exchange may take, from the first look-up of the name to the last byte.
  public var timeout: TimeSpan
  /// Whether the server may receive it twice without harm: the method is idempotent, or the request carries a key
  /// that the service honours. Only such a request may use a kept connection, whose death leaves it
  /// unclear whether the request arrived.
  public var isReplayable: Bool

  /// Puts a request together; `isReplayable` is taken from the method unless it is given.
  public init(
    _ method: Method, _ address: Address, headers: Headers = Headers(), body: [UInt8]? = nil,
    timeout: TimeSpan = .seconds(60), isReplayable: Bool? = nil
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.isReplayable = isReplayable ?? method.isIdempotent
  }
}
