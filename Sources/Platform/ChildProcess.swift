@preconcurrency import Glibc
import Synchronization

/// A started program, found on PATH and run without a shell. It stays in our process group, so that it may
/// use the terminal and gets Ctrl-C as we do, unless it is given a group of its own.
struct ChildProcess {
  /// Held while a pipe is made and while a child starts: no child of another thread inherits a pipe's end
  /// in the moment before it is marked.
  static let gate = Mutex(())

  /// The descriptor on which a child that has a channel writes to us.
  static let channelWriter: Int32 = 3
  /// The descriptor on which it reads from us.
  static let channelReader: Int32 = 4

  let identifier: pid_t
  let name: String

  /// Starts `arguments[0]`; descriptors that are nil are inherited.
  init(
    _ arguments: [String], environment: Environment, input: Int32? = nil, output: Int32? = nil,
    error: Int32? = nil, channel: (reads: Int32, writes: Int32)? = nil, inOwnGroup: Bool = false,
    inOwnSession: Bool = false
  ) throws(SystemError) {
    name = arguments.first ?? ""
    let action = "run \(name)"
    let variables = environment.variables.map { "\($0.key)=\($0.value)" }
    guard !name.isEmpty else { throw SystemError(code: ENOENT, action: "run a program without a name") }
    guard !(arguments + variables).contains(where: { $0.utf8.contains(0) }) else {
      throw SystemError(code: EINVAL, action: action, refused: "an argument holds a NUL byte")
    }
    Interrupt.ignoreWriteSignals()
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    for (target, source) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, error)] {
      if let source { posix_spawn_file_actions_adddup2(&files, source, target) }
    }
    if let channel {
      posix_spawn_file_actions_adddup2(&files, channel.writes, ChildProcess.channelWriter)
      posix_spawn_file_actions_adddup2(&files, channel.reads, ChildProcess.channelReader)
    }
    var attributes = ChildProcess.attributes(inOwnGroup: inOwnGroup, inOwnSession: inOwnSession)
    defer { posix_spawnattr_destroy(&attributes) }
    var child: pid_t = 0
    let argv = ChildProcess.cStrings(arguments)
    let envp = ChildProcess.cStrings(variables)
    defer { for copy in argv + envp { free(copy) } }
    let code = ChildProcess.gate.withLock { [name] _ in
      posix_spawnp(&child, name, &files, &attributes, argv, envp)
    }
    guard code == 0 else { throw SystemError(code: code, action: action) }
    identifier = child
  }

  /// What we ignore, catch or block, the child gets as it is by default.
  private static func attributes(inOwnGroup: Bool, inOwnSession: Bool) -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGTSTP] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let group = inOwnGroup ? POSIX_SPAWN_SETPGROUP : 0
    let session = inOwnSession ? ChildProcess.setSession : 0
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group) | session)
    return attributes
  }

  /// POSIX_SPAWN_SETSID, which glibc declares for programs that ask for GNU extensions only.
  private static let setSession: Int16 = 0x80

  /// Copies for C with the nil that ends them; the caller frees each.
  static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  /// The status once the child has ended: its exit code, or 128 plus the signal that ended it.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 { if errno != EINTR { return 127 } }
    return ChildProcess.decode(status)
  }

  /// The status where the child has ended already.
  func statusIfEnded() -> Int32? {
    var status: Int32 = 0
    return waitpid(identifier, &status, WNOHANG) == identifier ? ChildProcess.decode(status) : nil
  }

  /// How the child ended where it has, and whether a signal did it.
  func endingIfEnded() -> (status: Int32, isKilled: Bool)? {
    var status: Int32 = 0
    guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
    return (ChildProcess.decode(status), status & 0x7F != 0)
  }

  func end(_ signal: Int32) { kill(identifier, signal) }

  /// Sends a signal to it and to all that it started, where it has a group or a session of its own.
  func endGroup(_ signal: Int32) { kill(-identifier, signal) }

  private static func decode(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
