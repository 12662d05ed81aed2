import Platform
import Values

/// What an import found in its input, and what it takes.
struct ImportReport {
  /// Rows of the input, blank ones aside.
  var read = 0
  /// Blank lines, which mean nothing.
  var blank = 0
  /// Rows that become new records.
  var create = 0
  /// Rows that change records.
  var update = 0
  /// Rows that the service has as they are.
  var unchanged = 0
  /// Rows that the input had already.
  var duplicates = 0
  /// Rows that the queue had already, or that another process sent meanwhile.
  var elsewhere = 0
  /// Rows that cannot be imported.
  var rejected = 0
  /// Where the rejected rows are, and why.
  private(set) var rejectHints: [String] = []
  private(set) var ignoredColumns: [String] = []
  private var problems: [RowProblem] = []

  /// How many requests it takes.
  var writes: Int { create + update }

  mutating func ignore(_ columns: [String]) {
    for column in columns where !ignoredColumns.contains(column) { ignoredColumns.append(column) }
  }

  mutating func addRejects(_ hint: String) {
    if !rejectHints.contains(hint) { rejectHints.append(hint) }
  }

  mutating func moveElsewhere(_ already: (creates: Int, updates: Int)) {
    create -= already.creates
    update -= already.updates
    elsewhere += already.creates + already.updates
  }

  /// Keeps the first problems, for a plan that writes no rejects.
  mutating func show(_ problem: RowProblem) {
    if problems.count < 10 { problems.append(problem) }
  }

  /// Says the plan in lines, for people.
  func tell(_ console: Console, _ name: String, _ forecast: Forecast) {
    var parts = ["\(create) to create", "\(update) to update", "\(unchanged) unchanged"]
    if duplicates > 0 { parts.append(duplicates == 1 ? "1 duplicate" : "\(duplicates) duplicates") }
    if elsewhere > 0 { parts.append("\(elsewhere) already queued or sent by another run") }
    parts.append("\(rejected) rejected")
    console.report("\(read == 1 ? "1 row" : "\(read) rows") read: \(parts.joined(separator: ", "))")
    if blank > 0 { console.report("\(blank == 1 ? "1 blank line" : "\(blank) blank lines") skipped") }
    if !ignoredColumns.isEmpty {
      console.report(
        "not a field of \(name), ignored: \(ignoredColumns.map(Console.printable).joined(separator: ", "))")
    }
    for problem in problems { console.report("line \(problem.line): \(Console.printable(problem.reason))") }
    if writes > 0 { console.report(forecast.text) }
  }

  /// The answer on standard output.
  func json(_ summary: Drain.Summary, left: Int, job: Int64?) -> JSON {
    var object = JSON.Object()
    func count(_ name: String, _ value: Int) { object[name] = .number(.init(value)) }
    count("read", read)
    count("blank", blank)
    count("create", create)
    count("update", update)
    count("unchanged", unchanged)
    count("duplicates", duplicates)
    count("elsewhere", elsewhere)
    count("rejected", rejected + summary.rejected)
    count("confirmed", summary.confirmed)
    count("left", left)
    object["job"] = job.map { .number(.init(Int($0))) } ?? .null
    object["ignored_columns"] = .array(ignoredColumns.map(JSON.string))
    return .object(object)
  }
}
