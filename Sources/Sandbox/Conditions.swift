import Database
import Values

/// What the sandbox is set to: its clock and its faults. Kept in the file, so that all processes
/// that use it agree.
struct Conditions {
  /// A fault and how often it was met.
  struct Armed {
    let number: Int64
    let fault: Fault
  }

  private enum Setting {
    static let clock = "clock"
  }

  /// How far the sandbox's time is ahead of the machine's.
  private(set) var offset = TimeSpan.zero
  private(set) var faults: [Armed] = []

  /// Reads them from the file.
  init(_ connection: Connection) throws {
    for (name, value) in try connection.all(
      "SELECT name, value FROM setting", [], { ($0.text(0), $0.text(1)) })
    {
      switch name {
      case Setting.clock: offset = TimeSpan(milliseconds: value.flatMap { Int64($0) } ?? 0)
      default: break
      }
    }
    faults = try connection.all("SELECT number, rule FROM fault ORDER BY number", []) { row in
      Armed(number: row.int(0), fault: Fault(json: (try? JSON.parse(row.text(1) ?? "")) ?? .null))
    }
  }

  static func store(offset: TimeSpan, in connection: Connection) throws {
    try store(Setting.clock, String(offset.milliseconds), in: connection)
  }

  private static func store(_ name: String, _ value: String, in connection: Connection) throws {
    try connection.execute(
      "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      [.text(name), .text(value)])
  }

  /// The first fault that happens to a request; every fault that concerns it counts it.
  func fault(method: String, paths: [String], in connection: Connection) throws -> Fault? {
    var happening: Fault?
    for armed in faults where armed.fault.concerns(method: method, paths: paths) {
      let counts = try connection.first(
        "UPDATE fault SET seen = seen + 1 WHERE number = ? RETURNING seen, fired", [.integer(armed.number)]
      ) { (seen: Int($0.int(0)), fired: Int($0.int(1))) }
      guard let counts, happening == nil, armed.fault.happens(at: counts.seen, after: counts.fired) else {
        continue
      }
      try connection.execute("UPDATE fault SET fired = fired + 1 WHERE number = ?", [.integer(armed.number)])
      happening = armed.fault
    }
    return happening
  }
}
