import Catalog
import Platform
import Values

extension Execution {
  /// The JSON body of a write: `--input` first, then every option in the order of the row, and what is still missing
  /// from the record that the row borrows from.
  func body(of endpoint: Endpoint) throws(Failure) -> JSON? {
    guard !endpoint.body.isEmpty || invocation.option("input") != nil else { return nil }
    if let whole = endpoint.body.first(where: \.isWholeBody) { return try wholeBody(whole) }
    var body = JSON.object(JSON.Object())
    if let path = invocation.option("input") { body = .object(try inputObject(path)) }
    let known = try lent(to: endpoint, unless: { body.value(at: $0) != nil || isGiven($0) })
    for parameter in endpoint.body where parameter.kind != .file {
      guard let value = try given(parameter) ?? known?[parameter.name] else { continue }
      body.set(value, at: parameter.name)
    }
    for parameter in endpoint.body where parameter.isRequired && parameter.kind != .file {
      if body.value(at: parameter.name) == nil {
        body.set(try asked(parameter, of: endpoint), at: parameter.name)
      }
    }
    if case .option(let name) = endpoint.reach, body == [:], !endpoint.body.isEmpty {
      throw .usage("--\(name): nothing to set was given", hint: "sp help \(invocation.command.name)")
    }
    if endpoint.action == .update, body == [:] {
      throw .usage("nothing to change was given", hint: "sp help \(invocation.command.name)")
    }
    try check(body, of: endpoint)
    return body
  }

  /// The body that one parameter is, from its option or from `--input`.
  private func wholeBody(_ parameter: Parameter) throws(Failure) -> JSON? {
    var value = try given(parameter)
    if value == nil, let path = invocation.option("input") { value = try input(path) }
    guard let value else {
      if parameter.isRequired { throw invocation.missing(parameter) }
      return nil
    }
    if let problem = parameter.breach(by: value) { throw .usage("\(parameter.name) \(problem)") }
    return value
  }

  /// What a record knows of the body; what none knows is missed before one is looked for.
  private func lent(to endpoint: Endpoint, unless isThere: (String) -> Bool) throws(Failure) -> [String:
    JSON]?
  {
    guard let borrowing = endpoint.borrowing else { return nil }
    for parameter in endpoint.body where parameter.isRequired && borrowing.members[parameter.name] == nil {
      if !isThere(parameter.name) { throw invocation.missing(parameter) }
    }
    return try borrowed(borrowing, unless: isThere)
  }

  private func isGiven(_ name: String) -> Bool {
    invocation.options[name] != nil || invocation.arguments[name] != nil
  }

  /// The value of a body field as the command line gives it; nil when it does not.
  private func given(_ parameter: Parameter) throws(Failure) -> JSON? {
    let spelling = "--\(parameter.option)"
    let texts = invocation.options[parameter.name] ?? invocation.arguments[parameter.name] ?? []
    guard let last = texts.last else { return nil }
    if parameter.kind == .records, last.hasPrefix("@"), !last.hasPrefix("@@") {
      return try session.records(in: last == "@-" ? "-" : String(last.dropFirst()), as: parameter)
    }
    guard parameter.kind == .texts else {
      let text = parameter.readsFiles ? try session.expanded(last) : last
      return try parameter.value(of: text, as: spelling)
    }
    var elements: [JSON] = []
    for text in texts { elements += try Parameter.list(text, spelling) }
    if let problem = parameter.breach(by: .array(elements)) { throw .usage("\(spelling) \(problem)") }
    return .array(elements)
  }

  /// A required value that was not given: a secret is asked for, where a person is there to answer.
  private func asked(_ parameter: Parameter, of endpoint: Endpoint) throws(Failure) -> JSON {
    if let confirmation = endpoint.confirmation, confirmation.name == parameter.name {
      return .string(try confirmed(confirmation))
    }
    let console = session.console
    if parameter.isSecret, console.inputIsTerminal, !invocation.flag("no-input") {
      let typed = try Failure.local { try console.askSecret("\(parameter.help): ") }
      if let typed, !typed.isEmpty { return .string(typed) }
    }
    throw invocation.missing(parameter)
  }

