import Catalog
import HTTP
import Platform
import Values

/// Finds, keeps and forgets the credential for a service: the environment first, then the keyring, then the
/// credential helpers.
///
/// An `address` of nil is the in-process sandbox: any well-formed credential will do there, and none too.
public struct Credentials: Sendable {
  /// The credentials kept in the data home.
  public let keyring: Keyring
  private let helpers: [CredentialHelper]
  private let username: String?
  private let environment: Environment
  private let clock: SystemClock

  /// Takes the keyring and the helpers from the settings; a helper may take `helperTimeout` for an answer.
  public init(
    settings: Settings, directories: Directories, clock: SystemClock = .system,
    helperTimeout: TimeSpan = .seconds(10)
  ) {
    environment = settings.environment
    self.clock = clock
    username = settings["credential.username"]
    helpers = settings.all("credential.helper").map {
      CredentialHelper($0, environment: settings.environment, timeout: helperTimeout)
    }
    keyring = Keyring(
      directories: directories, encryption: settings["keyring.encrypt"].flatMap { Keyring.Encryption($0) },
      environment: environment, clock: clock)
  }

  /// Whether other programs keep credentials.
  var hasHelpers: Bool { !helpers.isEmpty }

  /// The credential to send to a service; nil when there is none, or the service wants none.
  ///
  /// Throws an authentication failure for one that is expired, that belongs to another origin, or that would
  /// cross a network unencrypted.
  public func find(
    service: Service, secret: String? = nil, profile: String, address: Address?
  ) throws(Failure) -> Credential? {
    guard service.authentication != .none || secret != nil,
      let credential = try lookUp(service: service, secret: secret, profile: profile, address: address)
    else { return nil }
    guard let address else { return credential }
    try checkTransport(address, service)
    if let origin = credential.origin, origin != address.origin {
      throw refusal(
        service, secret, profile, "credential_origin",
        "the credential of \(service.name) was stored for \(origin), not for \(address.origin)")
    }
    if credential.isExpired(at: clock.now()) { throw expired(credential, service, secret, profile) }
    return credential
  }

  /// The credential that `find` would judge, whatever it is worth; with `secret` the one of that name beside the
  /// service's own, which no helper keeps.
  public func lookUp(
    service: Service, secret: String? = nil, profile: String, address: Address?
  ) throws(Failure) -> Credential? {
    let name = Credentials.variable(service, secret: secret)
    if let secret = environment.nonEmpty(name) {
      return try Credential(secret, origin: nil, source: .environment(name))
    }
    let kept = try keyring.credential(Credentials.entry(service, secret: secret), profile: profile)
    guard let address else { return kept?.origin == Credential.sandboxOrigin ? kept : nil }
    if let kept, !kept.isExpired(at: clock.now()) { return kept }
    guard secret == nil else { return kept }
    return try fromHelpers(address, username ?? profile) ?? kept
  }

  /// The environment variable for a service's credential, or for a secret of its beside it.
  public static func variable(_ service: Service, secret: String? = nil) -> String {
    let words = [service.name, secret].compactMap { $0 }.joined(separator: "_")
    return "SP_\(words.uppercased().map { $0 == "-" ? "_" : String($0) }.joined())_TOKEN"
  }

  /// What the keyring keeps it under: `crealia`, or `crealia.cron`.
  public static func entry(_ service: Service, secret: String?) -> String {
    [service.name, secret].compactMap { $0 }.joined(separator: ".")
  }

  /// A secret that belongs to no service, kept in the keyring under its name, such as `sandbox.llm`; its variable is
  /// `SP_SANDBOX_LLM_TOKEN`. Throws for one that was stored for another origin than the address.
  public func secret(named name: String, profile: String, address: Address) throws(Failure) -> Credential? {
    let variable = "SP_\(name.uppercased().replacing(".", with: "_"))_TOKEN"
    if let secret = environment.nonEmpty(variable) {
      return try Credential(secret, origin: nil, source: .environment(variable))
    }
    guard let kept = try keyring.credential(name, profile: profile) else { return nil }
    guard kept.origin == address.origin else {
      throw Failure(
        .authentication,
        "the credential \(name) was stored for \(kept.origin ?? "nothing"), not for \(address.origin)",
        code: "credential_origin", hint: "sp auth login \(name)")
    }
    return kept
  }

