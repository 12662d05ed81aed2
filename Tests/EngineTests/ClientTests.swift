import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// Envelopes, errors and waiting times of every spelling, told apart by the service's row alone.
@Suite struct ClientTests {
  // MARK: Answers

  struct Opening: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var envelope = Toys.service.envelope
    var data: String?
    var status = 200
    var body: String
    /// The payload and the total, or the message of the failure.
    var outcome: String
    /// Whether a write that is answered so may have been applied.
    var isDoubtful = true
  }

  static let bare = Envelope(message: "error")

  static let openings: [Opening] = [
    .init(testDescription: "data", body: #"{"success":true,"data":{"a":1}}"#, outcome: #"{"a":1}"#),
    .init(
      testDescription: "list with total", body: #"{"data":[1,2],"meta":{"total":7}}"#, outcome: "[1,2] of 7"),
    .init(testDescription: "null data", body: #"{"data":null}"#, outcome: "null"),
    .init(testDescription: "no body", status: 204, body: "", outcome: "null"),
    .init(testDescription: "whole body", envelope: bare, body: "[1]", outcome: "[1]"),
    .init(
      testDescription: "row's own place", data: "result.items", body: #"{"result":{"items":[3]}}"#,
      outcome: "[3]"),
    .init(testDescription: "row's whole body", data: "", body: #"{"data":5}"#, outcome: #"{"data":5}"#),
    .init(
      testDescription: "digits kept", body: #"{"data":{"price":1.50,"n":1e2}}"#,
      outcome: #"{"price":1.50,"n":1e2}"#),
    .init(
      testDescription: "no data", body: #"{"success":true}"#,
      outcome: "Toyland answered 200 with JSON that has no 'data'"),
    .init(
      testDescription: "failure in a success", body: #"{"success":false,"data":1,"error":{"message":"no"}}"#,
      outcome: "Toyland: no", isDoubtful: false),
    .init(
      testDescription: "page of a hotel", body: "<html>",
      outcome: "Toyland answered 200 with something that is not JSON"),
  ]

  @Test(arguments: openings) func opens(_ row: Opening) throws {
    var fixture = ClientFixture()
    fixture.service.envelope = row.envelope
    for method in [Endpoint.Method.get, .post] {
      var call = Call(method, "/toys", rate: .read)
      call.data = row.data
      fixture.wire.expect("\(method.rawValue) /v1/toys", .answer(row.status, row.body))
      do {
        let answer = try fixture.client().send(call)
        #expect(answer.payload.text() + (answer.total.map { " of \($0)" } ?? "") == row.outcome)
        #expect(answer.status == row.status)
      } catch let error as Failure {
        #expect(error.message == row.outcome)
        #expect(error.mayHaveBeenApplied == (row.isDoubtful && method == .post))
      }
    }
    fixture.wire.finish()
  }

  // MARK: Refusals

  struct Refused: Sendable, CustomTestStringConvertible {
    var method = Endpoint.Method.get
    var status: Int
    var body = #"{"success":false,"error":{"code":"E1","message":"No"}}"#
    var kind: ExitCode
    var message = "Toyland: No"
    var code: String? = "E1"
    var hint: String?
    var isDoubtful = false
    var testDescription: String { "\(method.rawValue) \(status) \(body.prefix(12))" }
  }

  static let later = "sp status toyland; try again later"

  static let refusals: [Refused] = [
    .init(status: 400, kind: .refused),
    .init(status: 401, kind: .authentication, hint: "sp auth login toyland"),
    .init(status: 403, kind: .refused, hint: "sp auth status shows which account asks"),
    .init(status: 404, kind: .notFound),
    .init(status: 410, kind: .notFound),
    .init(status: 409, kind: .refused),
    .init(status: 422, body: #"{"error":{"code":17,"message":"No"}}"#, kind: .refused, code: "17"),
    .init(
      status: 400, body: #"{"error":{}}"#, kind: .refused,
      message: "Toyland answered 400 Bad Request without a reason", code: nil),
    .init(status: 500, kind: .temporary, hint: later),
    .init(method: .post, status: 400, kind: .refused),
    .init(method: .post, status: 500, kind: .temporary, hint: later, isDoubtful: true),
    .init(method: .post, status: 501, kind: .temporary, hint: later),
    .init(method: .post, status: 502, kind: .temporary, hint: later, isDoubtful: true),
    .init(method: .post, status: 503, kind: .temporary, hint: later),
    .init(
      method: .post, status: 503, body: "<h1>Gateway</h1>", kind: .temporary,
      message: "Toyland answered 503 Service Unavailable and no JSON: <h1>Gateway</h1>",
      code: "unreadable_answer", hint: "check the address: sp config get toyland.url", isDoubtful: true),
    .init(
      status: 404, body: "\u{1B}[31mgone\nfor good", kind: .notFound,
      message: "Toyland answered 404 Not Found and no JSON: ␛[31mgone",
      code: "unreadable_answer", hint: "check the address: sp config get toyland.url"),
    .init(method: .patch, status: 504, kind: .temporary, hint: later, isDoubtful: true),
  ]

  @Test(arguments: refusals) func refuses(_ row: Refused) throws {
    let fixture = ClientFixture()
    // A read is asked three times while the service fails, a write once.
    let times = row.method == .get && [500, 502, 503, 504].contains(row.status) ? 3 : 1
    for _ in 0..<times {
      fixture.wire.expect("\(row.method.rawValue) /v1/toys", .answer(row.status, row.body))
    }
    let failure = try failed { _ = try fixture.send(ClientFixture.write(row.method)) }
    #expect(failure.kind == row.kind)
    #expect(failure.message == row.message)
    #expect(failure.code == row.code)
    #expect(failure.hint == row.hint)
    #expect(failure.status == row.status)
    #expect(failure.mayHaveBeenApplied == row.isDoubtful)
    #expect(failure.request == "\(row.method.rawValue) /toys")
    #expect(failure.service == "toyland")
  }

  @Test func detailsOfARefusalAreKept() throws {
    for (details, kept) in [(#"{"price":"too high"}"#, true), ("{}", false), ("null", false)] {
      let fixture = ClientFixture()
      let body = #"{"error":{"message":"No","details":\#(details)}}"#
      fixture.wire.expect("POST /v1/toys", .answer(400, body))
      let failure = try failed { _ = try fixture.send(ClientFixture.write()) }
      #expect(failure.details?.text() == (kept ? details : nil))
    }
  }

  // MARK: Waiting times

  typealias Hinted = (hints: [RetryHint], headers: Headers, body: String, wait: TimeSpan?)

  private static let clockHeader = "Sun, 01 Jun 2025 00:00:30 GMT"
  private static let epoch = "\(VirtualTime.start.milliseconds / 1000 + 45)"

  static let hinted: [Hinted] = [
    ([.header("Retry-After")], ["Retry-After": "7"], "", .seconds(7)),
    ([.header("Retry-After")], ["retry-after": "0"], "", .seconds(0)),
    ([.header("Retry-After")], ["Retry-After": clockHeader], "", .seconds(30)),
    ([.header("Retry-After")], ["Retry-After": "Sun, 01 Jun 2025 00:00:00 GMT"], "", nil),
    ([.header("Retry-After")], ["Retry-After": "-7"], "", nil),
    ([.header("Retry-After")], ["Retry-After": "soon"], "", nil),
    ([.header("Retry-After")], [:], "", nil),
    ([.header("X-Wait")], ["Retry-After": "7", "X-Wait": "8"], "", .seconds(8)),
    ([.epochHeader("X-RateLimit-Reset")], ["X-RateLimit-Reset": epoch], "", nil),
    ([.epochHeader("X-RateLimit-Reset")], ["X-RateLimit-Reset": "1"], "", nil),
    ([.bodySeconds("error.retry_after")], [:], #"{"error":{"retry_after":12}}"#, .seconds(12)),
    ([.bodySeconds("retryAfter")], [:], #"{"retryAfter":1.5}"#, .milliseconds(1500)),
    ([.bodySeconds("retryAfter")], [:], #"{"retryAfter":"3"}"#, nil),
    ([.bodySeconds("retryAfter")], [:], #"{"retryAfter":1e300}"#, nil),
    ([.bodySeconds("retryAfter")], [:], #"{"retryAfter":-1}"#, nil),
    ([.bodyTimestamp("resetAt")], [:], #"{"resetAt":"2025-06-01T00:01:00Z"}"#, .seconds(60)),
    ([.bodyTimestamp("resetAt")], [:], #"{"resetAt":"2025-05-01T00:01:00Z"}"#, nil),
    (
      [.header("Retry-After"), .bodySeconds("retryAfter")], ["Retry-After": "x"], #"{"retryAfter":4}"#,
      .seconds(4)
    ),
    (
      [.header("Retry-After"), .bodySeconds("retryAfter")], ["Retry-After": "9"], #"{"retryAfter":4}"#,
      .seconds(9)
    ),
  ]

  @Test(arguments: hinted) func hears(_ row: Hinted) throws {
    var fixture = ClientFixture()
    fixture.service.retryHints = row.hints
    // The status alone is no reason to try a write again, so that one answer is enough.
    fixture.wire.expect("POST /v1/toys", .answer(500, row.headers, row.body.isEmpty ? "{}" : row.body))
    let failure = try failed { _ = try fixture.send(ClientFixture.write()) }
    #expect(failure.retryAfter == row.wait)
  }
}
