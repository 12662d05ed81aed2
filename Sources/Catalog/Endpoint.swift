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
  /// Members beside the payload that belong to the record, such as the comments of a topic.
  public var joined: [String] = []
  /// What else there is to know, in full sentences; may be empty.
  public var detail = ""
  /// What the engine asks before it sends; nil when nothing.
  public var consent: Consent?
  /// Command lines that run as they stand in the sandbox.
  public var examples: [Example] = []

  /// How it is reached.
  public var reach = Reach.command
  /// The identifier in OpenAPI and in the sandbox's table of handlers, such as `prompts.list`; it begins with the name
  /// of the domain.
  public var operation: String { ownOperation ?? command.joined(separator: ".") }
  /// The operation of a row that has no command of its own.
  var ownOperation: String?
  /// How a request proves who sends it, when not as the service says.
  public var authentication: Authentication?
  /// How the list comes in pages, when not as the service says.
  public var paging: Paging?
  /// The order of the list where none is asked for; nil for that of creation.
  public var order: Order?
  /// The fields of the payload, when it is no record of a resource; nil when nothing is known of them.
  public var returns: [Resource.Field]?
  /// The body that the service's document shows, as JSON.
  public var sample: String?
  /// The work that it begins.
  public var job: Job?
  /// The file that it is or leads to.
  public var download: Download?
  /// Its results for many at once.
  public var batch: Batch?
  /// The series that can be drawn.
  public var chart: Chart?
  /// The consent of a person at a provider, which it begins.
  public var authorization: Authorization?
  /// The values of the body that a record of the service knows.
  public var borrowing: Borrowing?
  /// The moments that must come one after the other.
  public var chronology: Chronology?
  /// Whether the account is no more afterwards, and what is kept of it on this machine goes too.
  public var endsAccount = false

  /// Whether the body is sent as a form of parts, because it carries a file.
  public var isMultipart: Bool { body.contains { $0.kind == .file } }

  /// The command that reaches it, as people type it; in brackets where it is only part of what the command does.
  public var reachedBy: String {
    let words = command.joined(separator: " ")
    return switch reach {
    case .command, .builtin: words
    case .option(let name): "\(words) --\(name)"
    case .outside: words.isEmpty ? "(inbound)" : "(\(words))"
    }
  }

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
