/// The hash function BLAKE2b of RFC 7693, without a key: as safe as SHA-256 and several times as fast without
/// instructions of its own, for what only `sp` itself must recognise.
public enum BLAKE2b {
  /// The bytes a compression takes.
  private static let blockSize = 128

  /// The hash of `bytes`, `size` bytes (1...64).
  public static func hash(_ bytes: [UInt8], size: Int) -> [UInt8] {
    bytes.withUnsafeBytes { hash($0, size: size) }
  }

  /// The hash of `bytes`, `size` bytes (1...64).
  public static func hash(_ bytes: UnsafeRawBufferPointer, size: Int) -> [UInt8] {
    var state = start
    state[0] ^= 0x0101_0000 ^ UInt64(size)
    // The last block is marked as such, and there is one even of nothing.
    let whole = max(0, bytes.count - 1) / blockSize * blockSize
    for offset in stride(from: 0, to: whole, by: blockSize) {
      compress(UnsafeRawBufferPointer(rebasing: bytes[offset...]), &state, offset + blockSize, isLast: false)
    }
    withUnsafeTemporaryAllocation(byteCount: blockSize, alignment: 8) { last in
      last.initializeMemory(as: UInt8.self, repeating: 0)
      last.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[whole...]))
      compress(UnsafeRawBufferPointer(last), &state, bytes.count, isLast: true)
    }
    return (0..<size).map { UInt8(truncatingIfNeeded: state[$0 / 8] &>> UInt64($0 % 8 * 8)) }
  }

  /// Takes the block that a buffer begins with; with it, `length` bytes have been taken.
  private static func compress(
    _ block: UnsafeRawBufferPointer, _ state: inout SIMD8<UInt64>, _ length: Int, isLast: Bool
  ) {
    var (a0, a1, a2, a3) = (state[0], state[1], state[2], state[3])
    var (b0, b1, b2, b3) = (state[4], state[5], state[6], state[7])
    var (c0, c1, c2, c3) = (start[0], start[1], start[2], start[3])
    var (d0, d1, d2, d3) = (start[4] ^ UInt64(length), start[5], isLast ? ~start[6] : start[6], start[7])
    schedule.withUnsafeBufferPointer { schedule in
      for round in 0..<12 {
        let places = UnsafeBufferPointer(rebasing: schedule[(round % 10 * 16)...])
        func word(_ index: Int) -> UInt64 {
          UInt64(littleEndian: block.loadUnaligned(fromByteOffset: Int(places[index]) &* 8, as: UInt64.self))
        }
        mix(&a0, &b0, &c0, &d0, word(0), word(1))
        mix(&a1, &b1, &c1, &d1, word(2), word(3))
        mix(&a2, &b2, &c2, &d2, word(4), word(5))
        mix(&a3, &b3, &c3, &d3, word(6), word(7))
        mix(&a0, &b1, &c2, &d3, word(8), word(9))
        mix(&a1, &b2, &c3, &d0, word(10), word(11))
        mix(&a2, &b3, &c0, &d1, word(12), word(13))
        mix(&a3, &b0, &c1, &d2, word(14), word(15))
      }
    }
    state ^= SIMD8(a0 ^ c0, a1 ^ c1, a2 ^ c2, a3 ^ c3, b0 ^ d0, b1 ^ d1, b2 ^ d2, b3 ^ d3)
  }

  /// The mixing function.
  @inline(__always)
  private static func mix(
    _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ x: UInt64, _ y: UInt64
  ) {
    a = a &+ b &+ x
    d = rotate(d ^ a, 32)
    c = c &+ d
    b = rotate(b ^ c, 24)
    a = a &+ b &+ y
    d = rotate(d ^ a, 16)
    c = c &+ d
    b = rotate(b ^ c, 63)
  }

  @inline(__always)
  private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word &>> count | word &<< (64 &- count)
  }
}

private let start = SIMD8<UInt64>(
  0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
  0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179)

/// Which word of the block each step takes, by round.
private let schedule: [UInt8] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
  11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
  7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
  9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
  2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
  12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
  13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
  6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
  10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
]
