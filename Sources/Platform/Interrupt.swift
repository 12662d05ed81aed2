@preconcurrency import Glibc
import Synchronization

/// SIGINT, SIGTERM and SIGHUP as a request to end that loops look at and that wakes every wait.
///
/// The handlers only store to atomics and write to a pipe. The third signal without a `reset()` in
/// between ends the process at once, so that nothing can make `sp` unkillable by Ctrl-C.
public enum Interrupt {
  static let received = Atomic<Int32>(0)
  private static let count = Atomic<Int32>(0)
  private static let wakeReader = Atomic<Int32>(-1)
  private static let wakeWriter = Atomic<Int32>(-1)

  /// Catches the signals from now on; once is enough. Signals that the parent chose to ignore (`nohup`)
  /// stay ignored. Writing to a closed pipe becomes an error (EPIPE) in place of a signal.
  public static func install() { _ = installation }

  private static let installation: Void = {
    ignoreWriteSignals()
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
      wakeReader.store(ends[0], ordering: .releasing)
      wakeWriter.store(ends[1], ordering: .releasing)
    }
    // The globals are initialised lazily: reading them here keeps that out of the handler.
    _ = received.load(ordering: .relaxed) + count.load(ordering: .relaxed)
    preparePostponing()
    for signal in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(signal) { setHandler(signal) }
  }()

  /// The first signal since the start or the last `reset()`, nil when there was none.
  public static var requested: Int32? {
    let signal = received.load(ordering: .acquiring)
    return signal == 0 ? nil : signal
  }

  /// The signal of Ctrl-C.
  public static let keyboard = SIGINT

  /// Readable from the first signal until `reset()`, for poll and epoll; -1 before `install()`.
  public static var wakeDescriptor: Int32 { wakeReader.load(ordering: .acquiring) }

  /// Forgets the request: the REPL goes on after Ctrl-C.
  public static func reset() {
    count.store(0, ordering: .releasing)
    received.store(0, ordering: .releasing)
    var bytes: (UInt64, UInt64) = (0, 0)
    while wakeDescriptor >= 0, read(wakeDescriptor, &bytes, 16) > 0 {}
  }

  /// Ends the process as the signal would have, so that a calling shell loop sees it and stops too.
  public static func dieBySignal(_ signal: Int32) -> Never {
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, signal)
    Glibc.signal(signal, SIG_DFL)
    sigprocmask(SIG_UNBLOCK, &mask, nil)
    raise(signal)
    _exit(128 + signal)
  }

  private static func setHandler(_ signal: Int32) {
    var action = sigaction()
    sigemptyset(&action.sa_mask)
    action.sa_flags = 0  // without SA_RESTART a blocked read ends, and its caller sees the request
    action.__sigaction_handler.sa_handler = { number in Interrupt.handle(number) }
    sigaction(signal, &action, nil)
  }

  /// Runs inside the signal handler: async-signal-safe calls only.
  private static func handle(_ signal: Int32) {
    let savedError = errno
    defer { errno = savedError }
    let number = count.add(1, ordering: .acquiringAndReleasing).newValue
    if signal == SIGINT, postpone() { return }
    request(signal)
    if number >= 3 {
      Glibc.signal(signal, SIG_DFL)
      raise(signal)
    }
  }

  /// Makes the request and wakes every wait; async-signal-safe.
  static func request(_ signal: Int32) {
    _ = received.compareExchange(expected: 0, desired: signal, ordering: .acquiringAndReleasing)
    var byte = UInt8(truncatingIfNeeded: signal)
    write(wakeWriter.load(ordering: .acquiring), &byte, 1)
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var current = sigaction()
    sigaction(signal, nil, &current)
    return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
  }
}

extension Interrupt {
  /// Makes a write to a closed pipe (EPIPE) or beyond the allowed file size (EFBIG) an error to report in
  /// place of the process's end.
  static func ignoreWriteSignals() { _ = writeSignalsIgnored }

  private static let writeSignalsIgnored: Void = {
    for signal in [SIGPIPE, SIGXFSZ] { _ = Glibc.signal(signal, SIG_IGN) }
  }()

  /// Leaves Ctrl-C and Ctrl-\ to a child that has the terminal (editor, pager) until the result is called.
  static func leaveKeyboardToChild() -> () -> Void {
    var ignore = sigaction()
    sigemptyset(&ignore.sa_mask)
    ignore.__sigaction_handler.sa_handler = SIG_IGN
    var interrupt = sigaction()
    var quit = sigaction()
    sigaction(SIGINT, &ignore, &interrupt)
    sigaction(SIGQUIT, &ignore, &quit)
    return { [interrupt, quit] in
      var (interrupt, quit) = (interrupt, quit)
      sigaction(SIGINT, &interrupt, nil)
      sigaction(SIGQUIT, &quit, nil)
    }
  }
}
