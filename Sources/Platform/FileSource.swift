@preconcurrency import Glibc

/// Reads a file, a pipe or standard input from its beginning to its end.
public final class FileSource {
  private let descriptor: Descriptor
  /// The length of a regular file; nil for what has none, such as a pipe.
  public let size: Int?

  /// Opens a path; a directory is an error (EISDIR), a FIFO is waited for.
  public convenience init(path: String) throws(SystemError) {
    try self.init(Descriptor.open(path, O_RDONLY | O_NOCTTY))
  }

  /// Reads a descriptor that someone else closes; `name` is what messages call it.
  public convenience init(descriptor: Int32, name: String) throws(SystemError) {
    try self.init(Descriptor(descriptor, name: name, isOwned: false))
  }

  init(_ descriptor: Descriptor) throws(SystemError) {
    let status = try FileStatus(descriptor.status())
    guard status.kind != .directory else {
      throw SystemError(code: EISDIR, action: "read \(descriptor.name)")
    }
    self.descriptor = descriptor
    size = status.kind == .regular ? status.size : nil
  }

  /// Reads what is there, at most the buffer's length; 0 at the end. Waiting for a pipe or a terminal ends
  /// with `isInterrupted` when an interrupt is requested.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    if size == nil, !descriptor.waitUntil(POLLIN) {
      throw SystemError(code: EINTR, action: "read \(descriptor.name)")
    }
    return try descriptor.read(into: buffer)
  }

  /// The first bytes that are left, at most `count`.
  public func readHead(_ count: Int) throws(SystemError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { buffer.deallocate() }
    return Array(buffer[..<(try read(into: buffer))])
  }

  /// The rest of the content; more than `limit` bytes is an error (EFBIG).
  public func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(min(limit, size ?? 0))
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk)
      guard count > 0 else { return content }
      guard content.count + count <= limit else {
        throw SystemError(
          code: EFBIG, action: "read \(descriptor.name)", refused: "it is larger than \(limit) bytes")
      }
      content.append(contentsOf: chunk[..<count])
    }
  }

  /// Goes to a byte offset of a regular file, to resume.
  public func seek(to offset: Int) throws(SystemError) {
    guard lseek(descriptor.number, offset, SEEK_SET) >= 0 else { throw .last("seek in \(descriptor.name)") }
  }
}
