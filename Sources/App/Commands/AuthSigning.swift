import Catalog
import Engine
import Platform
import Values

/// Whose credential a command is about: a service's own, or another secret of the service, as in `crealia.cron`.
struct AuthTarget {
  let provider: Catalog.Provider
  let service: Service
  /// The name of the secret; nil for the service's own credential.
  let secret: String?

  init(_ invocation: Invocation, _ session: Session) throws(Failure) {
    let words = (invocation.argument("SERVICE") ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    provider = try session.provider(words.first ?? "")
    service = provider.service()
    secret = words.count == 2 ? words[1] : nil
    if let secret, !provider.secrets.contains(secret) {
      let known = provider.secrets.map { "\(service.name).\($0)" }
      throw .usage(
        "\(service.title) has no secret '\(secret)'",
        hint: known.isEmpty ? "sp auth login \(service.name)" : "one of \(known.joined(separator: ", "))")
    }
  }

  /// As people type it.
  var name: String { Credentials.entry(service, secret: secret) }

  /// As people read it.
  var title: String { service.title + (secret.map { " (\($0))" } ?? "") }
}

/// Signing in and up with a password.
enum AuthSigning {
  /// Signs in where the options or a person say who; nil where a credential is given instead.
  static func signIn(_ invocation: Invocation, _ session: Session, _ target: AuthTarget) throws(Failure)
    -> ExitCode?
  {
    let givesToken = invocation.option("token-file") != nil || invocation.flag("token-stdin")
    let namesPerson = ["email", "password-file"].contains { invocation.option($0) != nil }
    guard !givesToken || !namesPerson else {
      throw .usage("a credential and a password were given", hint: "leave one of them out")
    }
    if givesToken || target.secret != nil { return nil }
    if target.service.signIn == nil || !namesPerson && !canAsk(invocation, session) {
      guard !namesPerson, !invocation.flag("password-stdin") else {
        throw .usage(
          "\(target.title) takes a key, not a password", hint: "sp auth login \(target.name) --token-stdin")
      }
      return nil
    }
    let email = try identity(invocation, session)
    let password = try secret(invocation, session, named: "password", question: "Password: ")
    return try keep(email, password, session, target)
  }

  static func signUp(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let target = try AuthTarget(invocation, session)
    let email = try identity(invocation, session)
    let isTyped =
      invocation.option("password-file") == nil && !invocation.flag("password-stdin")
      && canAsk(invocation, session)
    let password = try secret(invocation, session, named: "password", question: "Password: ")
    if isTyped, try secret(invocation, session, named: "password", question: "Again: ") != password {
      throw .usage("the two passwords differ; nothing was sent")
    }
    var values: [String: String] = [:]
    if let name = invocation.option("name") { values["name"] = name }
    let made = try session.signUp(target.provider, as: email, password: password, values)
    let output = try invocation.output(session)
    try Failure.local { try output.record(made) }
    return try keep(email, password, session, target)
  }

  private static func keep(_ email: String, _ password: String, _ session: Session, _ target: AuthTarget)
    throws(Failure) -> ExitCode
  {
    let credential = try session.signIn(target.provider, as: email, password: password)
    let end = credential.expires.map { ", until \($0.rfc3339)" } ?? ""
    session.console.report(
      "\(target.title): signed in as \(email) for profile \(try session.profileName())\(end)")
    return .success
  }

  private static func identity(_ invocation: Invocation, _ session: Session) throws(Failure) -> String {
    if let email = invocation.option("email") { return email }
    guard canAsk(invocation, session), let typed = session.console.ask("E-mail address: "), !typed.isEmpty
    else {
      throw .usage("nobody was named", hint: "add --email ADDRESS")
    }
    return typed
  }

  private static func canAsk(_ invocation: Invocation, _ session: Session) -> Bool {
    session.console.inputIsTerminal && !invocation.flag("no-input")
  }

  /// A secret from a file, from standard input, or typed without showing it; `name` is what its options begin with.
  static func secret(
    _ invocation: Invocation, _ session: Session, named name: String, question: String
  ) throws(Failure) -> String {
    let bytes: [UInt8]
    if let path = invocation.option("\(name)-file") {
      bytes = try session.file(path)
    } else if invocation.flag("\(name)-stdin") || !session.console.inputIsTerminal {
      bytes = try Failure.local {
        try FileSource(descriptor: 0, name: "standard input").readAll(limit: 1 << 16)
      }
    } else if invocation.flag("no-input") {
      throw .usage("no \(name) was given", hint: "--\(name)-file FILE or --\(name)-stdin")
    } else {
      let typed = try Failure.local { try session.console.askSecret(question) }
      bytes = Array((typed ?? "").utf8)
    }
    var text = String(decoding: bytes, as: UTF8.self)
    while let last = text.unicodeScalars.last, last == "\n" || last == "\r" {
      text.unicodeScalars.removeLast()
    }
    guard !text.isEmpty else {
      throw .usage(name == "token" ? "the credential is empty" : "the \(name) is empty")
    }
    return text
  }
}

extension Catalog.Provider {
  /// The names of the secrets beside the service's own credential that its rows want; those of what others added have
  /// none.
  var secrets: [String] {
    guard !isAdded else { return [] }
    var names: [String] = []
    for endpoint in domains.flatMap({ $0.plugin().endpoints }) {
      if case .secret(let name) = endpoint.authentication, !names.contains(name) { names.append(name) }
    }
    return names
  }
}
