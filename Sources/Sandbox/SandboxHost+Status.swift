import Database
import Values

extension SandboxHost {
  /// What the sandbox holds, is set to and has answered: `path`, `clock`, `limits`, `faults`, `records` by
  /// service and resource over all accounts, and `requests` by service, operation and status (`dropped` where
  /// none was sent).
  public func status() throws(Refusal) -> JSON {
    try flush()
    try reload()
    for store in stores(of: .local) { try store.prepare() }
    return try Refusal.around { try currentStatus() }
  }

  private func currentStatus() throws -> JSON {
    [
      "path": .string(storage.connection.path),
      "clock": [
        "now": .string(now.rfc3339),
        "ahead": .string(currentConditions.offset.text),
      ],
      "limits": limits.json,
      "faults": .array(try faults()),
      "records": try recordCounts(),
      "requests": try requestCounts(),
    ]
  }

  private func faults() throws -> [JSON] {
    try storage.connection.all("SELECT rule, seen, fired FROM fault ORDER BY number", []) { row in
      var fault = try JSON.parse(row.text(0) ?? "")
      fault["seen"] = .number(.init(Int(row.int(1))))
      fault["fired"] = .number(.init(Int(row.int(2))))
      return fault
    }
  }

  private func recordCounts() throws -> JSON {
    var counts = JSON.object(JSON.Object())
    for store in stores(of: .local) {
      for name in store.resources.keys.sorted() {
        let count = try storage.records.count(in: try store.records(name).schema)
        counts.set(.number(.init(count)), at: "\(store.service).\(name)")
      }
    }
    return counts
  }

  private func requestCounts() throws -> JSON {
    var counts = JSON.object(JSON.Object())
    try storage.connection.rows(
      "SELECT service, operation, status, count FROM tally ORDER BY service, operation, status", []
    ) { row in
      let status = row.int(2) == 0 ? "dropped" : String(row.int(2))
      // Operations have dots of their own, which a path would take apart.
      let service = row.text(0) ?? ""
      let operation = row.text(1) ?? ""
      var operations = counts[service] ?? .object(JSON.Object())
      var statuses = operations[operation] ?? .object(JSON.Object())
      statuses[status] = .number(.init(Int(row.int(3))))
      operations[operation] = statuses
      counts[service] = operations
      return true
    }
    return counts
  }
}
