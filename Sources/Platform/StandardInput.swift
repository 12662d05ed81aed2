@preconcurrency import Glibc

/// The standard input of this process, and of the children it starts.
public enum StandardInput {
  /// Gives `body` these bytes as standard input, and the process its own back afterwards. The bytes are in a file
  /// without a name meanwhile: a pipe would hold no more than 64 KB.
  public static func feeding<T>(_ bytes: [UInt8], _ body: () throws -> T) throws -> T {
    let own = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    guard own >= 0 else { throw SystemError.last("keep standard input") }
    defer {
      dup2(own, STDIN_FILENO)
      close(own)
    }
    try replace(by: bytes)
    return try body()
  }

  private static func replace(by bytes: [UInt8]) throws(SystemError) {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/input"
    try Files.writePrivate(bytes, to: path)
    let file = try Descriptor.open(path, O_RDONLY)
    guard dup2(file.number, STDIN_FILENO) >= 0 else { throw .last("replace standard input") }
  }

  /// How many bytes of standard input have come and wait to be read; 0 where that cannot be known.
  public static var waiting: Int {
    var count: Int32 = 0
    return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }
}
