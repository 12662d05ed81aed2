import Values

/// Whose data a request sees; every credential names one, and there is nothing to register.
public struct Account: Sendable, Hashable {
  /// The user's id, and the scope of the data.
  public let id: String
  /// The user's name.
  public let name: String

  /// The account of requests within the process, and of the credential `sandbox` over HTTP.
  public static let local = Account(id: "user-1", name: "creator")

  /// What belongs to all accounts of a service.
  public static let common = Account(id: "common", name: "common")

  /// The credential that names the local account.
  public static let localCredential = "sandbox"

  /// Names an account.
  public init(id: String, name: String) {
    self.id = id
    self.name = name
  }

  /// The account that a credential names; the credential itself is not kept.
  public init(credential: String) {
    guard credential != Account.localCredential else {
      self = .local
      return
    }
    let digest = Hex.encode(Array(SHA256.hash(Array(credential.utf8)).prefix(5)))
    self.init(id: "user-\(digest)", name: "creator-\(digest)")
  }
}
