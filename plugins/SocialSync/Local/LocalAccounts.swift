import Sandbox
import Values

/// The connected accounts.
enum LocalAccounts {
  /// The account of a network; nil when none is connected.
  static func account(on platform: String, in store: Store) throws(Refusal) -> JSON.Object? {
    try store.records("social_accounts").all(where: "platform", is: platform).first
  }

  /// Connects an account, or renews the right to the one that is connected already.
  static func connect(_ platform: String, in store: Store) throws(Refusal) -> JSON.Object {
    let accounts = try store.records("social_accounts")
    let page = pageID(platform, of: store.account)
    let known = try accounts.all(where: "account_id", is: page).first { $0.text("platform") == platform }
    var account: JSON.Object
    if let known {
      account = accounts.touched(known)
    } else {
      account = try accounts.draft(from: profile(platform, page, of: store.account))
      account["id"] = .string(try store.freshID("acc_", in: "social_accounts"))
    }
    account["access_token"] = .string(token("access", platform, store))
    account["refresh_token"] = .string(token("refresh", platform, store))
    account["token_expires_at"] = .string((store.now + .days(60)).rfc3339)
    account["is_active"] = true
    try accounts.put(account)
    try own(page, by: store)
    return account
  }

  /// Remembers whose a page is, so that webhooks find their way.
  static func own(_ page: String, by store: Store) throws(Refusal) {
    let owner: JSON = ["id": .string(page), "owner": .string(store.account.id)]
    if let owner = owner.object { try store.common.records("pages").put(owner) }
  }

  /// The data of whoever owns a page; of a page that nobody connected, those of the local account.
  static func owner(of page: String, in store: Store) throws(Refusal) -> Store {
    guard let owner = try store.common.records("pages").find(page)?.text("owner") else { return store }
    return store.of(Account(id: owner, name: owner))
  }

  @Sendable static func disconnect(_ call: Call) throws(Refusal) -> Answer {
    let accounts = try call.records()
    guard try accounts.find(call.id) != nil else { throw Refusal(404, "Account not found") }
    try accounts.remove(call.id)
    return .value(["success": true])
  }

  @Sendable static func health(_ call: Call) throws(Refusal) -> Answer {
    .value(["status": "healthy", "service": "socialsyncai-api"])
  }

  @Sendable static func versions(_ call: Call) throws(Refusal) -> Answer {
    func version(_ host: String) -> JSON {
      [
        "graph_api_version": "v23.0", "base_url": .string("https://\(host)/v23.0"),
        "webhook_compatible": true, "notes": "Cohérent avec les webhooks Meta",
      ]
    }
    return .value([
      "whatsapp": version("graph.facebook.com"),
      "instagram": version("graph.instagram.com"),
      "api_info": [
        "socialsync_version": "1.0.0", "last_updated": "2024-12-19",
        "compatibility": "Toutes les APIs utilisent la même version v23.0",
      ],
    ])
  }

  // MARK: What a network tells of an account

  private static func profile(_ platform: String, _ page: String, of owner: Account) -> JSON.Object {
    let isLocal = owner == .local
    let name = isLocal ? "monentreprise" : "entreprise\(page.suffix(4))"
    let profile: JSON = [
      "platform": .string(platform),
      "account_id": .string(page),
      "username": .string(name),
      "display_name": .string(isLocal ? "Mon Entreprise" : "Entreprise \(page.suffix(4))"),
      "profile_url": .string(address(platform, name)),
      "user_id": .string(owner.id),
    ]
    return profile.object ?? JSON.Object()
  }

  private static func address(_ platform: String, _ name: String) -> String {
    switch platform {
    case "whatsapp": "https://wa.me/33123456789"
    case "reddit": "https://reddit.com/user/\(name)"
    case "linkedin": "https://linkedin.com/company/\(name)"
    case "tiktok", "youtube": "https://\(platform).com/@\(name)"
    default: "https://\(platform).com/\(name)"
    }
  }

  /// The id of the page, or of the number, that the sandbox's person has on a network.
  static func pageID(_ platform: String, of owner: Account) -> String {
    if owner == .local {
      if platform == "instagram" { return "178414123456789" }
      if platform == "whatsapp" { return "123456789" }
    }
    let digits = SHA256.hash(Array("\(owner.id)/\(platform)".utf8)).prefix(10).map { String($0 % 10) }
    return (platform == "instagram" ? "17841" : "1") + digits.joined()
  }

  /// A token that changes with each connection, and begins as those of the network do.
  private static func token(_ kind: String, _ platform: String, _ store: Store) -> String {
    let seed = "\(kind)/\(platform)/\(store.account.id)/\(store.now.milliseconds)"
    let prefix =
      switch platform {
      case "instagram": "IGQWR"
      case "whatsapp", "facebook": "EAA"
      default: "sbx_"
      }
    return prefix + Base64.encodeURL(SHA256.hash(Array(seed.utf8)))
  }

  /// Refuses a token that Meta would not know.
  static func check(token: String) throws(Refusal) {
    guard isGood(token) else { throw Refusal(400, "Invalid access token") }
  }

  static func isGood(_ token: String) -> Bool { ["IGQ", "EAA"].contains { token.hasPrefix($0) } }
}
