import Platform
import Values

/// A secret that proves who sends a request, and where it may be sent; prints, dumps and reflects masked.
public struct Credential: Sendable {
  /// Where a credential was found.
  public enum Source: Sendable, Hashable, CustomStringConvertible {
    case environment(String)
    case keyring
    case helper(String)

    /// The place, as people call it.
    public var description: String {
      switch self {
      case .environment(let name): name
      case .keyring: "keyring"
      case .helper(let name): "credential helper \(name)"
      }
    }
  }

  /// The secret itself: only for the request, for `sp auth token`, and for redaction.
  public let secret: String
  /// Scheme, host and port it may be sent to, `sandbox` for the in-process one; nil where the user gave it
  /// for whatever is asked (the environment).
  public let origin: String?
  /// When it ends; the earlier of what was stored and what a JWT says.
  public let expires: Timestamp?
  /// When it was stored.
  public let created: Timestamp?
  /// Where it was found.
  public let source: Source

  /// The origin of the in-process sandbox.
  public static let sandboxOrigin = "sandbox"

  /// Takes a secret that `check` accepts; from here on the process leaves no core file.
  public init(
    _ secret: String, origin: String?, expires: Timestamp? = nil, created: Timestamp? = nil, source: Source
  ) throws(Failure) {
    try Credential.check(secret, from: source)
    Secrets.guardProcess()
    self.secret = secret
    self.origin = origin
    self.expires = [expires, JSONWebToken(secret)?.expires].compactMap { $0 }.min()
    self.created = created
    self.source = source
  }

  /// Tells credentials apart in the ledger without revealing them: 12 hexadecimal digits of the SHA-256.
  public var fingerprint: String { String(SHA256.hex(of: Array(secret.utf8)).prefix(12)) }

  /// The last four characters of a long secret, nothing of a short one.
  public var masked: String { Masking.mask(secret) }

  /// Whether it is over at a moment, or will be within the half minute that a request may take.
  public func isExpired(at now: Timestamp) -> Bool { expires.map { $0 <= now + .seconds(30) } ?? false }

  /// `test` or `live` where the secret says so (`sk_test_…`, `sk_live_…`).
  public var mode: String? {
    ["test", "live"].first { secret.hasPrefix("sk_\($0)_") }
  }

  /// Refuses what cannot stand in a header: an empty secret, more than 16 KiB, and anything but visible ASCII.
  static func check(_ secret: String, from source: Source) throws(Failure) {
    func refused(_ reason: String) -> Failure {
      Failure(.authentication, "the credential from the \(source) \(reason)", code: "credential_refused")
    }
    guard !secret.isEmpty else { throw refused("is empty") }
    guard secret.utf8.count <= 16 << 10 else { throw refused("is longer than 16 KiB") }
    guard secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw refused("holds a space, a line end, or another character that cannot stand in a header")
    }
  }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The masked secret.
  public var description: String { masked }
  /// The masked secret.
  public var debugDescription: String { masked }
  /// Shows the masked secret and nothing else.
  public var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}
