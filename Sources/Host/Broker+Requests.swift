import Catalog
import Engine
import HTTP
import Platform
import Values

/// Requests to services in a plugin's place.
extension Broker {
  /// What a plugin asks of a service.
  private struct Wanted {
    let provider: Catalog.Provider
    let call: Call
    /// The row that declares it; nil where none does.
    let row: Endpoint?
  }

  /// Sends a request to a granted service; the answer is `{"status","payload","meta","total"}`.
  func http(_ params: ManifestNode) throws(Failure) -> JSON {
    let wanted = try wanted(params)
    var call = wanted.call
    guard !invocation.flag("offline") else {
      throw Failure(
        .notCached, "--offline: '\(call.title)' is not asked", code: "not_cached",
        hint: "cache.get and sql read the cache")
    }
    if call.method != .get {
      try checkWrite(wanted)
      if !call.method.isIdempotent { call.idempotencyKey = Randomness.uuid() }
    }
    let client = try session.client(wanted.provider, profile: try session.profileName())
    let sent = session.clock.now()
    do throws(Failure) {
      let answer = try client.send(call)
      var result: JSON.Object = .init()
      result["status"] = .number(.init(answer.status))
      result["payload"] = answer.payload
      result["meta"] = answer.meta
      result["total"] = answer.total.map { .number(.init($0)) }
      return .object(result)
    } catch {
      var failure = error
      if failure.mayHaveBeenApplied, let row = wanted.row {
        let title = "\(invocation.command.name): \(call.title)"
        try session.park(call, session.row(row.operation), sent: sent, as: title, &failure)
      }
      throw failure
    }
  }

  /// Puts a write into the queue; the answer is `{"job"}`.
  func enqueue(_ params: ManifestNode) throws(Failure) -> JSON {
    let wanted = try wanted(params)
    guard wanted.call.method != .get else { throw .usage("a GET is not queued") }
    guard let row = wanted.row else {
      throw .usage("\(wanted.call.title) is not declared, so it cannot be queued", hint: "sp api endpoints")
    }
    try checkWrite(wanted)
    let job = try session.enqueue([wanted.call], session.row(row.operation), as: invocation.command.name)
    return ["job": .number(.init(Int(job)))]
  }

  private func wanted(_ params: ManifestNode) throws(Failure) -> Wanted {
    let name = try params.required("service")
    guard let access = grant.services[name] ?? (name == plugin ? .write : nil) else {
      throw refusal("may not ask \(name)")
    }
    let word = try params.text("method") ?? "GET"
    guard let method = Endpoint.Method(rawValue: word) else { throw .usage("there is no method '\(word)'") }
    guard method == .get || access == .write else { throw refusal("may only read from \(name)") }
    guard let provider = session.table.catalog.provider(name) else {
      throw Failure(.notFound, "there is no service '\(name)'", code: "no_service")
    }
    let path = try params.required("path")
    let isPlain = path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("?")
    guard isPlain, !path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else {
      throw .usage("'\(path)' is no path below the service's address")
    }
    let row = provider.domains.lazy.flatMap { $0.plugin().endpoints }.first {
      $0.method == method && $0.accepts(path)
    }
    var call = Call(method, path, rate: row?.rate ?? (method == .get ? .read : .write))
    (call.data, call.paging, call.authentication) = (row?.data, row?.paging, row?.authentication)
    call.body = params.value["body"].flatMap { $0.isNull ? nil : $0 }
    call.query = (try params.node("query")?.value.object?.members ?? []).map {
      ($0.key, $0.value.string ?? $0.value.text())
    }
    return Wanted(provider: provider, call: call, row: row)
  }

  /// Refuses a write that the user did not want, and asks where one has to be asked.
  private func checkWrite(_ wanted: Wanted) throws(Failure) {
    for option in ["dry-run", "read-only"] where invocation.flag(option) {
      throw refusal("was to write '\(wanted.call.title)', which --\(option) refuses", "write_refused")
    }
    guard wanted.row?.consent != nil, !invocation.flag("yes") else { return }
    try session.confirm("[\(plugin)] \(wanted.call.title) at \(wanted.provider.name). Go on?", invocation)
  }
}

extension Endpoint {
  /// Whether a path is one of the row's.
  fileprivate func accepts(_ path: String) -> Bool {
    let mine = self.path.split(separator: "/")
    let other = path.split(separator: "/")
    return mine.count == other.count && zip(mine, other).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
  }
}