  // MARK: Changing

  /// Keeps a secret, with `name` one beside the service's own credential: by the helpers where some are configured and the service is remote, else in the keyring.
  @discardableResult
  public func store(
    _ secret: String, service: Service, as name: String? = nil, profile: String, address: Address?,
    expires: Timestamp? = nil
  ) throws(Failure) -> Credential {
    if name == nil { try service.checkPrefix(of: secret) }
    guard let address, !helpers.isEmpty, name == nil else {
      if let address { try checkTransport(address, service) }
      return try keyring.store(
        secret, origin: address?.origin ?? Credential.sandboxOrigin, expires: expires,
        service: Credentials.entry(service, secret: name), profile: profile)
    }
    try checkTransport(address, service)
    let credential = try Credential(
      secret, origin: address.origin, expires: expires, created: clock.now(),
      source: .helper(helpers.map(\.name).joined(separator: ", ")))
    for helper in helpers {
      try helper.store(secret, address, username: username ?? profile, expires: credential.expires)
    }
    try keyring.erase(service.name, profile: profile)
    return credential
  }

  /// Forgets what `store` kept; false where the keyring had nothing and no helper could be told.
  @discardableResult
  public func erase(
    service: Service, secret: String? = nil, profile: String, address: Address?
  ) throws(Failure) -> Bool {
    let wasKept = try keyring.erase(Credentials.entry(service, secret: secret), profile: profile)
    guard let address, !helpers.isEmpty, secret == nil else { return wasKept }
    for helper in helpers { try helper.erase(address, username: username ?? profile) }
    return true
  }

  // MARK: Judging

  /// The first helper's credential that is still good, else the last that is not.
  private func fromHelpers(_ address: Address, _ username: String) throws(Failure) -> Credential? {
    var best: Credential?
    for helper in helpers {
      switch try helper.get(address, username: username) {
      case .nothing: continue
      case .quit:
        throw Failure(
          .authentication, "the credential helper \(helper.name) gave no credential and wants no other asked",
          code: "credential_helper")
      case .found(let secret, let expires):
        best = try Credential(
          secret, origin: address.origin, expires: expires, source: .helper(helper.name))
        if best?.isExpired(at: clock.now()) == false { return best }
      }
    }
    return best
  }

  private func checkTransport(_ address: Address, _ service: Service) throws(Failure) {
    guard address.scheme != "https", !address.isLoopback else { return }
    throw Failure(
      .authentication, "the credential of \(service.name) is not sent to \(address.origin) over plain http",
      service: service.name, code: "credential_transport", hint: "use an https URL for \(service.name).url")
  }

  private func expired(
    _ credential: Credential, _ service: Service, _ secret: String?, _ profile: String
  ) -> Failure {
    let now = clock.now()
    let when = credential.expires.map { moment in
      moment > now ? "expires in \((moment - now).text)" : "expired \((now - moment).text) ago"
    }
    let message = "the credential of \(service.name) (\(credential.source)) \(when ?? "expired")"
    guard case .environment(let name) = credential.source else {
      return refusal(service, secret, profile, "credential_expired", message)
    }
    return Failure(
      .authentication, message, service: service.name, code: "credential_expired", hint: "renew \(name)")
  }

  private func refusal(
    _ service: Service, _ secret: String?, _ profile: String, _ code: String, _ message: String
  ) -> Failure {
    let option = profile == Settings.sandbox ? "" : " --profile \(profile)"
    return Failure(
      .authentication, message, service: service.name, code: code,
      hint: "sp auth login \(Credentials.entry(service, secret: secret))\(option)")
  }
}

extension Service {
  /// Refuses a key that does not begin as the service's keys do.
  fileprivate func checkPrefix(of secret: String) throws(Failure) {
    guard !keyPrefixes.isEmpty, !keyPrefixes.contains(where: secret.hasPrefix) else { return }
    throw .usage(
      "a key of \(title) begins with \(keyPrefixes.joined(separator: " or ")); nothing was kept",
      hint: "copy the whole key, without quotes")
  }
}
