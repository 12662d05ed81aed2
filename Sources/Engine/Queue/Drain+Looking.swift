import Catalog
import Platform
import Values

/// Looking up what may have arrived.
extension Drain {
  /// How long after a vain look a service that indexes late is asked again.
  private static let secondLook = TimeSpan.seconds(5)
  /// How often one write is sent, looked for in vain and sent again before it counts as refused.
  private static let mostAttempts = 4

  /// How long until a write may be looked for again; the clock may have been set since.
  func untilDue(_ write: QueuedWrite) -> TimeSpan {
    guard let looked = write.looked, !isInProcess(write) else { return .zero }
    return min(Drain.secondLook - (session.clock.now() - looked), Drain.secondLook)
  }

  func look(for write: QueuedWrite, _ summary: inout Summary) throws {
    guard try queue.claimLook(write.number) else { return }
    let row: Session.Row
    let verdict: Reconciliation.Verdict
    do throws(Failure) {
      row = try session.row(write.operation)
      verdict = try Reconciliation(session, queue, write, row, deadline: deadline).verdict()
    } catch {
      return try give(up: write, error, &summary)
    }
    switch verdict {
    case .arrived(let id, let record): try confirm(write, row, id: id, record, &summary)
    case .safeToSend: try sendAgain(write, &summary)
    case .notSeen where write.looks == 0 && !isInProcess(write): try queue.lookedInVain(write.number)
    case .notSeen: try sendAgain(write, &summary)
    case .undecided(let reason): try park(write, reason)
    }
  }

  /// A write that the service never keeps, however often it is sent, does not hold up the others for ever.
  private func sendAgain(_ write: QueuedWrite, _ summary: inout Summary) throws {
    guard write.attempts >= Drain.mostAttempts else { return try queue.replan(write.number) }
    try queue.reject(write.number)
    summary.refused.append(write.number)
    observer.settled(write, .rejected, nil)
  }

  private func park(_ write: QueuedWrite, _ reason: String) throws {
    let failure = Failure(
      .unfinished, reason, code: "undecided",
      hint: "sp queue resolve \(write.number) --arrived or --resend")
    try queue.park(write.number, failure)
    observer.settled(write, .unknown, failure)
  }

  /// The service could not be asked: now, or ever.
  private func give(up write: QueuedWrite, _ failure: Failure, _ summary: inout Summary) throws {
    if failure.code == Session.unknownOperation { return try park(write, failure.message) }
    try queue.stopLooking(write.number)
    if failure.kind == .temporary {
      pause(after: failure, &summary)
    } else {
      summary.stopped = failure
    }
  }

  private func isInProcess(_ write: QueuedWrite) -> Bool {
    guard let row = try? session.row(write.operation) else { return false }
    return session.isInProcess(row.provider, write.profile)
  }
}
