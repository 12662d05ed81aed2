import Catalog
import Platform
import Values

extension Execution {
  /// Saves the files that records lead to: `reports download ID`.
  func download(_ row: Session.Row) throws(Failure) -> ExitCode {
    let saver = try FileSaver(self)
    var saved: [JSON] = []
    for target in try targets(row.endpoint, id: row.resource?.id ?? "id") {
      let payload = try fetch(row, target)
      saved += try saver.save(try links(in: payload, of: row, target))
    }
    guard saver.place != .output else { return .success }
    try Failure.local {
      if saved.count == 1 {
        try output.record(saved[0])
      } else {
        var writer = output.list(.unknown)
        for file in saved { try writer.record(file) }
        try writer.end(meta: .init())
      }
    }
    return .success
  }

  /// Shows records as the service has them once their work is done (`--wait`), and saves the files that they lead to
  /// (`--save`).
  func getAndSave(_ row: Session.Row) throws(Failure) -> ExitCode {
    let saver = invocation.option("save") == nil ? nil : try FileSaver(self)
    for target in try targets(row.endpoint, id: row.resource?.id ?? "id") {
      var payload = try fetch(row, target)
      if invocation.flag("wait"), let job = row.endpoint.job {
        payload = try wait(for: payload, of: row, job)
      }
      let links = saver == nil ? [] : try links(in: payload, of: row, target)
      if saver?.place != .output { try Failure.local { try output.record(payload, shape(of: row)) } }
      _ = try saver?.save(links)
    }
    return .success
  }

  /// Saves the files that answers are: where `--save` says, else in this folder.
  func getFile(_ row: Session.Row, naming name: String) throws(Failure) -> ExitCode {
    let saver = try FileSaver(self)
    for target in try targets(row.endpoint, id: "id") {
      var call = Call(row.endpoint, path: target)
      call.query = try queryPairs(row.endpoint)
      let own = target.last.flatMap { $0.contains(".") ? FileName.harmless($0) : nil }
      let saved = try saver.save(call, naming: own ?? name)
      if saver.place != .output { try Failure.local { try output.record(saved) } }
    }
    return .success
  }

  /// The addresses of the files of a payload; fails where there are none yet.
  func links(in payload: JSON, of row: Session.Row, _ target: [String]) throws(Failure) -> [String] {
    guard case .links(let paths) = row.endpoint.download else { return [] }
    let links = paths.flatMap { path -> [String] in
      let value = payload.value(at: path) ?? .null
      return (value.array ?? [value]).compactMap(\.string)
    }
    guard links.isEmpty else { return links }
    let state = row.endpoint.job.flatMap { payload.value(at: $0.status)?.string }.map { " (\($0))" } ?? ""
    let words = (["sp"] + row.endpoint.command + target).joined(separator: " ")
    throw Failure(
      .temporary, "\(target.last ?? row.endpoint.operation) has no file\(state)", service: service.name,
      code: "no_file", hint: row.endpoint.job == nil ? words : "\(words) --wait")
  }

  /// One record as the service shows it now.
  private func fetch(_ row: Session.Row, _ target: [String]) throws(Failure) -> JSON {
    var call = Call(row.endpoint, path: target)
    call.query = try queryPairs(row.endpoint)
    let payload = try client(for: row.endpoint).send(call).payload
    session.remember(payload, after: row, at: call.path, profile: profile)
    return payload
  }

  /// What is known of the answer of a row.
  func shape(of row: Session.Row) -> RecordShape {
    if let fields = row.endpoint.returns { return RecordShape("records", singular: "record", fields: fields) }
    guard let resource = row.resource, row.endpoint.action != .delete else { return .unknown }
    return RecordShape(resource, isWhole: true, reveals: invocation.flag("reveal"))
  }
}
