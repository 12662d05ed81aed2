@preconcurrency import Glibc

/// A program that works on while this one does something else: in a process group of its own, so that Ctrl-C does
/// not reach it, without input, and with everything it says kept for us.
public final class BackgroundProcess {
  private let child: ChildProcess
  private let output: Descriptor
  private var ended: Int32?

  /// Starts a program; both its streams come to us.
  public init(_ arguments: [String], environment: Environment) throws(SystemError) {
    let null = try Descriptor.open("/dev/null", O_RDONLY)
    let ends = try Descriptor.pipe(name: "the output of \(arguments.first ?? "")")
    child = try ChildProcess(
      arguments, environment: environment, input: null.number, output: ends.write.number,
      error: ends.write.number, inOwnGroup: true)
    output = ends.read
    _ = fcntl(output.number, F_SETFL, O_NONBLOCK)
  }

  /// Readable when it has said something or has ended, for poll.
  public var descriptor: Int32 { output.number }
  /// Names it for `kill`.
  public var identifier: Int32 { child.identifier }

  /// What it has said since the last call; nil once it has said everything.
  public func read() -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count < 1 << 20 {
      let count = Glibc.read(output.number, &chunk, chunk.count)
      if count == 0 { return bytes.isEmpty ? nil : bytes }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
    return bytes
  }

  /// Its status where it has ended.
  public var status: Int32? {
    if ended == nil { ended = child.statusIfEnded() }
    return ended
  }

  /// Waits for its end; false when an interrupt was requested first.
  public func wait() -> Bool {
    while status == nil {
      guard Interrupt.requested == nil else { return false }
      poll(nil, 0, 20)
    }
    return true
  }

  /// Asks it to stop at the next good moment (SIGINT, as Ctrl-C would).
  public func interrupt() { if status == nil { child.end(SIGINT) } }
}
