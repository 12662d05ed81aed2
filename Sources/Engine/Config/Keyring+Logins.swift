import Platform
import Values

/// What other programs keep in the keyring by git's rules (gitcredentials(7)): a user name and a password for a place.
extension Keyring {
  /// What says which login is meant; what a request leaves open may be anything.
  private static let place = ["protocol", "host", "path", "username"]
  /// All that is kept of a message.
  private static let kept = place + ["password", "password_expiry_utc", "oauth_refresh_token"]

  /// The newest login that a request fits and that has not run out; nil where there is none.
  public func login(for request: CredentialMessage) throws(Failure) -> CredentialMessage? {
    guard Keyring.names(request) else { return nil }
    let found = try file.logins().first { entry in
      Keyring.fits(entry, request) && !isOver(entry)
    }
    return found.map { entry in
      CredentialMessage(Keyring.kept.compactMap { key in entry[key]?.string.map { (key, $0) } })
    }
  }

  /// Keeps a login, in place of the one for the same place and user; one without a name or password is none.
  public func keep(login: CredentialMessage) throws(Failure) {
    guard Keyring.names(login), login["username"] != nil, login["password"] != nil else { return }
    Secrets.guardProcess()
    var entry = JSON.Object()
    for key in Keyring.kept { entry[key] = login[key].map(JSON.string) }
    try file.updateLogins { logins in
      logins.removeAll { old in Keyring.place.allSatisfy { old[$0] == entry[$0] } }
      logins.insert(.object(entry), at: 0)
    }
  }

  /// Forgets every login that a request fits; where it names a password, those that have this one.
  public func eraseLogins(for request: CredentialMessage) throws(Failure) {
    guard Keyring.names(request), try file.logins().contains(where: { Keyring.fits($0, request) }) else {
      return
    }
    try file.updateLogins { logins in
      logins.removeAll { entry in
        Keyring.fits(entry, request) && request["password"].map { entry["password"] == .string($0) } ?? true
      }
    }
  }

  /// Whether a message names a place at all: what fits everything is given out, and erased, for nobody.
  private static func names(_ message: CredentialMessage) -> Bool {
    message["protocol"]?.isEmpty == false && (message["host"] ?? message["path"])?.isEmpty == false
  }

  private static func fits(_ entry: JSON, _ request: CredentialMessage) -> Bool {
    place.allSatisfy { key in request[key].map { entry[key] == .string($0) } ?? true }
  }

  private func isOver(_ entry: JSON) -> Bool {
    guard let end = entry["password_expiry_utc"]?.string.flatMap({ Int64($0) }) else { return false }
    return end <= clock.now().milliseconds / 1000
  }
}
