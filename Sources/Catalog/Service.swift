import Values

/// One remote API: where it is, who may call it, and how it says yes, no and later.
///
/// What differs between services is data here, so that the engine and the sandbox need not know which one
/// they serve.
public struct Service: Sendable {
  /// A named base address; the first one is the default.
  public struct Address: Sendable, Hashable {
    /// `production`, `sandbox` …
    public var name: String
    /// An absolute URL without a final slash, to which endpoint paths are appended.
    public var url: String

    /// Names a base address.
    public init(_ name: String, _ url: String) {
      self.name = name
      self.url = url
    }
  }

  /// The word for it in commands, paths of the sandbox, and configuration.
  public var name: String
  /// Its own spelling.
  public var title: String
  /// One line for people, without a full stop.
  public var summary: String
  /// The base addresses; empty when its document names none that could be reached.
  public var addresses: [Address]
  /// The path below `/<service>` at which the sandbox mounts the endpoints, such as `/api/v1`.
  public var mount: String
  /// How a request proves who sends it.
  public var authentication: Authentication
  /// How an answer wraps its payload and its errors.
  public var envelope: Envelope
  /// How lists come in pages.
  public var paging: Paging
  /// How many requests each rate class may send.
  public var limits: [RateLimit]
  /// The header fields that tell how much of a limit is left; nil when none does.
  public var rateHeaders: RateHeaders?
  /// How a person signs in for a session; nil when credentials are keys.
  public var signIn: SignIn?
  /// What its keys begin with; empty when any word may be one.
  public var keyPrefixes: [String]
  /// Where an answer says when to try again, in the order of trust.
  public var retryHints: [RetryHint]
  /// What it sends of its own accord.
  public var webhooks: [Webhook]
  /// A read that costs little and tells whether the service is reachable: a path with its query.
  public var probe: String

  /// Declares a service.
  public init(
    name: String, title: String, summary: String, addresses: [Address], mount: String,
    authentication: Authentication, envelope: Envelope, paging: Paging, limits: [RateLimit],
    rateHeaders: RateHeaders? = nil, retryHints: [RetryHint], signIn: SignIn? = nil,
    keyPrefixes: [String] = [], webhooks: [Webhook] = [], probe: String
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.addresses = addresses
    self.mount = mount
    self.authentication = authentication
    self.envelope = envelope
    self.paging = paging
    self.limits = limits
    self.rateHeaders = rateHeaders
    self.retryHints = retryHints
    self.signIn = signIn
    self.keyPrefixes = keyPrefixes
    self.webhooks = webhooks
    self.probe = probe
  }

  /// The limits that hold for a rate class.
  public func limits(for rate: RateClass) -> [RateLimit] { limits.filter { $0.rate == rate } }
}

/// How a request proves who sends it.
public enum Authentication: Sendable, Hashable {
  /// `Authorization: Bearer <token>`.
  case bearer
  /// The same where a token is known; whoever has none is served too.
  case optionalBearer
  /// `Authorization: Basic <token>`, the token being a name and a password with a colon between them.
  case basic
  /// `Cookie: <name>=<token>`.
  case cookie(String)
  /// `<name>: <token>`.
  case header(String)
  /// `?<name>=<token>`, which nothing may show.
  case query(String)
  /// `Authorization: Bearer <secret>` with a secret of its own, kept under `<service>.<name>`.
  case secret(String)
  /// Nothing is sent.
  case none
}

/// How a person signs in: by a name and a password, for a session cookie that the answer sets.
public struct SignIn: Sendable, Hashable {
  /// The operation that signs in.
  public var operation: String
  /// The operation that makes an account; nil when that cannot be done here.
  public var signUp: String?
  /// The member of both bodies that names the person, such as `email`.
  public var identity: String
  /// The member of both bodies that takes the password.
  public var password: String

  /// Declares a sign-in.
  public init(operation: String, signUp: String? = nil, identity: String, password: String) {
    self.operation = operation
    self.signUp = signUp
    self.identity = identity
    self.password = password
  }
}

/// Where an answer keeps its payload and its error; every path is in the form `error.code`.
public struct Envelope: Sendable, Hashable {
  /// The payload; empty when the whole body is the payload.
  public var data: String
  /// Paging and totals; nil when there are none.
  public var meta: String?
  /// A member that is `true` in success and `false` in failure.
  public var success: String?
  /// Whether failures have that member too.
  public var marksFailures: Bool
  /// The error's code; nil when only the status tells.
  public var code: String?
  /// The error's text for people.
  public var message: String
  /// What else the error says.
  public var details: String?

  /// Declares an envelope.
  public init(
    data: String = "", meta: String? = nil, success: String? = nil, marksFailures: Bool = true,
    code: String? = nil, message: String, details: String? = nil
  ) {
    self.data = data
    self.meta = meta
    self.success = success
    self.marksFailures = marksFailures
    self.code = code
    self.message = message
    self.details = details
  }
}

/// How lists come in pages.
public enum Paging: Sendable, Hashable {
  /// Numbered pages; `total` is the path of the number of records in the whole list.
  case pages(largest: Int, total: String)
  /// Records left out first; `total` as for pages.
  case offsets(largest: Int, total: String)
  /// The first records of the list alone, at most so many; the rest cannot be asked for. `total` as for pages.
  case first(largest: Int, total: String)
  /// Every list comes whole.
  case none

  /// How many records one answer can carry; nil without limit.
  public var largest: Int? {
    switch self {
    case .pages(let largest, _), .offsets(let largest, _), .first(let largest, _): largest
    case .none: nil
    }
  }

  /// Where an answer says how many records the whole list has.
  public var total: String? {
    switch self {
    case .pages(_, let total), .offsets(_, let total), .first(_, let total): total
    case .none: nil
    }
  }
}
