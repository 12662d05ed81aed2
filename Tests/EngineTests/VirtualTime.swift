import Platform
import Synchronization
import Values

/// Time that passes only when someone sleeps, or when a test says so.
final class VirtualTime: Sendable {
  private let elapsed = Mutex<Int64>(0)
  private let waits = Mutex<[TimeSpan]>([])

  static let start = Timestamp(year: 2025, month: 6, day: 1)

  var uptime: Int64 { elapsed.withLock { $0 } }

  var now: Timestamp { VirtualTime.start + TimeSpan(milliseconds: uptime) }

  /// What was waited for, in order.
  var sleeps: [TimeSpan] { waits.withLock { $0 } }

  func pass(_ span: TimeSpan) { elapsed.withLock { $0 += span.milliseconds } }

  func set(_ uptime: Int64) { elapsed.withLock { $0 = uptime } }

  func clock(bootID: String = "boot") -> SystemClock {
    SystemClock(
      now: { self.now }, uptime: { self.uptime }, bootID: bootID,
      sleep: { span in
        self.pass(span)
        self.waits.withLock { $0.append(span) }
      })
  }
}
