import HTTP

/// A request's path and query, decoded.
struct Target {
  /// The path's segments, decoded.
  let segments: [String]
  /// The query's pairs, decoded, in order.
  let query: [(name: String, value: String)]

  /// Decodes a target; nil when an escape is broken or does not make UTF-8.
  init?(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var segments: [String] = []
    for raw in (parts.first ?? "").split(separator: "/") {
      guard let segment = Target.decoded(raw) else { return nil }
      segments.append(segment)
    }
    self.segments = segments
    guard parts.count == 2 else {
      query = []
      return
    }
    var query: [(name: String, value: String)] = []
    for pair in parts[1].split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Target.decodedForm(sides[0]), let value = Target.decodedForm(sides.last ?? "")
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
