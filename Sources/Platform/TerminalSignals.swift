@preconcurrency import Glibc
import Synchronization

/// What a terminal tells a program that edits lines on it: another size, Ctrl-Z, and being continued.
///
/// Caught only between `catchAll()` and `release()`; the handlers only write to a pipe.
public enum TerminalSignals {
  /// One of them.
  public enum Event: Sendable { case resized, stop, continued }

  private static let reader = Atomic<Int32>(-1)
  private static let writer = Atomic<Int32>(-1)
  private static let caught = [SIGWINCH, SIGTSTP, SIGCONT]

  /// Catches the signals from now on.
  public static func catchAll() {
    _ = preparation
    for signal in caught { setHandler(signal) }
  }

  /// Leaves the signals to what the system does with them.
  public static func release() {
    for signal in caught { _ = Glibc.signal(signal, SIG_DFL) }
    while next() != nil {}
  }

  /// Readable while there is an event, for poll.
  public static var descriptor: Int32 { reader.load(ordering: .acquiring) }

  /// The next event that has not been taken.
  public static func next() -> Event? {
    var byte: UInt8 = 0
    guard descriptor >= 0, read(descriptor, &byte, 1) == 1 else { return nil }
    switch Int32(byte) {
    case SIGWINCH: return .resized
    case SIGTSTP: return .stop
    default: return .continued
    }
  }

  /// Stops this process as Ctrl-Z would have; returns once it is continued.
  public static func stop() {
    _ = Glibc.signal(SIGTSTP, SIG_DFL)
    raise(SIGTSTP)
    setHandler(SIGTSTP)
  }

  private static let preparation: Void = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    reader.store(ends[0], ordering: .releasing)
    writer.store(ends[1], ordering: .releasing)
  }()

  private static func setHandler(_ signal: Int32) {
    var action = sigaction()
    sigemptyset(&action.sa_mask)
    action.sa_flags = SA_RESTART
    action.__sigaction_handler.sa_handler = { number in
      let savedError = errno
      var byte = UInt8(truncatingIfNeeded: number)
      write(TerminalSignals.writer.load(ordering: .acquiring), &byte, 1)
      errno = savedError
    }
    sigaction(signal, &action, nil)
  }
}
