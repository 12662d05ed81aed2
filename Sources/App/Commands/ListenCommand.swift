import Catalog
import Engine
import HTTP
import Platform
import Synchronization
import Values

/// `sp listen`: takes webhooks in, proves them, keeps them, passes them on.
enum ListenCommand {
  static let builtin = Builtin(
    Command(
      "listen", "Receive webhooks: prove, keep, show and forward them",
      detail: """
        Listens on this machine for the webhooks of the services named, of all without a name. Each is taken at \
        /<webhook>, such as /snackprompt or /instagram; put a tunnel or a reverse proxy in front for senders elsewhere. \
        An event is answered with 200 once it is kept on disk; the same event again is answered and not passed on. What \
        cannot be passed on is tried again for hours, then kept for sp events resend. Each event is a line of JSON on \
        standard output, or a short line on a terminal.
        """,
      arguments: [
        .argument("SERVICE", "Only this service or webhook", required: false, repeatable: true).naming(
          .sender)
      ],
      options: options,
      globals: [.output, .terminal],
      examples: [
        .example("Forward all to a program", "sp listen --forward http://localhost:3000/webhook"),
        .example("One event, to one place", "sp listen --route sale.completed=http://localhost:3000/sales"),
        .example("Run a command for each", "sp listen snackprompt --exec 'jq -r .event'"),
        .example("The secret for the sender", "sp listen snackprompt --print-secret"),
      ]
    ).answering(ReceivedEvent.fields),
    run: run)

  private static let options: [Parameter] = [
    .option("port", "Port; 0 takes a free one", kind: .integer, placeholder: "N", default: "4242"),
    .option("forward", "Pass every event on to this address", placeholder: "URL", repeatable: true),
    .option("route", "Pass an event on: sale.*=URL", placeholder: "EVENT=URL", repeatable: true),
    .option(
      "exec", "Run this for every event, with it as JSON on standard input", placeholder: "COMMAND",
      repeatable: true),
    .option(
      "events", "Only these events, such as sale.completed,refund.*", kind: .texts, placeholder: "NAMES"
    ).naming(.event),
    .option("count", "Stop after so many events", kind: .integer, placeholder: "N"),
    .option("allow-host", "Accept this Host too", placeholder: "NAME", repeatable: true),
    .flag("allow-unsigned", "Keep events of webhooks that are not signed at all"),
    .flag("print-secret", "Print the secret that proves the sender, and end"),
  ]

