/// Writes an image of up to 256 colours as PNG (W3C, third edition): one palette, no filter, fixed Huffman codes.
struct PNG {
  let width: Int
  let height: Int
  /// Red, green and blue of each colour.
  let palette: [(UInt8, UInt8, UInt8)]

  /// The file; `row` gives the colours of a row, and how many rows are the same from there on.
  func encode(_ row: (Int) -> (colours: [UInt8], repeats: Int)) -> [UInt8] {
    var deflate = Deflate()
    var y = 0
    while y < height {
      let (colours, repeats) = row(y)
      // A row begins with the number of its filter, 0 for none.
      deflate.append([0] + colours)
      deflate.repeat(distance: width + 1, length: (min(repeats, height - y) - 1) * (width + 1))
      y += max(1, min(repeats, height - y))
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    PNG.chunk("IHDR", PNG.big(width) + PNG.big(height) + [8, 3, 0, 0, 0], to: &file)
    PNG.chunk("PLTE", palette.flatMap { [$0.0, $0.1, $0.2] }, to: &file)
    PNG.chunk("IDAT", deflate.finish(), to: &file)
    PNG.chunk("IEND", [], to: &file)
    return file
  }

  private static func chunk(_ type: String, _ data: [UInt8], to file: inout [UInt8]) {
    let body = Array(type.utf8) + data
    file += big(data.count) + body + big(Int(checksum(body)))
  }

  private static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 of ISO 3309.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
}

/// A zlib stream (RFC 1950, 1951) of one block with fixed Huffman codes, made of literals and repetitions.
struct Deflate {
  private var bytes: [UInt8] = [0x78, 0x01]
  private var bits: UInt64 = 0
  private var count: UInt64 = 0
  private var sums: (UInt32, UInt32) = (1, 0)
  /// What was appended last, of which repetitions are made.
  private var window: [UInt8] = []

  init() { put(0b011, 3) }

  /// Adds bytes; runs of one byte become repetitions.
  mutating func append(_ data: [UInt8]) {
    var index = 0
    while index < data.count {
      var end = index + 1
      while end < data.count, data[end] == data[index] { end += 1 }
      literal(data[index])
      if end - index > 3 {
        copies(distance: 1, length: end - index - 1)
      } else {
        for _ in (index + 1)..<end { literal(data[index]) }
      }
      index = end
    }
    sum(data)
    window = data
  }

  /// Adds what stands `distance` bytes back; that must be the whole of what was appended last.
  mutating func `repeat`(distance: Int, length: Int) {
    copies(distance: distance, length: length)
    for _ in 0..<(length / max(window.count, 1)) { sum(window) }
  }

  /// The stream.
  mutating func finish() -> [UInt8] {
    put(0, 7)
    if count > 0 { put(0, 8 - count) }
    let sum = sums.1 << 16 | sums.0
    return bytes + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }

  private mutating func literal(_ byte: UInt8) {
    let value = Int(byte)
    if value < 144 { code(0x30 + value, 8) } else { code(0x190 + value - 144, 9) }
  }

  /// Repetitions of at most 258 bytes, none of them shorter than 3.
  private mutating func copies(distance: Int, length: Int) {
    var rest = length
    while rest > 0 {
      let part = rest > 258 ? (rest - 258 < 3 ? rest - 3 : 258) : rest
      copy(distance, part)
      rest -= part
    }
  }

  private mutating func copy(_ distance: Int, _ length: Int) {
    let size = Deflate.lengths.lastIndex { $0.base <= length } ?? 0
    let symbol = 257 + size
    if symbol < 280 { code(symbol - 256, 7) } else { code(0xC0 + symbol - 280, 8) }
    put(UInt64(length - Deflate.lengths[size].base), Deflate.lengths[size].extra)
    let far = Deflate.distances.lastIndex { $0.base <= distance } ?? 0
    code(far, 5)
    put(UInt64(distance - Deflate.distances[far].base), Deflate.distances[far].extra)
  }

  /// Huffman codes go out from their highest bit on.
  private mutating func code(_ value: Int, _ length: UInt64) {
    var reversed: UInt64 = 0
    for bit in 0..<length where value >> Int(bit) & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
    put(reversed, length)
  }

  private mutating func put(_ value: UInt64, _ length: UInt64) {
    bits |= value << count
    count += length
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      count -= 8
    }
  }

  /// Adler-32, put off the modulus as long as 32 bits allow.
  private mutating func sum(_ data: [UInt8]) {
    data.withUnsafeBufferPointer { data in
      var (low, high) = sums
      var index = 0
      while index < data.count {
        let end = min(index + 5552, data.count)
        while index < end {
          low &+= UInt32(data[index])
          high &+= low
          index += 1
        }
        (low, high) = (low % 65_521, high % 65_521)
      }
      sums = (low, high)
    }
  }

  private static let lengths: [(base: Int, extra: UInt64)] = {
    var rows = (3...10).map { (base: $0, extra: UInt64(0)) }
    for extra in 1...5 {
      for _ in 0..<4 {
        let last = rows[rows.count - 1]
        rows.append((last.base + 1 << Int(last.extra), UInt64(extra)))
      }
    }
    return rows + [(258, 0)]
  }()

  private static let distances: [(base: Int, extra: UInt64)] = {
    var rows = (1...4).map { (base: $0, extra: UInt64(0)) }
    for extra in 1...13 {
      for _ in 0..<2 {
        let last = rows[rows.count - 1]
        rows.append((last.base + 1 << Int(last.extra), UInt64(extra)))
      }
    }
    return rows
  }()
}
