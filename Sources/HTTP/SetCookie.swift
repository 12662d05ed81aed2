import Values

/// A cookie that an answer sets (RFC 6265 section 5.2): its name, its value, and when it ends.
public struct SetCookie: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The value.
  public let value: String
  /// When it ends; nil at the end of the session.
  public let expires: Timestamp?

  /// Reads the value of a `Set-Cookie` field; nil where it names no cookie.
  public init?(_ text: String, now: Timestamp) {
    let pieces = text.split(separator: ";").map { $0.drop { $0 == " " } }
    guard let pair = pieces.first, let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
      return nil
    }
    name = String(pair[..<equals])
    value = String(pair[pair.index(after: equals)...])
    var date: Timestamp?
    var age: Timestamp?
    for piece in pieces.dropFirst() {
      let halves = piece.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else { continue }
      switch halves[0].lowercased() {
      case "expires": date = SetCookie.date(halves[1])
      case "max-age":
        age = Int64(halves[1]).map { now + TimeSpan(milliseconds: min(max($0, 0), 1_000_000_000) * 1000) }
      default: continue
      }
    }
    expires = age ?? date
  }

  /// `Wed, 21 Oct 2026 07:28:00 GMT`, also with hyphens in the date as old servers write it.
  private static func date(_ text: String) -> Timestamp? {
    if let moment = Timestamp(httpDate: text) { return moment }
    let parts = text.split(separator: " ")
    guard parts.count == 4 else { return nil }
    return Timestamp(
      httpDate: "\(parts[0]) \(parts[1].split(separator: "-").joined(separator: " ")) \(parts[2]) \(parts[3])"
    )
  }
}
