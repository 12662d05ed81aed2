import Catalog
import HTTP
import Platform
import Values

extension Execution {
  /// Connects an account at a provider: a person agrees in a browser, and the provider's answer goes to the service.
  ///
  /// Where the sandbox in this process plays the provider, no browser is needed: it agrees at once when nobody is
  /// there or `--yes` is given, and asks on the terminal otherwise.
  func authorize(_ row: Session.Row, _ authorization: Authorization) throws(Failure) -> ExitCode {
    let before = try connected(row, authorization)
    let path = try targets(row.endpoint, id: "id")[0]
    let answer = try client().send(Call(row.endpoint, path: path))
    guard let text = answer.payload.value(at: authorization.url)?.string,
      let consent = ProviderConsent(text)
    else {
      throw Failure(
        .other, "\(service.title) gave no address at which one could agree", service: service.name,
        code: "unreadable_answer")
    }
    let callback = try session.row(authorization.callback)
    let values = Dictionary(zip(row.endpoint.pathParameters.map(\.name), path)) { first, _ in first }
    try obtain(consent) { code throws(Failure) in
      var call = Call(callback.endpoint, path: callback.endpoint.pathParameters.map { values[$0.name] ?? "" })
      call.query = [("code", code), ("state", consent.state)]
      try outcome(of: try client().send(call), again: row.endpoint.command + path)
    }
    return try show(try connected(row, authorization), notIn: before, row, authorization)
  }

  // MARK: The provider's answer

  /// Gets the provider's code by one of the ways there are, and delivers it.
  private func obtain(_ consent: ProviderConsent, _ deliver: @escaping (String) throws(Failure) -> Void)
    throws(Failure)
  {
    let isPlayedHere = consent.address.host == Session.localHost
    if isPlayedHere, let choice = try choiceWithoutBrowser() {
      let answer = try agreement(choice, consent)
      try deliver(try consent.code(in: answer))
      if choice == "allow" { output.note("the sandbox's provider agreed") }
      return
    }
    let listener = try ConsentListener(
      consent, provider: isPlayedHere ? try session.localTransport() : nil, deliver: deliver)
    let address = listener.address
    if opensBrowser, Browser.open(address, session.environment) {
      session.console.report("waiting for your answer in the browser; if none opens: \(address)")
    } else {
      session.console.report("open this address and answer there: \(address)")
    }
    try listener.wait(atMost: try invocation.span("within") ?? .minutes(5))
  }

  private var isInteractive: Bool {
    session.console.inputIsTerminal && session.console.errorIsTerminal && !invocation.flag("no-input")
  }

  private var opensBrowser: Bool { isInteractive && !invocation.flag("no-browser") }

  /// `allow` or `deny` where that is settled without a browser; nil to use one.
  private func choiceWithoutBrowser() throws(Failure) -> String? {
    if invocation.flag("yes") { return "allow" }
    if invocation.flag("no-browser") { return nil }
    guard isInteractive else { return "allow" }
    let answer = session.console.ask(
      "The sandbox plays the provider. Agree? [y/n, b for its page in a browser] ")
    switch answer?.lowercased() {
    case "y", "yes": return "allow"
    case "n", "no": return "deny"
    case "b", "browser": return nil
    default: throw Failure(.interrupted, "cancelled; nothing was connected", code: "cancelled")
    }
  }

  /// Where the provider in this process sends a person on who chose at once.
  private func agreement(_ choice: String, _ consent: ProviderConsent) throws(Failure) -> [(String, String)] {
    let asked = consent.address(returningTo: "http://127.0.0.1/callback").with(query: [("auto", choice)])
    do {
      let response = try session.localTransport().send(Request(.get, asked))
      guard let target = response.headers["Location"].flatMap({ asked.resolving($0) }) else {
        throw Failure(.other, "the sandbox's provider answered \(response.status) and sent nobody on")
      }
      return Call.pairs(target.query ?? "")
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(local: error)
    }
  }

  // MARK: The service's answer

  /// Reads in where the service sends the browser whether the account is connected.
  private func outcome(of answer: Answer, again words: [String]) throws(Failure) {
    let target = answer.headers["Location"] ?? ""
    let pairs = Call.pairs(
      target.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? "")
    if let error = pairs.last(where: { $0.0 == "error" })?.1 {
      throw Failure(
        .refused, "\(service.title): \(error)", service: service.name, code: "not_connected",
        hint: "sp \(words.joined(separator: " ")) begins anew")
    }
    guard pairs.contains(where: { $0 == ("success", "true") }) else {
      throw Failure(
        .other, "\(service.title) answered \(answer.status) and did not say whether it worked",
        service: service.name, status: answer.status, code: "unreadable_answer")
    }
  }

  private func connected(_ row: Session.Row, _ authorization: Authorization) throws(Failure) -> [JSON] {
    guard let list = row.plugin.endpoint(.list, of: authorization.connects) else { return [] }
    let row = Session.Row(provider: row.provider, plugin: row.plugin, endpoint: list)
    var records: [JSON] = []
    try session.listing(row, profile: profile).pages { page, _, _ throws(Failure) in
      records += page
      return true
    }
    return records
  }

  private func show(
    _ after: [JSON], notIn before: [JSON], _ row: Session.Row, _ authorization: Authorization
  ) throws(Failure) -> ExitCode {
    guard let resource = row.plugin.resource(authorization.connects) else { return .success }
    let changed = after.filter { !before.contains($0) }
    let cache = try session.cache()
    let place = place(resource)
    try Failure.local {
      for record in changed { try cache.keep(listed: record, place, at: session.clock.now()) }
      try output.record(
        changed.count == 1 ? changed[0] : .array(changed), RecordShape(resource, isWhole: true))
    }
    return .success
  }
}