  /// What `--input` brings is held against the row too, as far as the row declares it.
  private func check(_ body: JSON, of endpoint: Endpoint) throws(Failure) {
    for parameter in endpoint.body where parameter.kind != .file {
      if let breach = parameter.breach(in: body) { throw .usage("\(breach.member) \(breach.reason)") }
    }
    try endpoint.checkChronology { name in body.value(at: name)?.string }
  }

  private func inputObject(_ path: String) throws(Failure) -> JSON.Object {
    guard let object = try input(path).object else { throw .usage("--input must hold one JSON object") }
    return object
  }

  private func input(_ path: String) throws(Failure) -> JSON {
    let bytes = path == "-" ? try session.standardInput() : try session.file(path)
    do { return try JSON.parse(bytes, as: .input) } catch {
      throw .usage("\(path == "-" ? "standard input" : path) is not JSON: \(error)")
    }
  }
}

extension Session {
  private static let largestInput = 64 << 20

  /// Everything on standard input.
  public func standardInput() throws(Failure) -> [UInt8] {
    if console.inputIsTerminal { console.report("reading standard input; Ctrl-D ends it") }
    return try Failure.local {
      try FileSource(descriptor: 0, name: "standard input").readAll(limit: Session.largestInput)
    }
  }

  /// The content of a file that a person named.
  public func file(_ path: String) throws(Failure) -> [UInt8] {
    do { return try Files.readAll(path, limit: Session.largestInput) } catch {
      throw .usage(error.description, hint: error.isMissing ? "check the name" : nil)
    }
  }

  /// The texts that a list as typed stands for: `@file` and `@-` for those of the lines, or of a JSON array.
  public func list(_ text: String) throws(Failure) -> [String] {
    guard text.hasPrefix("@"), !text.hasPrefix("@@") else { return [try expanded(text)] }
    let content = try expanded(text).trimmingSpaces
    if content.hasPrefix("[") { return [content] }
    return content.split(whereSeparator: \.isNewline).map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
  }

  /// A value as typed: `@file` and `@-` stand for content, `@@` for an @.
  public func expanded(_ text: String) throws(Failure) -> String {
    guard text.hasPrefix("@") else { return text }
    if text.hasPrefix("@@") { return String(text.dropFirst()) }
    let bytes = text == "@-" ? try standardInput() : try file(String(text.dropFirst()))
    guard let content = String(validating: bytes, as: UTF8.self) else {
      throw .usage("\(text.dropFirst()) is not UTF-8 text")
    }
    if bytes.contains(0) { throw .usage("\(text.dropFirst()) holds a NUL byte") }
    return content
  }
}

extension Endpoint {
  /// Refuses two moments of which the later one comes first.
  func checkChronology(_ text: (String) -> String?) throws(Failure) {
    guard let chronology, let last = text(chronology.end),
      let start = text(chronology.start).flatMap({ Timestamp(rfc3339: $0) }),
      let end = Timestamp(rfc3339: last)
    else { return }
    if chronology.isOfDays {
      guard start > (last.utf8.count == 10 ? end + .days(1) - .seconds(1) : end) else { return }
    } else {
      guard start >= end else { return }
    }
    let names = (query + body).filter { [chronology.start, chronology.end].contains($0.name) }.map(\.option)
    throw .usage(
      "--\(names.last ?? chronology.end) must \(chronology.isOfDays ? "not be before" : "be after") --\(names.first ?? chronology.start)"
    )
  }
}

extension Endpoint {
  /// The words that must be typed for something that cannot be undone: the member of the body that may have only them.
  public var confirmation: Parameter? {
    consent == .destructive ? body.first { $0.isRequired && $0.allowed.count == 1 } : nil
  }
}

extension Execution {
  /// The words of a confirmation, typed by a person; without one they must stand on the command line, which `--yes` does
  /// not stand for.
  private func confirmed(_ parameter: Parameter) throws(Failure) -> String {
    let words = parameter.allowed[0]
    if invocation.flag("dry-run") { return words }
    let console = session.console
    guard console.inputIsTerminal, console.errorIsTerminal, !invocation.flag("no-input") else {
      throw .usage(
        "sp \(invocation.command.name) cannot be undone, and wants its words",
        hint: "add --\(parameter.option) \(words)")
    }
    let typed = console.ask("This cannot be undone. Type \(words) to go on: ")
    guard typed == words else {
      throw Failure(.interrupted, "cancelled; nothing was sent", code: "cancelled")
    }
    return words
  }
}
