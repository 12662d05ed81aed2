@preconcurrency import Glibc

/// A command line of the system's shell that reads what we write; its answer goes where ours does.
public final class ShellPipe {
  private var pipe: Descriptor?
  private let child: ChildProcess

  /// Starts `/bin/sh -c command`.
  public init(_ command: String, environment: Environment) throws(SystemError) {
    let ends = try Descriptor.pipe(name: "the pipe to \(command)")
    child = try ChildProcess(
      ["/bin/sh", "-c", command], environment: environment.withoutSecrets, input: ends.read.number)
    pipe = ends.write
  }

  deinit { finish() }

  /// Hands bytes to the command; fails with `isClosedPipe` once it reads no more.
  public func write(_ bytes: [UInt8]) throws(SystemError) { try pipe?.write(bytes) }

  /// Ends the command's input, waits until it is done, and returns its status. Ctrl-C meanwhile is its own affair.
  @discardableResult
  public func finish() -> Int32 {
    guard pipe != nil else { return 0 }
    pipe = nil
    let restoreKeyboard = Interrupt.leaveKeyboardToChild()
    defer { restoreKeyboard() }
    return child.wait()
  }
}
