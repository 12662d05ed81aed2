import Values

extension SignatureScheme {
  /// Why a signature proves nothing.
  public enum Fault: Error, Sendable, Hashable {
    /// The header field is missing.
    case missing
    /// It is there more than once.
    case repeated
    /// It is not in the form of the scheme; what is wrong with it.
    case malformed(String)
    /// It was made so long ago, or so far ahead, of now.
    case untimely(TimeSpan)
    /// It is that of another body or another secret.
    case different
    /// There is no secret to hold it against.
    case noSecret
  }

  /// How far a signed moment may be from now, both ways.
  public static let tolerance = TimeSpan.minutes(5)

  /// The value of the header field for a body; nil when nothing is signed.
  public func sign(_ body: [UInt8], secret: [UInt8], at now: Timestamp) -> String? {
    switch self {
    case .none: return nil
    case .hexadecimal: return Hex.encode(HMAC.sha256(key: secret, body))
    case .prefixed: return "sha256=" + Hex.encode(HMAC.sha256(key: secret, body))
    case .timestamped:
      let seconds = String(now.milliseconds / 1000)
      return "t=\(seconds),v1=\(Hex.encode(Self.digest(seconds, body, secret)))"
    }
  }

  /// Holds the values of the header field against the raw body and each secret that is still good.
  ///
  /// Nothing is decoded before it is proven, both digests are compared whole, and how long that takes depends on
  /// lengths alone.
  public func verify(
    _ values: [String], body: [UInt8], secrets: [[UInt8]], now: Timestamp,
    tolerance: TimeSpan = SignatureScheme.tolerance
  ) throws(Fault) {
    if case .none = self { return }
    guard let value = values.first else { throw .missing }
    guard values.count == 1 else { throw .repeated }
    let keys = secrets.filter { !$0.isEmpty }
    guard !keys.isEmpty else { throw .noSecret }
    switch self {
    case .none: return
    case .hexadecimal: try Self.match([try Self.digest(value)], keys.map { HMAC.sha256(key: $0, body) })
    case .prefixed:
      guard value.hasPrefix("sha256=") else { throw .malformed("does not begin with sha256=") }
      let claimed = try Self.digest(String(value.dropFirst("sha256=".utf8.count)))
      try Self.match([claimed], keys.map { HMAC.sha256(key: $0, body) })
    case .timestamped:
      let stamp = try Self.stamp(value)
      try Self.match(stamp.digests, keys.map { Self.digest(stamp.seconds, body, $0) })
      let distance = now - stamp.moment
      let span = distance.milliseconds < 0 ? stamp.moment - now : distance
      guard span <= tolerance else { throw .untimely(distance) }
    }
  }

  private static func match(_ claimed: [[UInt8]], _ expected: [[UInt8]]) throws(Fault) {
    var isProven = false
    for digest in claimed {
      for other in expected where HMAC.equal(digest, other) { isProven = true }
    }
    guard isProven else { throw .different }
  }

  private static func digest(_ seconds: String, _ body: [UInt8], _ secret: [UInt8]) -> [UInt8] {
    HMAC.sha256(key: secret, Array(seconds.utf8) + [UInt8(ascii: ".")] + body)
  }

  /// The 32 bytes that 64 digits stand for.
  private static func digest(_ text: String) throws(Fault) -> [UInt8] {
    guard text.utf8.count == 64 else { throw .malformed("has \(text.utf8.count) characters, not 64") }
    guard let bytes = Hex.decode(text) else { throw .malformed("has other characters than 0-9 and a-f") }
    return bytes
  }

  private struct Stamp {
    var seconds: String
    var moment: Timestamp
    var digests: [[UInt8]]
  }

  private static func stamp(_ value: String) throws(Fault) -> Stamp {
    var seconds: String?
    var digests: [[UInt8]] = []
    for part in value.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2 else { throw .malformed("has a part without =") }
      switch sides[0] {
      case "t":
        let isNumber =
          (1...12).contains(sides[1].utf8.count) && sides[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard seconds == nil, isNumber else { throw .malformed("has no single t of 1 to 12 digits") }
        seconds = sides[1]
      case "v1": if let digest = try? digest(sides[1]) { digests.append(digest) }
      default: continue
      }
    }
    guard let seconds, let number = Int64(seconds) else { throw .malformed("has no t") }
    guard !digests.isEmpty else { throw .malformed("has no v1 of 64 hexadecimal digits") }
    return Stamp(seconds: seconds, moment: Timestamp(milliseconds: number * 1000), digests: digests)
  }
}
