import Sandbox
import Values

/// How accounts are connected: the service's side of OAuth.
enum LocalConnect {
  @Sendable static func connect(_ call: Call) throws(Refusal) -> Answer {
    let platform = try platform(call)
    let state = ConsentState.issue(to: call.store.account.id, at: call.store.now)
    let address = Link.text(
      "\(call.origin)/oauth/\(platform)/authorize",
      [
        ("client_id", "socialsync"),
        ("redirect_uri", "\(call.origin)/api/social-accounts/connect/\(platform)/callback"),
        ("response_type", "code"), ("scope", LocalProvider.scopes(platform)), ("state", state),
      ])
    return .value(["authorization_url": .string(address)])
  }

  /// Sends the browser on to the dashboard, whatever comes of it.
  @Sendable static func callback(_ call: Call) throws(Refusal) -> Answer {
    let platform = try platform(call)
    do throws(Refusal) {
      let state = call.query.text("state")
      let user = try ConsentState.user(of: state, at: call.store.now)
      let error = call.query.text("error")
      guard error.isEmpty else { throw Refusal(400, error) }
      guard call.query.text("code") == LocalProvider.code(platform, state) else {
        throw Refusal(400, "Invalid authorization code")
      }
      let owner = user == Account.local.id ? Account.local : Account(id: user, name: user)
      _ = try LocalAccounts.connect(platform, in: call.store.of(owner))
    } catch {
      return .redirect(
        to: Link.text("/dashboard/accounts", [("error", error.message), ("platform", platform)]))
    }
    return .redirect(to: Link.text("/dashboard/accounts", [("success", "true"), ("platform", platform)]))
  }

  private static func platform(_ call: Call) throws(Refusal) -> String {
    let platform = call.path["platform"] ?? ""
    guard SocialSync.platforms.contains(platform) else { throw Refusal(404, "Platform not supported") }
    return platform
  }
}

/// The state of a connection: a JSON Web Token (RFC 7519) that names the user and ends soon.
enum ConsentState {
  private static let key = Array("socialsync-sandbox-state".utf8)
  private static let lifetime = TimeSpan.minutes(10)

  static func issue(to user: String, at now: Timestamp) -> String {
    let claims: JSON = [
      "user_id": .string(user), "exp": .number(.init(Int((now + lifetime).milliseconds / 1000))),
    ]
    let content = "\(part(["alg": "HS256", "typ": "JWT"])).\(part(claims))"
    return "\(content).\(signature(of: content))"
  }

  /// The user whom a state was issued to; refuses one that is forged or over.
  static func user(of state: String, at now: Timestamp) throws(Refusal) -> String {
    let parts = state.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3,
      HMAC.equal(Array(parts[2].utf8), Array(signature(of: "\(parts[0]).\(parts[1])").utf8)),
      let bytes = Base64.decodeURL(parts[1]), let claims = try? JSON.parse(bytes),
      let user = claims["user_id"]?.string, let end = claims["exp"]?.int
    else { throw Refusal(400, "Invalid state") }
    guard now < Timestamp(milliseconds: Int64(end) * 1000) else { throw Refusal(400, "State expired") }
    return user
  }

  private static func part(_ json: JSON) -> String { Base64.encodeURL(Array(json.text().utf8)) }

  private static func signature(of content: String) -> String {
    Base64.encodeURL(HMAC.sha256(key: key, Array(content.utf8)))
  }
}
