import Catalog
import Engine
import HTTP
import Sandbox
import Values

/// The language model that writes in the sandbox, where the settings name one.
enum SandboxModel {
  /// What the keyring keeps its key under.
  static let credential = "sandbox.llm"

  /// How long a model may take at least.
  private static let patience = TimeSpan.minutes(2)

  /// The engine that asks the model; nil where none is set.
  static func engine(_ session: Session) throws(Failure) -> (any TextEngine)? {
    let settings = try session.settings()
    guard let address = address(settings) else { return nil }
    let key = try session.credentials(settings).secret(
      named: credential, profile: settings.profile, address: address)
    if key != nil { try checkTransport(address) }
    return ModelEngine(
      at: address, interface: settings["sandbox.llm.interface"].flatMap(ModelEngine.Interface.init),
      model: settings["sandbox.llm.model"] ?? "", secret: key?.secret,
      timeout: max(settings.span("timeout") ?? .zero, patience), over: try session.remoteTransport(settings))
  }

  private static func address(_ settings: Settings) -> Address? {
    settings["sandbox.llm.url"].flatMap { Address($0) }
  }

  private static func checkTransport(_ address: Address) throws(Failure) {
    guard address.scheme != "https", !address.isLoopback else { return }
    throw Failure(
      .authentication, "the credential \(credential) is not sent to \(address.origin) over plain http",
      code: "credential_transport", hint: "use an https URL for sandbox.llm.url")
  }

  // MARK: Its key

  /// Whether a command of `sp auth` is about the model's key.
  static func isMeant(by invocation: Invocation) -> Bool { invocation.argument("SERVICE") == credential }

  /// Keeps the key for the model's address alone.
  static func login(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let settings = try session.settings()
    guard let address = address(settings) else {
      throw .usage(
        "no model is set, and its key is kept for its address alone",
        hint: "sp config set sandbox.llm.url URL, then sp auth login \(credential)")
    }
    try checkTransport(address)
    let secret = try AuthSigning.secret(
      invocation, session, named: "token", question: "Credential of \(address.origin): ")
    let kept = try session.credentials(settings).keyring.store(
      secret, origin: address.origin, expires: nil, service: credential, profile: settings.profile)
    session.console.report(
      "\(credential): kept \(kept.masked) for \(address.origin), profile \(settings.profile)")
    return .success
  }

  /// Forgets the key.
  static func logout(_ session: Session) throws(Failure) -> ExitCode {
    let settings = try session.settings()
    guard try session.credentials(settings).keyring.erase(credential, profile: settings.profile) else {
      throw Failure(
        .notFound, "profile \(settings.profile) has no credential \(credential)", code: "no_credential")
    }
    return .success
  }

  /// What `sp auth status` shows of the key; nil where no model is set.
  static func status(_ session: Session) throws(Failure) -> JSON? {
    let settings = try session.settings()
    guard let address = address(settings) else { return nil }
    let key = try session.credentials(settings).secret(
      named: credential, profile: settings.profile, address: address)
    return [
      "service": .string(credential), "profile": .string(settings.profile),
      "credential": .string(key?.masked ?? "missing"),
      "source": key.map { .string("\($0.source)") } ?? nil, "mode": nil,
      "expires": key?.expires.map { .string($0.rfc3339) } ?? nil, "origin": .string(address.origin),
    ]
  }
}
