extension JSON {
  /// Appends `text` in quotes, safe on a terminal and in a script: C0, DEL, C1, bidirectional controls
  /// (U+202A–U+202E, U+2066–U+2069) and the separators U+2028 and U+2029 are escaped.
  public static func quote(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(ASCII.quote)
    var text = text
    text.withUTF8 { appendEscaped($0, to: &bytes) }
    bytes.append(ASCII.quote)
  }

  /// The same for bytes of UTF-8.
  public static func quote(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
    bytes.append(ASCII.quote)
    appendEscaped(text, to: &bytes)
    bytes.append(ASCII.quote)
  }

  private static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    guard let base = text.baseAddress else { return }
    let end = text.count
    var runStart = 0
    var index = 0
    while true {
      index = base.firstIndex(from: index, to: end) {
        $0.equal(ASCII.quote) | $0.equal(ASCII.backslash) | $0.below(ASCII.space) | $0.equal(ASCII.delete)
          | $0.equal(0xC2) | $0.equal(0xE2)
      }
      guard index < end else { break }
      let (length, scalar) = escapable(base + index, available: end - index)
      if let scalar {
        bytes.append(contentsOf: UnsafeBufferPointer(start: base + runStart, count: index - runStart))
        appendEscape(scalar, to: &bytes)
        runStart = index + length
      }
      index += length
    }
    bytes.append(contentsOf: UnsafeBufferPointer(start: base + runStart, count: end - runStart))
  }

  /// The length of the character at `start`, and its value where it must be escaped.
  private static func escapable(_ start: UnsafePointer<UInt8>, available: Int) -> (Int, UInt16?) {
    switch start[0] {
    case 0xC2 where available >= 2: (2, start[1] < 0xA0 ? UInt16(start[1]) : nil)
    case 0xE2 where available >= 3:
      switch (start[1], start[2]) {
      case (0x80, 0xA8...0xAE): (3, 0x2000 + UInt16(start[2] - 0x80))
      case (0x81, 0xA6...0xA9): (3, 0x2040 + UInt16(start[2] - 0x80))
      default: (3, nil)
      }
    default: (1, UInt16(start[0]))
    }
  }

  static func appendEscape(_ scalar: UInt16, to bytes: inout [UInt8]) {
    switch UInt8(truncatingIfNeeded: scalar) {
    case _ where scalar > 0xFF: appendDigits(scalar, to: &bytes)
    case ASCII.quote: bytes.append(#"\""#)
    case ASCII.backslash: bytes.append(#"\\"#)
    case ASCII.lineFeed: bytes.append(#"\n"#)
    case ASCII.carriageReturn: bytes.append(#"\r"#)
    case ASCII.tab: bytes.append(#"\t"#)
    case 0x08: bytes.append(#"\b"#)
    case 0x0C: bytes.append(#"\f"#)
    default: appendDigits(scalar, to: &bytes)
    }
  }

  private static func appendDigits(_ scalar: UInt16, to bytes: inout [UInt8]) {
    bytes.append(#"\u"#)
    for shift in [12, 8, 4, 0] { bytes.append(ASCII.lowerHexDigits[Int(scalar >> UInt16(shift)) & 15]) }
  }
}
