import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// What a client sends, how often, and where it never goes.
@Suite struct ClientSendingTests {
  // MARK: Retries

  struct Course: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var method = Endpoint.Method.get
    /// What comes of each attempt; the last one stands.
    var attempts: [Wire.Outcome]
    /// The payload, or the kind of the failure.
    var outcome: String
    var isDoubtful = false
    /// The least wait before each attempt after the first.
    var waits: [TimeSpan] = []
  }

  static let done = Wire.Outcome.ok(#"{"data":1}"#)
  static let busy = Wire.Outcome.answer(503, #"{"error":{"message":"Busy"}}"#)
  static let asking = Wire.Outcome.answer(503, #"{"error":{"message":"Busy"}}"#, ["Retry-After": "2"])
  static let proxy = Wire.Outcome.answer(503, "<html>", ["Retry-After": "2"])
  static let throttled = Wire.Outcome.answer(429, #"{"error":{"message":"Slow"}}"#, ["Retry-After": "3"])
  static let patient = Wire.Outcome.answer(429, #"{"error":{"message":"Slow"}}"#, ["Retry-After": "3600"])

  static let courses: [Course] = [
    .init(
      testDescription: "read, twice busy", attempts: [busy, busy, done], outcome: "1", waits: [.zero, .zero]),
    .init(
      testDescription: "read, always busy", attempts: [busy, busy, busy], outcome: "temporary",
      waits: [.zero, .zero]),
    .init(testDescription: "write, busy", method: .post, attempts: [busy], outcome: "temporary"),
    .init(
      testDescription: "write, asked back", method: .post, attempts: [asking, done], outcome: "1",
      waits: [.seconds(2)]),
    .init(
      testDescription: "write, proxy asks back", method: .post, attempts: [proxy], outcome: "temporary",
      isDoubtful: true),
    .init(testDescription: "put, busy", method: .put, attempts: [busy, done], outcome: "1", waits: [.zero]),
    .init(
      testDescription: "delete, busy", method: .delete, attempts: [busy, done], outcome: "1", waits: [.zero]),
    .init(
      testDescription: "write, throttled", method: .post, attempts: [throttled, done], outcome: "1",
      waits: [.seconds(3)]),
    .init(
      testDescription: "write, always throttled", method: .patch,
      attempts: [throttled, throttled, throttled],
      outcome: "temporary", waits: [.seconds(3), .seconds(3)]),
    .init(testDescription: "an hour is too long", attempts: [patient], outcome: "temporary"),
    .init(
      testDescription: "read, refused", attempts: [.answer(400, #"{"error":{"message":"No"}}"#)],
      outcome: "refused"),
    .init(
      testDescription: "read, connection lost", attempts: [.lost(.dropped, sent: .perhaps), done],
      outcome: "1",
      waits: [.zero]),
    .init(
      testDescription: "write, nothing sent", method: .post, attempts: [.lost(.connect, sent: .no), done],
      outcome: "1", waits: [.zero]),
    .init(
      testDescription: "write, connection lost", method: .post, attempts: [.lost(.dropped, sent: .perhaps)],
      outcome: "temporary", isDoubtful: true),
    .init(
      testDescription: "write, timed out", method: .patch, attempts: [.lost(.timeout, sent: .perhaps)],
      outcome: "temporary", isDoubtful: true),
    .init(
      testDescription: "delete, connection lost", method: .delete,
      attempts: [
        .lost(.dropped, sent: .perhaps), .lost(.dropped, sent: .perhaps), .lost(.connect, sent: .no),
      ],
      outcome: "temporary", isDoubtful: true, waits: [.zero, .zero]),
    .init(testDescription: "untrusted", attempts: [.lost(.untrusted, sent: .no)], outcome: "temporary"),
    .init(
      testDescription: "write, interrupted", method: .post, attempts: [.lost(.interrupted, sent: .perhaps)],
      outcome: "interrupted", isDoubtful: true),
  ]

  @Test(arguments: courses) func ends(_ row: Course) throws {
    let fixture = ClientFixture()
    for outcome in row.attempts { fixture.wire.expect("\(row.method.rawValue) /v1/toys", outcome) }
    var call = ClientFixture.write(row.method)
    call.idempotencyKey = "key-1"
    do {
      #expect(try fixture.send(call).payload.text() == row.outcome)
    } catch let failure as Failure {
      #expect(failure.kind.word == row.outcome)
      #expect(failure.mayHaveBeenApplied == row.isDoubtful)
    }
    let sleeps = fixture.time.sleeps
    #expect(sleeps.count == row.waits.count)
    for (slept, least) in zip(sleeps, row.waits) {
      #expect(slept >= least && slept <= max(least * 2, .seconds(1)))
    }
    #expect(Set(fixture.wire.requests.map { $0.headers["Idempotency-Key"] }) == ["key-1"])
  }

  // MARK: Redirects

  struct Redirect: Sendable, CustomTestStringConvertible {
    var method = Endpoint.Method.get
    var status = 302
    var target: String
    /// What is asked next; nil when the redirect is not followed.
    var next: String?
    var testDescription: String { "\(method.rawValue) \(status) \(target)" }
  }

  static let redirects: [Redirect] = [
    .init(target: "/v2/toys", next: "GET /v2/toys"),
    .init(target: "games?a=1", next: "GET /v1/games?a=1"),
    .init(status: 308, target: "https://toys.example/x", next: "GET /x"),
    .init(target: "https://toys.example:8443/x"),
    .init(target: "http://toys.example/v1/toys"),
    .init(target: "https://evil.example/v1/toys"),
    .init(target: "//evil.example/v1/toys"),
    .init(method: .post, target: "/v2/toys"),
    .init(method: .delete, status: 307, target: "/v2/toys"),
  ]

  @Test(arguments: redirects) func redirect(_ row: Redirect) throws {
    var fixture = ClientFixture()
    fixture.credential = try Credential("sk_test_1", origin: "https://toys.example", source: .keyring)
    fixture.wire.expect("\(row.method.rawValue) /v1/toys", .answer(row.status, "", ["Location": row.target]))
    if let next = row.next {
      fixture.wire.expect(next, Self.done)
      #expect(try fixture.send(ClientFixture.read).payload == 1)
    } else {
      let failure = try failed { _ = try fixture.send(ClientFixture.write(row.method)) }
      #expect(failure.code == "redirect")
      let base = try #require(Address("https://toys.example/v1/toys"))
      let target = try #require(base.resolving(row.target))
      #expect(failure.message == "Toyland sent the request on to \(target); it was not followed")
      #expect(!failure.mayHaveBeenApplied)
    }
    #expect(fixture.wire.requests.allSatisfy { $0.address.origin == "https://toys.example" })
  }

  @Test func circlesEndAndEveryHopIsCounted() throws {
    let home = try TemporaryDirectory()
    var fixture = ClientFixture()
    let ledger = try fixture.ledger(in: home)
    fixture.gate = fixture.gate(ledger, .refuse)
    for _ in 0..<6 {
      fixture.wire.expect("GET /v1/toys", .answer(301, "", ["Location": "/v1/toys"]))
    }
    #expect(try failed { _ = try fixture.send(ClientFixture.read) }.code == "redirect")
    #expect(try ledger.usage(ClientFixture.key, Toys.service.limits[0]).used == 6)
  }

  // MARK: Requests

  @Test func requestsAreMadeFromRows() throws {
    var fixture = ClientFixture()
    fixture.credential = try Credential("sk_test_1", origin: "https://toys.example", source: .keyring)
    var call = Call(Toys.plugin.endpoints[3], path: ["a/b ?ü"])
    call.query = [("tags", "a,b & c"), ("x", "")]
    call.body = ["price": 5]
    call.idempotencyKey = "key-1"
    let request = try fixture.client().request(for: call)
    #expect(request.method.name == "PATCH")
    #expect(request.address.text == "https://toys.example/v1/toys/a%2Fb%20%3F%C3%BC?tags=a%2Cb%20%26%20c&x=")
    let shown = request.headers.fields.map { "\($0.name): \($0.value)" }
    #expect(
      shown == [
        "Accept: application/json", "Authorization: Bearer sk_test_1", "Content-Type: application/json",
        "Idempotency-Key: key-1",
      ])
    #expect(request.body == Array(#"{"price":5}"#.utf8))
    #expect(!request.isReplayable)

    for (authentication, header) in [
      (Authentication.cookie("session"), ("Cookie", "session=sk_test_1")), (.none, ("Cookie", nil)),
    ] as [(Authentication, (String, String?))] {
      fixture.service.authentication = authentication
      let request = try fixture.client().request(for: ClientFixture.read)
      #expect(request.headers[header.0] == header.1)
      #expect(request.headers["Authorization"] == nil)
      #expect(request.body == nil && request.headers["Content-Type"] == nil)
    }
  }

  // MARK: The gate

  @Test func a429ClosesTheGateForEveryone() throws {
    let home = try TemporaryDirectory()
    var fixture = ClientFixture()
    fixture.gate = fixture.gate(try fixture.ledger(in: home), .wait)
    fixture.wire.expect("POST /v1/toys", Self.patient)
    let first = try failed { _ = try fixture.send(ClientFixture.write()) }
    #expect(first.status == 429 && first.retryAfter == .hours(1) && first.hint == "try again in 1h")

    var other = fixture
    other.gate = fixture.gate(try fixture.ledger(in: home), .refuse)
    let second = try failed { _ = try other.send(ClientFixture.write()) }
    #expect(second.kind == .temporary && second.code == "rate_limit" && second.status == nil)
    #expect(second.retryAfter == .hours(1))

    other.gate?.deadline = fixture.time.uptime + 1000
    fixture.gate?.deadline = fixture.time.uptime + 1000
    #expect(try failed { _ = try fixture.send(ClientFixture.write()) }.kind == .timeBudget)

    fixture.gate?.deadline = nil
    fixture.wire.expect("GET /v1/toys", Self.done)
    _ = try fixture.send(ClientFixture.read)
    #expect(fixture.time.sleeps == [])
    fixture.wire.expect("POST /v1/toys", Self.done)
    _ = try fixture.send(ClientFixture.write())
    #expect(fixture.time.sleeps == [.hours(1)])
  }
}
