import Values

/// What the handler of a `Server` wants done with a request.
public struct ServerReply: Sendable {
  /// The answer. The server itself writes Content-Length, Date and Connection; `Connection: close` among the
  /// fields ends the connection after this answer.
  public var response: Response
  /// How long the answer is held back, while other connections go on.
  public var delay: TimeSpan
  /// Closes the connection (after `delay`) without an answer, as a network that breaks would.
  public var drop: Bool

  /// Answers, at once unless told otherwise.
  public init(_ response: Response, delay: TimeSpan = .zero, drop: Bool = false) {
    self.response = response
    self.delay = delay
    self.drop = drop
  }

  /// No answer: the connection is closed.
  public static func dropped(after delay: TimeSpan = .zero) -> ServerReply {
    ServerReply(Response(status: .serviceUnavailable), delay: delay, drop: true)
  }
}
