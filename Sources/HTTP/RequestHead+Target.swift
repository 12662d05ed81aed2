/// The target of a request (RFC 9112 section 3.2), its path decoded once.
struct RequestTarget: Sendable, Hashable {
  /// The target as it was sent.
  let text: String
  /// The host and port of a target in absolute form.
  let authority: String?
  /// The path as it was sent, `*` for the server as a whole.
  let rawPath: String
  /// What follows the question mark.
  let rawQuery: String?
  /// The path decoded, without dot segments.
  let path: String

  init(_ text: String, method: Method) throws(ServerRefusal) {
    self.text = text
    guard text != "*" else {
      guard method == .options else { throw .malformed("the target * goes with OPTIONS alone") }
      (authority, rawPath, rawQuery, path) = (nil, text, nil, text)
      return
    }
    guard !text.utf8.contains(UInt8(ascii: "#")) else { throw .malformed("the target has a fragment") }
    var rest = Substring(text)
    authority = try Self.takeAuthority(&rest)
    let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
    rawQuery = mark.map { String(rest[rest.utf8.index(after: $0)...]) }
    let rawPath = String(rest[..<(mark ?? rest.endIndex)])
    self.rawPath = rawPath.isEmpty ? "/" : rawPath
    guard let path = Self.normalize(self.rawPath) else {
      throw .malformed("the path holds NUL, a wrong escape, or leaves the root")
    }
    self.path = path
  }

  /// Removes `http://host` from a target in absolute form; every other target has to begin with a slash.
  private static func takeAuthority(_ rest: inout Substring) throws(ServerRefusal) -> String? {
    guard !rest.hasPrefix("/") else { return nil }
    guard let scheme = ["http://", "https://"].first(where: { rest.lowercased().hasPrefix($0) }) else {
      throw .malformed("the target is neither a path nor an absolute address")
    }
    rest = rest.dropFirst(scheme.utf8.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    rest = rest[authority.endIndex...]
    return String(authority)
  }

  /// The decoded path without dot segments; a path that needs neither is returned as it is.
  private static func normalize(_ raw: String) -> String? {
    let isPlain = !raw.utf8.contains(UInt8(ascii: "%")) && !raw.utf8.contains(UInt8(ascii: "."))
    return isPlain ? raw : segments(raw).map { "/" + $0.joined(separator: "/") }
  }

  /// The decoded parts between the slashes, dot segments carried out (RFC 3986 section 5.2.4); nil where a
  /// part cannot be decoded, holds NUL, or leaves the root.
  static func segments(_ raw: String) -> [String]? {
    let parts = raw.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    var segments: [String] = []
    for (index, part) in parts.enumerated() {
      guard let segment = Address.decode(part), !segment.utf8.contains(0) else { return nil }
      switch segment {
      case ".": break
      case "..": guard segments.popLast() != nil else { return nil }
      default:
        segments.append(segment)
        continue
      }
      if index == parts.count - 1 { segments.append("") }
    }
    return segments == [""] ? [] : segments
  }
}
