/// A pull source of text read through one buffer that is filled again and again; a byte order mark is skipped.
final class ByteSource {
  private let buffer: UnsafeMutableRawBufferPointer
  private let fill: (UnsafeMutableRawBufferPointer) throws -> Int
  private var position = 0
  private var count = 0
  private var hasStarted = false
  private var isAtEnd = false

  /// How many bytes have been consumed, a byte order mark included.
  private(set) var offset = 0

  init(capacity: Int = 1 << 16, fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    buffer = .allocate(byteCount: capacity, alignment: 16)
    self.fill = fill
  }

  deinit { buffer.deallocate() }

  /// The bytes read and not yet consumed, at least one; nil at the end. Valid until the next call.
  func window() throws -> UnsafeBufferPointer<UInt8>? {
    if position == count {
      if !hasStarted { try start() }
      if position == count { try readMore() }
      if position == count { return nil }
    }
    let bytes = UnsafeRawBufferPointer(buffer).assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(rebasing: bytes[position..<count])
  }

  func consume(_ length: Int) {
    position += length
    offset += length
  }

  private func readMore() throws {
    if position == count {
      position = 0
      count = 0
    }
    let space = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
    let length = isAtEnd ? 0 : min(max(try fill(space), 0), space.count)
    isAtEnd = length == 0
    count += length
  }

  /// Reads until a byte order mark can be told, even where it comes byte by byte.
  private func start() throws {
    hasStarted = true
    while count < 3, !isAtEnd { try readMore() }
    if count >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF { consume(3) }
  }
}
