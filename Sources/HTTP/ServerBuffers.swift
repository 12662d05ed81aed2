import Platform

/// The bytes that arrived on a connection and have not been understood yet.
struct ServerInput {
  private var bytes: [UInt8] = []
  private var unread = 0..<0

  var isEmpty: Bool { unread.isEmpty }

  var count: Int { unread.count }

  /// Reads once from `stream`, with room for at least `room` bytes.
  mutating func fill(from stream: SocketStream, room: Int) throws(SystemError) -> Int? {
    makeRoom(room)
    let end = unread.upperBound
    let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
      try stream.read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[end...])))
    }
    unread = unread.lowerBound..<end + (count ?? 0)
    return count
  }

  /// Lets `look` see what has not been understood yet.
  func withUnread<Result>(
    _ look: (Span<UInt8>) throws(ServerRefusal) -> Result
  ) throws(ServerRefusal) -> Result {
    try look(bytes.span.extracting(unread))
  }

  mutating func consume(_ count: Int) { unread = unread.lowerBound + count..<unread.upperBound }

  /// Moves what is unread to the front where the room behind it is too small, grows only when it must, and
  /// gives the room for a large body back after it.
  private mutating func makeRoom(_ room: Int) {
    if unread.isEmpty {
      unread = 0..<0
      if bytes.count > 4 * room { bytes = [] }
    }
    guard bytes.count - unread.upperBound < room else { return }
    let needed = unread.count + room
    if bytes.count >= needed {
      bytes.replaceSubrange(0..<unread.count, with: bytes[unread])
    } else {
      var larger = [UInt8](repeating: 0, count: needed)
      larger.replaceSubrange(0..<unread.count, with: bytes[unread])
      bytes = larger
    }
    unread = 0..<unread.count
  }
}

/// The bytes that a connection has still to send.
struct ServerOutput {
  /// Answers to pipelined requests are collected up to this size before they are sent.
  static let comfortable = 64 * 1024

  var bytes: [UInt8] = []
  private var sent = 0

  var isEmpty: Bool { bytes.isEmpty }

  /// Sends what the system takes; whether that was anything.
  mutating func flush(to stream: SocketStream) throws(SystemError) -> Bool {
    let (sent, bytes) = (sent, bytes)
    let count = try bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
      try stream.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[sent...])))
    }
    self.sent += count
    return count > 0
  }

  /// Forgets everything once it has been sent, keeping the room for the next answer.
  mutating func reuse() {
    guard sent == bytes.count else { return }
    sent = 0
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.comfortable)
  }
}
