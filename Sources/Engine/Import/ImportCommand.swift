import Catalog
import Platform
import Values

/// Imports files: reads and plans in one stream, asks, and sends each row once.
struct ImportCommand {
  let execution: Execution
  let create: Session.Row
  private let update: Endpoint?
  let resource: Resource
  var session: Session { execution.session }
  var invocation: Invocation { execution.invocation }

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
      return try finish(report, job: job, planned: started, deadline: deadline)
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
      try ImportSink(
        session, creating: create.endpoint, job: job, profile: execution.profile, since: started)
    }
    defer { sink?.abandon() }
    var report = ImportReport()
    for path in invocation.arguments["FILE"] ?? [] {
      try read(path, planner, sink, &report)
    }
    if let sink { report.moveElsewhere(try sink.close(), creating: create.endpoint.operation) }
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
    case .create(let mark):
      try sink?.create(body, mark: mark, label: label(body), origin: row.origin(path))
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
}
