import Catalog
import Database
import Values

extension SandboxHost {
  /// Empties the sandbox and sets its clock and faults back.
  public func reset() throws(Refusal) {
    try change {
      for store in stores(of: .local) {
        for resource in store.resources.values {
          try storage.records.removeAll(in: store.records(resource).schema)
        }
      }
      for table in ["setting", "sequence", "link", "fault", "visit", "tally", "file", "event", "notice"] {
        try storage.connection.execute("DELETE FROM \(table)")
      }
    }
  }

  /// Fills the services, or the one named, with a collection that is the same each time, and tells how many
  /// records there are then. Throws a `Refusal` of 409 when the account has records already, of 404 when no
  /// such service can be played.
  @discardableResult
  public func seed(_ name: String? = nil, for account: Account = .local) throws(Refusal) -> Int {
    try flush()
    if let name {
      guard let played = service(name) else { throw Refusal(404, "There is no service \(name)") }
      guard played.rules.seed != nil else {
        throw Refusal(404, "The sandbox has no collection to begin \(name) with")
      }
    }
    var made = 0
    try change {
      for store in stores(of: account) where name == nil || store.service == name {
        guard let seed = service(store.service)?.rules.seed else { continue }
        guard try store.count(of: shownResources(store.service)) == 0 else {
          throw Refusal.conflict("The sandbox has records of \(store.service) already")
        }
        try seed(store)
        made += try store.count(of: shownResources(store.service))
      }
    }
    return made
  }

  /// Does what someone else than the account would do, such as buying a prompt, and returns the event that it caused
  /// as its service tells it. Throws a `Refusal` of 404 when no service knows the event.
  public func act(
    _ event: String, of name: String? = nil, _ values: JSON.Object, for account: Account = .local
  ) throws(Refusal) -> Happening {
    try flush()
    var happened: Happening?
    try change {
      for store in stores(of: account) where happened == nil && (name == nil || store.service == name) {
        guard let played = service(store.service), let act = played.rules.acts[event] else { continue }
        let data = try act(store, values)
        try store.emit(event, data)
        happened = played.happening(event, data, at: store.now)
      }
    }
    guard let happened else { throw Refusal(404, "No service knows the event \(event)") }
    return happened
  }

  /// The events that can be caused, by service.
  public var events: [(service: String, names: [String])] {
    serviceNames.map { ($0, service($0)?.rules.acts.keys.sorted() ?? []) }
  }

  /// Sets the clock of the sandbox forward, or back where the length is negative.
  public func advanceClock(_ span: TimeSpan) throws(Refusal) {
    try change { try Conditions.store(offset: currentConditions.offset + span, in: storage.connection) }
  }

  /// Adds a fault to those that are set; the first that happens to a request decides.
  public func setFault(_ fault: Fault) throws(Refusal) {
    try change {
      try storage.connection.execute(
        "INSERT INTO fault (rule, seen, fired) VALUES (?, 0, 0)", [.text(fault.json.text())])
    }
  }

  /// Removes every fault.
  public func clearFaults() throws(Refusal) {
    try change { try storage.connection.execute("DELETE FROM fault") }
  }

  /// Runs `body` in a transaction over what is set now, and takes in what it sets.
  private func change(_ body: () throws -> Void) throws(Refusal) {
    for store in stores(of: .local) { try store.prepare() }
    try Refusal.around {
      try storage.connection.transaction {
        try reload()
        try body()
      }
    }
    try reload()
  }

  func stores(of account: Account) -> [Store] {
    serviceNames.compactMap { service($0)?.store(of: account, in: storage, now: now) }
  }
}

extension SandboxHost {
  /// The kinds of record that a service's rows show; what its rules remember besides keeps nobody from seeding.
  private func shownResources(_ service: String) -> [Resource] {
    catalog.provider(service)?.domains.flatMap { $0.plugin().resources } ?? []
  }
}

extension Store {
  /// How many records of these kinds the account has.
  fileprivate func count(of resources: [Resource]) throws -> Int {
    try resources.reduce(0) { total, resource in
      total + (try storage.records.count(RecordQuery(scope: account.id), in: records(resource).schema))
    }
  }
}
