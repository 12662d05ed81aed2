/// Why a request got no answer that could be used.
public struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What failed.
  public enum Reason: String, Sendable {
    /// The host's name has no address.
    case resolve
    /// Nothing accepts connections there.
    case connect
    /// The secure connection could not be set up.
    case tls
    /// The server's certificate is not to be trusted.
    case untrusted
    /// The proxy did not let the request through.
    case proxy
    /// The time was over.
    case timeout
    /// The connection ended before the answer did.
    case dropped
    /// The answer is larger than allowed.
    case tooLarge
    /// The answer is not HTTP.
    case malformed
    /// Whoever was to take the body would not, or could not.
    case unwanted
    /// A signal asked to stop.
    case interrupted
    /// The request itself may not be sent, such as a header field with a line break.
    case invalidRequest
    /// The library that speaks HTTP is missing.
    case unavailable
    /// Something else.
    case other
  }

  /// Whether the server can have seen the request.
  public enum Sent: String, Sendable {
    /// Not one byte of it left.
    case no
    /// Some of it left; what the server did is unknown.
    case perhaps
  }

  /// What failed.
  public let reason: Reason
  /// For people: which host and what happened; never a secret.
  public let message: String
  /// What to check or to do, where that helps.
  public let hint: String?
  /// Whether the server can have seen the request.
  public let sent: Sent

  /// Puts an error together.
  public init(_ reason: Reason, _ message: String, hint: String? = nil, sent: Sent) {
    self.reason = reason
    self.message = message
    self.hint = hint
    self.sent = sent
  }

  /// The message.
  public var description: String { message }
}
