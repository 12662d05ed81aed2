import Catalog
import Platform
import Values

/// Imports files: reads and plans in one stream, asks, and sends each row once.
struct ImportCommand {
  private let execution: Execution
  private let create: Session.Row
  private let update: Endpoint?
  private let resource: Resource
  private var session: Session { execution.session }
  private var invocation: Invocation { execution.invocation }

  init(_ execution: Execution, _ plugin: Plugin, _ resource: Resource) throws(Failure) {
    guard let create = plugin.endpoint(.create, of: resource.name) else {
      throw .usage("\(resource.name) cannot be created")
    }
    self.execution = execution
    self.resource = resource
    self.create = Session.Row(provider: execution.provider, plugin: plugin, endpoint: create)
    update = plugin.endpoint(.update, of: resource.name)
  }

  func run() throws(Failure) -> ExitCode {
    let started = session.clock.now()
    let deadline = try invocation.span("within").map { session.clock.uptime() + $0.milliseconds }
    let job = invocation.flag("dry-run") ? nil : try draft()
    do throws(Failure) {
      let report = try plan(into: job, since: started)
      return try finish(report, job: job, deadline: deadline)
    } catch {
      if let job { try? session.queue().discard(job) }
      throw error
    }
  }

  // MARK: Planning

  private func draft() throws(Failure) -> Int64 {
    let queue = try session.queue()
    let files = invocation.arguments["FILE"] ?? []
    return try Failure.local {
      try queue.adoptOrphans()
      return try queue.draft(
        kind: "import", profile: execution.profile, service: execution.service.name,
        title: "\(resource.name) from \(files.joined(separator: ", "))",
        facts: ["files": .array(files.map(JSON.string))])
    }
  }

  private func plan(into job: Int64?, since started: Timestamp) throws(Failure) -> ImportReport {
    let mode = ImportPlanner.Mode(rawValue: invocation.option("mode") ?? "upsert") ?? .upsert
    let planner = try ImportPlanner(execution, create, resource, key: invocation.option("key"), mode: mode)
    let console = session.console
    try planner.learn { count in
      if !invocation.flag("quiet") {
        console.progress("learning what \(execution.service.title) has: \(count)")
      }
    }
    console.progress(nil)
    let sink = try job.map { (job) throws(Failure) in
      try ImportSink(session, planner, job: job, profile: execution.profile, since: started)
    }
    var report = ImportReport()
    for path in invocation.arguments["FILE"] ?? [] {
      try read(path, planner, sink, &report)
    }
    try sink?.close()
    if let sink { report.moveElsewhere(sink.elsewhere) }
    return report
  }

  private func read(
    _ path: String, _ planner: ImportPlanner, _ sink: ImportSink?, _ report: inout ImportReport
  )
    throws(Failure)
  {
    let format = try invocation.option("format-in").map { (name) throws(Failure) in
      try ImportFormat(named: name)
    }
    let reader = try RowReader(path, format: format)
    let mapping = try RowMapping(
      resource: resource, create: create.endpoint, map: invocation.all("map"), set: invocation.all("set"),
      header: reader.header, isUpdate: mayOnlyUpdate(reader.header))
    report.ignore(mapping.ignoredColumns)
    let rejects = RejectsWriter(for: path, header: reader.rawHeader, format: reader.format)
    let mostErrors = try invocation.integer("max-errors", atLeast: 1)
    while let input = try reader.next() {
      if Interrupt.requested != nil {
        throw Failure(.interrupted, "interrupted while planning; nothing was sent")
      }
      switch input {
      case .blank: report.blank += 1
      case .bad(let problem, let row):
        report.read += 1
        try reject(problem, row, rejects, &report)
      case .row(let row):
        report.read += 1
        switch mapping.body(of: row) {
        case .failure(let problem): try reject(problem, row, rejects, &report)
        case .success(let mapped):
          let decision = try planner.decide(mapped.body, id: mapped.id, line: row.line)
          try take(decision, mapped.body, row, path, sink, rejects, &report)
        }
      }
      if let mostErrors, report.rejected >= mostErrors {
        try Failure.local { try rejects.close() }
        throw .usage("\(report.rejected) rows of \(path) were rejected; nothing was sent", hint: rejects.hint)
      }
    }
    report.ignore(mapping.ignoredColumns)
    try Failure.local { try rejects.close() }
    if let hint = rejects.hint { report.addRejects(hint) }
  }

