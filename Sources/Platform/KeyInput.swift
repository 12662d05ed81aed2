@preconcurrency import Glibc

/// The bytes of the keyboard, for a line that is being typed.
///
/// One at a time, so that what is typed ahead of a command is left for it; those of a bracketed paste, which names its
/// end, by the block.
public struct KeyInput {
  private var block: [UInt8] = []
  private var index = 0
  /// How much of the mark before or behind a paste has come.
  private var matched = 0
  private var isPasting = false

  private static let begin = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)
  private static let blockSize = 64 << 10

  /// Begins with nothing.
  public init() {}

  /// Whether there are bytes that no wait for the keyboard will show.
  public var hasMore: Bool { index < block.count }

  /// Whether a byte is there, or comes within a tenth of a second.
  public var isAvailable: Bool {
    if hasMore { return true }
    var keyboard = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&keyboard, 1, 100) > 0
  }

  /// The next byte; nil at the end of input, and where an interrupt comes before the end of a paste.
  public mutating func next() -> UInt8? {
    if !hasMore, !fill() { return nil }
    let byte = block[index]
    index += 1
    let mark = isPasting ? KeyInput.end : KeyInput.begin
    matched = byte == mark[matched] ? matched + 1 : byte == mark[0] ? 1 : 0
    if matched == mark.count { (matched, isPasting) = (0, !isPasting) }
    return byte
  }

  /// Forgets that a paste had begun, since its line is dropped.
  public mutating func endPaste() { (matched, isPasting) = (0, false) }

  private mutating func fill() -> Bool {
    let size = isPasting ? KeyInput.blockSize : 1
    while true {
      if isPasting, Interrupt.requested != nil { return false }
      var count = 0
      block = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        count = read(STDIN_FILENO, buffer.baseAddress, size)
        filled = max(0, count)
      }
      index = 0
      if count > 0 { return true }
      guard count < 0, errno == EINTR else { return false }
    }
  }
}
