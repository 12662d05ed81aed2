import Platform
import Values

/// The file behind the keyring: a JSON object, or what `gpg` made of it.
struct KeyringFile: Sendable {
  let path: String
  let encryption: Keyring.Encryption?
  let environment: Environment

  private var encryptedPath: String { path + ".gpg" }

  /// Whether reading it may ask for a passphrase.
  var isEncrypted: Bool { encryption != nil || Files.exists(encryptedPath) }

  private static let sizeLimit = 1 << 20

  /// The profiles in the file; none where there is no file.
  func read() throws(Failure) -> JSON.Object { try profiles(of: root()) }

  /// The logins of other programs in the file, the newest first.
  func logins() throws(Failure) -> [JSON] { try logins(of: root()) }

  /// Changes the profiles while no other process does. What else the file holds stays.
  func update(_ change: (inout JSON.Object) -> Void) throws(Failure) {
    try rewrite { root throws(Failure) in
      var profiles = try profiles(of: root)
      change(&profiles)
      root["credentials"] = .object(profiles)
    }
  }

  /// Changes the logins of other programs while no other process does. What else the file holds stays.
  func updateLogins(_ change: (inout [JSON]) -> Void) throws(Failure) {
    try rewrite { root throws(Failure) in
      var logins = try logins(of: root)
      change(&logins)
      root["logins"] = .array(logins)
    }
  }

  private func rewrite(_ change: (inout JSON) throws(Failure) -> Void) throws(Failure) {
    let lock = try lock()
    defer { lock.unlock() }
    var root = try root() ?? ["version": 1]
    try change(&root)
    try write(root)
  }

  private func profiles(of root: JSON?) throws(Failure) -> JSON.Object {
    guard let credentials = root?["credentials"] else { return JSON.Object() }
    guard let profiles = credentials.object else { throw damaged("its credentials are no object") }
    return profiles
  }

  private func logins(of root: JSON?) throws(Failure) -> [JSON] {
    guard let logins = root?["logins"] else { return [] }
    guard let list = logins.array else { throw damaged("its logins are no array") }
    return list
  }

  func damaged(_ reason: String) -> Failure {
    let (current, _) = places
    return Failure(
      .authentication, "\(current) is damaged: \(reason)", code: "keyring_damaged",
      hint: "move it away, then sp auth login")
  }

  /// Where the keyring belongs by the settings, and where it is while they have just changed.
  private var places: (current: String, former: String) {
    encryption == nil ? (path, encryptedPath) : (encryptedPath, path)
  }

  private func root() throws(Failure) -> JSON? {
    let (current, former) = places
    var bytes = try content(of: current)
    if bytes == nil { bytes = try content(of: former) }
    guard let bytes else { return nil }
    let root: JSON
    do throws(JSONError) {
      root = try JSON.parse(bytes, as: .input)
    } catch {
      throw damaged(error.description)
    }
    guard let version = root["version"]?.int else { throw damaged("it has no version") }
    guard version == 1 else {
      throw Failure(
        .authentication, "\(current) was written by a newer sp (version \(version))", code: "keyring_version")
    }
    return root
  }

  private func content(of path: String) throws(Failure) -> [UInt8]? {
    let bytes: [UInt8]?
    do throws(SystemError) {
      bytes = try Files.readPrivate(path, limit: KeyringFile.sizeLimit)
    } catch {
      throw refused(error)
    }
    guard let bytes else { return nil }
    Secrets.guardProcess()
    guard path == encryptedPath else { return bytes }
    return try (encryption ?? Keyring.Encryption(recipient: "")).decrypt(bytes, path, environment)
  }

  /// A keyring that must not be read is a matter of credentials; a disk that fails is not.
  private func refused(_ error: SystemError) -> Failure {
    guard let refusal = error.refusal else { return Failure(system: error) }
    return Failure(
      .authentication, error.description, code: "keyring_refused",
      hint: refusal.remedy ?? "move it away, then sp auth login")
  }

  private func write(_ root: JSON) throws(Failure) {
    let (current, former) = places
    var bytes: [UInt8] = []
    root.write(to: &bytes, style: .pretty)
    bytes.append(0x0A)
    if let encryption { bytes = try encryption.encrypt(bytes, environment) }
    do throws(SystemError) {
      try Files.writePrivate(bytes, to: current)
      if Files.exists(former) { try Files.remove(former) }
    } catch {
      throw Failure(system: error)
    }
  }

  private func lock() throws(Failure) -> FileLock {
    let directory = Files.split(path).directory
    do throws(SystemError) {
      try Files.makeDirectories(directory)
      return try FileLock(path: "\(directory)/keyring.lock", wait: .seconds(5))
    } catch {
      throw Failure(system: error)
    }
  }
}
