import Catalog
import HTTP
import Values

/// A service ready to be played: its data, its rows and its rules.
final class PlayedService {
  let service: Service
  let router: Router
  let rules: LocalService
  let resources: [String: Resource]

  init(_ provider: Catalog.Provider, rules: LocalService) {
    service = provider.service()
    router = Router(provider, mount: service.mount)
    self.rules = rules
    let all = provider.domains.flatMap { $0.plugin().resources } + rules.resources
    resources = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
  }

  /// An account's data at a moment.
  func store(of account: Account, in storage: Storage, now: Timestamp) -> Store {
    Store(
      account: account, now: Timestamp(milliseconds: now.milliseconds - now.milliseconds % 1000),
      service: service.name, resources: resources, storage: storage)
  }

  /// Carries out a call.
  func perform(_ call: Call) throws(Refusal) -> Answer {
    guard let handler = rules.handlers[call.endpoint.operation] else { return try call.answer() }
    return try handler(call)
  }

  func response(_ answer: Answer, to endpoint: Endpoint?) -> Response {
    var headers = Headers(answer.headers.map { ($0.name, $0.value) })
    let status = Status(answer.status ?? endpoint?.success ?? 200)
    guard case .file(let bytes, let type, let name) = answer.payload else {
      headers.set("Content-Type", "application/json")
      return Response(
        status: status, headers: headers, body: service.envelope.success(answer, at: endpoint?.data))
    }
    headers.set("Content-Type", type)
    headers.set("X-Content-Type-Options", "nosniff")
    if let name { headers.set("Content-Disposition", "attachment; filename=\"\(name)\"") }
    return Response(status: status, headers: headers, body: bytes)
  }

  func response(_ refusal: Refusal, to endpoint: Endpoint? = nil) -> Response {
    let status = Status(refusal.status)
    var refusal = refusal
    let breakdown = refusal.status == 500 ? endpoint.flatMap { rules.breakdowns[$0.operation] } : nil
    if refusal.isStandard, let message = breakdown ?? rules.messages[refusal.status] {
      refusal.message = message
    }
    let code =
      refusal.code ?? (refusal.isOfKey ? rules.refusedKey : nil) ?? rules.codes[refusal.status]
      ?? status.codeWord
    var body: [UInt8] = []
    let json = rules.failure.map { $0(refusal, code) } ?? service.envelope.failure(refusal, code: code)
    json.write(to: &body)
    var headers = refusal.headers
    if status == .unauthorized && (endpoint?.authentication ?? service.authentication).isBearer {
      headers.add("WWW-Authenticate", "Bearer")
    }
    return Response(status: status, headers: headers, body: body)
  }
}

extension Authentication {
  /// Whether the credential stands in `Authorization: Bearer`.
  var isBearer: Bool {
    switch self {
    case .bearer, .optionalBearer, .secret: true
    case .basic, .cookie, .header, .query, .none: false
    }
  }
}

extension Refusal {
  /// The header fields that go with it.
  var headers: Headers {
    var headers: Headers = ["Content-Type": "application/json"]
    if let retryAfter { headers.add("Retry-After", String(max(1, (retryAfter.milliseconds + 999) / 1000))) }
    if !allowed.isEmpty { headers.add("Allow", allowed.joined(separator: ", ")) }
    return headers
  }

  /// The answer where no service is to say it in its own way.
  var plainResponse: Response {
    let body: JSON = ["error": ["message": .string(message)]]
    return Response(status: Status(status), headers: headers, body: Array(body.text().utf8))
  }
}

extension Status {
  /// The phrase as an error code: `NOT_FOUND`.
  fileprivate var codeWord: String {
    let word = reason.uppercased().map { $0.isLetter ? $0 : "_" }
    return word.isEmpty ? "STATUS_\(code)" : String(word)
  }
}