  private static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let sources = try sources(invocation.arguments["SERVICE"] ?? [], session)
    if invocation.flag("print-secret") { return try printSecret(sources, session) }
    let rules = try rules(invocation, session)
    let doors = try sources.map { (source) throws(Failure) in
      try door(source, session, admitsUnsigned: invocation.flag("allow-unsigned"))
    }
    let state = try session.state()
    let inbox = Inbox(state, clock: session.clock)
    let settings = try session.settings()
    try Failure.local { try inbox.forget(olderThan: settings.span("events.keep") ?? .days(30)) }
    return try serve(invocation, session, doors, rules, inbox)
  }

  private static func serve(
    _ invocation: Invocation, _ session: Session, _ doors: [Receiver.Door], _ rules: [Receiver.Rule],
    _ inbox: Inbox
  ) throws(Failure) -> ExitCode {
    var options = Server.Options()
    options.port = try invocation.port ?? 4242
    options.bodyLimit = Receiver.bodyLimit
    options.allowHosts = invocation.all("allow-host")
    let console = session.console
    var left = try invocation.integer("count", atLeast: 1)
    let sheet = try EventSheet(invocation.output(session))
    let end = Flag()
    return try Failure.local {
      var stop: () -> Void = {}
      let receiver = Receiver(
        doors, rules: rules,
        wanted: invocation.all("events").flatMap { $0.split(separator: ",").map(String.init) },
        inbox: inbox, clock: session.clock
      ) { report in
        sheet.tell(report, isVerbose: invocation.flag("verbose"))
        if case .kept = report, let count = left {
          left = count - 1
          if count == 1 { stop() }
        }
      }
      // The courier moves the log into the database; who receives does so only when it has outgrown that.
      try session.state().checkpoint(every: 8000)
      let server = try opened(options.port) {
        try Server(options, settle: { receiver.settle().map { ServerReply($0) } }) { request in
          receiver.answer(request).map { ServerReply($0) }
        }
      }
      stop = { server.stop() }
      try inbox.announce("http://127.0.0.1:\(server.port)")
      defer { try? inbox.withdraw() }
      let courier = Courier(
        statePath: session.directories.stateDatabase, environment: courierEnvironment(session),
        clock: session.clock
      ) { Console.tell(Console.printable($0)) }
      let worker = try Thread { courier.run { end.isSet || Interrupt.requested != nil } }
      ready(server.port, doors, console, invocation.flag("quiet"))
      try server.run()
      finish(inbox, session, end)
      worker.join()
      try console.flush()
      Interrupt.reset()
      return .success
    }
  }

  /// Opens a server; of a port that another program has, says what to do.
  static func opened(_ port: Int, _ open: () throws -> Server) throws -> Server {
    do { return try open() } catch let error as SystemError where error.isInUse {
      throw Failure(
        .other, error.description, code: "port_in_use",
        hint: "another program has port \(port); --port 0 takes a free one")
    }
  }

  /// What was received last is passed on before the end, where that takes no time.
  private static func finish(_ inbox: Inbox, _ session: Session, _ end: Flag) {
    let deadline = session.clock.uptime() + 2000
    while Interrupt.requested == nil, session.clock.uptime() < deadline, (try? inbox.isBusy()) == true {
      session.clock.sleep(TimeSpan(milliseconds: 20))
    }
    end.set()
  }

  private static func ready(_ port: Int, _ doors: [Receiver.Door], _ console: Console, _ isQuiet: Bool) {
    guard !isQuiet else { return }
    let paths = doors.map { "/\($0.webhook.name)" }.joined(separator: " ")
    console.report("Ready: http://127.0.0.1:\(port) takes \(paths) (Ctrl-C ends)")
    for door in doors where door.secrets.isEmpty && door.webhook.signature != .none {
      console.report(
        "note: \(door.webhook.name) has no secret, so all it sends is refused; sp webhooks secret \(door.webhook.name) --stdin"
      )
    }
  }

  /// Commands of rules find this `sp` first.
  private static func courierEnvironment(_ session: Session) -> Environment {
    var environment = session.environment
    if let own = CurrentProcess.executable {
      environment["PATH"] = [Files.split(own).directory, environment["PATH"] ?? ""].joined(separator: ":")
    }
    return environment
  }

  // MARK: What is listened for

  /// A webhook and its service.
  struct Source {
    var service: Service
    var webhook: Webhook
  }

  /// The webhooks of these services, or those of these names; all when none is named.
  static func sources(_ names: [String], _ session: Session) throws(Failure) -> [Source] {
    let all = session.table.catalog.providers.flatMap { provider in
      let service = provider.service()
      return service.webhooks.map { Source(service: service, webhook: $0) }
    }
    guard !names.isEmpty else { return all }
    var found: [Source] = []
    for name in names {
      let chosen = all.filter { $0.webhook.name == name }
      let ofService = all.filter { $0.service.name == name }
      guard !chosen.isEmpty || !ofService.isEmpty else {
        let known = all.flatMap { [$0.service.name, $0.webhook.name] }
        throw .usage(
          "nothing called '\(name)' sends webhooks",
          hint: Nearest.match(name, in: known).map { "did you mean \($0)?" }
            ?? "one of \(all.map(\.webhook.name).joined(separator: ", "))")
      }
      found += chosen.isEmpty ? ofService : chosen
    }
    return found
  }

  private static func door(_ source: Source, _ session: Session, admitsUnsigned: Bool) throws(Failure)
    -> Receiver.Door
  {
    let secrets = try WebhookSecrets(session)
    return Receiver.Door(
      service: source.service.name, webhook: source.webhook,
      secrets: source.webhook.signature == .none
        ? [] : try secrets.current(source.service, source.webhook).map { Array($0.utf8) },
      greeting: try secrets.greeting(source.service, source.webhook).map { Array($0.utf8) },
      admitsUnsigned: admitsUnsigned)
  }

  private static func printSecret(_ sources: [Source], _ session: Session) throws(Failure) -> ExitCode {
    let isSigned = { (source: Source) in source.webhook.signature != .none }
    let signed = sources.filter(isSigned)
    guard signed.count == 1 else {
      let example = signed.isEmpty ? try self.sources([], session).first(where: isSigned) : signed.first
      throw .usage(
        "--print-secret prints that of one webhook that signs",
        hint: example.map { "sp listen \($0.webhook.name) --print-secret" })
    }
    let source = signed[0]
    guard let secret = try WebhookSecrets(session).current(source.service, source.webhook).first else {
      throw Failure(
        .authentication, "\(source.webhook.name) has no secret", service: source.service.name,
        code: "no_credential", hint: "sp webhooks secret \(source.webhook.name) --stdin")
    }
    try Failure.local { try session.console.write(secret + "\n") }
    return .success
  }

  // MARK: Where events go

  private static func rules(_ invocation: Invocation, _ session: Session) throws(Failure) -> [Receiver.Rule] {
    let settings = try session.settings()
    var rules = try invocation.all("forward").map { (url) throws(Failure) in
      Receiver.Rule("*", .init(.forward, try address(url, "--forward")))
    }
    for route in invocation.all("route") {
      let parts = route.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw .usage("--route takes EVENT=URL, not '\(route)'") }
      rules.append(.init(parts[0], .init(.forward, try address(parts[1], "--route"))))
    }
    for (key, kind) in [("listen.route", Inbox.Target.Kind.forward), ("listen.on", .execute)] {
      for value in settings.all(key) {
        let parts = value.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw .usage("\(key) takes an event and what to do, not '\(value)'") }
        let place = kind == .forward ? try address(parts[1], key) : parts[1]
        rules.append(.init(parts[0], .init(kind, place)))
      }
    }
    return rules + invocation.all("exec").map { .init("*", .init(.execute, $0)) }
  }

  private static func address(_ text: String, _ spelling: String) throws(Failure) -> String {
    guard let address = Address(text), ["http", "https"].contains(address.scheme) else {
      throw .usage("\(spelling) takes an address such as http://localhost:3000/webhook, not '\(text)'")
    }
    return text
  }
}

