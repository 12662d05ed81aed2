import Catalog
import HTTP
import Values

/// One request on its way to its reply.
struct Exchange {
  let played: PlayedService
  let request: SandboxRequest
  let target: Target
  /// The reply so far.
  var reply = SandboxReply(response: Response(status: .ok))
  /// The operation of the row, once it is found.
  private(set) var operation = ""

  init(played: PlayedService, request: SandboxRequest, target: Target) {
    self.played = played
    self.request = request
    self.target = target
  }

  /// Finds the row, proves the sender, counts the request, carries it out, and makes the trouble that is due.
  mutating func run(
    conditions: Conditions, limits: Limits, credentials: inout Credential, storage: Storage, now: Timestamp
  ) throws(Refusal) {
    let method = request.method == "HEAD" ? "GET" : request.method
    let match = try played.router.match(method, target.segments.dropFirst())
    let endpoint = match.route.endpoint
    operation = endpoint.operation
    let account = try credentials.account(of: request, by: played.service.authentication)
    let limits = limits.of(played.service, for: endpoint.rate)
    let store = played.store(of: account, in: storage, now: now)
    try store.prepare()
    if endpoint.isRead && limits.isEmpty && conditions.faults.isEmpty {
      reply.response = played.response(try read(match, store), to: endpoint)
      return
    }
    var fault: Fault?
    let outcome = try Refusal.around {
      try storage.connection.transaction { () -> Result<Answer, Refusal> in
        fault = try conditions.fault(method: method, paths: paths(match), in: storage.connection)
        do throws(Refusal) {
          if let fault, fault.moment == .beforeCommit { try fault.strike() }
          let admission = Admission(connection: storage.connection)
          try Refusal.around {
            try admission.admit(limits, service: played.service.name, account: account, at: now)
          }
          // What the service wrote before it refused is undone; what was counted stays.
          return .success(
            try Refusal.around { try storage.connection.transaction { try perform(match, store) } })
        } catch {
          return .failure(error)
        }
      }
    }
    reply.delay = fault?.delay ?? .zero
    reply.isDropped = fault?.effect == .drop
    if let fault, fault.moment == .afterCommit { try fault.strike() }
    reply.response = played.response(try outcome.get(), to: endpoint)
  }

  /// A single record is one statement and needs no transaction of its own.
  private func read(_ match: Router.Match, _ store: Store) throws(Refusal) -> Answer {
    let endpoint = match.route.endpoint
    if endpoint.action == .get && played.rules.handlers[endpoint.operation] == nil {
      return try perform(match, store)
    }
    return try Refusal.around {
      try store.storage.connection.snapshot { try perform(match, store) }
    }
  }

  private func perform(_ match: Router.Match, _ store: Store) throws(Refusal) -> Answer {
    let endpoint = match.route.endpoint
    return try played.perform(
      Call(
        endpoint: endpoint, resource: match.route.resource, path: match.path,
        query: try endpoint.checkedQuery(target.query), body: try endpoint.checkedBody(request),
        store: store, service: played.rules))
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
    case .status(let status): throw Refusal(status, "The sandbox was told to fail", retryAfter: retryAfter)
    case .drop where moment == .beforeCommit: throw Refusal(503, "The sandbox was told to drop the request")
    case .drop, .none: break
    }
  }
}
