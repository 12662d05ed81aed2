import Catalog
import Engine
import HTTP
import Platform
import Values

/// `sp auth`: credentials in, out, and looked at.
enum AuthCommands {
  private static let service = Parameter.argument("SERVICE", "Name of the service, such as snackprompt")
    .naming(.service)
  private static let sources: [Parameter] = [
    .option("token-file", "Read the credential from a file", kind: .file, placeholder: "FILE"),
    .flag("token-stdin", "Read the credential from standard input"),
  ]
  private static let person: [Parameter] = [
    .option("email", "Sign in as this person, with a password", placeholder: "ADDRESS"),
    .option("password-file", "Read the password from a file", kind: .file, placeholder: "FILE"),
    .flag("password-stdin", "Read the password from standard input"),
  ]

  static let all: [Builtin] = [
    Builtin(
      Command(
        "auth login", "Keep the credential of a service",
        detail: """
          Asks for the credential without showing it, or takes it from a file or from standard input; never from \
          the command line, where every user of the machine could read it. A service whose people sign in with a \
          password gives a session for it, which is kept until it ends. SERVICE.NAME is another secret of a \
          service, such as crealia.cron, and sandbox.llm the key of the model that sandbox.llm.url names.
          """,
        arguments: [service], options: sources + person,
        examples: [
          .example(
            "From a password manager", "pass show snackprompt | sp auth login snackprompt --token-stdin"),
          .example("With a password, which is asked for", "sp auth login crealia --email me@example.com"),
          .example(
            "For the language model of the sandbox",
            "pass show model | sp auth login sandbox.llm --token-stdin"),
        ]),
      run: login),
    Builtin(
      Command(
        "auth signup", "Make an account of a service and sign in",
        detail:
          "Asks for the password twice without showing it, or takes it from a file or from standard input.",
        arguments: [service],
        options: person + [.option("name", "Name that others see", placeholder: "NAME")],
        globals: [.output, .terminal],
        examples: [
          .example("A new account", "sp auth signup crealia --email me@example.com --name Ada")
        ]),
      run: AuthSigning.signUp),
    Builtin(
      Command(
        "auth logout", "Forget the credential of a service", arguments: [service],
        examples: [.example("In one profile", "sp auth logout snackprompt --profile live")]),
      run: logout),
    Builtin(
      Command(
        "auth status", "Show which credentials are known, never the credentials",
        globals: [.output, .terminal],
        examples: [.example("What runs out", "sp auth status --fields service,expires")]
      ).answering(fields),
      run: status),
    Builtin(
      Command(
        "auth token", "Print the credential of a service", arguments: [service],
        examples: [
          .example("For another program", "sp auth token snackprompt --profile live | other-program")
        ]),
      run: token),
  ]

  private static let fields: [Resource.Field] = [
    .field("service", .text, "Whose credential it is"), .field("profile", .text, "Profile it is for"),
    .field("credential", .text, "Its end, or that it is missing"),
    .field("source", .text, "Where it comes from"),
    .field("mode", .text, "test or live, where its text says so"),
    .field("expires", .timestamp, "When it ends"), .field("origin", .text, "Where alone it is sent"),
  ]

  private static func login(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    if SandboxModel.isMeant(by: invocation) { return try SandboxModel.login(invocation, session) }
    let target = try AuthTarget(invocation, session)
    if let kept = try AuthSigning.signIn(invocation, session, target) { return kept }
    let settings = try session.settings()
    let secret = try AuthSigning.secret(
      invocation, session, named: "token", question: "Credential of \(target.title): ")
    let credential = try session.credentials(settings).store(
      secret, service: target.service, as: target.secret, profile: settings.profile,
      address: try settings.address(of: target.service))
    let mode = credential.mode.map { " (\($0))" } ?? ""
    session.console.report(
      "\(target.title): kept \(credential.masked)\(mode) for profile \(settings.profile)")
    return .success
  }

  private static func logout(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    if SandboxModel.isMeant(by: invocation) { return try SandboxModel.logout(session) }
    let target = try AuthTarget(invocation, session)
    let settings = try session.settings()
    let wasKept = try session.credentials(settings).erase(
      service: target.service, secret: target.secret, profile: settings.profile,
      address: try settings.address(of: target.service))
    guard wasKept else {
      throw Failure(
        .notFound, "profile \(settings.profile) has no credential of \(target.title)", code: "no_credential")
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
      let address = try? settings.address(of: service)
      for name in [nil] + provider.secrets {
        let credential = try credentials.lookUp(
          service: service, secret: name, profile: settings.profile, address: address)
        let isLocal = settings.isLocal(service)
        records.append([
          "service": .string(Credentials.entry(service, secret: name)), "profile": .string(settings.profile),
          "credential": credential.map { .string($0.masked) } ?? (isLocal ? "not needed" : "missing"),
          "source": credential.map { .string("\($0.source)") } ?? nil,
          "mode": credential?.mode.map(JSON.string) ?? nil,
          "expires": credential?.expires.map { .string($0.rfc3339) } ?? nil,
          "origin": (credential?.origin ?? address?.origin ?? (isLocal ? Credential.sandboxOrigin : nil))
            .map(JSON.string) ?? nil,
        ])
      }
    }
    if let model = try SandboxModel.status(session) { records.append(model) }
    return try invocation.show(
      records, RecordShape("credentials", singular: "credential", id: "service", fields: fields), session)
  }

  private static func token(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let target = try AuthTarget(invocation, session)
    let settings = try session.settings()
    guard
      let credential = try session.credentials(settings).lookUp(
        service: target.service, secret: target.secret, profile: settings.profile,
        address: try settings.address(of: target.service))
    else {
      throw Failure(
        .authentication, "profile \(settings.profile) has no credential of \(target.title)",
        service: target.service.name, code: "no_credential", hint: "sp auth login \(target.name)")
    }
    try Failure.local { try session.console.write(credential.secret + "\n") }
    return .success
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
