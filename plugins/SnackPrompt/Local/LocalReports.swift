import Sandbox
import Values

/// Reports: asked for, made a moment later, and kept for a week.
enum LocalReports {
  private static let work = TimeSpan.seconds(2)
  private static let lifetime = TimeSpan.days(7)

  /// Takes the order for a report.
  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    let report = try create(call.body, in: call.store)
    return .record(report.picking(["report_id", "type", "status", "estimated_completion_time"]))
  }

  static func create(_ body: JSON.Object, in store: Store) throws(Refusal) -> JSON.Object {
    let period = body["period"]?.string ?? "last_30_days"
    _ = try LocalPeriod(period, now: store.now)
    for id in (body["prompt_ids"]?.array ?? []).compactMap(\.string) {
      guard try store.records("prompts").find(id) != nil else {
        throw .invalid("prompt_ids", "has an id of no prompt: \(id)")
      }
    }
    let reports = try store.records("reports")
    var report = try reports.draft(from: body)
    report["status"] = "processing"
    report["estimated_completion_time"] = .string((store.now + work).rfc3339)
    report["period"] = .string(period)
    report["prompt_ids"] = body["prompt_ids"] ?? .array([])
    report["format"] = body["format"] ?? "pdf"
    report["include_recommendations"] = body["include_recommendations"] ?? false
    try reports.put(report)
    try LocalSchedule.run(store)
    return report
  }

  /// How far a report is, and once it is done where its file can be had.
  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    let report = try call.records().get(call.id)
    var shown = report.picking([
      "report_id", "type", "status", "created_at", "completed_at",
      "download_url",
      "expires_at",
    ])
    if let name = report["file"]?.string {
      let account = call.store.account == .local ? "" : "?account=\(call.store.account.id)"
      shown["download_url"] = .string("\(call.origin)/downloads/reports/\(name)\(account)")
    }
    return .record(shown)
  }

  /// Finishes what is due; returns when the others will be.
  static func settle(_ store: Store) throws(Refusal) -> [Timestamp] {
    let reports = try store.records("reports")
    var ahead: [Timestamp] = []
    for report in try reports.all(where: "status", is: "processing") {
      guard let due = report.moment("estimated_completion_time") else { continue }
      if due <= store.now { try finish(report, at: due, in: store) } else { ahead.append(due) }
    }
    return ahead
  }

  /// Makes the file of a report.
  static func finish(_ report: JSON.Object, at moment: Timestamp, in store: Store) throws(Refusal) {
    var report = report
    let format = report["format"]?.string ?? "pdf"
    let name = "\(report["report_id"]?.string ?? "report").\(format)"
    report["status"] = "completed"
    report["completed_at"] = .string(moment.rfc3339)
    report["expires_at"] = .string((moment + lifetime).rfc3339)
    report["file"] = .string(name)
    try store.keep(try LocalReportFile(report, store).file(format), as: "reports/\(name)")
    try store.records("reports").put(report)
  }

  /// The file of a report: 404 when there is none, 410 once it has expired.
  @Sendable static func download(_ visit: Visit) throws(Refusal) -> Answer? {
    guard visit.path.count == 3, visit.path[0] == "downloads", visit.path[1] == "reports",
      visit.method == "GET" || visit.method == "HEAD"
    else { return nil }
    let name = visit.path[2]
    let store = visit.value("account").map { visit.store.of(.init(id: $0, name: $0)) } ?? visit.store
    let id = String(name.prefix { $0 != "." })
    guard let report = try store.records("reports").find(id), report["file"]?.string == name,
      let file = try store.file("reports/\(name)")
    else { throw .notFound("file", name) }
    if let end = report.moment("expires_at"), end <= visit.store.now {
      throw Refusal(410, "The file \(name) has expired", code: "GONE")
    }
    return .file(file.bytes, type: file.type, name: name)
  }
}
