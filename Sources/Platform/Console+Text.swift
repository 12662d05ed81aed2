extension Console {
  /// Text from elsewhere as a terminal may show it: control characters (but tab and line feed), lone carriage
  /// returns and bidirectional overrides are made visible, so that no text can drive the terminal or hide.
  public static func printable(_ text: String) -> String {
    guard needsEscaping(text) else { return text }
    var result = String.UnicodeScalarView()
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch scalar.value {
      case 0x09, 0x0A: result.append(scalar)
      case 0x0D where next == "\n": result.append(scalar)
      case 0x00...0x1F: result.append(UnicodeScalar(UInt16(0x2400 + scalar.value)) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Most text needs nothing: its bytes are looked at before its characters.
  private static func needsEscaping(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F { return true }
      if previous == 0xC2 && byte < 0xA0 { return true }
      if previous == 0xE2 && (byte == 0x80 || byte == 0x81) { return true }
      previous = byte
    }
    return false
  }

  /// Bytes of our own making without the looks of `TextStyle`.
  static func withoutStyles(_ bytes: [UInt8]) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") else {
        plain.append(bytes[index])
        index += 1
        continue
      }
      index += 2
      while index < bytes.count, bytes[index] < 0x40 { index += 1 }
      index += 1
    }
    return plain
  }

  /// How many cells of a terminal the text takes, by grapheme cluster; control characters take none, so make
  /// them visible first.
  public static func width(_ text: String) -> Int {
    if let width = asciiWidth(text) { return width }
    return text.reduce(0) { $0 + CellWidth.of($1) }
  }

  /// The text where it fits, else its beginning and an ellipsis in at most `columns` cells.
  public static func cut(_ text: String, to columns: Int, ellipsis: String = "…") -> String {
    guard text.utf8.count > columns, width(text) > columns else { return text }
    let room = columns - width(ellipsis)
    guard room >= 0 else { return "" }
    var used = 0
    let kept = text.prefix { character in
      used += CellWidth.of(character)
      return used <= room
    }
    return kept + ellipsis
  }

  private static func asciiWidth(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? text.utf8.count : nil
  }
}
