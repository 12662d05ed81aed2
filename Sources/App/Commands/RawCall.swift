import Catalog
import Engine
import HTTP
import Platform
import Values

/// `sp api METHOD PATH`: a request typed by hand.
enum RawCall {
  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let path = invocation.argument("PATH") ?? ""
    guard path.hasPrefix("/") else { throw .usage("PATH begins with /, such as /prompts, not '\(path)'") }
    let provider = try provider(invocation, session, path)
    var call = try call(invocation, session, provider, path)
    let client = try session.client(
      provider, profile: try session.profileName(), proof: call.authentication)
    let output = try invocation.output(session)
    let endpoint = row(provider, call.method, call.path)
    call.secrets = endpoint?.secrets ?? []
    if invocation.flag("dry-run") { return try show(try client.request(for: call), call, endpoint, output) }
    if invocation.flag("queue") || invocation.flag("offline") {
      return try enqueue(call, provider, session, output)
    }
    if invocation.flag("paginate") { return try paginate(call, client, provider, invocation, output) }
    if call.method != .get, !call.method.isIdempotent { call.idempotencyKey = Randomness.uuid() }
    call.data = ""  // the body as it comes, whatever the service promises elsewhere
    let answer = try send(call, client, provider, session)
    let shown = try endpoint.map { (endpoint) throws(Failure) in
      try session.row(endpoint.operation).masked(answer.body)
    }
    try Failure.local { try output.record(shown ?? answer.body) }
    return .success
  }

  /// Sends a call; a write of a declared endpoint whose answer never comes is kept in the queue as unknown.
  private static func send(
    _ call: Call, _ client: Client, _ provider: Catalog.Provider, _ session: Session
  ) throws(Failure) -> Answer {
    let sent = session.clock.now()
    do throws(Failure) { return try client.send(call) } catch {
      var failure = error
      guard failure.mayHaveBeenApplied else { throw failure }
      if let endpoint = row(provider, call.method, call.path) {
        try session.park(call, session.row(endpoint.operation), sent: sent, as: "api \(call.title)", &failure)
      } else {
        failure.hint =
          "it may have arrived: look before you send it again, as with "
          + "sp api GET \(call.path) --service \(provider.name)"
      }
      throw failure
    }
  }

  /// Puts a write into the queue; what no table declares could not be looked up there.
  private static func enqueue(
    _ call: Call, _ provider: Catalog.Provider, _ session: Session, _ output: Output
  ) throws(Failure) -> ExitCode {
    guard call.method != .get else {
      throw Failure(
        .notCached, "sp api only asks the service itself", code: "not_cached",
        hint: "sp api endpoints shows the command that reads the cache")
    }
    guard let endpoint = row(provider, call.method, call.path) else {
      throw .usage("\(call.title) is not declared, so it cannot be queued", hint: "sp api endpoints")
    }
    let job = try session.enqueue([call], session.row(endpoint.operation), as: "api \(call.title)")
    output.note("queued as job \(job): 1 write; sp queue run sends it")
    try Failure.local { try output.record(["job": .number(.init(Int(job))), "queued": 1]) }
    return .success
  }

  private static func provider(_ invocation: Invocation, _ session: Session, _ path: String) throws(Failure)
    -> Catalog.Provider
  {
    if let name = invocation.option("service") { return try session.provider(name) }
    let providers = session.table.catalog.providers
    if providers.count == 1 { return providers[0] }
    let bare = String(path.prefix { $0 != "?" })
    let matching = providers.filter { provider in
      provider.domains.contains { $0.plugin().endpoints.contains { $0.matches(bare) } }
    }
    guard matching.count == 1 else {
      let names = (matching.isEmpty ? providers : matching).map(\.name).joined(separator: ", ")
      throw .usage("'\(path)' does not tell the service", hint: "--service with one of \(names)")
    }
    return matching[0]
  }

  private static func call(
    _ invocation: Invocation, _ session: Session, _ provider: Catalog.Provider, _ path: String
  ) throws(Failure) -> Call {
    let method = Endpoint.Method(rawValue: invocation.argument("METHOD") ?? "") ?? .get
    let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let row = row(provider, method, parts[0])
    var call = Call(method, parts[0], rate: row?.rate ?? (method == .get ? .read : .write))
    call.authentication = row?.authentication
    call.query = parts.count == 2 ? Call.pairs(parts[1]) : []
    let fields = try invocation.all("field").map { (text) throws(Failure) in
      try field(text, session)
    }
    if let input = invocation.option("input") {
      let bytes = input == "-" ? try session.standardInput() : try session.file(input)
      call.body = try json(bytes, from: input)
    }
    if method == .get {
      call.query += fields.map { ($0.0, $0.1.string ?? $0.1.text()) }
    } else if !fields.isEmpty {
      var body = call.body ?? [:]
      for (key, value) in fields { body.set(value, at: key) }
      call.body = body
    }
    return call
  }

  private static func json(_ bytes: [UInt8], from path: String) throws(Failure) -> JSON {
    do throws(JSONError) {
      return try JSON.parse(bytes, as: .input)
    } catch {
      throw .usage("\(path) is not JSON: \(error)")
    }
  }

  /// `k=v`: numbers, booleans, null, arrays and objects as JSON, anything else as text; `k=@file` reads a file.
  private static func field(_ text: String, _ session: Session) throws(Failure) -> (String, JSON) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else { throw .usage("-f takes KEY=VALUE, not '\(text)'") }
    if parts[1].hasPrefix("@") { return (parts[0], .string(try session.expanded(parts[1]))) }
    if let json = try? JSON.parse(parts[1], as: .input), json.string == nil { return (parts[0], json) }
    return (parts[0], .string(parts[1]))
  }

  /// The row of the service's tables that a method and a path are one of; nil when it is not declared.
  private static func row(_ provider: Catalog.Provider, _ method: Endpoint.Method, _ path: String)
    -> Endpoint?
  {
    provider.domains.lazy.flatMap { $0.plugin().endpoints }.first { $0.method == method && $0.matches(path) }
  }

  private static func show(
    _ request: Request, _ call: Call, _ endpoint: Endpoint?, _ output: Output
  ) throws(Failure) -> ExitCode {
    let body = call.body.map { endpoint?.masked($0) ?? $0 }
    let fields = Redaction().headers(request.headers).fields.map {
      JSON.Object.Member(key: $0.name, value: .string($0.value))
    }
    try Failure.local {
      try output.record([
        "method": .string(request.method.name), "url": .string(request.address.text),
        "headers": .object(JSON.Object(unique: fields)), "body": body ?? nil,
      ])
    }
    return .success
  }

  private static func paginate(
    _ first: Call, _ client: Client, _ provider: Catalog.Provider, _ invocation: Invocation, _ output: Output
  ) throws(Failure) -> ExitCode {
    guard let row = row(provider, first.method, first.path),
      let parameter = row.parameter(.page) ?? row.parameter(.offset)
    else { throw .usage("\(first.title) does not come in pages") }
    var rows = try Rows(output, shape: .unknown, selection: Selection(invocation))
    var page = 1
    var seen = 0
    while true {
      var call = first
      call.query.removeAll { $0.0 == parameter.name }
      call.query.append((parameter.name, String(parameter.role == .page ? page : seen)))
      let answer = try client.send(call)
      seen += answer.records.count
      let isLast = answer.records.isEmpty || answer.total.map { seen >= $0 } ?? true
      let wantsMore = try Failure.local { try rows.page(answer.records, hasMore: !isLast) }
      if isLast || !wantsMore {
        try Failure.local { try rows.finish(.live, total: answer.total) }
        return .success
      }
      page += 1
    }
  }
}

extension Endpoint {
  /// Whether a path without its query is one of the row's.
  func matches(_ path: String) -> Bool {
    let mine = self.path.split(separator: "/")
    let other = path.split(separator: "/")
    return mine.count == other.count && zip(mine, other).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
  }
}
