import Catalog
import HTTP
import Values

/// One request on its way to its reply.
struct Exchange {
  let played: PlayedService
  let request: SandboxRequest
  let target: Target
  let engines: Engines
  /// The reply so far.
  var reply = SandboxReply(response: Response(status: .ok))
  /// The operation of the row, once it is found.
  private(set) var operation = ""
  /// The row, once it is found.
  private(set) var row: Endpoint?
  private var rateHeaders: [(String, String)] = []

  init(played: PlayedService, request: SandboxRequest, target: Target, engines: Engines) {
    self.played = played
    self.request = request
    self.target = target
    self.engines = engines
  }

  /// Finds the row, proves the sender, counts the request, carries it out, and makes the trouble that is due.
  mutating func run(
    conditions: Conditions, limits: Limits, credentials: inout Credential, storage: Storage, now: Timestamp,
    uptime: () -> Int64
  ) throws(Refusal) {
    let method = request.method == "HEAD" ? "GET" : request.method
    guard let match = try route(method, storage, now) else { return }
    let endpoint = match.route.endpoint
    operation = endpoint.operation
    row = endpoint
    let account = try credentials.account(
      of: request, by: endpoint.authentication ?? played.service.authentication,
      keys: endpoint.authentication == nil ? played.service.keyPrefixes : [])
    let store = played.store(of: account, in: storage, now: now)
    try store.prepare()
    if let upkeep = played.rules.upkeep, try store.isDue(upkeep) {
      try Refusal.around { try storage.connection.transaction { try upkeep.run(store) } }
    }
    let began = uptime()
    let outcome: Result<Answer?, Refusal>
    do throws(Refusal) { outcome = .success(try carryOut(match, conditions, limits, store)) } catch {
      outcome = .failure(error)
    }
    try note(outcome, endpoint, since: uptime() - began, store)
    _ = try outcome.get()
  }

  /// Writes the call into the service's journal.
  private func note(
    _ outcome: Result<Answer?, Refusal>, _ endpoint: Endpoint, since milliseconds: Int64, _ store: Store
  ) throws(Refusal) {
    guard let journal = played.rules.journal else { return }
    var answer: Answer?
    var status = reply.response.status.code
    switch outcome {
    case .success(let made): answer = made
    case .failure(let refusal): status = refusal.status
    }
    let asked = Asked(
      endpoint: endpoint, body: String(decoding: request.body, as: UTF8.self), payload: answer?.payload.json,
      status: status, latency: TimeSpan(milliseconds: milliseconds) + reply.delay)
    try store.transaction { try journal(asked, store) }
  }

  /// Counts the request, carries it out, and makes the trouble that is due.
  private mutating func carryOut(
    _ match: Router.Match, _ conditions: Conditions, _ limits: Limits, _ store: Store
  ) throws(Refusal) -> Answer? {
    let endpoint = match.route.endpoint
    let storage = store.storage
    let counted = try counted(endpoint, limits, store)
    // A row of its own may write although its method reads.
    let onlyReads = endpoint.isRead && endpoint.action != .call
    if onlyReads && counted.limits.isEmpty && conditions.faults.isEmpty {
      let answer = try read(match, store)
      reply.response = played.response(answer, to: endpoint)
      return answer
    }
    let isUnhurried = played.rules.unhurried.contains(operation)
    var fault: Fault?
    var usage: Refusal.Usage?
    let outcome = try Refusal.around {
      try storage.connection.transaction { () -> Result<Answer?, Refusal> in
        fault = try conditions.fault(
          method: endpoint.method.rawValue, paths: paths(match), in: storage.connection)
        do throws(Refusal) {
          if let fault, fault.moment == .beforeCommit { try fault.strike() }
          let admission = Admission(
            connection: storage.connection, service: played.service.name, account: store.account,
            now: store.now)
          usage = try Refusal.around {
            try admission.admit(counted.limits, isEnforced: counted.isEnforced)
          }
          // What the service wrote before it refused is undone; what was counted stays.
          return .success(
            isUnhurried
              ? nil
              : try Refusal.around { try storage.connection.transaction { try perform(match, store, usage) } }
          )
        } catch {
          return .failure(error)
        }
      }
    }
    reply.delay = fault?.delay ?? .zero
    reply.isDropped = fault?.effect == .drop
    rateHeaders = played.service.rateHeaders.flatMap { names in usage.map { names.fields(of: $0) } } ?? []
    var answer = try outcome.get()
    if answer == nil { answer = try perform(match, store, usage) }
    guard let answer else { return nil }
    if let fault, fault.moment == .afterCommit { try fault.strike() }
    reply.response = played.response(answer, to: endpoint)
    return answer
  }

