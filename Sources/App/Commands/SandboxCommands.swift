import Catalog
import Engine
import HTTP
import Platform
import Sandbox
import Values

/// `sp sandbox`: the services played on this machine.
struct SandboxCommands {
  let services: Services

  var all: [Builtin] { served + filled + timed }

  private var served: [Builtin] {
    [
      Builtin(
        Command(
          "sandbox serve", "Serve the sandbox over HTTP for any client",
          detail: """
            Every service is at /<service> followed by its documented path, such as /snackprompt/api/v1/prompts. The \
            address is the first line of standard output, once connections are accepted. Any well-formed key works and \
            names an account of its own.
            """,
          options: [
            .option("port", "Port; 0 takes a free one", kind: .integer, placeholder: "N", default: "0"),
            .option("socket", "Listen on a Unix socket too", kind: .file, placeholder: "PATH"),
            .flag("limits", "Enforce the documented rate limits"),
            .option(
              "limit", "Enforce a limit: snackprompt.write=10/1s", placeholder: "SERVICE.CLASS=N/SPAN",
              repeatable: true),
            .option("allow-host", "Accept this Host too", placeholder: "NAME", repeatable: true),
          ],
          examples: [
            .example("With the documented limits, on port 8080", "sp sandbox serve --port 8080 --limits")
          ]),
        run: { invocation, session throws(Failure) in
          try SandboxServing.run(invocation, session, try Failure.local { try playing(session) }, services)
        }),
      Builtin(
        Command(
          "sandbox status", "Show what the sandbox holds and is set to", globals: [.output, .terminal],
          examples: [.example("How many records", "sp sandbox status --fields records")]
        ).answering("path", "clock", "limits", "faults", "records", "requests"),
        run: { invocation, session throws(Failure) in
          let output = try invocation.output(session)
          let host = try opened(session)
          try Failure.local { try output.record(try host.status()) }
          return .success
        }),
    ]
  }

  private var filled: [Builtin] {
    [
      Builtin(
        Command(
          "sandbox reset", "Empty the sandbox and set its clock, limits and faults back",
          options: [.flag("yes", "Do not ask", short: "y")],
          examples: [.example("Begin anew", "sp sandbox reset --yes")]),
        run: reset),
      Builtin(
        Command(
          "sandbox seed", "Fill the sandbox with a collection that is the same each time",
          arguments: [.argument("SERVICE", "Only this service", required: false).naming(.service)],
          examples: [.example("Something to look at", "sp sandbox seed")]),
        run: seed),
    ]
  }

  private var timed: [Builtin] {
    [
      Builtin(
        Command(
          "sandbox clock", "Show the sandbox's time",
          examples: [.example("What time it is there", "sp sandbox clock")]),
        run: { _, session throws(Failure) in
          let now = try opened(session).now
          try Failure.local { try session.console.write(now.rfc3339 + "\n") }
          return .success
        }),
      Builtin(
        Command(
          "sandbox clock advance", "Set the sandbox's time forward",
          arguments: [.argument("SPAN", "A length of time such as 3d", kind: .span)],
          examples: [.example("Three days", "sp sandbox clock advance 3d")]),
        run: { invocation, session throws(Failure) in
          guard let span = TimeSpan(invocation.argument("SPAN") ?? "") else {
            throw .usage("SPAN is missing")
          }
          let host = try opened(session)
          try Failure.local { try host.advanceClock(span) }
          return .success
        }),
      Builtin(
        SandboxFaults.command,
        run: { invocation, session throws(Failure) in
          try SandboxFaults.run(invocation, try opened(session))
        }),
    ]
  }

  /// The sandbox of this machine.
  func host(_ session: Session) throws -> SandboxHost {
    try session.directories.make(session.directories.data)
    do throws(Refusal) {
      let host = try SandboxHost(
        path: session.directories.sandboxDatabase, catalog: session.table.catalog, rules: services.rules,
        clock: session.clock)
      host.engines = Engines(environment: session.environment)
      return host
    } catch {
      throw Failure(.other, error.message, code: "sandbox", hint: "sp doctor; sp sandbox reset begins anew")
    }
  }

  /// The sandbox with the engines that the settings name.
  private func playing(_ session: Session) throws -> SandboxHost {
    let host = try host(session)
    if let model = try SandboxModel.engine(session) { host.engines.text = model }
    return host
  }

