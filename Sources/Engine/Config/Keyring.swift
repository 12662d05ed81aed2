import Platform
import Values

/// The credentials kept in `keyring.json`, 0600, by profile and service; as `keyring.json.gpg` when encrypted.
///
/// A file that others could read or replace is not read at all. Changes happen under a lock that dies with
/// its holder, on what is in the file at that moment, and replace it all or nothing.
public struct Keyring: Sendable {
  /// A credential and whose it is.
  public struct Entry: Sendable {
    /// The profile.
    public var profile: String
    /// The service.
    public var service: String
    /// The credential.
    public var credential: Credential
  }

  let file: KeyringFile
  let clock: SystemClock

  /// The keyring in the data home, encrypted from the next change on where `encryption` says how.
  public init(
    directories: Directories, encryption: Encryption? = nil, environment: Environment,
    clock: SystemClock = .system
  ) {
    file = KeyringFile(path: directories.keyringFile, encryption: encryption, environment: environment)
    self.clock = clock
  }

  /// The credential of a service in a profile.
  public func credential(_ service: String, profile: String) throws(Failure) -> Credential? {
    guard let entry = try file.read()[profile]?[service] else { return nil }
    return try credential(entry, "\(profile) \(service)")
  }

  /// Everything in the keyring, in its order.
  public func entries() throws(Failure) -> [Entry] {
    var entries: [Entry] = []
    for profile in try file.read().members {
      for service in profile.value.object?.members ?? [] {
        let credential = try credential(service.value, "\(profile.key) \(service.key)")
        entries.append(Entry(profile: profile.key, service: service.key, credential: credential))
      }
    }
    return entries
  }

  /// Keeps a secret for a service in a profile, instead of the one before.
  @discardableResult
  public func store(
    _ secret: String, origin: String, expires: Timestamp? = nil, service: String, profile: String
  ) throws(Failure) -> Credential {
    let credential = try Credential(
      secret, origin: origin, expires: expires, created: clock.now(), source: .keyring)
    try file.update { profiles in
      var services = profiles[profile]?.object ?? JSON.Object()
      services[service] = Keyring.json(credential)
      profiles[profile] = .object(services)
    }
    return credential
  }

  /// Forgets a credential; false where there was none.
  @discardableResult
  public func erase(_ service: String, profile: String) throws(Failure) -> Bool {
    guard try file.read()[profile]?[service] != nil else { return false }
    try file.update { profiles in
      guard var services = profiles[profile]?.object else { return }
      services[service] = nil
      profiles[profile] = services.isEmpty ? nil : .object(services)
    }
    return true
  }

  private static func json(_ credential: Credential) -> JSON {
    var entry = JSON.Object()
    entry["token"] = .string(credential.secret)
    entry["origin"] = credential.origin.map(JSON.string)
    entry["expires"] = credential.expires.map { .string($0.rfc3339) }
    entry["created"] = credential.created.map { .string($0.rfc3339) }
    return .object(entry)
  }

  private func credential(_ entry: JSON, _ name: String) throws(Failure) -> Credential {
    guard let token = entry["token"]?.string, let origin = entry["origin"]?.string else {
      throw file.damaged("the entry of \(name) has no token or no origin")
    }
    return try Credential(
      token, origin: origin, expires: try moment(entry["expires"], name),
      created: try moment(entry["created"], name), source: .keyring)
  }

  private func moment(_ value: JSON?, _ name: String) throws(Failure) -> Timestamp? {
    guard let value, !value.isNull else { return nil }
    guard let moment = value.string.flatMap({ Timestamp(rfc3339: $0) }) else {
      throw file.damaged("the entry of \(name) has a time that is none")
    }
    return moment
  }
}
