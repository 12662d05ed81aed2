import Values

/// What random secrets look like, for where none of them may be looked up.
enum TokenShape {
  /// The fewest characters of a word that may be one; passwords of people are shorter and look like anything.
  private static let shortest = 24

  /// Whether a text holds a word that looks like one.
  static func isIn(_ text: String) -> Bool {
    text.utf8.split { !isPart($0) }.contains { $0.count >= shortest && isRandom($0) && !isUUID($0) }
  }

  /// Whether capitals, small letters and digits take turns as often as in random text, and not as in words.
  private static func isRandom(_ word: Substring.UTF8View) -> Bool {
    let kinds = word.compactMap { byte -> Int? in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): 0
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"): 2
      default: nil
      }
    }
    let turns = zip(kinds, kinds.dropFirst()).count { $0 != $1 }
    return turns * 3 >= kinds.count
  }

  /// Whether it is an id such as services give, which is no secret.
  private static func isUUID(_ word: Substring.UTF8View) -> Bool {
    word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(\.count) == [
      8, 4, 4, 4, 12,
    ]
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
