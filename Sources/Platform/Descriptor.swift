@preconcurrency import Glibc

/// An open file descriptor; owned ones are closed when dropped.
final class Descriptor {
  let number: Int32
  /// What messages call it: a path, or "standard input".
  let name: String
  private let isOwned: Bool

  init(_ number: Int32, name: String, isOwned: Bool = true) {
    self.number = number
    self.name = name
    self.isOwned = isOwned
  }

  deinit { if isOwned { close(number) } }

  /// Opens a path, relative to `directory` where one is given, never inherited by children.
  static func open(
    _ path: String, _ flags: Int32, mode: mode_t = 0, in directory: Descriptor? = nil
  ) throws(SystemError) -> Descriptor {
    let name = directory.map { "\($0.name)/\(path)" } ?? path
    let action = "open \(name)"
    try Files.refuseNUL(path, action)
    while true {
      let number = openat(directory?.number ?? AT_FDCWD, path, flags | O_CLOEXEC, mode)
      if number >= 0 { return Descriptor(number, name: name) }
      let failure = SystemError.last(action)
      if failure.code != EINTR || Interrupt.requested != nil { throw failure }
    }
  }

  /// Both ends of a new pipe, never inherited unless asked for.
  static func pipe(name: String) throws(SystemError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    let code = ChildProcess.gate.withLock { _ in
      guard Glibc.pipe(&ends) == 0 else { return errno }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      return 0
    }
    guard code == 0 else { throw SystemError(code: code, action: "make a pipe for \(name)") }
    return (Descriptor(ends[0], name: name), Descriptor(ends[1], name: name))
  }

  /// The same open file under a number above those that children get.
  func raised() throws(SystemError) -> Descriptor {
    let copy = fcntl(number, F_DUPFD_CLOEXEC, 16)
    guard copy >= 0 else { throw .last("copy \(name)") }
    return Descriptor(copy, name: name)
  }

  func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last("inspect \(name)") }
    return status
  }

  /// Writes all bytes, going on after partial writes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(number, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        continue
      }
      let failure = SystemError.last("write \(name)")
      switch failure.code {
      case EINTR where Interrupt.requested == nil: continue
      case EAGAIN: _ = waitUntil(POLLOUT)
      default: throw failure
      }
    }
  }

  /// Writes all of an array's bytes.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    try bytes.withUnsafeBufferPointer { buffer throws(SystemError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Reads once; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    while true {
      let count = Glibc.read(number, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      let failure = SystemError.last("read \(name)")
      switch failure.code {
      case EINTR where Interrupt.requested == nil: continue
      case EAGAIN:
        guard waitUntil(POLLIN) else { throw SystemError(code: EINTR, action: "read \(name)") }
      default: throw failure
      }
    }
  }

  /// Waits until the descriptor is ready; false when an interrupt was requested first.
  func waitUntil(_ event: Int32) -> Bool {
    while true {
      guard Interrupt.requested == nil else { return false }
      var watched = [
        pollfd(fd: number, events: Int16(event), revents: 0),
        pollfd(fd: Interrupt.wakeDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&watched, 2, -1) > 0 else { continue }
      if watched[0].revents != 0 { return true }
    }
  }

  func sync() throws(SystemError) {
    // A pipe or a terminal has nothing to keep; a failed fsync of a file is final, never tried again.
    guard fsync(number) == 0 || errno == EINVAL || errno == EROFS else { throw .last("save \(name)") }
  }
}
