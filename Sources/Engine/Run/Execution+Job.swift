import Catalog
import Platform
import Values

extension Execution {
  /// Watches the work that a row began until it is done, and returns the last payload (`--wait`).
  ///
  /// Fails with exit 1 when the work failed, with exit 10 when the time given with `--within` is over; asks as often as
  /// the service's limits leave room for, and never more than twice a second.
  func wait(for payload: JSON, of row: Session.Row, _ job: Job) throws(Failure) -> JSON {
    let poll = try session.row(job.poll)
    guard let id = payload.value(at: job.id).map({ $0.string ?? $0.text() }), !id.isEmpty else {
      throw Failure(
        .other, "\(service.title) began the work without an id to ask for", service: service.name,
        code: "no_job")
    }
    let watch = Watch(job: job, id: id, command: poll.endpoint.command, session: session)
    let deadline = try invocation.span("within").map { session.clock.uptime() + $0.milliseconds }
    let client = try session.client(
      provider, profile: profile, deadline: deadline, proof: poll.endpoint.authentication)
    var pause = max(.milliseconds(500), try leastPause(poll.endpoint.rate))
    var latest = payload
    session.console.beginProgress()
    defer { session.console.progress(nil) }
    while try watch.goesOn(latest, service) {
      if !output.isQuiet, session.console.progressIsDue { session.console.progress(watch.progress(latest)) }
      if let deadline, session.clock.uptime() + pause.milliseconds > deadline {
        session.clock.sleep(TimeSpan(milliseconds: max(0, deadline - session.clock.uptime())))
        throw watch.unfinished(.timeBudget, "is not done within the time given", latest)
      }
      session.clock.sleep(pause)
      guard Interrupt.requested == nil else { throw watch.unfinished(.interrupted, "goes on", latest) }
      pause = min(TimeSpan(milliseconds: pause.milliseconds * 3 / 2), max(pause, .seconds(10)))
      latest = try look(poll, id, client, watch)
    }
    return latest
  }

  private func look(_ poll: Session.Row, _ id: String, _ client: Client, _ watch: Watch) throws(Failure)
    -> JSON
  {
    do throws(Failure) {
      let call = Call(poll.endpoint, path: [id])
      let payload = try client.send(call).payload
      session.remember(payload, after: poll, at: call.path, profile: profile)
      return payload
    } catch {
      var failure = error
      if [.temporary, .timeBudget, .interrupted].contains(failure.kind) { failure.hint = watch.later }
      throw failure
    }
  }

  /// How far apart requests of a class must be so that waiting never uses up its limit.
  private func leastPause(_ rate: RateClass) throws(Failure) -> TimeSpan {
    try settings.limits(of: service).filter { $0.rate == rate }
      .map { TimeSpan(milliseconds: $0.window.milliseconds / Int64(max(1, $0.count))) }.max() ?? .zero
  }

  /// Refuses `--wait` and `--within` where nothing can be waited for.
  func checkWaiting(for row: Session.Row) throws(Failure) {
    if invocation.option("within") != nil, !invocation.flag("wait") {
      throw .usage("--within says how long --wait may take", hint: "add --wait")
    }
    guard invocation.flag("wait") else { return try checkSaving(of: row) }
    for name in ["queue", "offline", "dry-run"] where invocation.flag(name) {
      throw .usage("--wait and --\(name) exclude each other", hint: "leave one out")
    }
  }
}

extension Execution {
  /// Refuses to save a file of work that is only begun.
  private func checkSaving(of row: Session.Row) throws(Failure) {
    guard row.endpoint.job != nil, !row.endpoint.isRead, invocation.option("save") != nil else { return }
    throw .usage("--save needs --wait: the file is there once the work is done", hint: "add --wait")
  }
}

/// Work at a service, as its payloads tell of it.
private struct Watch {
  let job: Job
  let id: String
  let command: [String]
  let session: Session

  /// The line that shows it later.
  var later: String { "sp \(command.joined(separator: " ")) \(id) shows it later" }

  /// Whether the work is still going on; fails when it has failed.
  func goesOn(_ payload: JSON, _ service: Service) throws(Failure) -> Bool {
    let state = payload.value(at: job.status)?.string ?? ""
    guard job.failed.contains(state) else { return !job.done.contains(state) }
    let reason = payload.value(at: job.reason)
    let text = (reason?.string ?? reason?["message"]?.string).map { ": \(Console.printable($0))" } ?? ""
    throw Failure(
      .other, "\(id) \(state)\(text)", service: service.name, code: "job_\(state)",
      hint: "sp \(command.joined(separator: " ")) \(id)", details: payload)
  }

  /// `report-1: processing, 40%`.
  func progress(_ payload: JSON) -> String {
    let state = payload.value(at: job.status)?.string ?? "working"
    let share = job.progress.flatMap { payload.value(at: $0) }.map { ", \($0.string ?? $0.text())%" } ?? ""
    return Console.printable("\(id): \(state)\(share)")
  }

  func unfinished(_ kind: ExitCode, _ what: String, _ payload: JSON) -> Failure {
    let state = payload.value(at: job.status)?.string.map { " (\(Console.printable($0)))" } ?? ""
    return Failure(
      kind, "\(id) \(what)\(state)", code: kind == .timeBudget ? "time_budget" : "interrupted", hint: later)
  }
}
