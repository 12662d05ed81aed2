import Catalog
import Database
import Platform
import Testing
import Values

@testable import Engine

/// The ledger keeps every process within the service's limits and wastes next to nothing of them.
@Suite struct RateLedgerTests {
  // MARK: Simulation

  /// Several processes that send as fast as the ledger lets them.
  struct Traffic: Sendable, CustomTestStringConvertible {
    var processes: Int
    var limits: [RateLimit]
    /// The least and greatest time until an answer, in milliseconds.
    var latency: ClosedRange<Int>
    var sends: Int
    /// How fast the service's clock goes beside ours.
    var drift = 1.0
    /// The part of the limit that must be used; nil where latency forbids it.
    var utilisation: Double? = 0.99
    /// Whether now and then someone sends a request and waits for it.
    var hasVisits = false
    var seed: UInt64
    /// How long before they open slots are taken.
    var lead: TimeSpan { .milliseconds(seed.isMultiple(of: 2) ? 40 : 0) }

    var longestWindow: Int64 { limits.map(\.window.milliseconds).max() ?? 0 }

    /// When the last request would come if answers took no time and every slot were used at once.
    var ideal: Double {
      var times: [Double] = []
      for index in 0..<sends {
        let ready = limits.filter { index >= $0.count }.map { limit in
          times[index - limit.count] + Double(limit.window.milliseconds)
        }
        times.append(ready.max() ?? 0)
      }
      return times[sends - 1]
    }

    var testDescription: String {
      let limits = limits.map { "\($0.count)/\($0.window.text)" }.joined(separator: "+")
      let visits = hasVisits ? " and visits" : ""
      return "\(processes)\(visits) × \(limits), \(latency) ms, clock × \(drift), seed \(seed)"
    }
  }

  static let write = RateClass.write

  static let traffic: [Traffic] = (1...3).flatMap { seed in
    let seed = UInt64(seed)
    return [
      Traffic(
        processes: 1, limits: [RateLimit(write, 10, per: .minutes(1))], latency: 20...250, sends: 200,
        seed: seed),
      Traffic(
        processes: 4, limits: [RateLimit(write, 10, per: .minutes(1))], latency: 20...250, sends: 200,
        seed: seed),
      Traffic(
        processes: 3, limits: [RateLimit(write, 10, per: .minutes(1))], latency: 20...250, sends: 200,
        drift: 0.998, seed: seed),
      Traffic(
        processes: 3, limits: [RateLimit(write, 10, per: .minutes(1))], latency: 20...250, sends: 200,
        drift: 1.002, seed: seed),
      Traffic(
        processes: 2, limits: [RateLimit(write, 7, per: .seconds(1))], latency: 1...900, sends: 210,
        utilisation: nil, seed: seed),
      Traffic(
        processes: 5, limits: [RateLimit(write, 3, per: .seconds(10))], latency: 0...2_000, sends: 90,
        utilisation: nil, seed: seed),
      Traffic(
        processes: 3,
        limits: [RateLimit(write, 5, per: .seconds(10)), RateLimit(write, 20, per: .minutes(2))],
        latency: 20...100, sends: 160, seed: seed),
      Traffic(
        processes: 2, limits: [RateLimit(write, 1, per: .seconds(30))], latency: 10...100, sends: 40,
        seed: seed),
      Traffic(
        processes: 1, limits: [RateLimit(write, 10, per: .minutes(1))], latency: 20...250, sends: 300,
        hasVisits: true, seed: seed),
      Traffic(
        processes: 4, limits: [RateLimit(write, 10, per: .minutes(1))], latency: 20...250, sends: 300,
        hasVisits: true, seed: seed),
      Traffic(
        processes: 3,
        limits: [RateLimit(write, 5, per: .seconds(10)), RateLimit(write, 20, per: .minutes(2))],
        latency: 20...100, sends: 160, hasVisits: true, seed: seed),
    ]
  }

  @Test(arguments: traffic) func neverMoreThanTheLimit(_ row: Traffic) throws {
    let simulation = try RateSimulation(row)
    let arrivals = try simulation.run()
    #expect(arrivals.count == row.sends)
    for limit in row.limits {
      let window = limit.window.milliseconds
      #expect(simulation.most(in: window) <= limit.count, "sliding window of \(limit.window)")
      for phase in stride(from: 0, to: window, by: Int(max(1, window / 7))) {
        #expect(simulation.most(inFixed: window, from: phase) <= limit.count, "windows from \(phase)")
      }
    }
    #expect(simulation.visits > 0 || !row.hasVisits)
    #expect(simulation.bypassed == 0, "someone waited for a slot, and bulk took it")
    guard let least = row.utilisation else { return }
    let used = row.ideal / (arrivals.last ?? .infinity)
    #expect(used >= least, "\(used) of the limit used")
  }

  // MARK: Single steps

