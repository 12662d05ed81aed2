import Catalog
import Engine
import Platform
import Values

/// `sp queue` and `sp limits`: writes that are not confirmed yet, and when the next one may go.
enum QueueCommands {
  private static func number(_ states: QueuedWrite.State..., required: Bool = true) -> Parameter {
    .argument("ID", "Number of the write", kind: .integer, required: required)
      .naming(.write(states: states.map(\.rawValue)))
  }
  private static let job = Parameter.option(
    "job", "Only the writes of this job", kind: .integer, placeholder: "N"
  ).naming(.job)

  static let all: [Builtin] = [
    Builtin(
      Command(
        "queue list", "Show writes that are not confirmed",
        options: [
          job,
          .option(
            "state", "Only writes in these states", kind: .texts, placeholder: "STATES",
            allowed: QueuedWrite.State.allCases.map(\.rawValue), repeatable: true),
        ],
        globals: [.output, .list, .terminal],
        examples: [
          .example("What was refused, and why", "sp queue list --state rejected --fields label,error.message")
        ]
      ).answering(QueuedWrite.fields),
      run: list),
    Builtin(
      Command(
        "queue show", "Show a write with its body, which is forgotten once the service has it",
        arguments: [number()], globals: [.output, .terminal],
        examples: [.example("What is sent", "sp queue show 1 --fields body")]
      ).answering(
        QueuedWrite.fields + [
          .field("path", .text, "Where it is sent"), .field("body", .object, "What is sent"),
          .field("idempotency_key", .text, "What marks it as one write"),
        ]),
      run: show),
    Builtin(
      Command(
        "queue run", "Send what waits, and find out about writes whose answer never came",
        options: [
          job, .option("within", "Stop after this long (exit 10)", kind: .span, placeholder: "SPAN"),
        ],
        globals: [.output, .request, .terminal],
        examples: [.example("For twenty minutes", "sp queue run --within 20m")]
      ).answering("confirmed", "rejected", "left"),
      run: run),
    Builtin(
      Command(
        "queue retry", "Let refused writes be sent again",
        arguments: [number(.rejected, required: false)], options: [job],
        examples: [.example("All of a job", "sp queue retry --job 1")]),
      run: retry),
    Builtin(
      Command(
        "queue resolve", "Decide a write whose answer never came", arguments: [number(.unknown)],
        options: [
          .flag("arrived", "The service has it"),
          .option("id", "The id the service gave it", placeholder: "ID"),
          .flag("resend", "It never arrived: send it again"),
        ],
        examples: [.example("It is there as prompt-7", "sp queue resolve 1 --arrived --id prompt-7")]),
      run: resolve),
    Builtin(
      Command(
        "queue cancel", "Take back writes that were not sent, or that were refused",
        arguments: [number(.planned, .rejected, required: false)], options: [job],
        examples: [.example("A whole job", "sp queue cancel --job 1")]),
      run: cancel),
    Builtin(
      Command(
        "limits", "Show how much of each rate limit is used, and when the next slot comes",
        globals: [.output, .list, .terminal],
        examples: [.example("What is full", "sp limits --where 'left = 0'")]
      ).answering(limitFields),
      run: limits),
  ]

  private static func list(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let named = invocation.all("state").flatMap { $0.split(separator: ",").map(String.init) }
    let states: Set<QueuedWrite.State> =
      named.isEmpty
      ? [.planned, .sent, .unknown, .rejected] : Set(named.compactMap(QueuedWrite.State.init(rawValue:)))
    let queue = try session.queue()
    let scope = try scope(invocation, default: .everything)
    var rows = try Rows(invocation.output(session), shape: shape, selection: Selection(invocation))
    try Failure.local {
      var page: [JSON] = []
      try queue.writes(states, scope) { write in page.append(write.record) }
      _ = try rows.page(page, hasMore: false)
      try rows.finish(.live, total: page.count)
    }
    return .success
  }

  private static let shape = RecordShape(
    "writes", singular: "write", id: "id",
    columns: ["id", "state", "operation", "label", "attempts", "error", "profile"],
    fields: QueuedWrite.fields)

  private static func show(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let write = try find(invocation, session)
    var record = write.record
    record["path"] = .string(write.path)
    record["body"] = write.body ?? .null
    record["idempotency_key"] = .string(write.idempotencyKey)
    let output = try invocation.output(session)
    try Failure.local { try output.record(record) }
    return .success
  }

