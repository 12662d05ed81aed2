/// A pull source that hands out `bytes` in pieces of at most `size`.
func pieces(_ bytes: [UInt8], of size: Int) -> (UnsafeMutableRawBufferPointer) -> Int {
  var rest = bytes[...]
  return { buffer in
    let piece = rest.prefix(min(size, buffer.count))
    buffer.copyBytes(from: piece)
    rest = rest.dropFirst(piece.count)
    return piece.count
  }
}

/// The sizes that put the seams between pieces everywhere.
let pieceSizes = [1, 2, 3, 5, 7, 64, 1 << 20]

/// A generator of the same numbers in every run.
struct FixedRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
