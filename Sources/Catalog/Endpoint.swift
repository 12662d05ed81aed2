/// One row of a service's table: a method and a path, what it takes, what it returns, what it costs.
public struct Endpoint: Sendable {
  /// The HTTP method.
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether a request may be sent again without changing more than one does (RFC 9110 section 9.2.2).
    public var isIdempotent: Bool { self != .post && self != .patch }
  }

  /// What it does to the records of its resource.
  public enum Action: Sendable, Hashable {
    case list, get, create, update, delete
    /// Something of its own.
    case call
  }

  /// The method.
  public var method: Method
  /// The path below the base address, with `{holes}` for its path parameters.
  public var path: String
  /// The words of its command, such as `["prompts", "list"]`.
  public var command: [String]
  /// What it does to the records of its resource.
  public var action: Action
  /// One line for people, without a full stop.
  public var summary: String
  /// The name of the resource it returns; nil when it returns something of its own.
  public var resource: String?
  /// What it costs.
  public var rate: RateClass
  /// The values of the holes in the path, in order.
  public var pathParameters: [Parameter] = []
  /// The query parameters.
  public var query: [Parameter] = []
  /// The members of the JSON body.
  public var body: [Parameter] = []
  /// The status of success.
  public var success = 200
  /// Where the payload is, when not where the service's envelope says.
  public var data: String?
  /// What the engine asks before it sends; nil when nothing.
  public var consent: Consent?
  /// Command lines that run as they stand in the sandbox.
  public var examples: [Example] = []

  /// The identifier in OpenAPI and in the sandbox's table of handlers, such as `prompts.list`.
  public var operation: String { command.joined(separator: ".") }

  /// Whether it changes nothing.
  public var isRead: Bool { method == .get }

  /// The query parameter with a role.
  public func parameter(_ role: Parameter.Role) -> Parameter? { query.first { $0.role == role } }
}

/// Why the engine asks before it sends.
public enum Consent: String, Sendable {
  /// Something is gone afterwards.
  case destructive
  /// Something is paid for.
  case paid
  /// Something is seen by the world.
  case published
}