  private static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let queue = try session.queue()
    let isChosen = invocation.option("profile") != nil
    let scope = try scope(invocation, default: isChosen ? .profile(try session.profileName()) : .everything)
    let deadline = try invocation.span("within").map { session.clock.uptime() + $0.milliseconds }
    let progress = DrainProgress(
      session.console, total: try Failure.local { try queue.left(scope) }, clock: session.clock,
      isQuiet: invocation.flag("quiet"))
    let drain = Drain(session, queue, deadline: deadline, observer: progress.observer)
    let summary = try Failure.local { try drain.run(scope) }
    progress.end()
    let hints = try session.keepRefusals(summary)
    let left = try Failure.local { try queue.left(scope) }
    let output = try invocation.output(session)
    try Failure.local {
      try output.record([
        "confirmed": .number(.init(summary.confirmed)), "rejected": .number(.init(summary.rejected)),
        "left": .number(.init(left)),
      ])
    }
    for hint in hints { session.console.report(hint) }
    if let failure = summary.failure(left: left) { throw failure }
    return summary.rejected > 0 ? .partial : .success
  }

  private static func retry(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    try decide(invocation, session, "to send again") { queue, scope, number in
      try queue.retry(scope, number: number)
    }
  }

  private static func cancel(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    try decide(invocation, session, "cancelled") { queue, scope, number in
      try queue.cancel(scope, number: number)
    }
  }

  private static func decide(
    _ invocation: Invocation, _ session: Session, _ what: String,
    _ body: (Queue, Queue.Scope, Int64?) throws -> Int
  ) throws(Failure) -> ExitCode {
    let number = invocation.argument("ID").flatMap { Int64($0) }
    guard number != nil || invocation.option("job") != nil else {
      throw .usage(
        "sp \(invocation.command.name) needs the number of a write, or --job", hint: "sp queue list")
    }
    let queue = try session.queue()
    let scope = try scope(invocation, default: .everything)
    let count = try Failure.local { try body(queue, scope, number) }
    guard count > 0 else { throw Failure(.notFound, "no such write can be \(what)", hint: "sp queue list") }
    if !invocation.flag("quiet") {
      session.console.report("\(count == 1 ? "1 write" : "\(count) writes") \(what)")
    }
    return .success
  }

  private static func resolve(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    guard invocation.flag("arrived") != invocation.flag("resend") else {
      throw .usage("sp queue resolve takes --arrived or --resend")
    }
    let write = try find(invocation, session)
    guard write.state == .unknown else {
      throw .usage("write \(write.number) is \(write.state.rawValue); only an unknown one needs a decision")
    }
    let queue = try session.queue()
    let isDecided = try Failure.local {
      try queue.resolve(write.number, arrived: invocation.flag("arrived"), remote: invocation.option("id"))
    }
    guard isDecided else {
      throw Failure(
        .other, "write \(write.number) was decided meanwhile", hint: "sp queue show \(write.number)")
    }
    return .success
  }

  private static let limitFields: [Resource.Field] = [
    .field("service", .text, "Service"), .field("class", .text, "Class of requests"),
    .field("limit", .text, "Requests in a window"), .field("used", .integer, "Requests used"),
    .field("left", .integer, "Requests left"), .field("next", .text, "When the next may go"),
  ]

  private static func limits(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    var records: [JSON] = []
    for provider in session.table.catalog.everyProvider { records += try session.limits(provider) }
    if records.isEmpty, try session.settings().profile == Settings.sandbox {
      try invocation.output(session).note(
        "note: the sandbox limits nobody in-process; sp sandbox serve --limits enforces the documented limits"
      )
    }
    let shape = RecordShape(
      "limits", singular: "limit", columns: ["service", "class", "limit", "used", "left", "next", "origin"],
      fields: limitFields)
    return try invocation.show(records, shape, session)
  }

  private static func find(_ invocation: Invocation, _ session: Session) throws(Failure) -> QueuedWrite {
    let number = Int64(invocation.argument("ID") ?? "") ?? 0
    let queue = try session.queue()
    guard let write = try Failure.local({ try queue.write(number) }) else {
      throw Failure(.notFound, "there is no write \(number)", code: "not_found", hint: "sp queue list")
    }
    return write
  }

  private static func scope(_ invocation: Invocation, default scope: Queue.Scope) throws(Failure)
    -> Queue.Scope
  {
    try invocation.integer("job", atLeast: 1).map { .job(Int64($0)) } ?? scope
  }
}
