import Catalog
import Platform
import Values

extension Execution {
  /// Shows single records: from the service, or from the cache where the options allow.
  func get(_ row: Session.Row) throws(Failure) -> ExitCode {
    try checkWaiting(for: row)
    if case .body(let name) = row.endpoint.download { return try getFile(row, naming: name) }
    if invocation.flag("wait") || invocation.option("save") != nil { return try getAndSave(row) }
    guard let resource = row.resource else { return try getOther(row) }
    let targets = try targets(row.endpoint, id: resource.id)
    try checkRevealing()
    let shape = shape(of: row)
    if targets.count == 1 {
      let found = try record(targets[0], row, resource)
      try Failure.local {
        try output.record(
          found.record, shape, meta: found.source.meta(now: session.clock.now()),
          footer: found.source.text(now: session.clock.now()))
      }
      return .success
    }
    var writer = output.list(shape)
    for target in targets {
      let found = try record(target, row, resource)
      try Failure.local { try writer.record(found.record) }
    }
    try Failure.local { try writer.end(meta: .init()) }
    return .success
  }

  /// What no resource declares is not kept.
  private func getOther(_ row: Session.Row) throws(Failure) -> ExitCode {
    if invocation.flag("offline") {
      throw Failure(
        .notCached, "what sp \(invocation.command.name) shows is not kept in the cache", code: "not_cached",
        hint: "leave out --offline")
    }
    for target in try targets(row.endpoint, id: "id") {
      var call = Call(row.endpoint, path: target)
      call.query = try queryPairs(row.endpoint)
      let answer = try client(for: row.endpoint).send(call)
      try Failure.local { try output.record(answer.payload, shape(of: row)) }
    }
    return .success
  }

  private func record(_ target: [String], _ row: Session.Row, _ resource: Resource) throws(Failure)
    -> (record: JSON, source: AnswerSource)
  {
    let id = target.last ?? resource.name
    let shape = cacheShape(of: row.endpoint)
    let place = place(resource, shape: shape)
    if let cached = try cached(id, place) { return cached }
    do throws(Failure) {
      var call = Call(row.endpoint, path: target)
      call.query = try queryPairs(row.endpoint)
      let client = try client(for: row.endpoint)
      let answer = try client.send(call)
      guard answer.payload.object != nil else {
        throw client.unreadable(answer.status, call, "no \(resource.singular)")
      }
      let asksForPart = row.endpoint.parameter(.fields) != nil && wireFields(row.endpoint) != nil
      if !asksForPart {
        session.remember(answer.payload, after: row, at: call.path, profile: profile, shape: shape)
      }
      return (answer.payload, .live)
    } catch {
      if error.kind == .notFound { try? session.cache().forget(id, place) }
      guard error.kind == .temporary, error.status == nil, error.code != RateGate.refused,
        let stale = try? stored(id, place)
      else {
        throw error
      }
      output.note("note: \(error.message); this is what the cache has")
      return stale
    }
  }

  private func cached(_ id: String, _ place: Cache.Place) throws(Failure) -> (JSON, AnswerSource)? {
    if invocation.flag("offline") { return try stored(id, place) }
    guard let age = try freshness(), let stored = try? stored(id, place),
      case .cached(let moment) = stored.1
    else { return nil }
    return session.clock.now() - moment <= age ? stored : nil
  }

  private func stored(_ id: String, _ place: Cache.Place) throws(Failure) -> (JSON, AnswerSource) {
    let resource = place.resource
    let cache = try session.cache()
    let words = resource.isSingle ? "" : " \(id)"
    guard let found = try Failure.local({ try cache.record(id, place) }) else {
      throw Failure(
        .notCached, "\(resource.singular)\(words) is not in the cache", code: "not_cached",
        hint: "without --offline: sp \(invocation.command.name)\(words)")
    }
    let record = try Failure.local { try found.json() }
    let lacking = (output.fields ?? resource.fields.map(\.name)).contains { path in
      let field = String(path.prefix { $0 != "." })
      return resource.field(field)?.isInLists == false && record[field] == nil
    }
    if lacking, !found.isComplete {
      throw Failure(
        .notCached, "the cache knows \(resource.singular) \(id) only from a list, without all its fields",
        code: "not_cached", hint: "sp sync, or --fields with the fields that lists show")
    }
    return (record, .cached(found.storedAt))
  }

  /// Refuses to show secrets that are nowhere to be found.
  func checkRevealing() throws(Failure) {
    guard invocation.flag("reveal"), invocation.flag("offline") else { return }
    throw Failure(
      .notCached, "secrets are never kept on this machine, so none can be shown offline", code: "not_cached",
      hint: "ask the service: leave out --offline")
  }

  /// How old a cached answer may be; nil when the service must be asked.
  func freshness() throws(Failure) -> TimeSpan? {
    if invocation.flag("refresh") || invocation.flag("reveal") { return nil }
    if let asked = try invocation.span("max-age") { return asked }
    guard let span = settings["cache.max-age"].flatMap({ TimeSpan($0) }), span.milliseconds > 0 else {
      return nil
    }
    return span
  }

  /// The query of a call from the options, and `--fields` where the service understands it.
  func queryPairs(_ endpoint: Endpoint) throws(Failure) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for parameter in endpoint.query {
      if parameter.role == .fields {
        if let fields = wireFields(endpoint) { pairs.append((parameter.name, fields.joined(separator: ","))) }
      } else if let texts = try invocation.texts(of: parameter) {
        pairs.append((parameter.name, texts.joined(separator: ",")))
      }
    }
    return pairs
  }

  /// The fields to ask the service for: those of `--fields`, nil when all are wanted, or when one is asked for
  /// that the resource does not declare and only the whole record can show.
  func wireFields(_ endpoint: Endpoint) -> [String]? {
    guard let asked = output.fields.map(Execution.topLevel),
      let resource = session.table.catalog.domain(endpoint.command[0])?.plugin.resource(endpoint.resource),
      asked.allSatisfy({ resource.field($0) != nil })
    else { return nil }
    return asked
  }

  /// The fields of a record that hold the asked paths.
  static func topLevel(_ paths: [String]) -> [String] {
    var names: [String] = []
    for path in paths {
      let name = String(path.prefix { $0 != "." })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}

extension Invocation {
  /// What was given for a query parameter, as an option or as an argument; nil when nothing was, which is refused
  /// where the row requires it.
  func texts(of parameter: Parameter) throws(Failure) -> [String]? {
    if let texts = options[parameter.name] ?? arguments[parameter.name], !texts.isEmpty { return texts }
    guard parameter.isRequired else { return nil }
    throw missing(parameter)
  }

  /// The failure of a command that lacks a value it cannot do without.
  func missing(_ parameter: Parameter) -> Failure {
    let spelling = parameter.isArgument ? "<\(parameter.label)>" : "--\(parameter.option)"
    return .usage(
      "sp \(command.name) needs \(spelling): \(parameter.help.lowercasedFirst)",
      hint: "sp help \(command.name)")
  }
}