  /// Whether rows may be changes to records that are there, which need not have every field.
  private func mayOnlyUpdate(_ header: [String]?) -> Bool {
    invocation.option("mode") == "update" || invocation.option("key") != nil
      || header?.contains(resource.id) ?? true
  }

  private func take(
    _ decision: ImportPlanner.Decision, _ body: JSON, _ row: InputRow, _ path: String, _ sink: ImportSink?,
    _ rejects: RejectsWriter, _ report: inout ImportReport
  ) throws(Failure) {
    switch decision {
    case .create:
      try sink?.create(create.endpoint, body, label: label(body), origin: row.origin(path))
      report.create += 1
    case .update(let id, let changes):
      guard let update else { return }
      try sink?.update(update, id, changes, label: label(body), origin: row.origin(path))
      report.update += 1
    case .unchanged: report.unchanged += 1
    case .duplicate: report.duplicates += 1
    case .rejected(let code, let reason):
      try reject(RowProblem(line: row.line, code: code, reason: reason), row, rejects, &report)
    }
  }

  private func reject(
    _ problem: RowProblem, _ row: InputRow?, _ rejects: RejectsWriter, _ report: inout ImportReport
  ) throws(Failure) {
    report.rejected += 1
    guard !invocation.flag("dry-run") else {
      report.show(problem)
      return
    }
    try Failure.local { try rejects.add(problem, row) }
  }

  private func label(_ body: JSON) -> String { body[resource.label]?.string ?? resource.singular }

  // MARK: Asking and sending

  private func finish(_ report: ImportReport, job: Int64?, deadline: Int64?) throws(Failure) -> ExitCode {
    let forecast = Forecast(
      writes: report.writes, limits: try session.settings().limits(of: execution.service),
      now: session.clock.now())
    if !invocation.flag("quiet") { report.tell(session.console, resource.name, forecast) }
    guard let job, report.writes > 0 else {
      if let job { try? session.queue().discard(job) }
      return try conclude(report, Drain.Summary(), job: nil)
    }
    if !invocation.flag("yes") {
      try session.confirm("Send \(report.writes) writes to \(execution.service.title)?", invocation)
    }
    let queue = try session.queue()
    try Failure.local { try queue.open(job) }
    if invocation.flag("detach") {
      execution.output.note("queued as job \(job); sp queue run sends it")
      return try conclude(report, Drain.Summary(), job: job)
    }
    let progress = DrainProgress(
      session.console, total: report.writes, clock: session.clock, isQuiet: invocation.flag("quiet"))
    let drain = Drain(session, queue, observer: progress.observer)
    let summary = try Failure.local { try drain.run(.job(job), deadline: deadline) }
    progress.end()
    return try conclude(report, summary, job: job)
  }

  /// The answer on standard output, and what the process ends with.
  private func conclude(_ report: ImportReport, _ summary: Drain.Summary, job: Int64?) throws(Failure)
    -> ExitCode
  {
    var report = report
    let counts = try job.map { (job) throws(Failure) in
      let queue = try session.queue()
      return try Failure.local { try queue.counts(.job(job)) }
    }
    try takeRefusals(job, &report)
    let left = counts.map { ($0[.planned] ?? 0) + ($0[.sent] ?? 0) + ($0[.unknown] ?? 0) } ?? 0
    try Failure.local { try execution.output.record(report.json(summary, left: left, job: job)) }
    if let stopped = summary.stopped {
      var failure = stopped
      failure.hint = "sp queue run goes on with the \(left) that are left"
      if stopped.kind != .timeBudget, stopped.kind != .interrupted, stopped.kind != .authentication {
        failure.kind = .unfinished
      }
      throw failure
    }
    if left > 0, !invocation.flag("detach") {
      throw Failure(
        .unfinished, "\(left) writes wait for a decision", code: "unfinished",
        hint: "sp queue list shows them")
    }
    if report.rejected > 0 || summary.rejected > 0 {
      for hint in report.rejectHints { session.console.report(hint) }
      return .partial
    }
    return .success
  }

  /// Adds the rows that the service refused to the rejects, as they stood in the input.
  private func takeRefusals(_ job: Int64?, _ report: inout ImportReport) throws(Failure) {
    guard let job else { return }
    let queue = try session.queue()
    var refused: [QueuedWrite] = []
    try Failure.local { try queue.writes([.rejected], .job(job)) { refused.append($0) } }
    guard !refused.isEmpty else { return }
    for hint in try Failure.local({ try RejectsWriter.add(refused) }) { report.addRejects(hint) }
  }
}
