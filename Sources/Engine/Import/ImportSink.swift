import Catalog
import Platform
import Values

/// Puts the writes of an import into the queue, a thousand a transaction.
final class ImportSink {
  private static let mostWrites = 1000
  private static let mostBytes = 4 << 20

  private let queue: Queue
  private let planner: ImportPlanner
  private let job: Int64
  private let profile: String
  private let planned: Timestamp
  private var pending: [NewWrite] = []
  private var pendingBytes = 0

  init(_ session: Session, _ planner: ImportPlanner, job: Int64, profile: String, since planned: Timestamp)
    throws(Failure)
  {
    queue = try session.queue()
    self.planner = planner
    self.job = job
    self.profile = profile
    self.planned = planned
  }

  /// Queues a new record.
  func create(_ endpoint: Endpoint, _ body: JSON, label: String, origin: JSON) throws(Failure) {
    try add(
      NewWrite(
        profile: profile, operation: endpoint.operation, path: endpoint.filled([]), body: body.text(),
        label: label, fingerprint: planner.fingerprint(body), origin: origin.text()))
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
    return try Failure.local { try queue.yield(job, planned: planned) }
  }

  private func flush() throws(Failure) {
    guard !pending.isEmpty else { return }
    try Failure.local {
      try queue.state.transaction { for write in pending { try queue.add(write, to: job) } }
    }
    pending.removeAll(keepingCapacity: true)
    pendingBytes = 0
  }

  private func add(_ write: NewWrite) throws(Failure) {
    pending.append(write)
    pendingBytes += write.body?.utf8.count ?? 0
    if pending.count >= ImportSink.mostWrites || pendingBytes >= ImportSink.mostBytes { try flush() }
  }
}
