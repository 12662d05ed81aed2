import Catalog
import Platform
import Values

/// Asking, sending, and the answer.
extension ImportCommand {
  /// Asks, lets the planned writes go, and sends them with those that an earlier run left in the queue.
  func finish(_ report: ImportReport, job: Int64?, planned: Timestamp, deadline: Int64?) throws(Failure)
    -> ExitCode
  {
    var report = report
    let forecast = Forecast(
      writes: report.writes, limits: try session.settings().limits(of: execution.service),
      now: session.clock.now())
    if !invocation.flag("quiet") { report.tell(session.console, resource.name, forecast) }
    if report.writes > 0, job != nil, !invocation.flag("yes") {
      try session.confirm("Send \(report.writes) writes to \(execution.service.title)?", invocation)
    }
    let opened = try open(job, planned, &report)
    let jobs = report.others.union(opened.map { [$0] } ?? [])
    var summary = Drain.Summary()
    if invocation.flag("detach") {
      if let opened { execution.output.note("queued as job \(opened); sp queue run sends it") }
    } else if !jobs.isEmpty {
      summary = try drain(.jobs(jobs), deadline)
    }
    return try conclude(report, summary, job: opened, jobs)
  }

  /// Opens the job, or forgets it when it has nothing to do.
  private func open(_ job: Int64?, _ planned: Timestamp, _ report: inout ImportReport) throws(Failure)
    -> Int64?
  {
    guard let job else { return nil }
    let queue = try session.queue()
    guard report.writes > 0 else {
      try? queue.discard(job)
      return nil
    }
    let overlap = try Failure.local { try queue.open(job, planned: planned) }
    report.moveElsewhere(overlap, creating: create.endpoint.operation)
    return job
  }

  private func drain(_ scope: Queue.Scope, _ deadline: Int64?) throws(Failure) -> Drain.Summary {
    let queue = try session.queue()
    let total = try Failure.local { try queue.left(scope) }
    let progress = DrainProgress(
      session.console, total: total, clock: session.clock, isQuiet: invocation.flag("quiet"))
    defer { progress.end() }
    let drain = Drain(session, queue, deadline: deadline, observer: progress.observer)
    return try Failure.local { try drain.run(scope) }
  }

  /// The answer on standard output, and what the process ends with.
  private func conclude(_ report: ImportReport, _ summary: Drain.Summary, job: Int64?, _ jobs: Set<Int64>)
    throws(Failure) -> ExitCode
  {
    var report = report
    for hint in try session.keepRefusals(summary) { report.addRejects(hint) }
    let left = try jobs.isEmpty ? 0 : Failure.local { try session.queue().left(.jobs(jobs)) }
    try Failure.local { try execution.output.record(report.json(summary, left: left, job: job)) }
    if !invocation.flag("detach"), let failure = summary.failure(left: left) { throw failure }
    guard report.rejected > 0 || summary.rejected > 0 else { return .success }
    for hint in report.rejectHints { session.console.report(hint) }
    return .partial
  }
}

extension Session {
  /// Adds the rows of imports that the service refused to the rejects of their files, as they stood there; returns
  /// where they are.
  public func keepRefusals(_ summary: Drain.Summary) throws(Failure) -> [String] {
    guard !summary.refused.isEmpty else { return [] }
    let queue = try queue()
    return try Failure.local {
      try RejectsWriter.add(summary.refused.compactMap { try queue.write($0) })
    }
  }
}
