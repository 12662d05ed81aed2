import Catalog
import Platform
import Values

/// Sends queued writes one by one until none is left, a person must decide, or time is up.
///
/// A write whose answer never came is looked up before it may be sent again: never twice, never lost.
public struct Drain {
  /// What a drain did.
  public struct Summary: Sendable {
    /// Writes the service has now.
    public var confirmed = 0
    /// Writes the service refused, with the reasons.
    public var rejected = 0
    /// Why it ended before the queue was empty; nil when it is empty.
    public var stopped: Failure?
  }

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

  /// How often one write is sent before it counts as refused.
  private static let mostAttempts = 8
  /// How long after a vain look a service that indexes late is asked again.
  private static let secondLook = TimeSpan.seconds(5)

  let session: Session
  let queue: Queue
  let observer: Observer

  /// Prepares to drain the queue of a session.
  public init(_ session: Session, _ queue: Queue, observer: Observer) {
    self.session = session
    self.queue = queue
    self.observer = observer
  }

  /// Sends what is in the scope; `deadline` is in milliseconds since boot.
  public func run(_ scope: Queue.Scope, deadline: Int64? = nil) throws -> Summary {
    var summary = Summary()
    try queue.adoptOrphans()
    while summary.stopped == nil {
      if let signal = stopSignal(deadline) {
        summary.stopped = signal
      } else if let write = try queue.nextUnknown(scope), isDue(write) {
        try look(for: write, &summary)
      } else if let write = try queue.claim(scope) {
        try send(write, &summary, deadline)
      } else if let write = try queue.nextUnknown(scope) {
        observer.waiting(Drain.secondLook, "looking again for '\(write.label)'")
        session.clock.sleep(untilDue(write))
      } else {
        break
      }
    }
    return summary
  }

  private func stopSignal(_ deadline: Int64?) -> Failure? {
    if Interrupt.requested != nil { return Failure(.interrupted, "interrupted") }
    guard let deadline, session.clock.uptime() >= deadline else { return nil }
    return Failure(.timeBudget, "the time given is used up", code: "time_budget")
  }

  private func isDue(_ write: QueuedWrite) -> Bool { untilDue(write).milliseconds <= 0 }

  private func untilDue(_ write: QueuedWrite) -> TimeSpan {
    guard let looked = write.looked, !session.isInProcess(write.profile) else { return .milliseconds(0) }
    return Drain.secondLook - (session.clock.now() - looked)
  }

  private func send(_ write: QueuedWrite, _ summary: inout Summary, _ deadline: Int64?) throws {
    do throws(Failure) {
      let row = try session.row(write.operation)
      var call = Call(row.endpoint)
      call.path = write.path
      call.body = write.body
      call.idempotencyKey = write.idempotencyKey
      let client = try session.client(row.provider, profile: write.profile, deadline: deadline)
      let answer = try client.send(call)
      try confirm(write, row, answer, &summary)
    } catch {
      try settle(write, error, &summary)
    }
  }

  private func confirm(_ write: QueuedWrite, _ row: Session.Row, _ answer: Answer, _ summary: inout Summary)
    throws(Failure)
  {
    let id = row.resource.flatMap { answer.payload[$0.id] }.map { $0.string ?? $0.text() }
    try Failure.local { try queue.confirm(write.number, remote: id) }
    summary.confirmed += 1
    session.remember(answer.payload, after: row, at: write.path, profile: write.profile)
    observer.settled(write, .confirmed, nil)
  }

  /// Decides by the failure whether a write is refused, in doubt, or waits for better times.
  private func settle(_ write: QueuedWrite, _ failure: Failure, _ summary: inout Summary) throws {
    if failure.mayHaveBeenApplied {
      try queue.doubt(write.number, failure)
      observer.settled(write, .unknown, failure)
      if failure.kind == .interrupted { summary.stopped = failure }
      return
    }
    switch failure.kind {
    case .refused, .notFound, .usage:
      try queue.reject(write.number, failure)
      summary.rejected += 1
      observer.settled(write, .rejected, failure)
    case .temporary where failure.status != nil && write.attempts < Drain.mostAttempts:
      try queue.replan(write.number, failure)
      let wait = failure.retryAfter ?? .seconds(min(20, 1 << write.attempts))
      if failure.status != 429 {
        observer.waiting(wait, failure.message)
        session.clock.sleep(wait)
      }
    default:
      try queue.replan(write.number, failure)
      summary.stopped = failure
    }
  }
}

// MARK: Looking up what may have arrived

extension Drain {
  private func look(for write: QueuedWrite, _ summary: inout Summary) throws {
    do throws(Failure) {
      let row = try session.row(write.operation)
      switch try Reconciliation(session, queue, write, row).verdict() {
      case .arrived(let id, let record):
        try Failure.local { try queue.confirm(write.number, remote: id) }
        summary.confirmed += 1
        session.remember(record ?? .null, after: row, at: write.path, profile: write.profile)
        observer.settled(write, .confirmed, nil)
      case .safeToSend:
        try Failure.local { try queue.replan(write.number) }
      case .notSeen:
        let isFinal = write.looks >= 1 || session.isInProcess(write.profile)
        try Failure.local { isFinal ? try queue.replan(write.number) : try queue.lookedInVain(write.number) }
      case .undecided(let reason):
        let failure = Failure(
          .unfinished, reason, code: "undecided",
          hint: "sp queue resolve \(write.number) --arrived or --resend")
        try Failure.local { try queue.park(write.number, failure) }
        observer.settled(write, .unknown, failure)
      }
    } catch {
      summary.stopped = error
    }
  }
}