  @Test func anotherBootCountsAsLongAsItMay() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let limit = RateLimit(Self.write, 2, per: .seconds(60))
    let before = try ledger(home, time, boot: "first")
    for _ in 0..<2 { try before.settle(try #require(try slot(before, limit))) }
    #expect(try wait(before, limit) == .milliseconds(60_150))

    // The clock since boot begins anew: what was sent before may be as young as the boot itself.
    let after = try ledger(home, time, boot: "second")
    time.set(20_000)
    #expect(try wait(after, limit) == .milliseconds(40_150))
    #expect(try after.usage(Self.key, limit).used == 0)
    time.set(60_150)
    #expect(try slot(after, limit) != nil)
  }

  @Test func aBlockHoldsForEveryoneUntilItEnds() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let limit = RateLimit(Self.write, 10, per: .seconds(60))
    let one = try ledger(home, time), other = try ledger(home, time)
    try one.block(Self.key, Self.write, for: .seconds(90))
    for (passed, wait) in [(0, 90), (30, 60), (59, 1)] {
      time.pass(.seconds(passed))
      #expect(try self.wait(other, limit) == .seconds(wait))
      #expect(try other.usage(Self.key, limit).wait == .seconds(wait))
    }
    #expect(try slot(other, RateLimit(.read, 1, per: .seconds(60))) != nil)
    #expect(
      try other.take(.init(service: "toyland", credential: "b"), Self.write, limits: [limit]).slot != nil)
    time.pass(.seconds(1))
    #expect(try slot(other, limit) != nil)
    try one.block(Self.key, Self.write, for: .seconds(90))
    #expect(try ledger(home, time, boot: "second").usage(Self.key, limit).wait == nil)
  }

  @Test func aDeadProcessFreesItsSlotAWindowLater() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let limit = RateLimit(Self.write, 1, per: .seconds(60))
    let ledger = try ledger(home, time)
    let number = try #require(try slot(ledger, limit))
    let state = try Connection(path: "\(home.path)/state.db")
    // The process of number 1 always lives; fields as in proc_pid_stat(5).
    let status = String(decoding: try Files.readAll("/proc/1/stat", limit: 4096), as: UTF8.self)
    let started = status.split(separator: ")").last?.split(separator: " ")[19] ?? ""
    let living = "\(SystemClock.system.bootID):1:\(started)"
    try state.execute("UPDATE slots SET owner = ? WHERE slot = ?", [.text(living), .integer(number)])
    #expect(try wait(ledger, limit) == .milliseconds(20), "on its way: the answer may come any moment")
    try state.execute("UPDATE slots SET owner = 'gone:1:1' WHERE slot = ?", [.integer(number)])
    time.pass(.seconds(5))
    #expect(try wait(ledger, limit) == .milliseconds(60_150))
    time.pass(.milliseconds(60_150))
    #expect(try slot(ledger, limit) != nil)
  }

  @Test func aSlotIsKeptForWhoWaits() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let limit = RateLimit(Self.write, 2, per: .seconds(60))
    let ledgers = try (1...3).map { try ledger(home, time, owner: "process \($0)") }
    func bulk() throws -> Ledger.Grant {
      try ledgers[0].take(Self.key, Self.write, limits: [limit], priority: .bulk)
    }
    for _ in 0..<2 { try ledgers[0].settle(try #require(try bulk().slot)) }
    let wait = try #require(try wait(ledgers[1], limit))
    for visitor in ledgers.dropFirst() { try visitor.hold(Self.key, Self.write, for: wait + .seconds(1)) }
    #expect(try bulk().slot == nil)
    time.pass(wait)
    #expect(try bulk().slot == nil, "both free slots are kept")
    #expect(try slot(ledgers[1], limit) != nil)
    try ledgers[1].letGo(Self.key, Self.write)
    #expect(try bulk().slot == nil, "the other one is")
    time.pass(.milliseconds(1001))
    #expect(try bulk().slot != nil, "who does not come holds nobody up")
  }

  @Test func whatIsOldIsForgotten() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let limit = RateLimit(Self.write, 3, per: .seconds(1))
    let ledger = try ledger(home, time)
    for _ in 0..<50 {
      while let wait = try wait(ledger, limit) { time.pass(wait) }
      try ledger.settle(try #require(try slot(ledger, limit)))
    }
    let state = try Connection(path: "\(home.path)/state.db")
    let left = try #require(try state.first("SELECT count(*) FROM slots") { Int($0.int(0)) })
    #expect(left <= 4 * limit.count)
    #expect(try ledger.usage(Self.key, limit).used <= limit.count)
  }

  static let key = Ledger.Key(service: "toyland", credential: "a")

  private func slot(_ ledger: Ledger, _ limit: RateLimit) throws -> Int64? {
    try ledger.take(Self.key, limit.rate, limits: [limit]).slot
  }

  /// How long the next request must wait; nil when it need not. Takes no slot.
  private func wait(_ ledger: Ledger, _ limit: RateLimit) throws -> TimeSpan? {
    try ledger.usage(Self.key, limit).wait
  }

  private func ledger(
    _ home: TemporaryDirectory, _ time: VirtualTime, boot: String = "boot",
    owner: String = ProcessIdentity.current.text
  ) throws -> Ledger {
    let state = try Connection(path: "\(home.path)/state.db")
    try state.migrate(StateSchema.migrations)
    return Ledger(state, clock: time.clock(bootID: boot), owner: owner)
  }
}

extension Ledger.Grant {
  fileprivate var slot: Int64? { if case .slot(let number, _) = self { number } else { nil } }
}
