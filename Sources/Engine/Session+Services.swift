import Catalog
import HTTP
import Platform
import Values

extension Session {
  /// A row of a service's table with everything it belongs to.
  public struct Row {
    /// The service's provider.
    public let provider: Catalog.Provider
    /// The domain.
    public let plugin: Plugin
    /// The row.
    public let endpoint: Endpoint
    /// The resource it returns.
    public var resource: Resource? { plugin.resource(endpoint.resource) }
  }

  /// The row of an operation such as `prompts.create`.
  public func row(_ operation: String) throws(Failure) -> Row {
    if let (provider, plugin) = table.catalog.domain(String(operation.prefix { $0 != "." })),
      let endpoint = plugin.endpoints.first(where: { $0.operation == operation })
    {
      return Row(provider: provider, plugin: plugin, endpoint: endpoint)
    }
    throw Failure(
      .other, "this version of sp has no operation '\(operation)'", code: Session.unknownOperation)
  }

  /// The code of the failure to find a row.
  static let unknownOperation = "unknown_operation"

  /// The name of the profile in force.
  public func profileName() throws(Failure) -> String { try settings().profile }

  /// Whether a service is played in this process under a profile, so that what was written is seen at once.
  func isInProcess(_ provider: Catalog.Provider, _ profile: String) -> Bool {
    (try? settings(profile))?.isLocal(provider.service()) ?? false
  }

  /// A client of a service under a profile; `deadline` is in milliseconds since boot, `priority` says whether its
  /// requests are ahead of others that wait for a slot. For a row that proves by `proof` who asks the service's own
  /// credential need not be there, nor be good.
  public func client(
    _ provider: Catalog.Provider, profile: String, deadline: Int64? = nil,
    priority: Ledger.Priority = .interactive, proof: Authentication? = nil
  ) throws(Failure) -> Client {
    if provider.isAdded { try admit?(provider.name) }
    let service = provider.service()
    let settings = try self.settings(profile)
    let address = try settings.address(of: service)
    let credentials = try self.credentials(settings)
    let needsOwn = proof == nil || proof == service.authentication
    let credential =
      needsOwn ? try credentials.find(service: service, profile: profile, address: address) : nil
    secrets.use(credential?.secret)
    let isLimited = try !settings.limits(of: service).isEmpty
    let gate = isLimited ? try self.gate(service, credential, settings, deadline, priority) : nil
    guard let base = address ?? Address("http://\(Session.localHost)/\(service.name)\(service.mount)") else {
      throw Failure(.other, "'\(service.name)' cannot be addressed")
    }
    let transport: any Transport = address == nil ? try localTransport() : try remoteTransport(settings)
    var parts = Client.Parts(
      address: base, transport: transport, credential: credential, gate: gate,
      timeout: settings.span("timeout") ?? .seconds(30), trace: trace(profile))
    parts.isReadOnly = manners.isReadOnly
    parts.secret = { [weak self] (name) throws(Failure) in
      let found = try credentials.find(service: service, secret: name, profile: profile, address: address)
      self?.secrets.use(found?.secret)
      return found
    }
    return Client(service, parts, clock: clock)
  }

  /// The name under which the in-process sandbox is addressed; it is never resolved.
  public static let localHost = "sandbox.invalid"

  /// The credentials of a profile.
  public func credentials(_ settings: Settings) throws(Failure) -> Credentials {
    Credentials(settings: settings, directories: directories, clock: clock)
  }

  private func gate(
    _ service: Service, _ credential: Credential?, _ settings: Settings, _ deadline: Int64?,
    _ priority: Ledger.Priority
  ) throws(Failure) -> RateGate {
    let key = Ledger.Key(service: service.name, credential: credential?.fingerprint ?? "none")
    let console = console
    let isQuiet = manners.isQuiet
    let ledger = Ledger(try state(), clock: clock)
    let gate = RateGate(
      ledger, key: key, bounds: try bounds(of: service, settings, key, ledger), patience: manners.patience,
      priority: priority, clock: clock
    ) { span, limit in
      guard !isQuiet, span.milliseconds >= 1000 else { return }
      let reason =
        limit.map { "limit \($0.count) \($0.rate.name) in \($0.window.text)" }
        ?? "the service refused for now"
      console.progress("waiting \(span.text) (\(reason))")
    }
    gate.deadline = deadline
    return gate
  }

