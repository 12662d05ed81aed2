import Catalog
import HTTP
import Values

/// A webhook as it came in.
public struct ReceivedEvent: Sendable {
  /// Its number here; 0 before it is kept.
  public var number: Int64 = 0
  /// The service it belongs to.
  public var service: String
  /// The webhook it came by.
  public var webhook: String
  /// The event it tells.
  public var name: String
  /// What tells it from others: the sender's id, else a digest of what was sent.
  public var identity: String
  /// Every header field, in order.
  public var headers: Headers
  /// The body, to the byte.
  public var body: [UInt8]
  /// Whether its signature proved the sender.
  public var isVerified: Bool
  /// When it came.
  public var received: Timestamp
  /// How often it came again.
  public var copies = 0

  /// The fields of `record`.
  public static let fields: [Resource.Field] = [
    .field("id", .integer, "Number on this machine"), .field("event", .text, "What happened"),
    .field("service", .text, "Whose event it is"), .field("webhook", .text, "How it came in"),
    .field("identity", .text, "What tells it from others"),
    .field("verified", .boolean, "Whether its signature proved the sender"),
    .field("received_at", .timestamp, "When it came"),
    .field("copies", .integer, "How often it came again"),
    .field("body", .object, "What was sent"),
  ]

  /// The event as lists and `sp listen` show it; a body that is no JSON is a text, or base64 where it is none.
  public var record: JSON {
    [
      "id": .number(.init(Int(number))), "event": .string(name), "service": .string(service),
      "webhook": .string(webhook), "identity": .string(identity), "verified": .bool(isVerified),
      "received_at": .string(received.rfc3339), "copies": .number(.init(copies)), "body": shownBody,
    ]
  }

  private var shownBody: JSON {
    if let json = try? JSON.parse(body, as: .answer) { return json }
    if let text = String(validating: body, as: UTF8.self) { return .string(text) }
    return .string(Base64.encode(body))
  }
}

extension Webhook {
  /// Which event a body tells; `unknown` where it names none.
  func eventName(in body: JSON?) -> String {
    for way in event {
      switch way {
      case .text(let path): if let name = body?.value(at: path)?.string, !name.isEmpty { return name }
      case .presence(let path, let name): if body?.value(at: path) != nil { return name }
      }
    }
    return "unknown"
  }

  /// What tells the event from others: its own id, else the digest of the content that is signed.
  func identity(of body: [UInt8], _ json: JSON?) -> String {
    if let id, let own = json?.value(at: id) { return own.string ?? own.text() }
    return SHA256.hex(of: body)
  }
}
