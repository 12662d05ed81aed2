import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// A queued write is sent until the service has it or refuses it: never twice, never lost.
@Suite struct DrainTests {
  /// A write, what comes of every request of the drain, and where the write then stands.
  struct Course: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var line = "sp toys create --name Ball --story Round"
    var script: [(String, Wire.Outcome)]
    var state: String
    /// Why the drain ended early.
    var stopped: ExitCode?
  }

  static let post = "POST /toyland/v1/toys"
  static let look = "GET /toyland/v1/toys?limit=3&sort=created_at&order=desc"
  static let one = "GET /toyland/v1/toys/t-9"
  static let patch = "PATCH /toyland/v1/toys/t-9"
  static let delete = "DELETE /toyland/v1/toys/t-9"

  static let made = Wire.Outcome.answer(201, #"{"data":{"id":"t-9","name":"Ball","story":"Round"}}"#)
  static let lost = Wire.Outcome.lost(.dropped, sent: .perhaps)
  static let down = Wire.Outcome.lost(.connect, sent: .no)
  static let busy = Wire.Outcome.answer(503, #"{"error":{"code":"BUSY","message":"Busy"}}"#)
  static let refused = Wire.Outcome.answer(400, #"{"error":{"code":"BAD","message":"No"}}"#)
  static let broken = Wire.Outcome.answer(500, #"{"error":{"code":"OOPS","message":"Oops"}}"#)
  static let gone = Wire.Outcome.answer(404, #"{"error":{"code":"NOT_FOUND","message":"No such toy"}}"#)
  static let whole = Wire.Outcome.ok(#"{"data":{"id":"t-9","name":"Ball","story":"Round","price":5}}"#)

  static func list(_ names: String...) -> Wire.Outcome {
    let toys = names.enumerated().map { index, name in
      #"{"id":"t-\#(9 - index)","name":"\#(name)","created_at":"2025-06-01T00:00:0\#(9 - index)Z"}"#
    }
    return .ok(#"{"data":[\#(toys.joined(separator: ","))],"meta":{"total":\#(names.count)}}"#)
  }

  static let sent: [Course] = [
    .init(testDescription: "accepted", script: [(post, made)], state: "confirmed 1 t-9"),
    .init(testDescription: "refused", script: [(post, refused)], state: "rejected 1 BAD"),
    .init(
      testDescription: "busy, then accepted", script: [(post, busy), (post, busy), (post, made)],
      state: "confirmed 3 t-9"),
    .init(
      testDescription: "busy for long", script: Array(repeating: (post, busy), count: 8),
      state: "planned 8 BUSY", stopped: .temporary),
    .init(
      testDescription: "not reachable for a moment",
      script: [(post, down), (post, down), (post, down), (post, made)],
      state: "confirmed 2 t-9"),
    .init(
      testDescription: "not reachable", script: Array(repeating: (post, down), count: 9),
      state: "planned 3 connect", stopped: .temporary),
    .init(
      testDescription: "who are you",
      script: [(post, .answer(401, #"{"error":{"code":"WHO","message":"?"}}"#))],
      state: "planned 1 WHO", stopped: .authentication),
  ]

  static let created: [Course] = [
    .init(
      testDescription: "the answer was lost, the write was not",
      script: [(post, lost), (look, list("Ball", "Kite")), (one, whole)], state: "confirmed 1 t-9"),
    .init(
      testDescription: "both were lost", script: [(post, lost), (look, list("Kite")), (post, made)],
      state: "confirmed 2 t-9"),
    .init(
      testDescription: "another of that name",
      script: [
        (post, lost), (look, list("Ball")),
        (one, .ok(#"{"data":{"id":"t-9","name":"Ball","story":"Flat"}}"#)), (post, made),
      ], state: "confirmed 2 t-9"),
    .init(
      testDescription: "two look like it",
      script: [
        (post, lost), (look, list("Ball", "Ball")), (one, whole),
        ("GET /toyland/v1/toys/t-8", .ok(#"{"data":{"id":"t-8","name":"Ball","story":"Round"}}"#)),
      ], state: "parked 1 undecided"),
    .init(
      testDescription: "500 after the commit",
      script: [
        (post, broken), (look, list("Ball")),
        (one, whole),
      ], state: "confirmed 1 t-9"),
    .init(
      testDescription: "the look-up fails too",
      script: [(post, lost)] + Array(repeating: (look, down), count: 6), state: "unknown 1 dropped",
      stopped: .temporary),
    .init(
      testDescription: "never kept, however often it is sent",
      script: Array(repeating: [(post, broken), (look, list())], count: 4).flatMap(\.self),
      state: "rejected 4 OOPS"),
    .init(
      testDescription: "an answer that is none",
      script: [(post, .ok("<html>")), (look, list("Ball")), (one, whole)],
      state: "confirmed 1 t-9"),
  ]

  static let others: [Course] = [
    .init(
      testDescription: "a change that arrived", line: "sp toys update t-9 --price 5",
      script: [(patch, lost), (one, whole)], state: "confirmed 1 t-9"),
    .init(
      testDescription: "a change that did not", line: "sp toys update t-9 --price 6",
      script: [(patch, lost), (one, whole), (patch, whole)], state: "confirmed 2 t-9"),
    .init(
      testDescription: "a change of what is gone", line: "sp toys update t-9 --price 6",
      script: [(patch, gone)], state: "rejected 1 NOT_FOUND"),
    .init(
      testDescription: "a removal that arrived", line: "sp toys delete t-9 --yes",
      script: [(delete, lost), (delete, lost), (delete, lost), (one, gone)], state: "confirmed 1"),
    .init(
      testDescription: "a removal seen only as gone", line: "sp toys delete t-9 --yes",
      script: [(delete, lost), (delete, gone), (one, gone)], state: "confirmed 1"),
    .init(
      testDescription: "a removal that did not", line: "sp toys delete t-9 --yes",
      script: [(delete, lost), (delete, lost), (delete, lost), (one, whole), (delete, .answer(204, ""))],
      state: "confirmed 2"),
  ]

  @Test(arguments: sent + created + others) func ends(_ course: Course) throws {
    let wire = Wire()
    let home = try ToyHome(wire)
    #expect(try home.run(course.line + " --queue").code == .success)
    for (asked, outcome) in course.script { wire.expect(asked, outcome) }
    let session = try home.session()
    let queue = try session.queue()
    let summary = try Drain(session, queue, observer: .init()).run(.everything)
    wire.finish()
    let write = try #require(try queue.write(1))
    let word = write.isParked ? "parked" : write.state.rawValue
    let end = write.state == .confirmed ? write.remote : write.error?["code"]?.string
    #expect([word, "\(write.attempts)", end].compactMap(\.self).joined(separator: " ") == course.state)
    #expect(summary.stopped?.kind == course.stopped)
    #expect(summary.confirmed == (write.state == .confirmed ? 1 : 0))
    let keys = Set(wire.requests.filter { $0.method.name == "POST" }.map { $0.headers["Idempotency-Key"] })
    #expect(keys.count <= 1 && !keys.contains(nil))
  }

  @Test func aDeadlineEndsADrain() throws {
    let wire = Wire()
    let home = try ToyHome(wire)
    for name in ["A", "B"] { try home.run("sp toys create --name \(name) --queue") }
    wire.expect(Self.post, Self.busy)
    let session = try home.session()
    let summary = try Drain(
      session, try session.queue(), deadline: home.time.uptime + 500, observer: .init()
    ).run(.everything)
    #expect(summary.stopped?.kind == .timeBudget)
    wire.finish()
    #expect(try session.queue().counts(.everything) == [.planned: 2])
  }
}
