import Catalog
import Values

/// Finds out whether a write whose answer never came has arrived.
struct Reconciliation {
  /// What the service shows.
  enum Verdict {
    /// It has the write, under this id.
    case arrived(id: String?, record: JSON?)
    /// Sending it again changes nothing that should not change.
    case safeToSend
    /// It does not show it (yet).
    case notSeen
    /// It shows what may or may not be it.
    case undecided(String)
  }

  private let session: Session
  private let queue: Queue
  private let write: QueuedWrite
  private let row: Session.Row
  private let deadline: Int64?

  init(_ session: Session, _ queue: Queue, _ write: QueuedWrite, _ row: Session.Row, deadline: Int64? = nil) {
    self.deadline = deadline
    self.session = session
    self.queue = queue
    self.write = write
    self.row = row
  }

  func verdict() throws(Failure) -> Verdict {
    switch row.endpoint.action {
    case .create: try created()
    case .update: try updated()
    case .delete: try deleted()
    case .list, .get, .call:
      .undecided("'\(write.label)' was sent and never answered, and nothing can tell whether it arrived")
    }
  }

  private func updated() throws(Failure) -> Verdict {
    guard let record = try current(), let body = write.body else { return .safeToSend }
    let shown = row.endpoint.body.allSatisfy { parameter in
      guard let wanted = body[parameter.name] else { return true }
      return record.value(at: parameter.recordPath)?.shows(wanted) ?? false
    }
    return shown ? .arrived(id: row.resource.flatMap { record[$0.id]?.string }, record: record) : .safeToSend
  }

  private func deleted() throws(Failure) -> Verdict {
    try current() == nil ? .arrived(id: nil, record: nil) : .safeToSend
  }

  /// The record at the path of the write as it is now; nil when the service says it is not there.
  private func current() throws(Failure) -> JSON? {
    guard let resource = row.resource, let get = row.plugin.endpoint(.get, of: resource.name) else {
      throw Failure(.unfinished, "nothing reads \(row.endpoint.path)")
    }
    var call = Call(get)
    call.path = Call(write, row.endpoint).path
    do throws(Failure) {
      let client = try session.client(
        row.provider, profile: write.profile, deadline: deadline, priority: .bulk,
        proof: get.authentication)
      return try client.send(call).payload
    } catch {
      if error.kind == .notFound { return nil }
      throw error
    }
  }

  /// Walks the list from the newest record to those created before one that was known when the write was first
  /// sent, by the service's own clock, and compares what it shows. What was known then is not what it made.
  private func created() throws(Failure) -> Verdict {
    guard let resource = row.resource, !resource.identity.isEmpty, let body = write.body else {
      return .undecided(
        "'\(write.label)' was sent and never answered; its records have nothing to know them by")
    }
    let identity = Identity(of: resource, writtenBy: row.endpoint)
    var matches: [(id: String, record: JSON)] = []
    var newestKnown: Timestamp?
    let listing = try session.listing(row, profile: write.profile, deadline: deadline, priority: .bulk)
    try listing.newestFirst { records throws(Failure) in
      for record in records {
        guard let id = record[resource.id]?.string else { continue }
        if try isOlder(id, resource) {
          newestKnown = newestKnown ?? resource.creation(of: record)
          continue
        }
        if let newestKnown, let made = resource.creation(of: record), made < newestKnown { continue }
        guard identity.mayMatch(record, body), try !isTaken(id) else { continue }
        let whole = identity.isShown(by: record) ? record : try fetch(id)
        if let whole, identity.matches(whole, body) { matches.append((id, whole)) }
      }
      guard let newestKnown, let last = records.last.flatMap(resource.creation) else { return true }
      return last >= newestKnown
    }
    switch matches.count {
    case 0: return .notSeen
    case 1: return .arrived(id: matches[0].id, record: matches[0].record)
    default:
      let ids = matches.map(\.id).joined(separator: ", ")
      return .undecided("'\(write.label)' was sent and never answered; \(ids) all look like it")
    }
  }

  private func fetch(_ id: String) throws(Failure) -> JSON? {
    try session.fetch(id, row, profile: write.profile, deadline: deadline, priority: .bulk)
  }

  /// Whether a record was known before the write was first sent: confirmed by the queue, or seen by the cache. A
  /// clock that was set back since proves nothing.
  private func isOlder(_ id: String, _ resource: Resource) throws(Failure) -> Bool {
    guard let sent = write.sent, sent <= session.clock.now() else { return false }
    let isConfirmed = try Failure.local {
      try queue.isOlder(id, profile: write.profile, operation: write.operation, than: sent)
    }
    if isConfirmed { return true }
    let place = Cache.Place(resource, of: row.provider.name, profile: write.profile)
    guard let known = try? session.cache().record(id, place) else { return false }
    return known.storedAt < sent
  }

  private func isTaken(_ id: String) throws(Failure) -> Bool {
    try Failure.local { try queue.isTaken(id, profile: write.profile, operation: write.operation) }
  }
}

extension Resource {
  /// When the service says a record was created.
  fileprivate func creation(of record: JSON) -> Timestamp? {
    created.flatMap { record[$0]?.string }.flatMap { Timestamp(rfc3339: $0) }
  }
}
