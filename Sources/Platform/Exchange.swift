@preconcurrency import Glibc
import Values

/// Feeds a child's input and drains its output at once: either alone would block on a full pipe.
struct Exchange {
  let child: ChildProcess
  let output: Descriptor
  var input: Descriptor?
  var pending: ArraySlice<UInt8>
  let limit: Int
  /// Uptime at which patience ends.
  let deadline: Int64?
  private var collected: [UInt8] = []
  private var hasPassedOn = false

  init(
    child: ChildProcess, output: Descriptor, input: Descriptor?, pending: ArraySlice<UInt8>, limit: Int,
    deadline: Int64?
  ) {
    self.child = child
    self.output = output
    self.input = input
    self.pending = pending
    self.limit = limit
    self.deadline = deadline
    if let input { _ = fcntl(input.number, F_SETFL, O_NONBLOCK) }
  }

  mutating func finish() throws(SystemError) -> (status: Int32, output: [UInt8]) {
    while try step() {}
    input = nil
    while true {
      if let status = child.statusIfEnded() { return (status, collected) }
      try checkDeadline()
      passOnInterrupt()
      poll(nil, 0, 1)
    }
  }

  /// One round of waiting; false once the output has ended.
  private mutating func step() throws(SystemError) -> Bool {
    if pending.isEmpty { input = nil }
    var watched = [
      pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: input?.number ?? -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: hasPassedOn ? -1 : Interrupt.wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    poll(&watched, 3, deadline == nil ? -1 : 20)
    try checkDeadline()
    passOnInterrupt()
    if watched[1].revents != 0 { feed() }
    return watched[0].revents == 0 ? true : try drain()
  }

  private mutating func feed() {
    guard let input else { return }
    let count = pending.withUnsafeBytes { write(input.number, $0.baseAddress, min($0.count, 64 << 10)) }
    if count >= 0 {
      pending = pending.dropFirst(count)
    } else if errno != EAGAIN && errno != EINTR {
      pending = []  // the child reads no further, which is its right
    }
  }

  private mutating func drain() throws(SystemError) -> Bool {
    let count: Int
    do {
      var chunk = [UInt8](repeating: 0, count: 64 << 10)
      count = chunk.withUnsafeMutableBytes { read(output.number, $0.baseAddress, $0.count) }
      if count > 0 { collected.append(contentsOf: chunk[..<count]) }
    }
    if count < 0 && errno != EINTR { throw .last("read \(output.name)") }
    guard collected.count <= limit else {
      throw SystemError(
        code: EFBIG, action: "read \(output.name)", refused: "it is larger than \(limit) bytes")
    }
    return count != 0
  }

  private func checkDeadline() throws(SystemError) {
    guard let deadline, SystemClock.system.uptime() >= deadline else { return }
    throw SystemError(code: ETIMEDOUT, action: "run \(child.name)", refused: "it took too long")
  }

  /// Ctrl-C reaches the child by itself, a SIGTERM sent to us alone does not.
  private mutating func passOnInterrupt() {
    guard !hasPassedOn, let signal = Interrupt.requested else { return }
    hasPassedOn = true
    child.end(signal)
  }
}
