import Values

/// Makes header fields, addresses and texts fit to be shown: in traces, logs and errors.
///
/// A secret is known by the name it stands under, or because it is one of those that were loaded.
public struct Redaction: Sendable {
  /// What stands in a secret's place.
  public static let mask = "[redacted]"

  private let spellings: [[UInt8]]

  /// Knows these secrets; those shorter than 8 bytes are left out, they would hide half of every text.
  public init(secrets: [String] = []) {
    spellings = Set(secrets.filter { $0.utf8.count >= 8 }.flatMap(Redaction.spellings))
      .sorted { $0.count > $1.count }
  }

  /// Whether what stands under this name, in a header, a query or a JSON object, is a secret.
  public static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return names.contains(name) || endings.contains { name.hasSuffix($0) } || name.contains("signature")
  }

  private static let names: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "key", "jwt",
  ]
  private static let endings = ["token", "secret", "password", "apikey", "api-key", "api_key"]

  /// The fields with secrets masked; of a secret of 20 characters or more the last four stay.
  public func headers(_ headers: Headers) -> Headers {
    Headers(
      headers.fields.map { field in
        Redaction.isSecret(field.name)
          ? (field.name, Redaction.masked(field)) : (field.name, text(field.value))
      })
  }

  /// The URL with the values of secret query parameters masked.
  public func address(_ address: Address) -> String {
    let (path, query) = (text(address.origin + address.path), address.query)
    guard let query else { return path }
    let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      let name = pair.prefix { $0 != "=" }
      let isSecret = Redaction.isSecret(Address.decode(name) ?? String(name))
      return isSecret ? "\(name)=\(Redaction.mask)" : text(String(pair))
    }
    return "\(path)?\(pairs.joined(separator: "&"))"
  }

  /// The text without the loaded secrets, in whichever spelling they stand: raw, base64, percent-encoded or
  /// escaped for JSON.
  public func text(_ text: String) -> String {
    guard !spellings.isEmpty else { return text }
    return String(decoding: bytes(Array(text.utf8)), as: UTF8.self)
  }

  /// The same for bytes.
  public func bytes(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let rest = bytes[position...]
      if let secret = spellings.first(where: { rest.starts(with: $0) }) {
        result += Redaction.mask.utf8
        position += secret.count
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return result
  }

  /// Keeps the scheme of `Authorization: Bearer …`, which tells one kind of trouble from another.
  private static func masked(_ field: Headers.Field) -> String {
    let words = field.value.split(separator: " ", maxSplits: 1)
    let isCredentials = Headers.matches(field.name, "Authorization") && words.count == 2
    let secret = isCredentials ? words[1] : field.value[...]
    // The last four of a Basic credential are the end of a password.
    let isPassword = isCredentials && words[0].lowercased() == "basic"
    let shown = secret.utf8.count >= 20 && !isPassword ? "[redacted ...\(secret.suffix(4))]" : mask
    return isCredentials ? "\(words[0]) \(shown)" : shown
  }

  private static func spellings(_ secret: String) -> [[UInt8]] {
    let raw = Array(secret.utf8)
    var quoted: [UInt8] = []
    JSON.quote(secret, into: &quoted)
    let base64 = Base64.encode(raw).utf8.prefix { $0 != UInt8(ascii: "=") }
    return [raw, Array(base64), Array(Address.encode(secret).utf8), Array(quoted.dropFirst().dropLast())]
  }
}
