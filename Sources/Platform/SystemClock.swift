@preconcurrency import Glibc
import Values

/// Time as the rest of the program takes it: the system's, or a test's.
public struct SystemClock: Sendable {
  /// The wall clock; may be set, and may run backwards.
  public var now: @Sendable () -> Timestamp
  /// Milliseconds since the machine started, time asleep included; the same for all processes of a boot.
  public var uptime: @Sendable () -> Int64
  /// Names this boot of the machine: uptimes of different boots cannot be compared.
  public var bootID: String
  /// Waits; returns early once an interrupt is requested.
  public var sleep: @Sendable (TimeSpan) -> Void

  /// A clock made of its parts.
  public init(
    now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Int64, bootID: String,
    sleep: @escaping @Sendable (TimeSpan) -> Void
  ) {
    self.now = now
    self.uptime = uptime
    self.bootID = bootID
    self.sleep = sleep
  }

  /// The machine's clock.
  public static let system = SystemClock(
    now: { Timestamp(milliseconds: read(CLOCK_REALTIME)) },
    uptime: { read(CLOCK_BOOTTIME) },
    bootID: currentBootID,
    sleep: sleep)

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  private static var currentBootID: String {
    let bytes = (try? Files.readAll("/proc/sys/kernel/random/boot_id", limit: 64)) ?? []
    let text = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    return text.isEmpty ? "unknown" : text
  }

  @Sendable private static func sleep(_ span: TimeSpan) {
    let end = read(CLOCK_BOOTTIME) + span.milliseconds
    while Interrupt.requested == nil {
      let left = end - read(CLOCK_BOOTTIME)
      guard left > 0 else { return }
      // poll stands still while the machine is suspended: short waits notice the deadline after waking.
      var wake = pollfd(fd: Interrupt.wakeDescriptor, events: Int16(POLLIN), revents: 0)
      poll(&wake, 1, Int32(min(left, 1000)))
    }
  }
}