extension Invocation {
  /// The port to listen on; nil where none was given.
  var port: Int? {
    get throws(Failure) {
      guard let port = try integer("port") else { return nil }
      guard port <= 65535 else { throw .usage("--port takes a number from 0 to 65535, not '\(port)'") }
      return port
    }
  }
}

/// Set once, by one thread for another.
private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)
  var isSet: Bool { value.load(ordering: .acquiring) }
  func set() { value.store(true, ordering: .releasing) }
}

/// How events are shown as they come: a line of JSON each, on a terminal a short line.
private final class EventSheet {
  private let output: Output
  private let isShort: Bool

  init(_ output: Output) {
    self.output = output
    isShort = output.form == .table
  }

  func tell(_ report: Receiver.Report, isVerbose: Bool) {
    switch report {
    case .kept(let event):
      let line =
        isShort
        ? "\(event.received.rfc3339) --> \(Console.printable(event.name)) [event \(event.number)]"
        : event.record.text()
      try? output.console.write(line + "\n")
      try? output.console.flush()
    case .known(let event):
      if isVerbose { output.note("\(event.name) came again and was not passed on") }
    case .ignored(let event):
      if isVerbose { output.note("\(event.name) is not one of those asked for") }
    case .refused(let reason): output.note("refused: \(Console.printable(reason))")
    }
  }
}
