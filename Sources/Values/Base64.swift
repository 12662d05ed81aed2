private let standardAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
private let urlAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

/// Base 64 by RFC 4648; decoding refuses white space, foreign letters and stray bits.
public enum Base64 {
  /// The standard alphabet (section 4), padded.
  public static func encode(_ bytes: [UInt8]) -> String { encode(bytes, standardAlphabet, isPadded: true) }

  /// The alphabet for URLs (section 5), not padded, as in a JWT.
  public static func encodeURL(_ bytes: [UInt8]) -> String { encode(bytes, urlAlphabet, isPadded: false) }

  /// The bytes of padded text in the standard alphabet, or nil.
  public static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 4) else { return nil }
    return decode(text, standardAlphabet)
  }

  /// The bytes of text in the alphabet for URLs, padded or not, or nil.
  public static func decodeURL(_ text: String) -> [UInt8]? { decode(text, urlAlphabet) }

  private static func encode(_ bytes: [UInt8], _ alphabet: [UInt8], isPadded: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        if place <= group.count {
          text.append(alphabet[Int(bits >> UInt32(18 - 6 * place)) & 63])
        } else if isPadded {
          text.append(UInt8(ascii: "="))
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func decode(_ text: String, _ alphabet: [UInt8]) -> [UInt8]? {
    var letters = Array(text.utf8)[...]
    if letters.count.isMultiple(of: 4) {
      for _ in 0..<2 where letters.last == UInt8(ascii: "=") { letters.removeLast() }
    }
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(letters.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for letter in letters {
      guard values[Int(letter)] != 0xFF else { return nil }
      bits = bits << 6 | UInt32(values[Int(letter)])
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return count < 6 && bits & (1 << UInt32(count) - 1) == 0 ? bytes : nil
  }
}
