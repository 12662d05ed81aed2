@preconcurrency import Glibc
import Values

/// An exclusive lock between processes, held until `unlock()`, the end of the object or the death of the
/// process; no lock is ever stale. The file is permanent: deleting it would let two holders in.
public final class FileLock {
  private var file: Descriptor?

  /// Takes the lock, waiting at most `wait` for another holder (then `isTimeout`), less when interrupted.
  public init(path: String, wait: TimeSpan, clock: SystemClock = .system) throws(SystemError) {
    let file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
    let action = "lock \(path)"
    let deadline = clock.uptime() + wait.milliseconds
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      let failure = SystemError.last(action)
      guard failure.code == EWOULDBLOCK || failure.code == EINTR else { throw failure }
      guard Interrupt.requested == nil else { throw SystemError(code: EINTR, action: action) }
      guard clock.uptime() < deadline else {
        throw SystemError(code: ETIMEDOUT, action: action, refused: "another process holds it")
      }
      clock.sleep(.milliseconds(10))
    }
    self.file = file
  }

  /// Lets the next holder in.
  public func unlock() { file = nil }
}
