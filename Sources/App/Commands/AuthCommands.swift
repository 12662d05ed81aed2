import Catalog
import Engine
import HTTP
import Platform
import Values

/// `sp auth`: credentials in, out, and looked at.
enum AuthCommands {
  private static let service = Parameter.argument("SERVICE", "Name of the service, such as snackprompt")
    .naming(
      .service)
  private static let sources: [Parameter] = [
    .option("token-file", "Read the credential from a file", kind: .file, placeholder: "FILE"),
    .flag("token-stdin", "Read the credential from standard input"),
  ]

  static let all: [Builtin] = [
    Builtin(
      Command(
        "auth login", "Keep the credential of a service",
        detail: """
          Asks for the credential without showing it, or takes it from a file or from standard input; never from \
          the command line, where every user of the machine could read it.
          """,
        arguments: [service], options: sources,
        examples: [
          .example(
            "From a password manager", "pass show snackprompt | sp auth login snackprompt --token-stdin")
        ]),
      run: login),
    Builtin(
      Command(
        "auth logout", "Forget the credential of a service", arguments: [service],
        examples: [.example("In one profile", "sp auth logout snackprompt --profile live")]),
      run: logout),
    Builtin(
      Command(
        "auth status", "Show which credentials are known, never the credentials",
        globals: [.output, .terminal],
        examples: [.example("What runs out", "sp auth status --fields service,expires")]),
      run: status),
    Builtin(
      Command(
        "auth token", "Print the credential of a service", arguments: [service],
        examples: [
          .example("For another program", "sp auth token snackprompt --profile live | other-program")
        ]),
      run: token),
  ]

  private static func login(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let service = try find(invocation, session)
    let settings = try session.settings()
    let secret = try read(invocation, session, service)
    let credential = try session.credentials(settings).store(
      secret, service: service, profile: settings.profile, address: try settings.address(of: service))
    let mode = credential.mode.map { " (\($0))" } ?? ""
    session.console.report(
      "\(service.title): kept \(credential.masked)\(mode) for profile \(settings.profile)")
    return .success
  }

  private static func read(_ invocation: Invocation, _ session: Session, _ service: Service) throws(Failure)
    -> String
  {
    let bytes: [UInt8]
    if let path = invocation.option("token-file") {
      bytes = try session.file(path)
    } else if invocation.flag("token-stdin") || !session.console.inputIsTerminal {
      bytes = try Failure.local {
        try FileSource(descriptor: 0, name: "standard input").readAll(limit: 1 << 16)
      }
    } else if invocation.flag("no-input") {
      throw .usage("no credential was given", hint: "--token-file FILE or --token-stdin")
    } else {
      let typed = try Failure.local { try session.console.askSecret("Credential of \(service.title): ") }
      bytes = Array((typed ?? "").utf8)
    }
    var text = String(decoding: bytes, as: UTF8.self)
    while let last = text.unicodeScalars.last, last == "\n" || last == "\r" {
      text.unicodeScalars.removeLast()
    }
    guard !text.isEmpty else { throw .usage("the credential is empty") }
    return text
  }

  private static func logout(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let service = try find(invocation, session)
    let settings = try session.settings()
    let wasKept = try session.credentials(settings).erase(
      service: service, profile: settings.profile, address: try settings.address(of: service))
    guard wasKept else {
      throw Failure(
        .notFound, "profile \(settings.profile) has no credential of \(service.title)", code: "no_credential")
    }
    return .success
  }

  private static func status(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let settings = try session.settings()
    let credentials = try session.credentials(settings)
    var records: [JSON] = []
    for provider in session.table.catalog.everyProvider {
      let service = provider.service()
      guard !provider.isAdded || service.authentication != .none else { continue }
      let address = try settings.address(of: service)
      let credential = try credentials.lookUp(service: service, profile: settings.profile, address: address)
      records.append([
        "service": .string(service.name), "profile": .string(settings.profile),
        "credential": credential.map { .string($0.masked) } ?? (address == nil ? "not needed" : "missing"),
        "source": credential.map { .string("\($0.source)") } ?? nil,
        "mode": credential?.mode.map(JSON.string) ?? nil,
        "expires": credential?.expires.map { .string($0.rfc3339) } ?? nil,
        "origin": .string(credential?.origin ?? address?.origin ?? Credential.sandboxOrigin),
      ])
    }
    return try invocation.show(
      records, RecordShape("credentials", singular: "credential", id: "service"), session)
  }

  private static func token(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let service = try find(invocation, session)
    let settings = try session.settings()
    let address = try settings.address(of: service)
    guard
      let credential = try session.credentials(settings).lookUp(
        service: service, profile: settings.profile, address: address)
    else {
      throw Failure(
        .authentication, "profile \(settings.profile) has no credential of \(service.title)",
        service: service.name,
        code: "no_credential", hint: "sp auth login \(service.name)")
    }
    try Failure.local { try session.console.write(credential.secret + "\n") }
    return .success
  }

  private static func find(_ invocation: Invocation, _ session: Session) throws(Failure) -> Service {
    try session.service(invocation.argument("SERVICE") ?? "")
  }
}

extension Session {
  /// The service of that name; refuses a name that is none, with the nearest.
  func service(_ name: String) throws(Failure) -> Service { try provider(name).service() }

  /// The provider of a service; refuses a name that is none, with the nearest.
  func provider(_ name: String) throws(Failure) -> Catalog.Provider {
    if let provider = table.catalog.provider(name) { return provider }
    let names = table.catalog.providers.map(\.name)
    throw .usage(
      "there is no service '\(name)'",
      hint: Nearest.match(name, in: names).map { "did you mean \($0)?" }
        ?? "one of \(names.joined(separator: ", "))")
  }
}
