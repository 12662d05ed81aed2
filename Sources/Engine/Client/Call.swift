import Catalog
import HTTP
import Values

/// One request to a service, made from a row of its table or typed by hand.
public struct Call: Sendable {
  /// The method.
  public var method: Endpoint.Method
  /// The path below the base address, holes filled and encoded.
  public var path: String
  /// The whole address in place of the path, such as a link that an answer gave; the credential goes along only
  /// where it is of the service's own origin.
  public var address: Address?
  /// What kinds of answer it takes.
  public var accept = "application/json"
  /// The query, in order, not encoded.
  public var query: [(String, String)] = []
  /// The names of what stands in `query` and is sent as a header field.
  var fields: Set<String> = []
  /// The JSON body.
  public var body: JSON?
  /// A form that is sent in place of a JSON body.
  public var form: Multipart?
  /// What it costs.
  public var rate: RateClass
  /// Where the payload is, when not where the service's envelope says.
  public var data: String?
  /// Members beside the payload that belong to the record.
  public var joined: [String] = []
  /// How the list comes in pages, when not as the service says.
  public var paging: Paging?
  /// How it proves who asks, when not as the service says.
  public var authentication: Authentication?
  /// The names of what it sends that is a secret.
  public var secrets: [String] = []
  /// The status of success where it is none of the usual ones, such as a redirection, which is then not followed.
  public var success: Int?
  /// Sent as `Idempotency-Key`, the same for every attempt.
  public var idempotencyKey: String?

  /// Makes a request by hand.
  public init(_ method: Endpoint.Method, _ path: String, rate: RateClass) {
    self.method = method
    self.path = path
    self.rate = rate
  }

  /// Makes a request from a row: `values` fill the holes of its path, in order.
  public init(_ endpoint: Endpoint, path values: [String] = []) {
    self.init(endpoint.method, endpoint.filled(values), rate: endpoint.rate)
    data = endpoint.data
    joined = endpoint.joined
    authentication = endpoint.authentication
    paging = endpoint.paging
    if endpoint.success / 100 != 2 { success = endpoint.success }
    secrets = endpoint.secrets
    fields = Set(endpoint.query.filter(\.isField).map(\.name))
  }

  /// The secrets that it sends, which nothing may show.
  var redaction: Redaction {
    guard !secrets.isEmpty else { return Redaction() }
    let given = query.filter { secrets.contains($0.0) }.map(\.1)
    return Redaction(secrets: given + secrets.compactMap { body?.value(at: $0)?.string })
  }

  /// The method and path, as errors and traces name the request.
  public var title: String { "\(method.rawValue) \(path)" }
}

extension Endpoint {
  /// The path with its holes filled, in order, each value encoded as one segment.
  public func filled(_ values: [String]) -> String {
    var text = ""
    var rest = values[...]
    var hole: String?
    for character in path {
      switch character {
      case "{": hole = ""
      case "}":
        text += rest.popFirst().map { Address.encode($0) } ?? "{\(hole ?? "")}"
        hole = nil
      default:
        if hole == nil { text.append(character) } else { hole?.append(character) }
      }
    }
    return text
  }
}
