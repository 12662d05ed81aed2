import Catalog
import Values

/// One account's data of one service during one request: everything in it happens, or nothing does.
public struct Store {
  /// Whose data it is.
  public let account: Account
  /// The sandbox's time, in whole seconds as the services write it.
  public let now: Timestamp

  let service: String
  let resources: [String: Resource]
  let storage: Storage

  /// The records of a resource of the service.
  public func records(_ resource: String) throws(Refusal) -> Records {
    guard let declared = resources[resource] else {
      throw Refusal(500, "The sandbox knows no resource \(resource) of \(service)")
    }
    return records(declared)
  }

  func records(_ resource: Resource) -> Records {
    Records(store: self, resource: resource, schema: storage.schema(of: resource, service: service))
  }

  /// Whether time has brought something about.
  func isDue(_ upkeep: LocalService.Upkeep) throws(Refusal) -> Bool {
    let moment = try storage.due("\(service) \(account.id)") { () throws(Refusal) in try upkeep.due(self) }
    return moment.map { $0 <= now } ?? false
  }

  /// Makes the tables that are not there yet, which a reader cannot do.
  func prepare() throws(Refusal) {
    guard !storage.preparedServices.contains(service) else { return }
    try Refusal.around {
      for resource in resources.values { try storage.records.prepare(records(resource).schema) }
    }
    storage.preparedServices.insert(service)
  }

  /// The data of the service that all accounts share, such as a forum.
  public var common: Store {
    Store(account: .common, now: now, service: service, resources: resources, storage: storage)
  }

  /// The same data as they would be changed some time ago: for collections that have a past.
  public func earlier(by span: TimeSpan) -> Store {
    Store(account: account, now: now - span, service: service, resources: resources, storage: storage)
  }

  /// The data of another account.
  public func of(_ account: Account) -> Store {
    Store(account: account, now: now, service: service, resources: resources, storage: storage)
  }

  /// Runs `body` in a transaction: all that it writes is kept, or nothing.
  public func transaction<T>(_ body: () throws -> T) throws(Refusal) -> T {
    try Refusal.around { try storage.connection.transaction(body) }
  }

  /// The id of the next record of a resource, which no record has: `prompt-12`.
  func nextID(of resource: Resource) throws(Refusal) -> String {
    let word = resource.idPrefix ?? "\(resource.singular)-"
    while true {
      let id = "\(word)\(try next(resource.singular))"
      if try records(resource).find(id) == nil { return id }
    }
  }

  /// The next number of a sequence of the account, from 1.
  public func next(_ sequence: String) throws(Refusal) -> Int {
    try Refusal.around { try storage.next("\(service)/\(sequence)", scope: account.id) }
  }
}

extension Store {
  /// A file that the sandbox keeps.
  public struct File: Sendable {
    /// Its media type.
    public var type: String
    /// Its content.
    public var bytes: [UInt8]

    /// Gives a content a type.
    public init(type: String, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }
  }

  /// Keeps a file of the account under a name, in place of the one that had it.
  public func keep(_ file: File, as name: String) throws(Refusal) {
    try Refusal.around {
      try storage.connection.execute(
        """
        INSERT INTO file (scope, service, name, type, content) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET type = excluded.type, content = excluded.content
        """,
        [.text(account.id), .text(service), .text(name), .text(file.type), .blob(file.bytes)])
    }
  }

  /// The file of that name; nil when there is none.
  public func file(_ name: String) throws(Refusal) -> File? {
    try Refusal.around {
      try storage.connection.first(
        "SELECT type, content FROM file WHERE scope = ? AND service = ? AND name = ?",
        [.text(account.id), .text(service), .text(name)]
      ) { File(type: $0.text(0) ?? "application/octet-stream", bytes: $0.blob(1)) }
    }
  }

  /// Forgets the file of that name.
  public func removeFile(_ name: String) throws(Refusal) {
    try Refusal.around {
      try storage.connection.execute(
        "DELETE FROM file WHERE scope = ? AND service = ? AND name = ?",
        [.text(account.id), .text(service), .text(name)])
    }
  }

  /// Forgets every record, link, file, event and number of the account in the service; `wipe` then clears them
  /// from the disk.
  public func removeAll() throws(Refusal) {
    try Refusal.around {
      try storage.connection.transaction {
        for resource in resources.values {
          let schema = records(resource).schema
          try storage.records.removeAll(scope: account.id, in: schema)
          try storage.connection.execute(
            "DELETE FROM link WHERE scope = ? AND holder LIKE ? || '/%'",
            [.text(account.id), .text(schema.table)])
        }
        for table in ["file", "event"] {
          try storage.connection.execute(
            "DELETE FROM \(table) WHERE scope = ? AND service = ?", [.text(account.id), .text(service)])
        }
        for (table, column) in [("sequence", "name"), ("visit", "class")] {
          try storage.connection.execute(
            "DELETE FROM \(table) WHERE scope = ? AND \(column) LIKE ? || '/%'",
            [.text(account.id), .text(service)])
        }
      }
    }
  }

  /// Clears from the disk what was removed before: words in indexes, and pages of the write-ahead log. Only outside a
  /// transaction.
  public func wipe() throws(Refusal) {
    try Refusal.around {
      for resource in resources.values { _ = try storage.records.eraseTraces(in: records(resource).schema) }
    }
  }

  /// Forgets every file of the account.
  public func removeFiles() throws(Refusal) {
    try Refusal.around {
      try storage.connection.execute(
        "DELETE FROM file WHERE scope = ? AND service = ?", [.text(account.id), .text(service)])
    }
  }

  /// Counts a request of a class that came at a moment, as the limits do with those that come now.
  public func count(_ rate: RateClass, at moment: Timestamp) throws(Refusal) {
    try Refusal.around {
      let admission = Admission(
        connection: storage.connection, service: service, account: account, now: moment)
      try admission.count(rate)
    }
  }

  /// Notes that something happened, for those who asked to be told.
  public func emit(_ event: String, _ data: JSON) throws(Refusal) {
    try Refusal.around {
      try storage.connection.execute(
        "INSERT INTO event (scope, service, name, data, at) VALUES (?, ?, ?, ?, ?)",
        [.text(account.id), .text(service), .text(event), .text(data.text()), .integer(now.milliseconds)])
    }
  }
}
