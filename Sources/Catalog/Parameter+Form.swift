extension Parameter {
  /// What a text is beyond its letters.
  public enum Form: String, Sendable {
    /// A telephone number in E.164: `+` and 7 to 15 digits.
    case phone
    /// An absolute `http` or `https` address.
    case url
    /// An address, or the path of something at the service itself.
    case place
    /// An e-mail address.
    case email
  }
}

extension Parameter.Form {
  var article: String { self == .phone ? "a" : "an" }

  /// What people call it.
  var expectation: String {
    switch self {
    case .phone: "telephone number such as +33123456789"
    case .url: "address such as https://example.com/path"
    case .place: "address such as https://example.com/clip.mp4, or a path such as /uploads/clip.mp4"
    case .email: "e-mail address"
    }
  }

  /// Whether a text is one.
  func fits(_ text: String) -> Bool {
    switch self {
    case .phone:
      let digits = text.utf8.dropFirst()
      return text.utf8.first == UInt8(ascii: "+") && (7...15).contains(digits.count)
        && digits.allSatisfy { (0x30...0x39).contains($0) } && digits.first != UInt8(ascii: "0")
    case .place:
      return text.hasPrefix("/") && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F } || Self.url.fits(text)
    case .url:
      guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return false }
      guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
        return false
      }
      let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
      return !host.isEmpty
    case .email:
      let sides = text.split(separator: "@", omittingEmptySubsequences: false)
      return sides.count == 2 && !sides[0].isEmpty && sides[1].contains(".") && !sides[1].hasPrefix(".")
        && !sides[1].hasSuffix(".") && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
  }
}
