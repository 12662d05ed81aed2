/// UTF-8 as RFC 3629 allows it.
public enum UTF8Text {
  /// The offset of the first byte that begins no valid sequence, nil where all is valid.
  ///
  /// Overlong forms, surrogates, values above U+10FFFF and a cut sequence are invalid at their first byte.
  public static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
    let end = bytes.count
    var index = 0
    while true {
      index = base.firstIndex(from: index, to: end) { $0.notASCII }
      if index == end { return nil }
      let length = sequenceLength(base + index, available: end - index)
      if length == 0 { return index }
      index += length
    }
  }

  /// The length of the valid sequence of two to four bytes at `start`, 0 where there is none.
  @inline(__always)
  private static func sequenceLength(_ start: UnsafePointer<UInt8>, available: Int) -> Int {
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch start[0] {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0x80...0xBF)
      }
    guard length != 0, available >= length, second.contains(start[1]) else { return 0 }
    for offset in 2..<max(length, 2) where start[offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
