import Catalog
import Platform
import Values

/// Finds, makes and changes the secrets that prove who sends a webhook.
///
/// They are kept in the keyring under `<service>.<secret>`, the one before under `<service>.<secret>-previous` for as
/// long as both are good; `SP_WEBHOOK_SECRET` stands for all.
public struct WebhookSecrets {
  private let keyring: Keyring
  private let profile: String
  private let environment: Environment
  private let clock: SystemClock

  /// How long the old secret is good beside the new one.
  public static let overlap = TimeSpan.minutes(24 * 60)

  /// The secrets of a profile.
  public init(_ session: Session) throws(Failure) {
    let settings = try session.settings()
    keyring = try session.credentials(settings).keyring
    profile = settings.profile
    environment = session.environment
    clock = session.clock
  }

  /// The secrets that are good now, the newest first; in the sandbox one is made where there is none.
  public func current(_ service: Service, _ webhook: Webhook) throws(Failure) -> [String] {
    if let secret = environment.nonEmpty("SP_WEBHOOK_SECRET") { return [secret] }
    let name = "\(service.name).\(webhook.secret)"
    var secrets: [String] = []
    if let kept = try keyring.credential(name, profile: profile) { secrets.append(kept.secret) }
    if let previous = try keyring.credential("\(name)-previous", profile: profile),
      !previous.isExpired(at: clock.now())
    {
      secrets.append(previous.secret)
    }
    if secrets.isEmpty, profile == Settings.sandbox {
      secrets.append(try keep(Hex.encode(Randomness.bytes(24)), service, webhook))
    }
    return secrets
  }

  /// Keeps a secret; the one before stays good for a day.
  @discardableResult
  public func keep(_ secret: String, _ service: Service, _ webhook: Webhook) throws(Failure) -> String {
    let name = "\(service.name).\(webhook.secret)"
    if let old = try keyring.credential(name, profile: profile), old.secret != secret {
      try keyring.store(
        old.secret, origin: WebhookSecrets.origin, expires: clock.now() + WebhookSecrets.overlap,
        service: "\(name)-previous", profile: profile)
    }
    try keyring.store(secret, origin: WebhookSecrets.origin, service: name, profile: profile)
    return secret
  }

  /// What a sender that asks first must know: kept like a secret, and made where there is none.
  public func greeting(_ service: Service, _ webhook: Webhook) throws(Failure) -> String? {
    guard webhook.greets else { return nil }
    if let token = environment.nonEmpty("SP_WEBHOOK_VERIFY_TOKEN") { return token }
    let name = "\(service.name).\(webhook.secret)-verify"
    if let kept = try keyring.credential(name, profile: profile) { return kept.secret }
    let token = Hex.encode(Randomness.bytes(12))
    try keyring.store(token, origin: WebhookSecrets.origin, service: name, profile: profile)
    return token
  }

  /// Such secrets are sent nowhere.
  private static let origin = "webhook"
}
