import Database
import Platform
import Values

@testable import Engine

/// Processes with one ledger file, the events of each in the order of virtual time: some that send in bulk, and where
/// the traffic has visits one that now and then sends what someone waits for.
final class RateSimulation {
  private let row: RateLedgerTests.Traffic
  private let home: TemporaryDirectory
  private let time = VirtualTime()
  private var ledgers: [Ledger] = []
  private var random: Seeded
  /// When each request reached the service, by the service's clock, in order.
  private var arrivals: [Double] = []
  /// How many times someone asked for a slot.
  private(set) var visits = 0
  /// How often someone who came when a slot was to be free had to wait for another one.
  private(set) var bypassed = 0

  init(_ row: RateLedgerTests.Traffic) throws {
    self.row = row
    home = try TemporaryDirectory()
    random = Seeded(state: row.seed)
    for number in 0..<row.processes + (row.hasVisits ? 1 : 0) {
      let state = try Connection(path: "\(home.path)/state.db")
      try state.migrate(StateSchema.migrations)
      ledgers.append(Ledger(state, clock: time.clock(), owner: "process \(number)"))
    }
  }

  func run() throws -> [Double] {
    /// What each process does next: when, the slot whose answer comes then, and whether it was told to come then.
    var next = ledgers.map { _ in (at: Int64(0), slot: Int64?.none, isDue: false) }
    while arrivals.count < row.sends, let process = next.indices.min(by: { next[$0].at < next[$1].at }) {
      let event = next[process]
      let isVisitor = process == row.processes
      let ledger = ledgers[process]
      time.set(event.at)
      if let slot = event.slot {
        try ledger.settle(slot)
        if isVisitor {
          next[process] = (event.at + Int64.random(in: 0...row.longestWindow, using: &random), nil, false)
          continue
        }
      }
      switch try ledger.take(
        RateLedgerTests.key, .write, limits: row.limits, priority: isVisitor ? .interactive : .bulk,
        lead: row.lead)
      {
      case .wait(let span, _):
        let isLong = span > .milliseconds(20)
        if isVisitor {
          if event.isDue, isLong { bypassed += 1 }
          try ledger.hold(RateLedgerTests.key, .write, for: span + .seconds(1))
        }
        next[process] = (event.at + span.milliseconds, nil, isLong || event.isDue)
      case .slot(let slot, let opening):
        if isVisitor {
          visits += 1
          try ledger.letGo(RateLedgerTests.key, .write)
        }
        let latency = Int64(Int.random(in: row.latency, using: &random))
        let way = latency == 0 ? 0 : Int64.random(in: 0...latency, using: &random)
        arrivals.append(Double(opening + way) * row.drift)
        next[process] = (opening + latency, slot, false)
      }
    }
    arrivals.sort()
    return arrivals
  }

  /// The most arrivals in any window that is open at its end.
  func most(in window: Int64) -> Int {
    var most = 0
    var first = 0
    for last in arrivals.indices {
      while arrivals[last] - arrivals[first] >= Double(window) { first += 1 }
      most = max(most, last - first + 1)
    }
    return most
  }

  /// The most arrivals in one of the windows that follow each other from `phase` on.
  func most(inFixed window: Int64, from phase: Int64) -> Int {
    let windows = arrivals.map { Int((($0 - Double(phase)) / Double(window)).rounded(.down)) }
    return Dictionary(grouping: windows) { $0 }.values.map(\.count).max() ?? 0
  }
}

/// SplitMix64: the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
