@preconcurrency import Glibc
import Synchronization

/// Ctrl-C while something is on its way that is better finished than torn.
extension Interrupt {
  /// Where a postponed Ctrl-C stands.
  private enum Stage {
    static let none: Int32 = 0
    /// Something is on its way; no Ctrl-C has come.
    static let guarded: Int32 = 1
    /// One has come and waits.
    static let waiting: Int32 = 2
    /// One waits, and the person was told.
    static let told: Int32 = 3
  }

  private static let stage = Atomic<Int32>(Stage.none)
  /// Microseconds until the person is told, and from then until it waits no longer.
  private static let (untilNotice, untilEnd) = (200_000, 800_000)
  private static let notice: StaticString = "\nfinishing the request on its way; Ctrl-C again stops now\n"

  /// Runs what a first Ctrl-C lets finish: the request to end is made when `body` is over, at once by a second
  /// Ctrl-C, and after a second in any case. Other signals are not postponed.
  public static func lettingFinish<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
    stage.store(Stage.guarded, ordering: .releasing)
    defer {
      let last = stage.exchange(Stage.none, ordering: .acquiringAndReleasing)
      if last > Stage.guarded {
        setTimer(0)
        request(SIGINT)
      }
    }
    return try body()
  }

  /// Whether a Ctrl-C waits for what is on its way: nothing new should begin.
  public static var isPostponed: Bool { stage.load(ordering: .acquiring) > Stage.guarded }

  /// Postpones the first Ctrl-C while something is on its way; false where it must be heeded. Async-signal-safe.
  static func postpone() -> Bool {
    guard advance(from: Stage.guarded, to: Stage.waiting) else { return false }
    setTimer(untilNotice)
    return true
  }

  /// Has the timer's signal handled; before any signal comes, since globals are initialised lazily.
  static func preparePostponing() {
    _ = stage.load(ordering: .relaxed) + Int32(untilNotice + untilEnd + notice.utf8CodeUnitCount)
    var action = sigaction()
    sigemptyset(&action.sa_mask)
    action.sa_flags = SA_RESTART
    action.__sigaction_handler.sa_handler = { _ in Interrupt.heedTimer() }
    sigaction(SIGALRM, &action, nil)
  }

  /// Tells the person, then waits no longer; runs inside the signal handler.
  private static func heedTimer() {
    let savedError = errno
    if advance(from: Stage.waiting, to: Stage.told) {
      write(2, notice.utf8Start, notice.utf8CodeUnitCount)
      setTimer(untilEnd)
    } else if stage.load(ordering: .acquiring) == Stage.told {
      request(SIGINT)
    }
    errno = savedError
  }

  private static func advance(from old: Int32, to new: Int32) -> Bool {
    stage.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
  }

  /// Sends this process one SIGALRM after so many microseconds; 0 calls it off.
  private static func setTimer(_ microseconds: Int) {
    var timer = itimerval()
    timer.it_value.tv_usec = microseconds
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }
}
