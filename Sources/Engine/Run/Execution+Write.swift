import Catalog
import HTTP
import Platform
import Values

extension Execution {
  /// Carries out writes: shows them (`--dry-run`), queues them (`--queue`, offline), or sends them after consent.
  func write(_ row: Session.Row) throws(Failure) -> ExitCode {
    let isKept = invocation.flag("queue") || invocation.flag("offline")
    if isKept, !invocation.flag("dry-run") { try row.endpoint.refuseKeeping() }
    try checkWaiting(for: row)
    let form = row.endpoint.isMultipart ? try form(of: row.endpoint) : nil
    let body = form == nil ? try body(of: row.endpoint) : nil
    let targets = try targets(row.endpoint, id: row.resource?.id ?? "id")
    let query = try queryPairs(row.endpoint)
    let calls = targets.map { target in
      var call = Call(row.endpoint, path: target)
      call.query = query
      call.body = body
      call.form = form
      return call
    }
    if invocation.flag("dry-run") { return try show(calls, row.endpoint) }
    if let consent = row.endpoint.consent, row.endpoint.confirmation == nil {
      try ask(consent, row, targets, body)
    }
    if form != nil, isKept { throw .usage("a file cannot wait in the queue", hint: "send it now") }
    if isKept { return try enqueue(calls, row) }
    return try send(calls, row)
  }

  private func send(_ calls: [Call], _ row: Session.Row) throws(Failure) -> ExitCode {
    let client = try client(for: row.endpoint)
    var answers: [JSON] = []
    if case .body(let name) = row.endpoint.download, invocation.option("save") != nil, let call = calls.first
    {
      let saver = try FileSaver(self)
      let saved = try saver.save(call, naming: name)
      if saver.place != .output { try Failure.local { try output.record(saved) } }
      return .success
    }
    defer { session.console.progress(nil) }
    for (index, call) in calls.enumerated() {
      var call = call
      let sent = session.clock.now()
      call.idempotencyKey = row.endpoint.method.isIdempotent ? nil : Randomness.uuid()
      do throws(Failure) {
        let answer = try client.send(call)
        session.remember(answer.payload, after: row, at: call.path, profile: profile)
        answers.append(answer.payload)
        if row.endpoint.endsAccount { try session.forgetAccount(provider, profile: profile) }
      } catch {
        var failure = error
        if failure.mayHaveBeenApplied, call.form == nil {
          try session.park(call, row, sent: sent, as: invocation.command.name, &failure)
        }
        if index > 0 {
          try show(answers, row, isList: true)
          session.console.report("\(index) of \(calls.count) done before this failed:")
        }
        throw failure
      }
    }
    return try finish(answers, targets: calls.map(\.path), row)
  }

  /// Waits for the work that was begun, shows what came of it, and saves the files it led to, as far as was asked for.
  private func finish(_ begun: [JSON], targets: [String], _ row: Session.Row) throws(Failure) -> ExitCode {
    var answers = begun
    var shown = row
    var targets = targets
    if let job = row.endpoint.job, invocation.flag("wait") {
      answers = try begun.map { (payload) throws(Failure) in try wait(for: payload, of: row, job) }
      shown = try session.row(job.poll)
      targets = begun.map { $0.value(at: job.id)?.string ?? "" }
    }
    if let batch = row.endpoint.batch { return try show(answers, of: batch, row.endpoint) }
    let saver = invocation.option("save") == nil ? nil : try FileSaver(self)
    if saver?.place != .output { try show(answers, shown, isList: answers.count > 1) }
    guard let saver, case .links = row.endpoint.download else { return .success }
    for (payload, target) in zip(answers, targets) {
      _ = try saver.save(try links(in: payload, of: shown, [target]))
    }
    return .success
  }

  private func show(_ answers: [JSON], _ row: Session.Row, isList: Bool) throws(Failure) {
    let shape = shape(of: row)
    try Failure.local {
      if !isList, let answer = answers.first {
        try output.record(answer, shape)
        return
      }
      var writer = output.list(shape)
      for answer in answers { try writer.record(answer) }
      try writer.end(meta: .init())
    }
  }