  /// Takes in how much was used of the limit that refused.
  mutating func note(_ usage: Refusal.Usage?) {
    guard let names = played.service.rateHeaders, let usage else { return }
    rateHeaders = names.fields(of: usage)
  }

  /// What the reply carries beside its answer: how much of the limit is left.
  mutating func finish() {
    for field in rateHeaders { reply.response.headers.set(field.0, field.1) }
  }

  /// The row of the request; nil when the service answers beside its rows and has done so.
  private mutating func route(_ method: String, _ storage: Storage, _ now: Timestamp) throws(Refusal)
    -> Router.Match?
  {
    do throws(Refusal) {
      return try played.router.match(method, target.segments.dropFirst())
    } catch {
      guard error.status == 404 || error.status == 405, let site = played.rules.site else { throw error }
      let store = played.store(of: .local, in: storage, now: now)
      try store.prepare()
      let visit = Visit(
        method: method, path: Array(target.segments.dropFirst()), query: target.query, origin: origin,
        store: store, request: request)
      guard let answer = try site(visit) else { throw error }
      operation = "site"
      reply.response = played.response(answer, to: nil)
      return nil
    }
  }

  /// The limits that a request counts against, and whether they refuse: counted are also those that the service
  /// tells in its answers.
  private func counted(_ endpoint: Endpoint, _ limits: Limits, _ store: Store) throws(Refusal) -> (
    limits: [RateLimit], isEnforced: Bool
  ) {
    let enforced = limits.of(played.service, for: endpoint.rate)
    if !enforced.isEmpty {
      let isOwn = enforced == played.service.limits(for: endpoint.rate)
      return (isOwn ? try planned(enforced, store) : enforced, true)
    }
    guard played.service.rateHeaders != nil else { return ([], false) }
    return (try planned(played.service.limits(for: endpoint.rate), store), false)
  }

  private func planned(_ limits: [RateLimit], _ store: Store) throws(Refusal) -> [RateLimit] {
    guard let plan = played.rules.plan, !limits.isEmpty else { return limits }
    return try plan(store, limits)
  }

  /// Where clients reach the service.
  private var origin: String {
    let host = request.isLocal ? nil : request.headers["Host"]
    return "http://\(host ?? SandboxTransport.hostName)/\(played.service.name)"
  }

  /// A single record is one statement and needs no transaction of its own.
  private func read(_ match: Router.Match, _ store: Store) throws(Refusal) -> Answer {
    let endpoint = match.route.endpoint
    if endpoint.action == .get && played.rules.handlers[endpoint.operation] == nil {
      return try perform(match, store, nil)
    }
    return try Refusal.around {
      try store.storage.connection.snapshot { try perform(match, store, nil) }
    }
  }

  private func perform(_ match: Router.Match, _ store: Store, _ usage: Refusal.Usage?) throws(Refusal)
    -> Answer
  {
    let endpoint = match.route.endpoint
    let form =
      endpoint.isMultipart
      ? try endpoint.checkedForm(request, tooLarge: played.rules.tooLarge) : CheckedForm()
    return try played.perform(
      Call(
        endpoint: endpoint, resource: match.route.resource, path: match.path,
        query: try endpoint.checkedQuery(target.query),
        body: endpoint.isMultipart ? form.values : try endpoint.checkedBody(request), uploads: form.uploads,
        store: store, origin: origin, engines: engines, usage: usage, service: played.rules, request: request)
    )
  }

  /// The path as a fault's pattern may mean it.
  private func paths(_ match: Router.Match) -> [String] {
    let all = "/" + target.segments.joined(separator: "/")
    return [all, "/" + target.segments.suffix(match.route.pattern.count).joined(separator: "/")]
  }
}

extension Fault {
  /// Refuses where the fault shows as a status.
  fileprivate func strike() throws(Refusal) {
    switch effect {
    case .status(let status): throw .standard(status, "The sandbox was told to fail", retryAfter: retryAfter)
    case .drop where moment == .beforeCommit: throw Refusal(503, "The sandbox was told to drop the request")
    case .drop, .none: break
    }
  }
}

extension RateHeaders {
  /// The fields that tell a usage.
  fileprivate func fields(of usage: Refusal.Usage) -> [(String, String)] {
    [
      (limit, String(usage.limit)), (remaining, String(max(0, usage.limit - usage.used))),
      (reset, String((usage.resets.milliseconds + 999) / 1000)),
    ]
  }
}
