import Catalog
import Platform
import Values

extension Execution {
  /// Talks with a service line by line until the input ends: typed lines with a prompt, piped ones as they come.
  ///
  /// To a person replies are text, to a program the records of the service's answers.
  func converse(_ conversation: Conversation) throws(Failure) -> ExitCode {
    guard !invocation.flag("offline") else {
      throw Failure(
        .notCached, "nobody answers offline", code: "not_cached", hint: "leave out --offline")
    }
    var talk = Talk(self, conversation)
    try talk.open(invocation.argument("ID"))
    return try talk.run()
  }
}

/// A talk that goes on.
private struct Talk {
  private let execution: Execution
  private let conversation: Conversation
  private let console: Console
  private let isTyped: Bool
  private let isSpoken: Bool
  private var id = ""

  init(_ execution: Execution, _ conversation: Conversation) {
    self.execution = execution
    self.conversation = conversation
    console = execution.session.console
    isTyped = console.inputIsTerminal && console.errorIsTerminal && !execution.invocation.flag("no-input")
    isSpoken = execution.output.form == .table
  }

  /// Goes on with a talk and shows what was said, or begins one and shows what the service says first.
  mutating func open(_ known: String?) throws(Failure) {
    if let known {
      id = known
      return try showHistory()
    }
    let row = try execution.session.row(conversation.open)
    let payload = try execution.client(for: row.endpoint).send(Call(row.endpoint)).payload
    guard let begun = payload.value(at: conversation.id).map({ $0.string ?? $0.text() }) else {
      throw Failure(
        .other, "\(execution.service.title) began a talk without an id", service: execution.service.name,
        code: "unreadable_answer")
    }
    id = begun
    if isSpoken, let text = conversation.greeting.flatMap({ payload.value(at: $0)?.string }) {
      try speak(text)
    }
  }

  /// Says each line and shows its reply.
  func run() throws(Failure) -> ExitCode {
    let row = try execution.session.row(conversation.say)
    var writer = execution.output.list(execution.shape(of: row))
    var trouble: Failure?
    while trouble == nil, let line = console.ask(isTyped ? "> " : "") {
      guard !line.allSatisfy(\.isWhitespace) else { continue }
      do throws(Failure) {
        let payload = try say(line, by: row)
        if isSpoken {
          try speak(payload.value(at: conversation.reply)?.string ?? payload.text())
        } else {
          try Failure.local {
            try writer.record(payload)
            try console.flush()
          }
        }
      } catch {
        // A person may say it again; a script must know.
        let mayGoOn = isTyped && error.kind != .authentication && error.kind != .interrupted
        if mayGoOn {
          console.report("\(error.message)\(error.hint.map { "\n\($0)" } ?? "")")
        } else {
          trouble = error
        }
      }
    }
    if !isSpoken { try Failure.local { try writer.end(meta: .init()) } }
    if let trouble { throw trouble }
    if Interrupt.requested != nil { throw Failure(.interrupted, "interrupted; \(later)") }
    if isTyped { console.report("") }
    execution.output.note(later)
    return .success
  }

  private var later: String {
    "sp \(conversation.command.joined(separator: " ")) \(id) goes on with this talk"
  }

  private func say(_ line: String, by row: Session.Row) throws(Failure) -> JSON {
    var call = Call(row.endpoint)
    var body = JSON.object(JSON.Object())
    body.set(.string(id), at: conversation.sayID)
    body.set(.string(line), at: conversation.text)
    call.body = body
    return try execution.client(for: row.endpoint).send(call).payload
  }

  /// Looks up what was said, which a talk that is not there has none of, and shows it to a person.
  private func showHistory() throws(Failure) {
    guard let history = conversation.history else { return }
    let row = try execution.session.row(history.operation)
    var call = Call(row.endpoint)
    call.query = [(history.id, id)]
    let lines = try execution.client(for: row.endpoint).send(call).records
    for line in lines where isSpoken {
      let role = line.value(at: history.role)?.string ?? ""
      try speak("\(role): \(line.value(at: history.text)?.string ?? "")")
    }
  }

  private func speak(_ text: String) throws(Failure) {
    try Failure.local {
      try console.write((console.outputIsTerminal ? Console.printable(text) : text) + "\n")
      try console.flush()
    }
  }
}
