import Catalog
import Engine
import Platform
import Values

/// `sp events`: what `sp listen` has received, and its deliveries.
enum EventCommands {
  private static let number = Parameter.argument("ID", "Number of the event", kind: .integer).naming(
    .received)
  private static let targets: [Parameter] = [
    .option("to", "Where to", placeholder: "URL", repeatable: true),
    .option("exec", "Run this, with the event as JSON on standard input", placeholder: "COMMAND"),
  ]
  private static let choice: [Parameter] = [
    .option("events", "Only these events", kind: .texts, placeholder: "NAMES"),
    .option("since", "Only those not older than this", kind: .span, placeholder: "SPAN"),
  ]

  static let all: [Builtin] = [
    Builtin(
      Command(
        "events list", "List the events that were received", options: choice,
        globals: [.output, .list, .terminal],
        examples: [.example("The sales of today", "sp events list --events sale.completed --since 1d")]
      ).answering(ReceivedEvent.fields),
      run: list),
    Builtin(
      Command(
        "events show", "Show an event with its headers and deliveries", arguments: [number],
        globals: [.output, .terminal],
        examples: [.example("Where it went", "sp events show 1 --fields deliveries")]
      ).answering(ReceivedEvent.fields),
      run: show),
    Builtin(
      Command(
        "events replay", "Have events delivered again, as they came",
        detail: "Without an ID, those that the options choose. sp listen carries it out while it runs.",
        arguments: [number.optional], options: targets + choice,
        examples: [
          .example("To a program under test", "sp events replay 1 --to http://localhost:3000/webhook")
        ]),
      run: replay),
    Builtin(
      Command(
        "events resend", "Try deliveries again that were given up or wait",
        arguments: [number.optional],
        examples: [.example("All of them, now", "sp events resend")]),
      run: resend),
    Builtin(
      Command(
        "events export", "Export events as JSON Lines, body and headers as they came", options: choice,
        globals: [.terminal],
        examples: [.example("To a file", "sp events export > events.jsonl")]),
      run: export),
  ]

  private static let shape = RecordShape(
    "events", singular: "event", id: "id", label: "event",
    columns: ["id", "received_at", "event", "service", "verified", "copies"], fields: ReceivedEvent.fields)

  private static func list(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    var rows = try Rows(invocation.output(session), shape: shape, selection: Selection(invocation))
    var total = 0
    try chosen(invocation, session) { event in
      total += 1
      return try rows.page([event.record], hasMore: true)
    }
    try Failure.local { try rows.finish(.live, total: total) }
    return .success
  }

  private static func show(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let inbox = Inbox(try session.state(), clock: session.clock)
    let event = try find(invocation, inbox)
    var record = event.record
    record["headers"] = .array(
      event.headers.fields.map { ["name": .string($0.name), "value": .string($0.value)] })
    record["deliveries"] = .array(try Failure.local { try inbox.deliveries(of: event.number) })
    let output = try invocation.output(session)
    try Failure.local { try output.record(record, shape) }
    return .success
  }

  private static func replay(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let targets =
      invocation.all("to").map { Inbox.Target(.forward, $0) }
      + invocation.all("exec").map { Inbox.Target(.execute, $0) }
    guard !targets.isEmpty else {
      throw .usage("sp events replay needs to know where to", hint: "--to URL or --exec COMMAND")
    }
    let inbox = Inbox(try session.state(), clock: session.clock)
    var numbers: [Int64] = []
    if invocation.argument("ID") != nil {
      numbers = [try find(invocation, inbox).number]
    } else {
      try chosen(invocation, session) { event in
        numbers.append(event.number)
        return true
      }
    }
    try Failure.local { for number in numbers { try inbox.replay(number, to: targets) } }
    return try deliver(numbers.count * targets.count, inbox, session)
  }

  private static func resend(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let inbox = Inbox(try session.state(), clock: session.clock)
    let number = try invocation.argument("ID") == nil ? nil : find(invocation, inbox).number
    let count = try Failure.local { try inbox.revive(number) }
    return try deliver(count, inbox, session)
  }

  /// Carries out what is due here and now, unless `sp listen` is there to do it.
  private static func deliver(_ count: Int, _ inbox: Inbox, _ session: Session) throws(Failure) -> ExitCode {
    guard count > 0 else {
      session.console.report("nothing to deliver")
      return .success
    }
    if try !Failure.local({ try inbox.listeners() }).isEmpty {
      session.console.report("\(count) to deliver; the sp listen that runs does it")
      return .success
    }
    let console = session.console
    let courier = Courier(
      statePath: session.directories.stateDatabase, environment: session.environment, clock: session.clock
    ) { Console.tell($0) }
    try Failure.local { try courier.deliverDue() }
    let waiting = try Failure.local { try inbox.waiting() }
    if waiting > 0 { console.report("\(waiting) wait for a later try: sp listen, or sp events resend") }
    return waiting > 0 ? .unfinished : .success
  }

  private static func export(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    var left = try invocation.integer("limit", atLeast: 1) ?? Int.max
    try chosen(invocation, session) { event in
      let headers = event.headers.fields.map { JSON.array([.string($0.name), .string($0.value)]) }
      var line: JSON = [
        "id": .number(.init(Int(event.number))), "event": .string(event.name),
        "service": .string(event.service), "webhook": .string(event.webhook),
        "received_at": .string(event.received.rfc3339), "verified": .bool(event.isVerified),
        "headers": .array(headers),
      ]
      let text = String(validating: event.body, as: UTF8.self)
      line[text == nil ? "body_base64" : "body"] = .string(text ?? Base64.encode(event.body))
      try session.console.write(line.text() + "\n")
      left -= 1
      return left > 0
    }
    return .success
  }

  /// Calls `body` with each event that the options choose, until it wants no more.
  private static func chosen(
    _ invocation: Invocation, _ session: Session, _ body: (ReceivedEvent) throws -> Bool
  ) throws(Failure) {
    let inbox = Inbox(try session.state(), clock: session.clock)
    let names = invocation.all("events").flatMap { $0.split(separator: ",").map(String.init) }
    let since = try invocation.span("since").map { session.clock.now() - $0 }
    try Failure.local { try inbox.events(named: names, since: since, body) }
  }

  private static func find(_ invocation: Invocation, _ inbox: Inbox) throws(Failure) -> ReceivedEvent {
    let text = invocation.argument("ID") ?? ""
    let event = try Failure.local { try inbox.event(Int64(text) ?? 0) }
    guard let event else {
      throw Failure(.notFound, "there is no event \(text)", code: "no_event", hint: "sp events list")
    }
    return event
  }
}
