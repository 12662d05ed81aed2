import Catalog
import Database
import Platform
import Values

/// Puts the writes of an import into the queue, some thousands a transaction, while the next ones are planned.
final class ImportSink {
  private static let mostWrites = 8192
  private static let mostBytes = 4 << 20

  private let queue: Queue
  private let job: Int64
  private let planned: Timestamp
  private let writer: Worker<WriteBatch>
  /// The operation and the path of new records, which are the same for every row.
  private let creation: (operation: String, path: String)
  private var pending: WriteBatch

  init(
    _ session: Session, creating create: Endpoint, job: Int64, profile: String, since planned: Timestamp
  ) throws(Failure) {
    let queue = try session.queue()
    self.queue = queue
    self.job = job
    creation = (create.operation, create.filled([]))
    pending = ImportSink.batch(profile)
    self.planned = planned
    writer = try Failure.local {
      let draft = try Draft(job, in: queue.state.path, clock: session.clock)
      return try Worker(room: 2) { try draft.add($0) }
    }
  }

  /// Queues a new record.
  func create(_ body: JSON, mark: [UInt8], label: String, origin: JSON) throws(Failure) {
    pending.add(
      operation: creation.operation, path: creation.path, body: body, label: label, fingerprint: mark,
      origin: origin)
    try flushIfFull()
  }

  /// Queues changes to a record.
  func update(_ endpoint: Endpoint, _ id: String, _ changes: JSON, label: String, origin: JSON)
    throws(Failure)
  {
    let path = endpoint.filled([id])
    pending.add(
      operation: endpoint.operation, path: path, body: changes, label: label,
      fingerprint: Identity.mark(of: Array("\(path)\n\(changes.text())".utf8)), origin: origin)
    try flushIfFull()
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
    guard pending.count > 0 else { return }
    try Failure.local { try writer.hand(pending) }
    pending = ImportSink.batch(pending.profile)
  }

  private func flushIfFull() throws(Failure) {
    if pending.count >= ImportSink.mostWrites || pending.size >= ImportSink.mostBytes { try flush() }
  }

  private static func batch(_ profile: String) -> WriteBatch {
    WriteBatch(profile: profile, capacity: mostBytes + 64 << 10)
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
    // The pages of the index change with every batch, and need not go to their place as often.
    try connection.checkpoint(every: 8000)
    queue = Queue(connection, clock: clock)
  }

  func add(_ batch: WriteBatch) throws {
    try queue.state.transaction { try queue.add(batch, to: job) }
  }
}