  /// What plays the services of a profile within this process, with the limits that its settings ask for.
  func transport(_ session: Session) throws -> any Transport {
    let host = try playing(session)
    let settings = try session.settings()
    if settings.isSet(under: "sandbox.limit") {
      let limits = try services.catalog.providers.map { provider in
        (provider.name, try settings.sandboxLimits(of: provider.service(), default: "off"))
      }
      host.limits = .custom(Dictionary(uniqueKeysWithValues: limits))
    }
    return SandboxTransport(host, sleep: session.clock.sleep)
  }

  private func opened(_ session: Session) throws(Failure) -> SandboxHost {
    try Failure.local { try host(session) }
  }

  private func reset(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    if !invocation.flag("yes") {
      try session.confirm("Delete everything in the sandbox?", invocation)
    }
    try SandboxRepair.setAsideIfDamaged(session.directories.sandboxDatabase, session)
    let host = try opened(session)
    try Failure.local { try host.reset() }
    return .success
  }

  private func seed(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let name = invocation.argument("SERVICE")
    do {
      let count = try host(session).seed(name)
      guard !invocation.flag("quiet") else { return .success }
      session.console.report(
        "\(count) records; sp sync\(name.map { " \($0)" } ?? "") brings them into the cache, for sp sql and sp search"
      )
      return .success
    } catch let refusal as Refusal where refusal.status == 404 {
      throw Failure(
        .notFound, refusal.message, code: "sandbox", hint: "sp sandbox seed fills those that have one")
    } catch let refusal as Refusal {
      throw Failure(.refused, refusal.message, code: "sandbox", hint: "sp sandbox reset empties it")
    } catch {
      throw Failure(local: error)
    }
  }
}

/// `sp sandbox fail`: troubles to order.
enum SandboxFaults {
  static let command = Command(
    "sandbox fail", "Make requests to the sandbox fail on purpose",
    detail: "Faults stay until sp sandbox fail --clear, or until they happened --count times.",
    options: [
      .option("status", "Answer this status", kind: .integer, placeholder: "CODE"),
      .flag("after", "Answer it after the write is kept"),
      .option(
        "drop", "Cut the connection, before or after the write is kept", placeholder: "WHEN",
        allowed: ["before", "after"]),
      .option("delay", "Answer this late", kind: .span, placeholder: "SPAN"),
      .option("retry-after", "What Retry-After says", kind: .span, placeholder: "SPAN"),
      .option(
        "method", "Only requests of this method", placeholder: "METHOD",
        allowed: ["GET", "POST", "PUT", "PATCH", "DELETE"]),
      .option("path", "Only paths like this, * for anything", placeholder: "PATTERN"),
      .option("nth", "Only the matching request of this number", kind: .integer, placeholder: "N"),
      .option("every", "Every so many matching requests", kind: .integer, placeholder: "N"),
      .option("count", "How often, then never again", kind: .integer, placeholder: "N"),
      .flag("clear", "Remove every fault"),
    ],
    examples: [
      .example(
        "Lose the answer to every third write", "sp sandbox fail --drop after --every 3 --method POST"),
      .example("A busy service, twice", "sp sandbox fail --status 429 --retry-after 2s --count 2"),
      .example("All well again", "sp sandbox fail --clear"),
    ])

  static func run(_ invocation: Invocation, _ host: SandboxHost) throws(Failure) -> ExitCode {
    let fault = invocation.flag("clear") ? nil : try fault(invocation)
    try Failure.local {
      if let fault { try host.setFault(fault) } else { try host.clearFaults() }
    }
    return .success
  }

  private static func fault(_ invocation: Invocation) throws(Failure) -> Fault {
    var fault: Fault
    if let drop = invocation.option("drop") {
      fault = Fault(.drop)
      fault.moment = drop == "after" ? .afterCommit : .beforeCommit
    } else if let status = try invocation.integer("status", atLeast: 400) {
      guard status < 600 else { throw .usage("--status takes a status from 400 to 599") }
      fault = Fault(.status(status))
      fault.moment = invocation.flag("after") ? .afterCommit : .beforeCommit
    } else if invocation.option("delay") != nil {
      fault = Fault(.none)
    } else {
      throw .usage("sp sandbox fail needs --status, --drop, --delay or --clear", hint: "sp help sandbox fail")
    }
    fault.delay = try invocation.span("delay") ?? .zero
    fault.retryAfter = try invocation.span("retry-after")
    fault.method = invocation.option("method")
    fault.path = invocation.option("path")
    fault.nth = try invocation.integer("nth", atLeast: 1)
    fault.every = try invocation.integer("every", atLeast: 1) ?? 1
    fault.count = try invocation.integer("count", atLeast: 1)
    return fault
  }
}
