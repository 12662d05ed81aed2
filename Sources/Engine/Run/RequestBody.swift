import Catalog
import Platform
import Values

extension Execution {
  /// The JSON body of a write: `--input` first, then every option in the order of the row.
  func body(of endpoint: Endpoint) throws(Failure) -> JSON? {
    guard !endpoint.body.isEmpty || invocation.option("input") != nil else { return nil }
    var body = JSON.Object()
    if let path = invocation.option("input") { body = try inputObject(path) }
    for parameter in endpoint.body {
      guard let texts = invocation.options[parameter.name], let last = texts.last else { continue }
      if parameter.kind == .texts {
        var elements: [JSON] = []
        for text in texts {
          elements += try parameter.value(of: text, as: "--\(parameter.option)").array ?? []
        }
        body[parameter.name] = .array(elements)
      } else {
        let text = parameter.readsFiles ? try session.expanded(last) : last
        body[parameter.name] = try parameter.value(of: text, as: "--\(parameter.option)")
      }
    }
    for parameter in endpoint.body where parameter.isRequired && body[parameter.name] == nil {
      throw .usage(
        "sp \(invocation.command.name) needs --\(parameter.option): \(parameter.help.lowercasedFirst)",
        hint: "sp help \(invocation.command.name)")
    }
    if endpoint.action == .update, body.isEmpty {
      throw .usage("nothing to change was given", hint: "sp help \(invocation.command.name)")
    }
    return .object(body)
  }

  private func inputObject(_ path: String) throws(Failure) -> JSON.Object {
    let bytes = path == "-" ? try session.standardInput() : try session.file(path)
    let value: JSON
    do { value = try JSON.parse(bytes, as: .input) } catch {
      throw .usage("\(path == "-" ? "standard input" : path) is not JSON: \(error)")
    }
    guard let object = value.object else { throw .usage("--input must hold one JSON object") }
    return object
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
