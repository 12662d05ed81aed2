/// Eight bytes looked at together. Each test returns a word whose lowest set bit lies in the first byte that
/// passes; bits above it may be wrong, which a search for the first byte never sees.
struct EightBytes {
  let word: UInt64

  @inline(__always)
  init(_ word: UInt64) { self.word = word }

  @inline(__always)
  private static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  @inline(__always)
  func equal(_ byte: UInt8) -> UInt64 {
    let difference = word ^ Self.spread(byte)
    return (difference &- Self.spread(1)) & ~difference & Self.spread(0x80)
  }

  /// Bytes below `limit`, which must be at most 0x80.
  @inline(__always)
  func below(_ limit: UInt8) -> UInt64 { (word &- Self.spread(limit)) & ~word & Self.spread(0x80) }

  @inline(__always)
  var notASCII: UInt64 { word & Self.spread(0x80) }
}

extension UnsafePointer where Pointee == UInt8 {
  /// The first index in `start ..< end` whose byte is marked, or `end`.
  @inline(__always)
  func firstIndex(from start: Int, to end: Int, marked marks: (EightBytes) -> UInt64) -> Int {
    let raw = UnsafeRawPointer(self)
    var index = start
    while index &+ 8 <= end {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let found = marks(EightBytes(word))
      if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < end {
      if marks(EightBytes(UInt64(self[index]))) & 0x80 != 0 { return index }
      index &+= 1
    }
    return end
  }
}
