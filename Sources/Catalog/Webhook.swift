/// What a service, or one behind it, sends of its own accord: where it proves itself and what it tells.
public struct Webhook: Sendable, Hashable {
  /// How a body tells which event it is.
  public enum EventName: Sendable, Hashable {
    /// The text at a path.
    case text(String)
    /// This name, where something stands at a path.
    case presence(of: String, means: String)
  }

  /// The word for it in commands and in the paths of `sp listen`; no other webhook has it.
  public var name: String
  /// How a body is signed.
  public var signature: SignatureScheme
  /// Who invented how, such as `meta`; webhooks of one family are signed alike.
  public var family: String
  /// How the secret is kept: as `<service>.<secret>`.
  public var secret: String
  /// How a body tells which event it is; the first that fits.
  public var event: [EventName]
  /// Where a body has an id of its own; nil when only the content tells two apart.
  public var id: String?
  /// The events that the document names.
  public var events: [String]
  /// Whether the sender first asks with `hub.challenge` whether it is welcome.
  public var greets: Bool
  /// The path at which the service's document takes it, when it is inbound there; nil where users choose it.
  public var path: String?

  /// Declares a webhook.
  public init(
    _ name: String, signed signature: SignatureScheme, like family: String? = nil,
    secret: String = "webhook",
    event: [EventName] = [.text("event")], id: String? = nil, events: [String], greets: Bool = false,
    path: String? = nil
  ) {
    self.name = name
    self.signature = signature
    self.family = family ?? name
    self.secret = secret
    self.event = event
    self.id = id
    self.events = events
    self.greets = greets
    self.path = path
  }
}

/// How the body of a webhook is signed, each by HMAC-SHA-256 with the secret's bytes as the key.
public enum SignatureScheme: Sendable, Hashable {
  /// The 64 hexadecimal digits alone, of the body.
  case hexadecimal(header: String)
  /// `sha256=` and the digits, of the body.
  case prefixed(header: String)
  /// `t=<seconds>,v1=<digits>`, of the seconds, a dot and the body; several `v1` where a secret is being changed.
  case timestamped(header: String)
  /// Not at all.
  case none

  /// The header field that carries it; nil when nothing does.
  public var header: String? {
    switch self {
    case .hexadecimal(let header), .prefixed(let header), .timestamped(let header): header
    case .none: nil
    }
  }
}
