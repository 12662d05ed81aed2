import HTTP
import Platform
import Values

/// Waits on this machine for the browser that comes back from a provider.
///
/// It listens on 127.0.0.1 alone, answers for no other host, and takes one answer. Where the provider is played in this
/// process, it serves the provider's pages too.
final class ConsentListener {
  private let consent: ProviderConsent
  private let provider: (any Transport)?
  private let deliver: (String) throws(Failure) -> Void
  private var server: Server?
  private var result: Result<Void, Failure>?

  private static let path = "/callback"

  /// Begins to listen; `deliver` takes the code of an answer that belongs to the request.
  init(
    _ consent: ProviderConsent, provider: (any Transport)?,
    deliver: @escaping (String) throws(Failure) -> Void
  ) throws(Failure) {
    self.consent = consent
    self.provider = provider
    self.deliver = deliver
    var options = Server.Options()
    options.addresses = ["127.0.0.1"]
    options.deadlines.shutdown = .seconds(2)
    server = try Failure.local {
      try Server(options) { [unowned self] request in ServerReply(answer(request)) }
    }
  }

  private var origin: String { "http://127.0.0.1:\(server?.port ?? 0)" }

  /// Where the person is asked.
  var address: String {
    let asked = consent.address(returningTo: origin + ConsentListener.path)
    return provider == nil ? asked.text : origin + asked.target
  }

  /// Waits for the answer; fails when it is a refusal, when none comes in time, and when interrupted.
  func wait(atMost span: TimeSpan) throws(Failure) {
    try Failure.local { try server?.run(atMost: span) }
    if let result { return try result.get() }
    guard Interrupt.requested == nil else {
      throw Failure(.interrupted, "interrupted; nothing was connected", code: "cancelled")
    }
    throw Failure(
      .timeBudget, "no answer came within \(span.text)", code: "time_budget", hint: "--within waits longer")
  }

  private func answer(_ request: ServerRequest) -> Response {
    guard request.method == .get, request.rawPath == ConsentListener.path else { return page(request) }
    guard result == nil else { return Notice.response(.conflict, "This was answered already.") }
    do throws(Failure) {
      try deliver(try consent.code(in: request.query.map { ($0.name, $0.value) }))
      result = .success(())
    } catch {
      result = .failure(error)
    }
    server?.stop()
    switch result {
    case .failure(let failure): return Notice.response(.badRequest, "Not connected: \(failure.message).")
    default: return Notice.response(.ok, "Connected. You can close this window.")
    }
  }

  /// A page of the provider, where it is played here.
  private func page(_ request: ServerRequest) -> Response {
    guard let provider, let address = Address("http://\(Session.localHost)\(request.target)"),
      let response = try? provider.send(Request(request.method, address))
    else { return Notice.response(.notFound, "There is nothing here.") }
    return response
  }
}

/// A page that says one thing.
private enum Notice {
  static func response(_ status: Status, _ text: String) -> Response {
    let escaped = text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
    let html = """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>sp</title>
      <body style="font:16px system-ui;max-width:32em;margin:4em auto;padding:0 1em"><h1>sp</h1><p>\(escaped)</p>

      """
    let headers: Headers = [
      "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
      "Connection": "close",
    ]
    return Response(status: status, headers: headers, body: Array(html.utf8))
  }
}
