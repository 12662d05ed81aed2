import Catalog
import Database
import Platform
import Testing
import Values

@testable import Engine

/// Where a write stands after each step, and that the same write is in the queue once.
@Suite struct QueueTests {
  enum Step: Sendable {
    case open, claim, confirm, reject, replan, doubt, look, park, retry, cancel, arrived, resend
    /// The same write is added again by a job that began to look at the service now.
    case add
    /// The process that sent it is gone.
    case orphan
  }

  /// What happens to a write, and where it then stands: its state, attempts, looks, id at the service.
  struct Course: Sendable, CustomTestStringConvertible {
    var steps: [Step]
    var state: String
    var testDescription: String { steps.map { "\($0)" }.joined(separator: " ") }

    init(_ state: String, _ steps: Step...) {
      self.state = state
      self.steps = steps
    }
  }

  static let courses: [Course] = [
    Course("planned", .claim),
    Course("planned", .open),
    Course("sent 1", .open, .claim),
    Course("confirmed 1 t-9", .open, .claim, .confirm),
    Course("rejected 1 error", .open, .claim, .reject),
    Course("planned 1 error", .open, .claim, .replan),
    Course("sent 2 error", .open, .claim, .replan, .claim),
    Course("confirmed 2 t-9", .open, .claim, .replan, .claim, .confirm),
    Course("unknown 1 error", .open, .claim, .doubt),
    Course("unknown 1 error looks 1", .open, .claim, .doubt, .look),
    Course("parked 1 error", .open, .claim, .doubt, .park),
    Course("confirmed 1 t-9", .open, .claim, .doubt, .look, .confirm),
    Course("planned 1 error", .open, .claim, .doubt, .park, .resend),
    Course("confirmed 1 t-9", .open, .claim, .doubt, .park, .arrived),
    Course("unknown 1", .open, .claim, .orphan),
    Course("planned 0", .open, .claim, .reject, .retry),
    Course("cancelled", .open, .cancel),
    Course("planned", .open, .cancel, .retry),
    Course("cancelled 1 error", .open, .claim, .reject, .cancel),
    Course("sent 1", .open, .claim, .cancel),
    Course("unknown 1 error", .open, .claim, .doubt, .retry, .cancel),
    Course("confirmed 1 t-9", .open, .claim, .confirm, .retry, .cancel),
    // The same write again: once while it is open, anew after it ended.
    Course("planned", .open, .add),
    Course("sent 1", .open, .claim, .add),
    Course("unknown 1 error", .open, .claim, .doubt, .add),
    Course("planned added", .open, .claim, .reject, .add),
    Course("planned added", .open, .cancel, .add),
    Course("planned added", .open, .claim, .confirm, .add),
  ]

  @Test(arguments: courses) func stands(_ course: Course) throws {
    let home = try QueueHome()
    let number = try home.add()
    for step in course.steps { try home.take(step, number) }
    #expect(try home.state(of: number) == course.state)
  }

  @Test func aWriteConfirmedWhileAnotherJobPlannedIsNotSentTwice() throws {
    let home = try QueueHome()
    let number = try home.add()
    let planned = home.time.now
    home.time.pass(.seconds(1))
    for step in [Step.open, .claim, .confirm] { try home.take(step, number) }
    let (early, late) = (try home.draft(), try home.draft())
    for job in [early, late] { try home.queue.add([home.write], to: job) }
    #expect(try home.queue.open(early, planned: planned).counts == ["toys.create": 1])
    #expect(try home.queue.open(late, planned: home.time.now + .seconds(1)).counts == [:])
  }

  @Test func writesGoInTheirOrderWithinTheirScope() throws {
    let home = try QueueHome()
    let jobs = try (1...2).map { _ in try home.draft() }
    for (index, name) in ["a", "b", "c", "d"].enumerated() {
      try home.queue.add([home.write(name)], to: jobs[index % 2])
    }
    _ = try home.queue.open(jobs[0], planned: home.time.now)
    #expect(try home.claim(.job(jobs[1])) == nil, "a draft is not sent")
    #expect(try home.queue.counts(.everything) == [.planned: 2])
    _ = try home.queue.open(jobs[1], planned: home.time.now)
    #expect(try home.claim(.profile("live")) == nil)
    #expect(try home.claim(.job(jobs[1]))?.label == "b")
    let rest = try (1...3).map { _ in try home.claim(.profile("sandbox"))?.label }
    #expect(rest == ["a", "c", "d"])
    #expect(try home.claim(.everything) == nil)
    let keys = try (1...4).compactMap { try home.queue.write(Int64($0))?.idempotencyKey }
    #expect(Set(keys).count == 4)
  }

  @Test func draftsOfTheDeadAreDiscarded() throws {
    let home = try QueueHome()
    let (mine, gone, opened) = (try home.draft(), try home.draft(), try home.draft())
    for (job, name) in [(mine, "a"), (gone, "b"), (opened, "c")] {
      try home.queue.add([home.write(name)], to: job)
    }
    _ = try home.queue.open(opened, planned: home.time.now)
    try home.queue.state.execute("UPDATE jobs SET owner = 'gone:1:1' WHERE job <> ?", [.integer(mine)])
    try home.queue.adoptOrphans()
    #expect(try home.jobs() == [mine, opened])
    #expect(try home.queue.state.first("SELECT count(*) FROM writes") { $0.int(0) } == 2)
    try home.queue.discard(opened)
    #expect(try home.jobs() == [mine, opened], "what was opened is never discarded")
  }

