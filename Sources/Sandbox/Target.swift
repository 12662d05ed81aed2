import HTTP

/// A request's path and query, decoded.
struct Target {
  /// The path's segments, decoded.
  let segments: [String]
  /// The query's pairs, decoded, in order.
  let query: [(name: String, value: String)]

  /// Decodes a target; nil when an escape is broken or does not make UTF-8.
  init?(_ text: String) {
    let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
    var segments: [String] = []
    for raw in text[..<mark].utf8.split(separator: UInt8(ascii: "/")) {
      guard let segment = Target.decoded(Substring(raw)) else { return nil }
      segments.append(segment)
    }
    self.segments = segments
    var query: [(name: String, value: String)] = []
    for pair in text[mark...].utf8.dropFirst().split(separator: UInt8(ascii: "&")) {
      let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Target.decodedForm(Substring(sides[0])),
        let value = Target.decodedForm(Substring(sides.last ?? pair))
      else { return nil }
      query.append((name, sides.count == 2 ? value : ""))
    }
    self.query = query
  }

  private static func decoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    return Address.decode(String(text))
  }

  /// Queries of forms say a space as `+` (WHATWG URL, application/x-www-form-urlencoded).
  private static func decodedForm(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "+")) else { return decoded(text) }
    let spaced = text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "%20")
    return Address.decode(spaced)
  }
}
