@preconcurrency import Glibc
import Values

/// Waiting for several descriptors at once.
public enum Readiness {
  /// Waits until descriptors can be read, or have ended, and returns those; returns early, with none, on a signal
  /// or after `timeout`. Negative descriptors are passed over.
  public static func wait(for descriptors: [Int32], timeout: TimeSpan? = nil) -> [Int32] {
    var watched = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let milliseconds = timeout.map { Int32(clamping: $0.milliseconds) } ?? -1
    guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { return [] }
    return watched.filter { $0.revents != 0 }.map(\.fd)
  }
}
