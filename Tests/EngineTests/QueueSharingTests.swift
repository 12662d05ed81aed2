import Database
import Platform
import Testing
import Values

@testable import Engine

/// The queue as several processes see it: each has a connection of its own to one `state.db`.
struct QueueSharingTests {
  private let directory: TemporaryDirectory
  private let now = Timestamp(milliseconds: 1_750_000_000_000)

  init() throws { directory = try TemporaryDirectory() }

  private func queue() throws -> Queue {
    let path = "\(directory.path)/state.db"
    let state = try Connection(path: path, durability: .full, applicationID: StateSchema.applicationID)
    try state.migrate(StateSchema.migrations)
    return Queue(state, clock: .system)
  }

  private func draft(_ queue: Queue, _ rows: ClosedRange<UInt8>) throws -> Int64 {
    let job = try queue.draft(kind: "import", profile: "p", service: "s", title: "t", facts: .null)
    for row in rows {
      let write = NewWrite(
        profile: "p", operation: "toys.create", path: "/toys", body: "{}", label: "\(row)",
        fingerprint: [row], origin: nil)
      try queue.add([write], to: job)
    }
    return job
  }

  /// The owner of a process that is no more.
  private static let dead = "gone:1:1"

  /// What becomes of the first of two jobs with rows in common, before the second is opened.
  enum Fate: CaseIterable {
    case discarded, killed, stillDraft, openedFirst, openedAndSent, openedAndRefused, cancelled
  }

  @Test(
    "Rows that two jobs have in common are sent by one of them, and never by none", arguments: Fate.allCases)
  func overlap(_ fate: Fate) throws {
    let (mine, other) = (try queue(), try queue())
    let planned = Timestamp(milliseconds: 0)
    let first = try draft(other, 1...6)
    let second = try draft(mine, 4...9)
    switch fate {
    case .discarded: try other.discard(first)
    case .killed:
      try other.state.execute(
        "UPDATE jobs SET owner = ? WHERE job = ?", [.text(QueueSharingTests.dead), .integer(first)])
    case .stillDraft: break
    case .openedFirst: _ = try other.open(first, planned: planned)
    case .openedAndSent, .openedAndRefused:
      _ = try other.open(first, planned: planned)
      while let write = try other.nextPlanned(.job(first)) {
        _ = try other.claim(write.number)
        if fate == .openedAndSent {
          try other.confirm(write.number, remote: "toy-\(write.number)")
        } else {
          try other.reject(write.number, Failure(.refused, "no"))
        }
      }
    case .cancelled:
      _ = try other.open(first, planned: planned)
      _ = try other.cancel(.job(first), number: nil)
    }
    try mine.adoptOrphans()
    let overlap = try mine.open(second, planned: planned)
    let yields = [.openedFirst, .openedAndSent].contains(fate)
    #expect(overlap.counts == (yields ? ["toys.create": 3] : [:]))
    #expect(overlap.jobs == (fate == .openedFirst ? [first] : []))
    #expect(try mine.left(.job(second)) == (yields ? 3 : 6))
    if fate == .stillDraft {
      #expect(try other.open(first, planned: planned).counts == ["toys.create": 3])
    }
    let doubles = try mine.state.all(
      "SELECT label FROM writes JOIN jobs USING (job) WHERE jobs.state = 'open' GROUP BY 1 HAVING count(*) > 1"
    ) { $0.text(0) }
    #expect(doubles == [])
  }

  @Test("What was confirmed before the plan began may be sent anew; what was confirmed after it may not")
  func confirmedBefore() throws {
    let queue = try queue()
    let first = try draft(queue, 1...2)
    _ = try queue.open(first, planned: now)
    while let write = try queue.nextPlanned(.job(first)) {
      _ = try queue.claim(write.number)
      try queue.confirm(write.number, remote: nil)
    }
    let later = Timestamp(milliseconds: SystemClock.system.now().milliseconds + 1000)
    let second = try draft(queue, 1...2)
    #expect(try queue.open(second, planned: later).counts == [:])
    #expect(try queue.left(.job(second)) == 2)
  }

  @Test("Only the process that took a write says what came of it")
  func ownership() throws {
    let (mine, other) = (try queue(), try queue())
    let job = try draft(mine, 1...1)
    _ = try mine.open(job, planned: now)
    let number = try #require(try mine.nextPlanned(.job(job))).number
    #expect(try mine.claim(number) != nil && other.claim(number) == nil)
    try mine.doubt(number, Failure(.temporary, "no answer"))
    #expect(try mine.claimLook(number))
    #expect(try !other.claimLook(number) && other.nextUnknown(.everything) == nil)
    #expect(try other.isBusy(.everything))
    // A person decides while this process looks: what it finds out later changes nothing.
    #expect(try other.resolve(number, arrived: true, remote: "toy-1"))
    try mine.replan(number)
    #expect(try mine.write(number)?.state == .confirmed)
    #expect(try !other.resolve(number, arrived: false, remote: nil))
  }

  @Test(
    "Writes of a dead process are up for all: those on their way as unknown", arguments: ["sent", "unknown"])
  func orphans(_ state: String) throws {
    let queue = try queue()
    let job = try draft(queue, 1...1)
    _ = try queue.open(job, planned: now)
    try queue.state.execute(
      "UPDATE writes SET state = ?, owner = ?", [.text(state), .text(QueueSharingTests.dead)])
    #expect(try queue.nextUnknown(.everything) == nil)
    try queue.adoptOrphans()
    #expect(try queue.nextUnknown(.everything) != nil)
    #expect(try !queue.isBusy(.everything))
  }
}
