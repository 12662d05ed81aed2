import Catalog
import Values

/// How the sandbox plays one service: what its rows do not say.
///
/// Lists, single records, creation, change and deletion follow from the rows (`Call.answer()`); a handler
/// stands in for that under the row's operation, such as `prompts.create`, where the service has rules of
/// its own. Rows of the action `.call` need one.
public struct LocalService: Sendable {
  /// Answers one call; what it throws undoes everything it wrote.
  public typealias Handler = @Sendable (Call) throws(Refusal) -> Answer
  /// Fills an account without records; makes the same records each time.
  public typealias Seed = @Sendable (Store) throws(Refusal) -> Void

  /// Answers a request to a path that no row has, such as a download or a page; nil where there is nothing.
  public typealias Site = @Sendable (Visit) throws(Refusal) -> Answer?
  /// Does what someone else than the account does, such as buying a prompt, and returns the data of the event.
  public typealias Act = @Sendable (Store, JSON.Object) throws(Refusal) -> JSON
  /// The webhook by which an event is told, and its body; nil for the first webhook and
  /// `{"event", "timestamp", "data"}`.
  public typealias Notice =
    @Sendable (_ event: String, _ data: JSON, _ now: Timestamp) -> (webhook: String, body: JSON)?
  /// Who asked to be told of an event.
  public typealias Subscribers = @Sendable (Store, _ event: String) throws(Refusal) -> [Subscription]
  /// The limits of an account that differ from the service's, such as those of its plan.
  public typealias Plan = @Sendable (Store, [RateLimit]) throws(Refusal) -> [RateLimit]

  /// Takes note of a call, whatever came of it.
  public typealias Journal = @Sendable (Asked, Store) throws(Refusal) -> Void

  /// What time alone brings about, such as the end of a promotion, before the request of an account is looked at.
  public struct Upkeep: Sendable {
    /// When there is something to do next, as the records tell; nil when there will be nothing.
    public var due: @Sendable (Store) throws(Refusal) -> Timestamp?
    /// Does it.
    public var run: @Sendable (Store) throws(Refusal) -> Void

    /// Declares the work of time.
    public init(
      due: @escaping @Sendable (Store) throws(Refusal) -> Timestamp?,
      run: @escaping @Sendable (Store) throws(Refusal) -> Void
    ) {
      self.due = due
      self.run = run
    }
  }

  /// The error code that goes with each status.
  public var codes: [Int: String]
  /// The text that goes with each status where the machinery refuses, or was told to.
  public var messages: [Int: String]
  /// What an operation says when it breaks down (500), where it has words of its own.
  public var breakdowns: [String: String]
  /// The paging part of a list's answer.
  public var meta: @Sendable (Page) -> JSON
  /// The body of a failure, when the service's envelope does not say it all.
  public var failure: (@Sendable (Refusal, _ code: String) -> JSON)?
  /// The rules by operation.
  public var handlers: [String: Handler]
  /// Operations whose handlers call other programs or services: they run outside a transaction, and what they
  /// write is kept at once.
  public var unhurried: Set<String>
  /// What there is below the service's name beside the rows.
  public var site: Site?
  /// Kinds of record that only the rules know, such as single views.
  public var resources: [Resource]
  /// The code of a refused credential, where it differs from that of a missing one.
  public var refusedKey: String?
  /// What is said of a file that is larger than its row takes.
  public var tooLarge: Refusal
  /// What others may do, by the name of the event that it causes.
  public var acts: [String: Act]
  /// How an event is told.
  public var notice: Notice?
  /// Who is told of it.
  public var subscribers: Subscribers?
  /// The limits of an account.
  public var plan: Plan?
  /// What time brings about.
  public var upkeep: Upkeep?
  /// What takes note of each call.
  public var journal: Journal?
  /// What `sp sandbox seed` makes; nil when there is nothing to make.
  public var seed: Seed?

  /// Declares how a service is played.
  public init(
    codes: [Int: String], messages: [Int: String] = [:], breakdowns: [String: String] = [:],
    meta: @escaping @Sendable (Page) -> JSON = { _ in .null },
    failure: (@Sendable (Refusal, _ code: String) -> JSON)? = nil, handlers: [String: Handler],
    unhurried: Set<String> = [], site: Site? = nil, resources: [Resource] = [], refusedKey: String? = nil,
    tooLarge: Refusal = Refusal(413, "The file is too large"), acts: [String: Act] = [:],
    notice: Notice? = nil, subscribers: Subscribers? = nil, plan: Plan? = nil, journal: Journal? = nil,
    upkeep: Upkeep? = nil, seed: Seed? = nil
  ) {
    self.codes = codes
    self.messages = messages
    self.breakdowns = breakdowns
    self.meta = meta
    self.failure = failure
    self.handlers = handlers
    self.unhurried = unhurried
    self.site = site
    self.resources = resources
    self.refusedKey = refusedKey
    self.tooLarge = tooLarge
    self.acts = acts
    self.notice = notice
    self.subscribers = subscribers
    self.plan = plan
    self.upkeep = upkeep
    self.journal = journal
    self.seed = seed
  }

  /// Whether a row has an answer: its own handler, or one that follows from the row.
  public func answers(_ endpoint: Endpoint) -> Bool {
    handlers[endpoint.operation] != nil || (endpoint.action != .call && endpoint.resource != nil)
  }
}

/// An address that wants to be told of events.
public struct Subscription: Sendable, Hashable {
  /// Its id, which tells it from others.
  public var id: String
  /// Where the event goes.
  public var url: String
  /// What signs it.
  public var secret: String

  /// Declares a subscription.
  public init(id: String, url: String, secret: String) {
    self.id = id
    self.url = url
    self.secret = secret
  }
}

/// A call that found its row and its account, and what came of it.
public struct Asked {
  /// The row.
  public let endpoint: Endpoint
  /// The body as it came.
  public let body: String
  /// The payload of the answer; nil when it was refused, or is a file.
  public let payload: JSON?
  /// The status.
  public let status: Int
  /// How long it took.
  public let latency: TimeSpan
}

/// Where a list's answer stands in the whole list.
public struct Page: Sendable, Hashable {
  /// How many records come before it.
  public let offset: Int
  /// How many records a page has.
  public let size: Int
  /// How many records the whole list has.
  public let total: Int

  /// The number of the page, from 1.
  public var number: Int { offset / max(size, 1) + 1 }

  /// Whether no records follow after this page.
  public var isLast: Bool { offset + size >= total }
}
