import Platform
import Values

/// Tells how a drain goes: a line that is redrawn on a terminal, a plain line every few seconds elsewhere.
public final class DrainProgress {
  private let console: Console
  private let total: Int
  private let clock: SystemClock
  private let isQuiet: Bool
  private let started: Int64
  private var done = 0
  private var failed = 0

  /// Begins to tell of a drain of so many writes.
  public init(_ console: Console, total: Int, clock: SystemClock, isQuiet: Bool) {
    self.console = console
    self.total = total
    self.clock = clock
    self.isQuiet = isQuiet
    started = clock.uptime()
    console.beginProgress()
  }

  /// What the drain is to call.
  public var observer: Drain.Observer {
    Drain.Observer(
      settled: { [self] _, state, _ in
        if state == .confirmed { done += 1 }
        if state == .rejected { failed += 1 }
        tell()
      },
      waiting: { [self] span, reason in tell("waiting \(span.text): \(reason)") })
  }

  /// Removes the line.
  public func end() {
    console.progress(nil)
    guard !isQuiet, done + failed > 0 else { return }
    let span = TimeSpan(milliseconds: clock.uptime() - started)
    console.report("\(done) written, \(failed) refused in \(span.text)")
  }

  private func tell(_ waiting: String? = nil) {
    guard !isQuiet, console.progressIsDue else { return }
    let settled = done + failed
    var line = "\(settled)/\(total)"
    let elapsed = Double(max(1, clock.uptime() - started)) / 1000
    if settled >= 3 {
      let rate = Double(settled) / elapsed
      let left = TimeSpan.seconds(Int(Double(max(0, total - settled)) / rate))
      line += "  \(DrainProgress.spell(rate * 60))/min  \(left.text) left"
    }
    if failed > 0 { line += "  \(failed) refused" }
    if let waiting { line += "  \(waiting)" }
    console.progress(line)
  }

  /// One decimal below ten, none above.
  private static func spell(_ rate: Double) -> String {
    guard rate < 10 else { return "\(Int(rate.rounded()))" }
    let tenths = Int((rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
