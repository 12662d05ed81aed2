@preconcurrency import Glibc
import Values

/// Runs other programs, without a shell.
public enum Subprocess {
  /// Runs a program to its end and returns its status (128 plus the signal where one ended it) and what it
  /// wrote to standard output. `input` is its standard input, nil an empty one; its standard error is
  /// ours where `inheritError`, else discarded. Longer than `timeout` (then `isTimeout`) or more than
  /// `limit` bytes of output (EFBIG): it is killed. An interrupt asked of us is passed on to it.
  public static func run(
    _ arguments: [String], input: [UInt8]? = nil, environment: Environment, timeout: TimeSpan? = nil,
    inheritError: Bool = true, limit: Int = 64 << 20
  ) throws(SystemError) -> (status: Int32, output: [UInt8]) {
    let name = arguments.first ?? ""
    let null = try Descriptor.open("/dev/null", O_RDWR)
    let output = try Descriptor.pipe(name: "the output of \(name)")
    let feed = try input.map { bytes throws(SystemError) in
      (bytes, try Descriptor.pipe(name: "the input of \(name)"))
    }
    let child = try ChildProcess(
      arguments, environment: environment, input: feed?.1.read.number ?? null.number,
      output: output.write.number, error: inheritError ? nil : null.number)
    var exchange = Exchange(
      child: child, output: output.read, input: feed?.1.write, pending: (feed?.0 ?? [])[...],
      limit: limit, deadline: timeout.map { SystemClock.system.uptime() + $0.milliseconds })
    do throws(SystemError) {
      return try exchange.finish()
    } catch {
      child.end(SIGKILL)
      _ = child.wait()
      throw error
    }
  }

  /// Runs a program that has the terminal to itself, such as an editor, and returns its status. Ctrl-C
  /// while it runs is its own affair.
  public static func runOnTerminal(
    _ arguments: [String], environment: Environment = .process
  ) throws(SystemError) -> Int32 {
    let restore = Interrupt.leaveKeyboardToChild()
    defer { restore() }
    return try ChildProcess(arguments, environment: environment.withoutSecrets).wait()
  }
}
