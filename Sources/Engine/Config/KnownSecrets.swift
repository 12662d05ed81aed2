import HTTP
import Platform

/// The secrets that a session knows, so that none of them is kept in a text: those of the environment, of the keyring
/// where it can be read without asking, and those that requests used. Where others cannot be looked up without asking,
/// their look must do.
struct KnownSecrets {
  private let own: Set<String>
  private var used: Set<String> = []
  private var kept: Set<String> = []
  private var keyringStatus: FileStatus?

  init(_ environment: Environment) {
    let hidden = environment.variables.filter { environment.withoutSecrets[$0.key] == nil }
    own = Set(hidden.values)
  }

  /// Notes a secret that was looked up.
  mutating func use(_ secret: String?) {
    if let secret { used.insert(secret) }
  }

  /// Whether a text holds one of them, in quotes or not, or as part of an address or of JSON.
  mutating func areIn(_ text: String, _ credentials: Credentials) -> Bool {
    if credentials.mayHideOthers, TokenShape.isIn(text) { return true }
    read(credentials.keyring)
    let secrets = own.union(used).union(kept)
    guard !secrets.isEmpty else { return false }
    let redaction = Redaction(secrets: Array(secrets))
    let plain = text.filter { !"'\"\\\n".contains($0) }
    if redaction.text(text) != text || redaction.text(plain) != plain { return true }
    // Short ones would be found everywhere: they count as whole words.
    let words = Set(text.split { " \t\n'\"=:,;|&()".contains($0) }.map(String.init))
    return secrets.contains { words.contains($0) }
  }

  private mutating func read(_ keyring: Keyring) {
    let status = keyring.plainStatus
    guard status != keyringStatus else { return }
    (kept, keyringStatus) = (Set(keyring.plainSecrets), status)
  }
}

extension Credentials {
  /// Whether there may be secrets that only a passphrase or another program can tell.
  fileprivate var mayHideOthers: Bool { hasHelpers || keyring.file.isEncrypted }
}

extension Keyring {
  /// The state of the file where it is not encrypted.
  fileprivate var plainStatus: FileStatus? { Files.status(file.path) }

  /// Every secret in the file; none where it is encrypted, which might ask for a passphrase.
  fileprivate var plainSecrets: [String] {
    guard plainStatus != nil, file.encryption == nil else { return [] }
    let logins = ((try? file.logins()) ?? []).flatMap {
      [$0["password"]?.string, $0["oauth_refresh_token"]?.string].compactMap(\.self)
    }
    return ((try? entries()) ?? []).map(\.credential.secret) + logins
  }
}
