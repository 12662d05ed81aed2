import HTTP
import Values

/// One request to a service of the sandbox, whichever way it came.
public struct SandboxRequest: Sendable {
  /// The method's name.
  public var method: String
  /// The path of the request and its query, percent-encoded: `/snackprompt/api/v1/prompts?limit=5`.
  public var target: String
  /// The header fields.
  public var headers: Headers
  /// The body; empty when there is none.
  public var body: [UInt8]
  /// Whether it came from this process, which needs no credential to reach the local account.
  public var isLocal: Bool

  /// Puts a request together.
  public init(
    method: String, target: String, headers: Headers = Headers(), body: [UInt8] = [], isLocal: Bool = false
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.isLocal = isLocal
  }
}

/// What the sandbox answers, and how.
public struct SandboxReply: Sendable {
  /// The answer.
  public var response: Response
  /// How long to wait before it is sent.
  public var delay = TimeSpan.zero
  /// Whether the connection ends without the answer.
  public var isDropped = false
}
