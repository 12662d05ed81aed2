/// Names with stars, each of which stands for any characters: `refund.*`.
public enum Wildcard {
  /// Whether a text fits a pattern.
  ///
  /// Matches greedily and goes back to the last star, which bounds the work by the product of both lengths.
  public static func matches(_ pattern: String, _ text: String) -> Bool {
    matches(pattern.utf8[...], text.utf8[...])
  }

  private static func matches(_ pattern: Substring.UTF8View, _ text: Substring.UTF8View) -> Bool {
    var pattern = pattern
    var text = text
    var fallback: (pattern: Substring.UTF8View, text: Substring.UTF8View)?
    while let byte = text.first {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        fallback = (pattern, text)
      } else if pattern.first == byte {
        pattern = pattern.dropFirst()
        text = text.dropFirst()
      } else if let last = fallback {
        pattern = last.pattern
        text = last.text.dropFirst()
        fallback = (last.pattern, text)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
