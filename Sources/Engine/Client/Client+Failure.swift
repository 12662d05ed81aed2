import Catalog
import HTTP
import Platform
import Values

extension Client {
  /// Turns an answer that is not a success into the one error type.
  func refusal(_ response: Response, _ body: JSON?, _ call: Call) -> Failure {
    let status = response.status
    guard let body else { return notJSON(response, call) }
    var failure = Failure(
      Client.kind(of: status), message(in: body) ?? "\(service.title) answered \(status) without a reason",
      service: service.name, status: status.code,
      code: service.envelope.code.flatMap { body.value(at: $0) }.map { $0.string ?? $0.text() },
      request: call.title, retryAfter: service.retryAfter(response, body, now: clock.now()))
    failure.hint = hint(for: failure, call)
    if let details = service.envelope.details.flatMap({ body.value(at: $0) }), details != [:], !details.isNull
    {
      failure.details = details
    }
    failure.mayHaveBeenApplied = leavesDoubt(status, body, call)
    return failure
  }

  /// A success whose body is not what the service promises: for a write, what happened is open.
  func unreadable(_ status: Int, _ call: Call, _ reason: String) -> Failure {
    var failure = Failure(
      .other, "\(service.title) answered \(status) with \(reason)", service: service.name,
      status: status, code: "unreadable_answer", request: call.title,
      hint: "check the address: sp config get \(service.name).url")
    failure.mayHaveBeenApplied = call.method != .get
    return failure
  }

  /// The failure to get any answer.
  func failure(_ error: TransportError, _ call: Call) -> Failure {
    let interrupted = error.reason == .interrupted
    var failure = Failure(
      interrupted ? .interrupted : .temporary, error.message, service: service.name,
      code: error.reason.rawValue,
      request: call.title)
    failure.mayHaveBeenApplied = error.sent == .perhaps && call.method != .get
    failure.hint =
      failure.mayHaveBeenApplied
      ? "it may have arrived: look before you send it again"
      : interrupted
        ? nil
        : error.hint ?? "sp status \(service.name) tells whether it is reachable; --offline reads the cache"
    return failure
  }

  private static func kind(of status: Status) -> ExitCode {
    switch status.code {
    case 401: .authentication
    case 404, 410: .notFound
    case 408, 425, 429, 500...599: .temporary
    default: .refused
    }
  }

  private func message(in body: JSON) -> String? {
    body.value(at: service.envelope.message)?.string.map { "\(service.title): \($0)" }
  }

  private func hint(for failure: Failure, _ call: Call) -> String? {
    switch failure.kind {
    case .authentication: "sp auth login \(secretName(call).map { "\(service.name).\($0)" } ?? service.name)"
    case .temporary where failure.status == 429:
      failure.retryAfter.map { "try again in \($0.text)" } ?? "sp limits shows when the next request may go"
    case .refused where failure.status == 403: "sp auth status shows which account asks"
    case .temporary: "sp status \(service.name); try again later"
    default: nil
    }
  }

  /// The name of the secret by which a call proves who asks; nil for the service's own credential.
  private func secretName(_ call: Call) -> String? {
    if case .secret(let name) = call.authentication { name } else { nil }
  }

  /// A redirect that is not followed: of a write, to another origin, or one too many.
  func strayRedirect(_ response: Response, _ call: Call, from address: Address) -> Failure {
    let target = response.headers["Location"].flatMap { address.resolving($0) }
    // The query is left out: it may hold what nobody should read over a shoulder.
    let what =
      target.map { "sent the request on to \(Console.printable($0.origin + $0.path)); it was not followed" }
      ?? "sent the request on, but to no web address"
    return Failure(
      .refused, "\(service.title) \(what)",
      service: service.name, status: response.status.code, code: "redirect", request: call.title,
      hint: "if the service has moved: sp config set \(service.name).url ADDRESS")
  }

  private func notJSON(_ response: Response, _ call: Call) -> Failure {
    let excerpt =
      Console.printable(String(decoding: response.body.prefix(80), as: UTF8.self))
      .split(whereSeparator: \.isNewline).first.map { ": \($0)" } ?? ""
    var failure = Failure(
      Client.kind(of: response.status), "\(service.title) answered \(response.status) and no JSON\(excerpt)",
      service: service.name, status: response.status.code, code: "unreadable_answer", request: call.title,
      retryAfter: service.retryAfter(response, nil, now: clock.now()),
      hint: "check the address: sp config get \(service.name).url")
    failure.mayHaveBeenApplied = leavesDoubt(response.status, nil, call)
    return failure
  }

  /// Whether a write may have been applied although the answer says it failed.
  ///
  /// A 5xx may come after the commit; 503 in the service's own envelope with a waiting time does not.
  private func leavesDoubt(_ status: Status, _ body: JSON?, _ call: Call) -> Bool {
    guard call.method != .get, status.isServerError else { return false }
    if status == .serviceUnavailable, let body, message(in: body) != nil { return false }
    return status != .notImplemented
  }
}
