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
    var exchange = try start(
      arguments, input: input, environment: environment, inheritError: inheritError, limit: limit,
      deadline: timeout.map { SystemClock.system.uptime() + $0.milliseconds })
    do throws(SystemError) {
      return try exchange.finish()
    } catch {
      exchange.child.end(SIGKILL)
      _ = exchange.child.wait()
      throw error
    }
  }

  /// Starts the child; its own ends of the pipes are closed on return, else its output would never end.
  private static func start(
    _ arguments: [String], input: [UInt8]?, environment: Environment, inheritError: Bool, limit: Int,
    deadline: Int64?
  ) throws(SystemError) -> Exchange {
    let name = arguments.first ?? ""
    let null = try Descriptor.open("/dev/null", O_RDWR)
    let output = try Descriptor.pipe(name: "the output of \(name)")
    let feed = input == nil ? nil : try Descriptor.pipe(name: "the input of \(name)")
    let child = try ChildProcess(
      arguments, environment: environment, input: feed?.read.number ?? null.number,
      output: output.write.number, error: inheritError ? nil : null.number)
    return Exchange(
      child: child, output: output.read, input: feed?.write, pending: (input ?? [])[...], limit: limit,
      deadline: deadline)
  }

  /// Starts a program that goes on beside us, such as a browser: it reads nothing and what it writes is discarded.
  /// Nobody waits for it.
  public static func launch(_ arguments: [String], environment: Environment) throws(SystemError) {
    let null = try Descriptor.open("/dev/null", O_RDWR)
    _ = try ChildProcess(
      arguments, environment: environment.withoutSecrets, input: null.number, output: null.number,
      error: null.number)
  }

  /// Runs a program with our input and errors, hands on what it answers as it comes, and returns its status.
  public static func run(
    _ arguments: [String], environment: Environment, write: ([UInt8]) throws(SystemError) -> Void
  ) throws -> Int32 {
    let restore = Interrupt.leaveKeyboardToChild()
    defer { restore() }
    var output: (read: Descriptor, write: Descriptor)? = try Descriptor.pipe(
      name: "the output of \(arguments[0])")
    guard let source = output?.read, let end = output?.write.number else { return 127 }
    let child = try ChildProcess(arguments, environment: environment.withoutSecrets, output: end)
    output = nil
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(source.number, &bytes, bytes.count)
      do { if count > 0 { try write(Array(bytes[..<count])) } } catch {
        child.end(SIGPIPE)
        _ = child.wait()
        throw error
      }
      if count == 0 || count < 0 && errno != EINTR { return child.wait() }
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
