/// How a row is reached.
public enum Reach: Sendable, Hashable {
  /// By the command of its words.
  case command
  /// By the command of the row with the same words, given this switch: `gdpr consent --set`.
  case option(String)
  /// By a command about `sp` itself, which its words name: `auth login`.
  case builtin
  /// By the service, a provider or a browser; its words, if any, name the command that takes part.
  case outside
}

/// Work that goes on at the service after the answer: what `--wait` watches.
public struct Job: Sendable, Hashable {
  /// Where the payload tells the id of the work.
  public var id: String
  /// The operation that shows how far it is, such as `studio.job`.
  public var poll: String
  /// Where its payload tells the state.
  public var status: String
  /// The states in which it is done.
  public var done: [String]
  /// The states in which it failed.
  public var failed: [String]
  /// Where it tells how far it is, from 0 to 100; nil when it does not.
  public var progress: String?
  /// Where it tells why it failed: a text, or an object with a `message`.
  public var reason: String

  /// Declares work to be waited for.
  public init(
    id: String, poll: String, status: String = "status", done: [String], failed: [String],
    progress: String? = nil, reason: String = "error"
  ) {
    self.id = id
    self.poll = poll
    self.status = status
    self.done = done
    self.failed = failed
    self.progress = progress
    self.reason = reason
  }
}

/// A file that an answer is, or leads to: what `--save` writes.
public enum Download: Sendable, Hashable {
  /// The body itself, under the name in its `Content-Disposition`, else this one.
  case body(name: String)
  /// The addresses at these paths of the payload, each a text or a list of texts, absolute or below the service's
  /// origin.
  case links([String])
}

/// Results for many at once, of which some may have failed: exit 7 then.
public struct Batch: Sendable, Hashable {
  /// Where the payload has the list of results.
  public var results: String
  /// The member of a result that says whether it went well.
  public var success: String
  /// The member of a result that says whose it is.
  public var item: String

  /// Declares a batch.
  public init(results: String, success: String = "success", item: String) {
    self.results = results
    self.success = success
    self.item = item
  }
}

/// A series that can be drawn: what `--chart` shows.
public struct Chart: Sendable, Hashable {
  /// Where the payload has the points; empty when it is the list of points.
  public var series: String
  /// The member of a point that is its place, a moment or a word.
  public var x: String
  /// The members of a point that can be drawn, the first by default.
  public var y: [String]

  /// Declares a series.
  public init(_ series: String = "", x: String, y: [String]) {
    self.series = series
    self.x = x
    self.y = y
  }
}

/// The first step of OAuth: the payload has the address at which a person agrees, and the provider then comes back
/// with a code and the same state.
public struct Authorization: Sendable, Hashable {
  /// Where the payload has the address.
  public var url: String
  /// The operation that takes the provider's `code` and `state`.
  public var callback: String
  /// The resource of the domain whose records tell what is connected.
  public var connects: String

  /// Declares the first step.
  public init(url: String, callback: String, connects: String) {
    self.url = url
    self.callback = callback
    self.connects = connects
  }
}

/// Values of the body that a record of the service knows, so that nobody need type them.
public struct Borrowing: Sendable, Hashable {
  /// The resource of the record, which the option of its singular word chooses by id; without it the only one that
  /// fits is taken.
  public var resource: String
  /// The field that must have a value, such as `platform`, and the value.
  public var condition: [String: String]
  /// The member of the body, and the field whose value it takes.
  public var members: [String: String]

  /// Declares what is borrowed.
  public init(from resource: String, where condition: [String: String], _ members: [String: String]) {
    self.resource = resource
    self.condition = condition
    self.members = members
  }
}

/// The order in which a service shows a list.
public struct Order: Sendable, Hashable {
  /// The field that decides.
  public var field: String
  /// Whether the largest comes first.
  public var isDescending: Bool
}

/// Two moments of a request, the first of which must come before the second.
public struct Chronology: Sendable, Hashable {
  /// The parameter that must be the earlier one.
  public var start: String
  /// The parameter that must be the later one.
  public var end: String
  /// Whether they bound a stretch of days: they may be the same, and a date without a time ends with its day.
  public var isOfDays = false
}

extension Endpoint {
  /// The payload is here and not where the service's envelope says; empty for the whole body.
  public func at(_ data: String) -> Endpoint { with(\.data, data) }

  /// The record has these members too, which stand beside the payload.
  public func joining(_ members: [String]) -> Endpoint { with(\.joined, members) }

  /// Says in help, in full sentences, what the rest of the row does not.
  public func explained(_ detail: String) -> Endpoint { with(\.detail, detail) }

  /// Asks before it sends.
  public func asking(_ consent: Consent) -> Endpoint { with(\.consent, consent) }

  /// Is reached in another way than by a command of its own, as the operation of that name.
  public func reached(_ reach: Reach, as operation: String) -> Endpoint {
    with(\.reach, reach).with(\.ownOperation, operation)
  }

  /// Proves in another way who asks than the service says.
  public func proving(_ authentication: Authentication) -> Endpoint {
    with(\.authentication, authentication)
  }

  /// Comes in other pages than the service says.
  public func paged(_ paging: Paging) -> Endpoint { with(\.paging, paging) }

  /// Shows the list in this order, unless another one is asked for.
  public func ordered(by field: String, descending isDescending: Bool = false) -> Endpoint {
    with(\.order, Order(field: field, isDescending: isDescending))
  }

  /// Answers with these fields, which are no resource.
  public func returning(_ fields: [Resource.Field]) -> Endpoint { with(\.returns, fields) }

  /// The body that the service's document shows, as JSON.
  public func sampled(_ body: String) -> Endpoint { with(\.sample, body) }

  /// Begins work that can be waited for.
  public func job(_ job: Job) -> Endpoint { with(\.job, job) }

  /// Is or leads to a file.
  public func download(_ download: Download) -> Endpoint { with(\.download, download) }

  /// Answers for many at once.
  public func batch(_ batch: Batch) -> Endpoint { with(\.batch, batch) }

  /// Has a series that can be drawn.
  public func chart(_ chart: Chart) -> Endpoint { with(\.chart, chart) }

  /// Begins the consent of a person at a provider.
  public func authorization(_ authorization: Authorization) -> Endpoint {
    with(\.authorization, authorization)
  }

  /// Takes values of the body from a record of the service.
  public func borrowing(_ borrowing: Borrowing) -> Endpoint { with(\.borrowing, borrowing) }

  /// The first of two moments comes before the second.
  public func chronological(_ start: String, _ end: String) -> Endpoint {
    with(\.chronology, Chronology(start: start, end: end))
  }

  /// Ends the account: what this machine keeps of it goes too.
  public var endingAccount: Endpoint { with(\.endsAccount, true) }

  /// The first of two moments does not come after the second; a date without a time counts whole.
  public func spanning(_ start: String, _ end: String) -> Endpoint {
    with(\.chronology, Chronology(start: start, end: end, isOfDays: true))
  }

  private func with<Value>(_ part: WritableKeyPath<Endpoint, Value>, _ value: Value) -> Endpoint {
    var made = self
    made[keyPath: part] = value
    return made
  }
}
