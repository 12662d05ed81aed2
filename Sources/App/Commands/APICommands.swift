import Catalog
import Engine
import HTTP
import Manual
import Platform
import Values

/// `sp api`: the services as they are, below the commands.
enum APICommands {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "api", "Send any request to a service, with its authentication",
        detail: """
          PATH is below the service's base address, such as /prompts; --service chooses the service when several \
          have it. Fields given with -f make a JSON body, or the query of a GET.
          """,
        arguments: [
          .argument("METHOD", "HTTP method", allowed: ["GET", "POST", "PUT", "PATCH", "DELETE"]),
          .argument("PATH", "Path below the base address, with its query"),
        ],
        options: [
          .option(
            "field", "A member of the body, or of the query of a GET", placeholder: "KEY=VALUE", short: "f",
            repeatable: true),
          .option("input", "The body from a file; - for standard input", kind: .file, placeholder: "FILE"),
          .flag("paginate", "Ask for every page and join their records"),
          .option("service", "The service to ask", placeholder: "NAME"),
        ],
        globals: [.output, .request, .write, .terminal],
        examples: [
          .example("A list as the service sends it", "sp api GET /prompts -f limit=2"),
          .example("A new prompt", "sp api POST /prompts -f title=T -f content=C -f price=5"),
        ]),
      run: RawCall.run),
    Builtin(
      Command(
        "api endpoints", "List every endpoint and the command that reaches it",
        globals: [.output, .list, .terminal],
        examples: [.example("What writes", "sp api endpoints --where \"rate = 'write'\"")]),
      run: endpoints),
    Builtin(
      Command(
        "api spec", "Print the OpenAPI 3.1 document of a service",
        arguments: [.argument("SERVICE", "Name of the service")], globals: [.output, .terminal],
        examples: [.example("For a code generator", "sp api spec snackprompt > snackprompt.json")]),
      run: spec),
  ]

  private static func endpoints(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    var records: [JSON] = []
    for provider in session.table.catalog.providers {
      for domain in provider.domains {
        for endpoint in domain.plugin().endpoints {
          records.append([
            "service": .string(provider.name), "method": .string(endpoint.method.rawValue),
            "path": .string(endpoint.path), "rate": .string(endpoint.rate.name),
            "command": .string(endpoint.reachedBy), "summary": .string(endpoint.summary),
          ])
        }
      }
    }
    return try invocation.show(records, RecordShape("endpoints", singular: "endpoint"), session)
  }

  private static func spec(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let provider = try session.provider(invocation.argument("SERVICE") ?? "")
    let document = OpenAPI.document(
      provider.service(), plugins: provider.domains.map { $0.plugin() }, version: Version.current)
    let output = try invocation.output(session)
    try Failure.local { try output.record(document) }
    return .success
  }
}

/// `sp api METHOD PATH`: a request typed by hand.
enum RawCall {
  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let path = invocation.argument("PATH") ?? ""
    guard path.hasPrefix("/") else { throw .usage("PATH begins with /, such as /prompts, not '\(path)'") }
    let provider = try provider(invocation, session, path)
    var call = try call(invocation, session, provider, path)
    let client = try session.client(provider, profile: try session.profileName())
    let output = try invocation.output(session)
    if invocation.flag("dry-run") { return try show(try client.request(for: call), call, output) }
    if call.method != .get, !call.method.isIdempotent { call.idempotencyKey = Randomness.uuid() }
    guard invocation.flag("paginate") else {
      call.data = ""  // the body as it comes, whatever the service promises elsewhere
      let answer = try client.send(call)
      try Failure.local { try output.record(answer.body) }
      return .success
    }
    return try paginate(call, client, provider, invocation, output)
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
    let rate = row(provider, method, parts[0])?.rate ?? (method == .get ? .read : .write)
    var call = Call(method, parts[0], rate: rate)
    call.query = parts.count == 2 ? queryPairs(parts[1]) : []
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

  private static func queryPairs(_ text: String) -> [(String, String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return (
        Address.decode(parts[0]) ?? parts[0], parts.count == 2 ? Address.decode(parts[1]) ?? parts[1] : ""
      )
    }
  }

  private static func show(_ request: Request, _ call: Call, _ output: Output) throws(Failure) -> ExitCode {
    let fields = Redaction().headers(request.headers).fields.map {
      JSON.Object.Member(key: $0.name, value: .string($0.value))
    }
    try Failure.local {
      try output.record([
        "method": .string(request.method.name), "url": .string(request.address.text),
        "headers": .object(JSON.Object(unique: fields)), "body": call.body ?? nil,
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
