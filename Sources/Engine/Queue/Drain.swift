import Catalog
import Platform
import Values

/// Sends queued writes one by one until none is left, a person must decide, or time is up.
///
/// A write whose answer never came is looked up before it may be sent again: never twice, never lost. Any number
/// of processes may drain the same queue.
public struct Drain {
  /// What a drain tells while it works.
  public struct Observer {
    /// Told after each write: what it was, and where it stands.
    public var settled: (QueuedWrite, QueuedWrite.State, Failure?) -> Void
    /// Told what it is waiting for.
    public var waiting: (TimeSpan, String) -> Void

    /// An observer that listens to what it is given.
    public init(
      settled: @escaping (QueuedWrite, QueuedWrite.State, Failure?) -> Void = { _, _, _ in },
      waiting: @escaping (TimeSpan, String) -> Void = { _, _ in }
    ) {
      self.settled = settled
      self.waiting = waiting
    }
  }

  /// How often in a row a service may be unreachable.
  private static let mostSilences = 3
  /// How often in a row a service may answer that it cannot serve now.
  private static let mostTroubles = 8
  /// How long to wait before looking whether another process is done with what it is sending.
  private static let glance = TimeSpan.milliseconds(50)

  let session: Session
  let queue: Queue
  let observer: Observer
  let deadline: Int64?

  /// Prepares to drain the queue of a session; `deadline` is in milliseconds since boot.
  public init(_ session: Session, _ queue: Queue, deadline: Int64? = nil, observer: Observer) {
    self.session = session
    self.queue = queue
    self.deadline = deadline
    self.observer = observer
  }

  /// Sends what is in the scope.
  public func run(_ scope: Queue.Scope) throws -> Summary {
    var summary = Summary()
    try queue.adoptOrphans(mine: true)
    while summary.stopped == nil {
      if let signal = stopSignal() {
        summary.stopped = signal
      } else if try !step(scope, &summary) {
        break
      }
    }
    if summary.confirmed > 0 { session.tidy(queue) }
    return summary
  }

  /// Does what is next, or waits for it; false when nothing is left to do.
  private func step(_ scope: Queue.Scope, _ summary: inout Summary) throws -> Bool {
    let unknown = try queue.nextUnknown(scope)
    if let unknown, untilDue(unknown) <= .zero {
      try look(for: unknown, &summary)
    } else if let write = try queue.nextPlanned(scope) {
      try send(write, &summary)
    } else if let unknown {
      wait(untilDue(unknown), "looking again for '\(unknown.label)'")
    } else if try queue.isBusy(scope) {
      wait(Drain.glance, "another sp is sending the last ones")
      try queue.adoptOrphans()
    } else {
      return false
    }
    return true
  }

  private func stopSignal() -> Failure? {
    if Interrupt.requested != nil { return Failure(.interrupted, "interrupted") }
    guard let deadline, session.clock.uptime() >= deadline else { return nil }
    return Failure(.timeBudget, "the time given is used up", code: "time_budget")
  }

  /// Waits, at most until the time given is used up.
  private func wait(_ span: TimeSpan, _ reason: String) {
    observer.waiting(span, reason)
    let left = deadline.map { TimeSpan(milliseconds: max(0, $0 - session.clock.uptime())) }
    session.clock.sleep(min(span, left ?? span))
  }

  // MARK: Sending

  /// Sends a write once it has a slot; until then it is anyone's.
  private func send(_ write: QueuedWrite, _ summary: inout Summary) throws {
    let row: Session.Row
    do throws(Failure) { row = try session.row(write.operation) } catch {
      return try refuse(write, error, &summary)
    }
    let client: Client
    let slot: RateGate.Slot?
    do throws(Failure) {
      client = try session.client(
        row.provider, profile: write.profile, deadline: deadline, priority: .bulk,
        proof: row.endpoint.authentication)
      slot = try client.reserve(row.endpoint.rate)
    } catch {
      summary.stopped = error
      return
    }
    guard let write = try queue.claim(write.number) else { return client.release(slot) }
    let call = Call(write, row.endpoint)
    let answer: Answer
    do throws(Failure) {
      answer = try Interrupt.lettingFinish { () throws(Failure) in try client.send(call, in: slot) }
    } catch {
      return try settle(write, error, &summary)
    }
    let id = row.resource.flatMap { answer.payload[$0.id] }.map { $0.string ?? $0.text() }
    try confirm(write, row, id: id, answer.payload, &summary)
  }

  func confirm(
    _ write: QueuedWrite, _ row: Session.Row, id: String?, _ record: JSON?, _ summary: inout Summary
  )
    throws
  {
    try queue.confirm(write.number, remote: id)
    summary.confirmed += 1
    summary.troubles = 0
    session.remember(
      record ?? .null, after: row, at: Call(write, row.endpoint).path, profile: write.profile)
    observer.settled(write, .confirmed, nil)
  }

  /// Decides by the failure whether a write is refused, in doubt, or waits for better times.
  private func settle(_ write: QueuedWrite, _ failure: Failure, _ summary: inout Summary) throws {
    if failure.mayHaveBeenApplied {
      try queue.doubt(write.number, failure)
      observer.settled(write, .unknown, failure)
      if failure.kind == .interrupted {
        summary.stopped = failure
      } else if summary.troubles == 0 {
        summary.troubles = 1
      } else {
        pause(after: failure, &summary)
      }
      return
    }
    switch failure.kind {
    case .refused, .notFound, .usage: try refuse(write, failure, &summary)
    case .temporary:
      try queue.replan(write.number, failure)
      pause(after: failure, &summary)
    default:
      try queue.replan(write.number, failure)
      summary.stopped = failure
    }
  }

  private func refuse(_ write: QueuedWrite, _ failure: Failure, _ summary: inout Summary) throws {
    if write.state == .planned { _ = try queue.claim(write.number) }
    try queue.reject(write.number, failure)
    summary.refused.append(write.number)
    observer.settled(write, .rejected, failure)
  }

  /// Waits for better times, longer each time; when they do not come, the rest is for another day.
  func pause(after failure: Failure, _ summary: inout Summary) {
    summary.troubles += 1
    let most = failure.status == nil ? Drain.mostSilences : Drain.mostTroubles
    if summary.troubles >= most || session.manners.patience == .refuse {
      summary.stopped = failure
    } else {
      let wanted = failure.retryAfter ?? .seconds(min(20, 1 << (summary.troubles - 1)))
      wait(wanted, failure.message)
    }
  }
}
