import Catalog
import Platform
import Values

/// Where the requests of one client wait for their slots.
public final class RateGate {
  /// What to do when no slot is free.
  public enum Patience: Sendable {
    /// Wait for it, and tell why.
    case wait
    /// Fail with exit 5.
    case refuse
  }

  /// A limit, and who says so.
  public struct Bound: Sendable, Hashable {
    /// Who says what a limit is.
    public enum Origin: String, Sendable {
      case documented, answers, configuration
    }

    /// The limit in force.
    public var limit: RateLimit
    /// Who says so.
    public var origin: Origin
    /// What the service's table says.
    public var documented: RateLimit?
  }

  /// A slot taken, to be settled with the answer.
  public struct Slot: Sendable {
    var number: Int64
    var rate: RateClass
    /// When the request may be sent, in milliseconds since boot.
    var opens: Int64
  }

  /// Longer than this nobody sits before a terminal: the command ends and says when.
  private static let longestWait = TimeSpan.hours(1)
  /// How long before it opens a slot is taken: what must be on disk before a send is there when its moment comes.
  private static let lead = TimeSpan.milliseconds(40)
  /// How long a slot is kept for a process that is late for it.
  private static let grace = TimeSpan.seconds(1)
  /// The code of the failure of a gate that does not wait.
  static let refused = "rate_limit"

  private let ledger: Ledger
  private let key: Ledger.Key
  private var bounds: [Bound]
  private let patience: Patience
  private let priority: Ledger.Priority
  private let clock: SystemClock
  private let announce: (TimeSpan, RateLimit?) -> Void
  /// When waiting must end, in milliseconds since boot; nil for never.
  public var deadline: Int64?

  /// Opens a gate in front of a service; `announce` hears of every wait before it begins.
  public init(
    _ ledger: Ledger, key: Ledger.Key, bounds: [Bound], patience: Patience,
    priority: Ledger.Priority = .interactive, clock: SystemClock,
    announce: @escaping (TimeSpan, RateLimit?) -> Void
  ) {
    self.ledger = ledger
    self.key = key
    self.bounds = bounds
    self.patience = patience
    self.priority = priority
    self.clock = clock
    self.announce = announce
  }

  /// Waits for a slot of a class, which may open a moment later; nil where the class has no limit.
  func take(_ rate: RateClass) throws(Failure) -> Slot? {
    let binding = bounds.map(\.limit).filter { $0.rate == rate }
    guard !binding.isEmpty else { return nil }
    let lead: TimeSpan = if case .refuse = patience { .zero } else { RateGate.lead }
    // Until when the next slot is kept for this process.
    var held: Int64?
    defer { if held != nil { try? ledger.letGo(key, rate) } }
    while true {
      switch try Failure.local({ try ledger.take(key, rate, limits: binding, priority: priority, lead: lead) }
      ) {
      case .slot(let number, let opening): return Slot(number: number, rate: rate, opens: opening)
      case .wait(let span, let limit):
        if case .refuse = patience { throw tooSoon(span, limit, rate) }
        if span > RateGate.longestWait { throw tooLong(span, limit, rate) }
        if let deadline, clock.uptime() + span.milliseconds > deadline {
          throw Failure(
            .timeBudget,
            "the next \(rate.name) of \(key.service) is free in \(span.text), after the time given",
            service: key.service, code: "time_budget", retryAfter: span)
        }
        if priority == .interactive { try hold(rate, for: span, &held) }
        if span.milliseconds > 100 { announce(span, limit) }
        clock.sleep(span)
        if Interrupt.requested != nil {
          throw Failure(.interrupted, "interrupted while waiting for a slot", service: key.service)
        }
      }
    }
  }

  /// Waits until a slot opens; not even an interrupt opens it earlier.
  func open(_ slot: Slot?) {
    while let slot, case let left = slot.opens - clock.uptime(), left > 0 {
      clock.sleep(TimeSpan(milliseconds: left))
    }
  }

  /// Keeps the next slot until this process comes for it, and a moment longer.
  private func hold(_ rate: RateClass, for span: TimeSpan, _ held: inout Int64?) throws(Failure) {
    let back = clock.uptime() + span.milliseconds
    if let held, back <= held { return }
    try Failure.local { try ledger.hold(key, rate, for: span + RateGate.grace) }
    held = back + RateGate.grace.milliseconds
  }

  /// Gives back a slot that nothing was sent in.
  func release(_ slot: Slot?) throws {
    if let slot { try ledger.release(slot.number) }
  }

  /// Records the answer to the request of a slot; a 429 closes the gate for as long as it says, and what the answer
  /// tells of the limit is taken in.
  func settle(
    _ slot: Slot?, _ status: Int?, retryAfter: TimeSpan?, reading: RateReading? = nil
  ) throws {
    guard let slot else { return }
    try ledger.settle(slot.number)
    if let reading { try takeIn(reading, slot.rate) }
    guard status == 429 else { return }
    let binding = bounds.map(\.limit).filter { $0.rate == slot.rate }
    if let monthly = binding.first(where: { $0.reset == .monthly }),
      retryAfter.map({ $0 > RateGate.longestWait }) ?? true
    {
      return try ledger.setUsed(monthly.count, key, slot.rate)
    }
    try ledger.block(key, slot.rate, for: retryAfter ?? binding.map(\.window).max() ?? .minutes(1))
  }

  /// Several limits of a class cannot be told apart by what an answer says of one.
  private func takeIn(_ reading: RateReading, _ rate: RateClass) throws {
    let places = bounds.indices.filter { bounds[$0].limit.rate == rate }
    guard places.count == 1, let place = places.first else { return }
    if bounds[place].origin != .configuration, let documented = bounds[place].documented {
      if reading.limit != bounds[place].limit.count { try ledger.learn(reading.limit, key, documented) }
      bounds[place].limit.count = reading.limit
    }
    try ledger.correct(key, bounds[place].limit, to: reading)
  }

  private func tooSoon(_ span: TimeSpan, _ limit: RateLimit?, _ rate: RateClass) -> Failure {
    Failure(
      .temporary,
      "no \(rate.name) request of \(key.service) is free for \(span.text): \(reason(limit, rate))",
      service: key.service, code: RateGate.refused, retryAfter: span,
      hint: span > RateGate.longestWait
        ? "sp limits shows what is left" : "leave out --no-wait to wait for it")
  }

  private func tooLong(_ span: TimeSpan, _ limit: RateLimit?, _ rate: RateClass) -> Failure {
    let seconds = ((clock.now() + span).milliseconds + 999) / 1000
    return Failure(
      .temporary,
      "no \(rate.name) request of \(key.service) is free before "
        + "\(Timestamp(milliseconds: seconds * 1000).rfc3339): "
        + reason(limit, rate),
      service: key.service, code: RateGate.refused, retryAfter: span, hint: "sp limits shows what is left")
  }

  private func reason(_ limit: RateLimit?, _ rate: RateClass) -> String {
    guard let limit else { return "the service asked to wait" }
    let span = limit.reset == .monthly ? "a month" : limit.window.text
    return "\(limit.count) \(rate.name) requests in \(span)"
  }
}
