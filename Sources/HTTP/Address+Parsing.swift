extension Address {
  /// Takes an absolute URL.
  ///
  /// Nil for other schemes, user names and passwords, an empty or unencodable host, a port outside 1…65535,
  /// white space, control characters, and any character that must be percent-encoded.
  public init?(_ text: String) {
    let schemeEnd = text.firstIndex(of: ":") ?? text.endIndex
    guard let scheme = Address.scheme(text[..<schemeEnd]), text[schemeEnd...].hasPrefix("://") else {
      return nil
    }
    let rest = text[schemeEnd...].dropFirst(3)
    let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard let (host, port) = Address.authority(rest[..<authorityEnd], Address.defaultPort(scheme)),
      let (path, query) = Address.target(rest[authorityEnd...])
    else { return nil }
    self.init(
      scheme: scheme, host: host, port: port,
      path: path.isEmpty ? "/" : Address.removingDotSegments(path), query: query)
  }

  /// The address that a reference, such as a `Location` field, names from here (RFC 3986 section 5.2).
  public func resolving(_ reference: String) -> Address? {
    if reference.hasPrefix("//") { return Address("\(scheme):\(reference)") }
    let beforePath = reference.prefix { !"/?#".contains($0) }
    if beforePath.contains(":") { return Address(reference) }
    guard let (path, query) = Address.target(reference[...]) else { return nil }
    if path.isEmpty {
      return Address(scheme: scheme, host: host, port: port, path: self.path, query: query ?? self.query)
    }
    let directory = self.path[...(self.path.lastIndex(of: "/") ?? self.path.startIndex)]
    let merged = path.hasPrefix("/") ? path : directory + path
    return Address(
      scheme: scheme, host: host, port: port, path: Address.removingDotSegments(merged), query: query)
  }

  private static func scheme(_ text: Substring) -> String? {
    let lower = text.lowercased()
    return lower == "http" || lower == "https" ? lower : nil
  }

  private static func authority(_ text: Substring, _ defaultPort: Int) -> (host: String, port: Int)? {
    guard !text.utf8.contains(UInt8(ascii: "@")) else { return nil }
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      let literal = text[text.index(after: text.startIndex)..<close]
      guard isIPv6(literal), let port = port(text[text.index(after: close)...], defaultPort) else {
        return nil
      }
      return (literal.lowercased(), port)
    }
    let nameEnd = text.firstIndex(of: ":") ?? text.endIndex
    let name = text[..<nameEnd]
    guard isName(name), let port = port(text[nameEnd...], defaultPort) else { return nil }
    return (name.lowercased(), port)
  }

  /// The number after a colon; an absent or empty port is the default one (RFC 3986 section 3.2.3).
  private static func port(_ text: Substring, _ defaultPort: Int) -> Int? {
    if text.isEmpty || text == ":" { return defaultPort }
    guard text.hasPrefix(":"), let value = ASCII.decimal(text.dropFirst()), (1...65535).contains(value) else {
      return nil
    }
    return value
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.count <= 253
      && text.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
          || $0 == UInt8(ascii: "_")
      }
  }

  private static func isIPv6(_ text: Substring) -> Bool {
    text.utf8.count <= 45 && text.utf8.filter { $0 == UInt8(ascii: ":") }.count >= 2
      && text.utf8.allSatisfy {
        ASCII.hexValue($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
      }
  }

  private static func target(_ text: Substring) -> (path: String, query: String?)? {
    let visible = text.prefix { $0 != "#" }
    let queryMark = visible.firstIndex(of: "?")
    let path = visible[..<(queryMark ?? visible.endIndex)]
    let query = queryMark.map { visible[visible.index(after: $0)...] }
    guard isEncoded(path, also: pathBytes), isEncoded(query ?? "", also: queryBytes) else { return nil }
    return (String(path), query.map { String($0) })
  }

  /// Follows `.` and `..`, in either spelling, without leaving the root (RFC 3986 section 5.2.4).
  private static func removingDotSegments(_ path: String) -> String {
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (position, segment) in zip(segments.indices, segments) {
      let isLast = position == segments.endIndex - 1
      guard isDotSegment(segment) else {
        kept.append(segment)
        continue
      }
      if segment.count != 1 && segment.lowercased() != "%2e" { _ = kept.popLast() }
      if isLast { kept.append("") }
    }
    return "/" + kept.joined(separator: "/")
  }

  static func isDotSegment(_ segment: Substring) -> Bool {
    [".", "..", "%2e", "%2e.", ".%2e", "%2e%2e"].contains(segment.lowercased())
  }
}
