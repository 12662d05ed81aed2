@preconcurrency import Glibc

/// Waits for many sockets at once (epoll, level-triggered).
///
/// A wait ends early when an interrupt is requested, and when any thread calls `wake()`.
public final class SocketPoller {
  /// What a socket is ready for, or shall be watched for.
  public struct Readiness: OptionSet, Sendable {
    /// The bits of `epoll_event`.
    public let rawValue: UInt32

    /// Takes the bits of `epoll_event`.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Bytes, a connection or the end wait to be read.
    public static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    /// Bytes can be written.
    public static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The connection is gone in both directions or broken; always reported.
    public static let hungUp = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
  }

  /// Whether a wait was ended by `wake()`.
  public private(set) var isWoken = false
  private let epoll: Descriptor
  private let waker: Descriptor
  private var events = [epoll_event](repeating: epoll_event(), count: 128)
  private var watchesInterrupt = false

  /// Watches nothing yet.
  public init() throws(SystemError) {
    let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard epoll >= 0 else { throw .last("make an epoll descriptor") }
    self.epoll = Descriptor(epoll, name: "epoll")
    let waker = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard waker >= 0 else { throw .last("make an event descriptor") }
    self.waker = Descriptor(waker, name: "eventfd")
    try watch(waker, for: .readable)
  }

  /// Starts to watch a descriptor; closing it ends that.
  public func watch(_ descriptor: Int32, for readiness: Readiness) throws(SystemError) {
    try control(EPOLL_CTL_ADD, descriptor, readiness)
  }

  /// Changes what a watched descriptor is watched for; nothing leaves only `hungUp`.
  public func change(_ descriptor: Int32, to readiness: Readiness) throws(SystemError) {
    try control(EPOLL_CTL_MOD, descriptor, readiness)
  }

  /// Waits for at most `milliseconds` and returns how many sockets are ready: `self[0] ..< self[count]`.
  public func wait(milliseconds: Int64) throws(SystemError) -> Int {
    try followInterrupt()
    let limit = Int32(clamping: max(milliseconds, 0))
    let count = epoll_wait(epoll.number, &events, Int32(events.count), limit)
    guard count >= 0 || errno == EINTR else { throw .last("wait for connections") }
    let ready = max(Int(count), 0)
    if (0..<ready).contains(where: { events[$0].data.fd == waker.number }) { noteWake() }
    return ready
  }

  /// The descriptor of the last wait's event at `index`, and what it is ready for.
  public subscript(index: Int) -> (descriptor: Int32, readiness: Readiness) {
    (events[index].data.fd, Readiness(rawValue: events[index].events))
  }

  /// Ends the wait that is under way, or the next one, and leaves `isWoken` set; for any thread.
  public func wake() {
    var one: UInt64 = 1
    _ = Glibc.write(waker.number, &one, 8)
  }

  private func noteWake() {
    var count: UInt64 = 0
    _ = Glibc.read(waker.number, &count, 8)
    isWoken = true
  }

  /// Watches for an interrupt until it is there: after that its pipe would end every wait at once.
  private func followInterrupt() throws(SystemError) {
    let shallWatch = Interrupt.wakeDescriptor >= 0 && Interrupt.requested == nil
    guard shallWatch != watchesInterrupt else { return }
    try control(shallWatch ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, Interrupt.wakeDescriptor, .readable)
    watchesInterrupt = shallWatch
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ readiness: Readiness) throws(SystemError) {
    var event = epoll_event(events: readiness.rawValue, data: epoll_data_t(fd: descriptor))
    guard epoll_ctl(epoll.number, operation, descriptor, &event) == 0 else {
      throw .last("watch descriptor \(descriptor)")
    }
  }
}
