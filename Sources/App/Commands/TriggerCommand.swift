import Catalog
import Engine
import HTTP
import Platform
import Sandbox
import Values

/// `sp trigger`: makes something happen in the sandbox, and tells it as the service would.
struct TriggerCommand {
  let sandbox: SandboxCommands

  var builtin: Builtin {
    Builtin(
      Command(
        "trigger", "Make an event happen in the sandbox, and send its signed webhook",
        detail: """
          What the event needs is taken from --set, else from what the sandbox holds: sp trigger sale.completed sells \
          a prompt, and its counts move. The webhook goes to --to, else to every sp listen that runs, and to webhooks \
          registered in the sandbox; without any, it is only printed. Without EVENT, lists what can happen. EVENT may \
          begin with the webhook that tells it, as in stripe.invoice.payment_failed.
          """,
        arguments: [.argument("EVENT", "Name of the event", required: false).naming(.happening)],
        options: [
          .option(
            "set", "A value of the event: prompt_id=prompt-3", placeholder: "KEY=VALUE", repeatable: true),
          .option("to", "Send it here", placeholder: "URL"),
          .option("service", "The service whose event it is", placeholder: "NAME").naming(.service),
        ],
        globals: [.output, .terminal],
        examples: [
          .example("A sale", "sp trigger sale.completed --set amount=45"),
          .example("A payment that Stripe could not take", "sp trigger invoice.payment_failed"),
          .example("To a program under test", "sp trigger sale.completed --to http://localhost:3000/webhook"),
        ]
      ).answering("event", "service"),
      run: run)
  }

  private func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let host = try Failure.local { try sandbox.host(session) }
    guard let event = invocation.argument("EVENT") else { return try list(host, invocation, session) }
    if let service = invocation.option("service") { _ = try session.service(service) }
    let happening: Happening
    do throws(Refusal) {
      let (service, name) = named(event, host, session)
      happening = try host.act(name, of: invocation.option("service") ?? service, try values(invocation))
    } catch {
      throw failure(error, event, host)
    }
    let output = try invocation.output(session)
    try Failure.local { try output.record(happening.body) }
    let targets = try targets(invocation, happening, session)
    var isRefused = false
    for target in targets where try !send(happening, to: target, session) { isRefused = true }
    let told = try Failure.local { try host.tell(through: CurlTransport(.init(userAgent: "sp-sandbox"))) }
    let webhooks = { (count: Int) in count == 1 ? "1 registered webhook" : "\(count) registered webhooks" }
    if told.told > 0 { output.note("told \(webhooks(told.told))") }
    if told.waiting > 0 {
      output.note(
        "\(webhooks(told.waiting)) did not take it; sp sandbox serve and the next sp trigger try again")
    }
    if targets.isEmpty, told.told + told.waiting == 0 {
      output.note("nobody listens; sp listen, or --to URL, would get it")
    }
    return isRefused ? .refused : .success
  }

  /// The event of `stripe.invoice.payment_failed`, which begins with the webhook or the service that tells it.
  private func named(
    _ event: String, _ host: SandboxHost, _ session: Session
  ) -> (service: String?, name: String) {
    let parts = event.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, !host.events.contains(where: { $0.names.contains(event) }) else {
      return (nil, event)
    }
    let service = host.events.first { service, names in
      let webhooks = session.table.catalog.provider(service)?.service().webhooks ?? []
      return names.contains(parts[1]) && (service == parts[0] || webhooks.contains { $0.name == parts[0] })
    }
    return service.map { ($0.service, parts[1]) } ?? (nil, event)
  }

  private func values(_ invocation: Invocation) throws(Refusal) -> JSON.Object {
    var values = JSON.object(JSON.Object())
    for text in invocation.all("set") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw Refusal(400, "--set takes KEY=VALUE, not '\(text)'")
      }
      let json = try? JSON.parse(parts[1], as: .input)
      values.set(json.flatMap { $0.string == nil ? $0 : nil } ?? .string(parts[1]), at: parts[0])
    }
    return values.object ?? JSON.Object()
  }

  private func failure(_ refusal: Refusal, _ event: String, _ host: SandboxHost) -> Failure {
    let names = host.events.flatMap(\.names)
    let seeding = "sp sandbox seed makes some"
    switch refusal.status {
    case 404 where !names.contains(event):
      return .usage(
        "no event is called '\(event)'",
        hint: Nearest.match(event, in: names).map { "did you mean \($0)?" } ?? "sp trigger lists them")
    case 400: return .usage(refusal.message, hint: "--set names another record; \(seeding)")
    case 404: return Failure(.notFound, refusal.message, code: "sandbox", hint: seeding)
    default: return Failure(.refused, refusal.message, code: "sandbox", hint: seeding)
    }
  }

  private func list(_ host: SandboxHost, _ invocation: Invocation, _ session: Session) throws(Failure)
    -> ExitCode
  {
    let records = host.events.flatMap { service, names in
      names.map { name -> JSON in ["event": .string(name), "service": .string(service)] }
    }
    return try invocation.show(records, RecordShape("events", singular: "event", id: "event"), session)
  }

  private func targets(_ invocation: Invocation, _ happening: Happening, _ session: Session) throws(Failure)
    -> [String]
  {
    if let to = invocation.option("to") {
      guard Address(to) != nil else {
        throw .usage("--to takes an address such as http://localhost:3000/webhook, not '\(to)'")
      }
      return [to]
    }
    guard let webhook = happening.webhook, Files.exists(session.directories.stateDatabase) else { return [] }
    let inbox = Inbox(try session.state(), clock: session.clock)
    return try Failure.local { try inbox.listeners() }.map { "\($0)/\(webhook.name)" }
  }

  /// Sends the webhook, signed with the secret that `sp listen` proves it with; whether it was taken.
  private func send(_ happening: Happening, to target: String, _ session: Session) throws(Failure) -> Bool {
    guard let address = Address(target) else { return false }
    var headers: Headers = ["Content-Type": "application/json"]
    if let webhook = happening.webhook, let header = webhook.signature.header {
      let service = try session.service(happening.service)
      let secret = try WebhookSecrets(session).current(service, webhook).first ?? ""
      let now = session.clock.now()
      if let signature = webhook.signature.sign(happening.bytes, secret: Array(secret.utf8), at: now) {
        headers.set(header, signature)
      }
    }
    let transport = CurlTransport(.init(userAgent: "sp-sandbox", environment: session.environment))
    let request = Request(.post, address, headers: headers, body: happening.bytes, timeout: .seconds(30))
    do throws(TransportError) {
      let status = try transport.send(request).status
      session.console.report("<-- [\(status.code)] \(Console.printable(target))")
      return status.isSuccess
    } catch {
      throw Failure(
        .temporary, "\(target): \(error.message)", code: "network",
        hint: "is something listening there? sp listen would")
    }
  }
}
