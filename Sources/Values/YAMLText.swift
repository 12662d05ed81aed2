/// How a text may stand in YAML.
enum YAMLText {
  /// Words a reader of YAML 1.1 or 1.2 takes for something else than text, in lower case.
  private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

  /// Whether the text can stand as it is: of letters that have no meaning, and not like a number, a date, a
  /// boolean or null.
  static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    guard isLetter(first) || first >= 0x80 || first == UInt8(ascii: "/"), last != ASCII.space else {
      return false
    }
    return !words.contains(text.lowercased()) && text.unicodeScalars.allSatisfy(isPlain) && !isMarked(text)
  }

  /// Whether the text is best read as lines: more than one, all of printable letters, none with white space at
  /// its end, the first neither empty nor indented.
  static func isLiteral(_ text: String) -> Bool {
    guard text.utf8.contains(ASCII.lineFeed), let first = text.utf8.first else { return false }
    guard first != ASCII.lineFeed, !isSpace(first) else { return false }
    let lines = text.utf8.split(separator: ASCII.lineFeed)
    return lines.allSatisfy { !isSpace($0.last ?? 0) }
      && text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || isPrintable($0) }
  }

  /// The lexeme with a point before and a sign behind the letter of its exponent, which YAML 1.1 asks for.
  static func number(_ number: JSON.Number) -> String {
    let parts = number.lexeme.split { $0 == "e" || $0 == "E" }
    guard parts.count == 2 else { return number.lexeme }
    let sign = parts[1].hasPrefix("-") || parts[1].hasPrefix("+") ? "" : "+"
    return "\(parts[0])\(parts[0].contains(".") ? "" : ".0")e\(sign)\(parts[1])"
  }

  /// Appends the text in double quotes with JSON's escapes, all of which YAML has.
  static func quote(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(ASCII.quote)
    for scalar in text.unicodeScalars {
      if isPrintable(scalar), scalar != "\"", scalar != "\\" {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        JSON.appendEscape(UInt16(truncatingIfNeeded: scalar.value), to: &bytes)
      }
    }
    bytes.append(ASCII.quote)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }

  private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 &- UInt8(ascii: "a") < 26 }

  /// Letters, digits and marks that mean nothing behind the first place.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", "_", "-", ".", "/", "+", "@", "(", ")", ";", "=", ",", "'",
      "!", "?", "$",
      "%", "^", "~", "*", "&", ":", "<", ">":
      true
    default: scalar.value >= 0x80 && isPrintable(scalar)
    }
  }

  /// Whether a colon stands where it would end a name: before a space or at the end.
  private static func isMarked(_ text: String) -> Bool {
    var before: UInt8 = 0
    for byte in text.utf8 {
      if before == ASCII.colon, byte == ASCII.space { return true }
      before = byte
    }
    return before == ASCII.colon
  }

  /// What every reader takes as it is: no control, no line separator, no byte order mark, nothing that turns
  /// the direction of writing. All beyond U+FFFF is printable, so an escape has four digits.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202F...0x2065, 0x206A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    case 0x1_0000...0x10_FFFF: true
    default: false
    }
  }
}