  /// The limits of a service that hold for a credential: those of its table, unless its answers told others, or the
  /// settings do.
  private func bounds(
    of service: Service, _ settings: Settings, _ key: Ledger.Key, _ ledger: Ledger
  ) throws(Failure) -> [RateGate.Bound] {
    let limits = try settings.limits(of: service)
    return try Failure.local {
      try limits.map { limit in
        let documented = service.limits(for: limit.rate)
        guard documented.contains(limit) else { return RateGate.Bound(limit: limit, origin: .configuration) }
        guard documented.count == 1, let learnt = try ledger.learnt(key, limit.rate) else {
          return RateGate.Bound(limit: limit, origin: .documented, documented: limit)
        }
        var told = limit
        told.count = learnt
        return RateGate.Bound(limit: told, origin: .answers, documented: limit)
      }
    }
  }

  private func trace(_ profile: String) -> ((String) -> Void)? {
    guard manners.isVerbose else { return nil }
    let console = console
    return { console.report("[\(profile)] \(Console.printable($0))") }
  }
}

extension Session {
  /// Keeps in the cache what a write to a path answered: the whole record, or that the one at the path is gone.
  func remember(_ record: JSON, after row: Row, at path: String, profile: String, shape: String = "") {
    guard let resource = row.resource, let cache = try? cache() else { return }
    let place = Cache.Place(resource, of: row.provider.name, profile: profile, shape: shape)
    if row.endpoint.action == .delete {
      guard row.endpoint.path.hasSuffix("}"), let last = path.split(separator: "/").last else { return }
      if let id = Address.decode(String(last)) { try? cache.forget(id, place) }
    } else if row.endpoint.returns != nil {
      try? cache.keep(changes: record, place)
    } else {
      try? cache.keep(whole: record, place, at: clock.now())
    }
  }

  /// Forgets what the cache holds of an account that is no more.
  func forgetAccount(_ provider: Catalog.Provider, profile: String) throws(Failure) {
    let cache = try cache()
    try Failure.local {
      for resource in provider.domains.flatMap({ $0.plugin().resources }) {
        try cache.forgetAll(resource, of: provider.name, profile: profile)
      }
    }
  }

  /// The walk through the whole list of a row's resource.
  func listing(
    _ row: Row, profile: String, deadline: Int64? = nil, priority: Ledger.Priority = .interactive
  ) throws(Failure) -> Listing {
    guard let resource = row.resource,
      let list = row.endpoint.action == .list ? row.endpoint : row.plugin.endpoint(.list, of: resource.name)
    else { throw Failure(.other, "\(row.plugin.name) has no list") }
    let client = try client(
      row.provider, profile: profile, deadline: deadline, priority: priority, proof: list.authentication)
    return Listing(client: client, service: row.provider.service(), endpoint: list, resource: resource)
  }

  /// One record as the service shows it now, also kept in the cache; nil when it is not there.
  func fetch(
    _ id: String, _ row: Row, profile: String, deadline: Int64? = nil,
    priority: Ledger.Priority = .interactive
  ) throws(Failure) -> JSON? {
    guard let resource = row.resource, let get = row.plugin.endpoint(.get, of: resource.name) else {
      return nil
    }
    do throws(Failure) {
      let client = try client(
        row.provider, profile: profile, deadline: deadline, priority: priority, proof: get.authentication)
      let record = try client.send(Call(get, path: [id])).payload
      let place = Cache.Place(resource, of: row.provider.name, profile: profile)
      try? cache().keep(whole: record, place, at: clock.now())
      return record
    } catch {
      if error.kind == .notFound { return nil }
      throw error
    }
  }
}

extension Session {
  /// How much of each limit of a service is used under the profile of the moment.
  public func limits(_ provider: Catalog.Provider) throws(Failure) -> [JSON] {
    let service = provider.service()
    let settings = try settings()
    guard settings.hasAddress(of: service) else { return [] }
    let address = try settings.address(of: service)
    guard try !settings.limits(of: service).isEmpty else { return [] }
    let credential = try credentials(settings).lookUp(
      service: service, profile: settings.profile, address: address)
    let key = Ledger.Key(service: service.name, credential: credential?.fingerprint ?? "none")
    let ledger = Ledger(try state(), clock: clock)
    let bounds = try bounds(of: service, settings, key, ledger)
    return try Failure.local {
      try bounds.map { bound in
        let limit = bound.limit
        let usage = try ledger.usage(key, limit)
        return [
          "service": .string(service.name), "class": .string(limit.rate.name),
          "limit": .string(limit.text), "used": .number(.init(usage.used)),
          "left": limit.isUnlimited ? nil : .number(.init(max(0, limit.count - usage.used))),
          "next": .string(usage.wait.map { "in \($0.text)" } ?? "now"),
          "origin": .string(bound.origin.rawValue),
        ]
      }
    }
  }
}
