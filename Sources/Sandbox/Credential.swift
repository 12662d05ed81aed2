import Catalog
import HTTP
import Values

/// Reads the account out of a request's credential; nothing is looked up.
struct Credential {
  /// By what a request had, as it came.
  private var accounts: [String: Account] = [:]
  private static let remembered = 1000

  /// The account a request speaks for; refuses 401 when the credential is missing, empty or malformed.
  mutating func account(
    of request: SandboxRequest, by authentication: Authentication, keys prefixes: [String]
  ) throws(Refusal) -> Account {
    let values = Credential.values(of: request, by: authentication)
    if values.count == 1, let account = accounts[values[0]] { return account }
    guard let token = try Credential.token(in: values, of: request, by: authentication) else { return .local }
    if case .secret = authentication { return .local }
    let prefix = prefixes.first { token.hasPrefix($0) }
    guard prefix != nil || prefixes.isEmpty else {
      throw .standard(
        401, "The credential does not begin with \(prefixes.joined(separator: " or "))", isOfKey: true)
    }
    let account = Account(
      credential: Credential.name(in: token.dropFirst(prefix?.count ?? 0), authentication))
    if accounts.count >= Credential.remembered { accounts = [:] }
    if values.count == 1 { accounts[values[0]] = account }
    return account
  }

  /// What names the account: of a session the part before its first dot, which every session of a person shares; of a
  /// name and a password the name.
  private static func name(in token: Substring, _ authentication: Authentication) -> String {
    switch authentication {
    case .cookie: String(token.prefix { $0 != "." })
    case .basic:
      String(decoding: (Base64.decode(String(token)) ?? []).prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    case .bearer, .optionalBearer, .header, .query, .secret, .none: String(token)
    }
  }

  /// What the field or the parameter has that carries the credential.
  private static func values(of request: SandboxRequest, by authentication: Authentication) -> [String] {
    switch authentication {
    case .none: []
    case .bearer, .optionalBearer, .basic, .secret: request.headers.all("Authorization")
    case .header(let name): request.headers.all(name)
    case .query(let name):
      (ServerRequest(.get, request.target)?.query ?? []).filter { $0.name == name }.map(\.value)
    case .cookie: request.headers.all("Cookie")
    }
  }

  /// The token in those values; nil where none is needed.
  private static func token(
    in values: [String], of request: SandboxRequest, by authentication: Authentication
  ) throws(Refusal) -> String? {
    let tokens: [Substring?]
    switch authentication {
    case .none: return nil
    case .bearer, .optionalBearer, .secret: tokens = values.map { credential(in: $0, scheme: "bearer") }
    case .basic: tokens = values.map { credential(in: $0, scheme: "basic") }
    case .header, .query: tokens = values.map { Substring($0) }
    case .cookie(let name): tokens = values.flatMap { cookies(name, in: $0) }
    }
    guard let first = tokens.first else {
      if request.isLocal || authentication == .optionalBearer { return nil }
      throw .standard(401, "The request has no credential")
    }
    guard tokens.count == 1, let token = first, isWellFormed(token) else {
      throw .standard(401, "The credential is malformed", isOfKey: true)
    }
    return String(token)
  }

  private static func credential(in value: String, scheme: String) -> Substring? {
    let parts = value.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == scheme ? parts[1] : nil
  }

  private static func cookies(_ name: String, in value: String) -> [Substring?] {
    value.split(separator: ";").compactMap { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return sides[0].trimmingSpaces() == name ? sides.dropFirst().first : nil
    }
  }

  /// The characters of a token68 (RFC 9110 section 11.2), which JSON Web Tokens and API keys keep to.
  private static func isWellFormed(_ token: Substring) -> Bool {
    !token.isEmpty && token.utf8.count <= 4096
      && token.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-._~+/=".utf8.contains(byte)
        }
      }
  }
}