  @Test("What was written is forgotten when the service has it; that it has it, when the time is over")
  func forgetting() throws {
    let home = try QueueHome()
    let job = try home.draft()
    for name in ["a", "b", "c", "d"] { try home.queue.add([home.write(name)], to: job) }
    _ = try home.queue.open(job, planned: home.time.now)
    let start = home.time.now
    for end in [QueueTests.Step.confirm, .reject, .doubt] {
      let write = try #require(try home.claim(.everything))
      home.time.pass(.seconds(1))
      switch end {
      case .confirm: try home.queue.confirm(write.number, remote: "t-1")
      case .reject: try home.queue.reject(write.number, home.failure)
      default: try home.queue.doubt(write.number, home.failure)
      }
    }
    let bodies = try (1...4).map { try home.queue.write($0)?.body != nil }
    #expect(bodies == [false, true, true, true])
    #expect(try home.queue.write(1)?.origin == ["file": "f"])
    #expect(try home.queue.write(2)?.origin?["raw"] == "r")
    #expect(try home.queue.isTaken("t-1", profile: "sandbox", operation: "toys.create"))
    #expect(try home.queue.resolve(3, arrived: true, remote: nil))
    #expect(try home.queue.write(3)?.body == nil)

    try home.queue.forget(settledBefore: start + .seconds(2))
    #expect(try home.queue.counts(.everything) == [.rejected: 1, .confirmed: 1, .planned: 1])
    #expect(try home.queue.cancel(.everything, number: nil) == 2)
    try home.queue.forget(settledBefore: home.time.now + .seconds(1))
    #expect(try home.queue.counts(.everything) == [:])
    #expect(try home.jobs() == [])
  }

  @Test func unknownWritesTakeTurns() throws {
    let home = try QueueHome()
    let job = try home.draft()
    for name in ["a", "b"] { try home.queue.add([home.write(name)], to: job) }
    _ = try home.queue.open(job, planned: home.time.now)
    for _ in 1...2 {
      let write = try #require(try home.claim(.everything))
      try home.queue.doubt(write.number, home.failure)
    }
    var turns: [String] = []
    for _ in 1...4 {
      let write = try #require(try home.queue.nextUnknown(.everything))
      turns.append(write.label)
      #expect(try home.queue.claimLook(write.number))
      home.time.pass(.seconds(1))
      try home.queue.lookedInVain(write.number)
    }
    #expect(turns == ["a", "b", "a", "b"])
  }
}

/// A queue in a home of its own.
private struct QueueHome {
  let time = VirtualTime()
  let queue: Queue
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    let state = try Connection(path: "\(directory.path)/state.db")
    try state.migrate(StateSchema.migrations)
    queue = Queue(state, clock: time.clock())
  }

  let failure = Failure(.refused, "No", code: "E1")

  var write: NewWrite { write("Ball") }

  func write(_ name: String) -> NewWrite {
    NewWrite(
      profile: "sandbox", operation: "toys.create", path: "/toys", body: #"{"name":"\#(name)"}"#, label: name,
      fingerprint: Array(name.utf8), origin: #"{"file":"f","raw":"r","header":"h"}"#)
  }

  func draft() throws -> Int64 {
    try queue.draft(kind: "import", profile: "sandbox", service: "toyland", title: "toys", facts: .null)
  }

  func add() throws -> Int64 {
    try queue.add([write], to: try draft())
    return queue.state.lastInsertedRowID
  }

  func claim(_ scope: Queue.Scope) throws -> QueuedWrite? {
    try queue.nextPlanned(scope).flatMap { try queue.claim($0.number) }
  }

  func jobs() throws -> [Int64] {
    try queue.state.all("SELECT job FROM jobs ORDER BY 1") { $0.int(0) }
  }

  func take(_ step: QueueTests.Step, _ number: Int64) throws {
    time.pass(.seconds(1))
    // What came of a write is for the process to say that took it, also to look for it.
    if [.confirm, .look, .park].contains(step) { _ = try queue.claimLook(number) }
    switch step {
    case .open: _ = try queue.open(1, planned: time.now)
    case .claim: _ = try claim(.everything)
    case .confirm: try queue.confirm(number, remote: "t-9")
    case .reject: try queue.reject(number, failure)
    case .replan: try queue.replan(number, failure)
    case .doubt: try queue.doubt(number, failure)
    case .look: try queue.lookedInVain(number)
    case .park: try queue.park(number, failure)
    case .retry: _ = try queue.retry(.everything, number: number)
    case .cancel: _ = try queue.cancel(.everything, number: number)
    case .arrived: _ = try queue.resolve(number, arrived: true, remote: "t-9")
    case .resend: _ = try queue.resolve(number, arrived: false, remote: nil)
    case .add:
      time.pass(.seconds(1))
      let job = try draft()
      try queue.add([write], to: job)
      _ = try queue.open(job, planned: time.now)
    case .orphan:
      try queue.adoptOrphans()
      #expect(try queue.write(number)?.state == .sent, "its process lives")
      try queue.state.execute("UPDATE writes SET owner = 'gone:1:1'")
      try queue.adoptOrphans()
    }
  }

  /// `unknown 1 error looks 2`: what is zero or nothing is left out, but a number of attempts set back.
  func state(of number: Int64) throws -> String {
    let write = try #require(try queue.write(number) ?? queue.write(number + 1))
    var words = [write.isParked ? "parked" : write.state.rawValue]
    if write.attempts > 0 || write.sent != nil { words.append("\(write.attempts)") }
    if let remote = write.remote { words.append(remote) }
    if let error = write.error {
      #expect(error["code"] == "E1")
      words.append("error")
    }
    if write.looks > 0 { words.append("looks \(write.looks)") }
    if write.job > 1 { words.append("added") }
    return words.joined(separator: " ")
  }
}
