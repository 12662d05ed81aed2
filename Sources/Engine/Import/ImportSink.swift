import Catalog
import Database
import Platform
import Values

/// Puts the writes of an import into the queue, some thousands a transaction, while the next ones are planned.
final class ImportSink {
  private static let mostWrites = 8192
  private static let mostBytes = 6 << 20

  private let queue: Queue
  private let planner: ImportPlanner
  private let job: Int64
  private let profile: String
  private let planned: Timestamp
  private let writer: Worker<[NewWrite]>
  /// The path of each endpoint whose path has no holes, which is the same for every row.
  private var paths: [String: String] = [:]
  private var pending: [NewWrite] = []
  private var pendingBytes = 0

  init(_ session: Session, _ planner: ImportPlanner, job: Int64, profile: String, since planned: Timestamp)
    throws(Failure)
  {
    let queue = try session.queue()
    self.queue = queue
    self.planner = planner
    self.job = job
    self.profile = profile
    self.planned = planned
    writer = try Failure.local {
      let draft = try Draft(job, in: queue.state.path, clock: session.clock)
      return try Worker { try draft.add($0) }
    }
  }

  /// Queues a new record.
  func create(_ endpoint: Endpoint, _ body: JSON, label: String, origin: JSON) throws(Failure) {
    let path = paths[endpoint.operation] ?? endpoint.filled([])
    paths[endpoint.operation] = path
    try add(
      NewWrite(
        profile: profile, operation: endpoint.operation, path: path, body: body.text(), label: label,
        fingerprint: planner.fingerprint(body), origin: origin.text()))
  }

  /// Queues changes to a record.
  func update(_ endpoint: Endpoint, _ id: String, _ changes: JSON, label: String, origin: JSON)
    throws(Failure)
  {
    let path = endpoint.filled([id])
    let text = changes.text()
    let fingerprint = Array(SHA256.hash(Array("\(path)\n\(text)".utf8)).prefix(16))
    try add(
      NewWrite(
        profile: profile, operation: endpoint.operation, path: path, body: text, label: label,
        fingerprint: fingerprint, origin: origin.text()))
  }

  /// Commits what is still pending, but for what other jobs have already.
  func close() throws(Failure) -> Queue.Overlap {
    try flush()
    return try Failure.local {
      try writer.finish()
      return try queue.yield(job, planned: planned)
    }
  }

  /// Writes nothing more, because the plan has failed.
  func abandon() { try? writer.finish() }

  private func flush() throws(Failure) {
    guard !pending.isEmpty else { return }
    try Failure.local { try writer.hand(pending) }
    pending.removeAll(keepingCapacity: true)
    pendingBytes = 0
  }

  private func add(_ write: NewWrite) throws(Failure) {
    pending.append(write)
    pendingBytes += (write.body?.utf8.count ?? 0) + (write.origin?.utf8.count ?? 0)
    if pending.count >= ImportSink.mostWrites || pendingBytes >= ImportSink.mostBytes { try flush() }
  }
}

/// A draft while it is filled, for the thread that fills it alone.
///
/// Its rows need not survive a power cut before the draft is opened: that commit, which the queue's own connection
/// makes, puts all that stands before it in the log onto the disk.
private final class Draft: @unchecked Sendable {
  private let queue: Queue
  private let job: Int64

  init(_ job: Int64, in path: String, clock: SystemClock) throws {
    self.job = job
    let connection = try Connection(
      path: path, durability: .normal, applicationID: StateSchema.applicationID)
    queue = Queue(connection, clock: clock)
  }

  func add(_ writes: [NewWrite]) throws {
    try queue.state.transaction { try queue.add(writes, to: job) }
  }
}