  private func enqueue(_ calls: [Call], _ row: Session.Row) throws(Failure) -> ExitCode {
    let job = try session.enqueue(calls, row, as: invocation.command.name)
    output.note(
      "queued as job \(job): \(calls.count == 1 ? "1 write" : "\(calls.count) writes"); sp queue run sends it"
    )
    try Failure.local {
      try output.record(["job": .number(.init(Int(job))), "queued": .number(.init(calls.count))])
    }
    return .success
  }

  // MARK: Asking and showing

  private func ask(_ consent: Consent, _ row: Session.Row, _ targets: [[String]], _ body: JSON?)
    throws(Failure)
  {
    guard !invocation.flag("yes") else { return }
    let named = targets.filter { !$0.isEmpty }.prefix(5).map { $0.joined(separator: " ") }
    let subject = row.endpoint.subject(in: body)
    let words = [invocation.command.name, named.joined(separator: ", "), Console.printable(subject)]
    let what = words.filter { !$0.isEmpty }.joined(separator: " ")
    let more = targets.count > 5 ? " and \(targets.count - 5) more" : ""
    try session.confirm("\(what)\(more): \(consent.warning). Go on?", of: targets.count, invocation)
  }

  /// Prints the exact requests as `curl` would show them, with credentials and other secrets left out.
  private func show(_ calls: [Call], _ endpoint: Endpoint) throws(Failure) -> ExitCode {
    let client = try client(for: endpoint)
    for call in calls {
      let request = try client.request(for: call)
      var shown = JSON.Object()
      shown["method"] = .string(request.method.name)
      shown["url"] = .string(request.address.text)
      shown["headers"] = .object(
        JSON.Object(
          unique: Redaction().headers(request.headers).fields.map {
            .init(key: $0.name, value: .string($0.value))
          }))
      shown["body"] = call.form?.outline ?? call.body.map(endpoint.masked) ?? .null
      try Failure.local { try output.record(.object(shown)) }
    }
    return .success
  }
}

extension Endpoint {
  /// What a body is about, short enough for a question: its arguments and what else must be given, lists by their
  /// number; addresses and what a record lends are left out.
  fileprivate func subject(in body: JSON?) -> String {
    let members = self.body.filter {
      !$0.isSecret && ($0.isArgument || $0.isRequired && $0.form != .url)
        && borrowing?.members[$0.name] == nil
    }
    return members.prefix(3).compactMap { $0.mention(of: body?.value(at: $0.name)) }.joined(separator: " ")
  }
}

extension Parameter {
  /// A value of it in a question.
  fileprivate func mention(of value: JSON?) -> String? {
    switch value {
    case .string(let text)? where !text.isEmpty:
      let start = text.count > 40 ? text.prefix(39) + "…" : text[...]
      return allowed.isEmpty ? "'\(start)'" : String(start)
    case .array(let elements)?:
      return
        "\(elements.count) \(elements.count == 1 && name.hasSuffix("s") ? String(name.dropLast()) : name)"
    default: return nil
    }
  }
}

extension Consent {
  /// What the person is told before answering.
  var warning: String {
    switch self {
    case .destructive: "this cannot be undone"
    case .paid: "this costs money"
    case .published: "this will be public"
    }
  }
}

extension Session {
  /// From so many things on, their number is typed: a `y` comes too easily.
  private static let much = 20

  /// Asks a person to confirm; without one, fails and names the option that stands for the answer.
  public func confirm(_ question: String, of count: Int = 1, _ invocation: Invocation) throws(Failure) {
    guard console.inputIsTerminal, console.errorIsTerminal, !invocation.flag("no-input") else {
      throw .usage(
        "sp \(invocation.command.name) asks before it writes, and nobody is here to answer",
        hint: "add --yes, or --dry-run to see what it would do")
    }
    let isMuch = count >= Session.much
    let answer = console.ask("\(question) \(isMuch ? "Type \(count): " : "[y/N] ")")?.lowercased()
    guard isMuch ? answer == "\(count)" : ["y", "yes"].contains(answer) else {
      throw Failure(.interrupted, "cancelled; nothing was sent", code: "cancelled")
    }
  }
}
