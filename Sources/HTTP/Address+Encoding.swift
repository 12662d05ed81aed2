extension Address {
  /// Percent-encodes all but the unreserved characters: letters, digits, `-`, `.`, `_`, `~`
  /// (RFC 3986 section 2.3).
  public static func encode(_ component: String) -> String {
    var bytes: [UInt8] = []
    for byte in component.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Decodes percent-encoding once; nil where an escape is incomplete or the bytes are not UTF-8.
  ///
  /// A plus stays a plus: only forms mean a space by it.
  public static func decode(_ component: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = component.utf8.makeIterator()
    while let byte = rest.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.next().flatMap(ASCII.hexValue), let low = rest.next().flatMap(ASCII.hexValue)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// What a path may hold beside unreserved characters and escapes (RFC 3986 section 3.3).
  static let pathBytes = Set("/!$&'()*+,;=:@".utf8)

  /// The same for a query; brackets are no part of the grammar, but of many services.
  static let queryBytes = Set("/?!$&'()*+,;=:@[]".utf8)

  /// Whether every character is unreserved, in `also`, or part of a complete escape.
  static func isEncoded(_ text: some StringProtocol, also allowed: Set<UInt8>) -> Bool {
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      if byte == UInt8(ascii: "%") {
        guard rest.next().flatMap(ASCII.hexValue) != nil, rest.next().flatMap(ASCII.hexValue) != nil else {
          return false
        }
      } else if !isUnreserved(byte), !allowed.contains(byte) {
        return false
      }
    }
    return true
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
