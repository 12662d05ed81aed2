@preconcurrency import Glibc

/// Waits for many sockets at once.
///
/// A wait ends early when an interrupt is requested, and when any thread calls `wake()`. It looks at every
/// watched socket (`poll`), which for some hundreds costs less than a read.
public final class SocketPoller {
  /// What a socket is ready for, or shall be watched for.
  public struct Readiness: OptionSet, Sendable {
    /// The bits of `pollfd`.
    public let rawValue: Int16

    /// Takes the bits of `pollfd`.
    public init(rawValue: Int16) { self.rawValue = rawValue }

    /// Bytes, a connection or the end wait to be read.
    public static let readable = Readiness(rawValue: Int16(POLLIN))
    /// Bytes can be written.
    public static let writable = Readiness(rawValue: Int16(POLLOUT))
    /// The connection is gone in both directions or broken; reported whatever is watched for.
    public static let hungUp = Readiness(rawValue: Int16(POLLHUP | POLLERR | POLLNVAL))
  }

  /// A watched socket and what it is ready for.
  public struct Event: Sendable {
    /// The socket's descriptor.
    public let descriptor: Int32
    /// What it is ready for.
    public let readiness: Readiness
  }

  /// The sockets that the last wait found ready.
  public private(set) var ready: [Event] = []
  /// Whether a wait was ended by `wake()`.
  public private(set) var isWoken = false

  /// Indexed by the descriptor; `poll` passes over those that are negative.
  private var watched: [pollfd] = []
  private let alarm: (read: Descriptor, write: Descriptor)

  /// Watches nothing yet.
  public init() throws(SystemError) {
    alarm = try Descriptor.pipe(name: "the server's alarm")
    for end in [alarm.read, alarm.write] { _ = fcntl(end.number, F_SETFL, O_NONBLOCK) }
    watch(alarm.read.number, for: .readable)
  }

  /// Watches a descriptor from now on, for something else if it is watched; for nothing leaves `hungUp`.
  public func watch(_ descriptor: Int32, for readiness: Readiness) {
    let index = Int(descriptor)
    if index >= watched.count {
      let unused = pollfd(fd: -1, events: 0, revents: 0)
      watched += Array(repeating: unused, count: index + 1 - watched.count)
    }
    watched[index] = pollfd(fd: descriptor, events: readiness.rawValue, revents: 0)
  }

  /// Ends watching; to be called before the descriptor is closed.
  public func forget(_ descriptor: Int32) {
    let index = Int(descriptor)
    if watched.indices.contains(index) { watched[index].fd = -1 }
  }

  /// Waits for at most `milliseconds`, and leaves what is ready in `ready`.
  public func wait(milliseconds: Int64) throws(SystemError) {
    ready.removeAll(keepingCapacity: true)
    followInterrupt()
    let count = poll(&watched, nfds_t(watched.count), Int32(clamping: max(milliseconds, 0)))
    guard count >= 0 || errno == EINTR else { throw .last("wait for connections") }
    guard count > 0 else { return }
    for entry in watched where entry.fd >= 0 && entry.revents != 0 {
      if entry.fd == alarm.read.number {
        noteWake()
      } else {
        ready.append(Event(descriptor: entry.fd, readiness: Readiness(rawValue: entry.revents)))
      }
    }
  }

  /// Ends the wait that is under way, or the next one, and leaves `isWoken` set; for any thread.
  public func wake() {
    var byte: UInt8 = 0
    _ = Glibc.write(alarm.write.number, &byte, 1)
  }

  private func noteWake() {
    var bytes: UInt64 = 0
    while Glibc.read(alarm.read.number, &bytes, 8) > 0 {}
    isWoken = true
  }

  /// Watches for an interrupt until it is there: after that its pipe would end every wait at once.
  private func followInterrupt() {
    let descriptor = Interrupt.wakeDescriptor
    guard descriptor >= 0 else { return }
    if Interrupt.requested == nil { watch(descriptor, for: .readable) } else { forget(descriptor) }
  }
}
