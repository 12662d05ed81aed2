import Catalog
import Database
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// Limits of the month, and what answers tell of a limit.
@Suite struct MonthlyLimitTests {
  static let monthly = RateClass("monthly")
  static let key = Ledger.Key(service: "toyland", credential: "a")
  static let limit = RateLimit.monthly(monthly, 3)

  private func ledger(_ home: TemporaryDirectory, _ time: VirtualTime, boot: String = "boot") throws -> Ledger
  {
    let state = try Connection(path: "\(home.path)/state.db")
    try state.migrate(StateSchema.migrations)
    return Ledger(state, clock: time.clock(bootID: boot))
  }

  /// Takes a slot and settles it; the wait where there is none.
  private func spend(_ ledger: Ledger, _ limit: RateLimit = limit) throws -> TimeSpan? {
    switch try ledger.take(Self.key, limit.rate, limits: [limit]) {
    case .slot(let slot, _):
      try ledger.settle(slot)
      return nil
    case .wait(let span, _): return span
    }
  }

  @Test func aMonthIsCountedByTheCalendarAndAcrossBoots() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let first = try ledger(home, time)
    for _ in 0..<2 { #expect(try spend(first) == nil) }
    time.pass(.days(20))
    let second = try ledger(home, time, boot: "second")
    #expect(try second.usage(Self.key, Self.limit).used == 2)
    #expect(try spend(second) == nil)
    // The 21st of June.
    let wait = try #require(try spend(second))
    #expect(wait == .days(10) + .seconds(1))
    #expect(try second.usage(Self.key, Self.limit).wait == wait)
    time.pass(wait)
    #expect(try second.usage(Self.key, Self.limit).used == 0)
    #expect(try spend(second) == nil)
  }

  @Test func whatWasNotSentIsNotCounted() throws {
    let home = try TemporaryDirectory()
    let ledger = try ledger(home, VirtualTime())
    guard case .slot(let slot, _) = try ledger.take(Self.key, Self.monthly, limits: [Self.limit]) else {
      Issue.record("no slot")
      return
    }
    #expect(try ledger.usage(Self.key, Self.limit).used == 1)
    try ledger.release(slot)
    #expect(try ledger.usage(Self.key, Self.limit).used == 0)
  }

  @Test func aThousandRequestsLeaveFewTraces() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let ledger = try ledger(home, time)
    for _ in 0..<100 {
      _ = try spend(ledger, .monthly(Self.monthly, 1000))
      time.pass(.minutes(1))
    }
    let left = try ledger.state.first("SELECT count(*) FROM slots", []) { Int($0.int(0)) }
    #expect((left ?? 0) < 10)
    #expect(try ledger.usage(Self.key, .monthly(Self.monthly, 1000)).used == 100)
  }

  // MARK: What answers tell

  static let service: Service = {
    var service = Toys.service
    service.limits = [.monthly(monthly, 1000), RateLimit(.read, 60, per: .minutes(1))]
    service.rateHeaders = .common
    service.retryHints = [.bodyTimestamp("resetAt"), .epochHeader("X-RateLimit-Reset")]
    return service
  }()

  /// Sends a call whose answer has these rate headers; the ledger as it is then.
  private func answered(
    _ rate: RateClass, _ headers: Headers, status: Int = 200, body: String = #"{"success":true,"data":[]}"#,
    origin: RateGate.Bound.Origin = .documented, names: RateHeaders = .common,
    before: (Ledger) throws -> Void = { _ in },
    check: (Ledger, RateGate, Result<Answer, Failure>) throws -> Void
  ) throws {
    let home = try TemporaryDirectory()
    var fixture = ClientFixture()
    fixture.service = Self.service
    fixture.service.rateHeaders = names
    let ledger = try fixture.ledger(in: home)
    try before(ledger)
    let bounds = Self.service.limits.map { RateGate.Bound(limit: $0, origin: origin, documented: $0) }
    let gate = RateGate(ledger, key: Self.key, bounds: bounds, patience: .refuse, clock: fixture.time.clock())
    { _, _ in }
    fixture.gate = gate
    fixture.wire.expect("GET /v1/toys", .answer(status, body, headers))
    let client = try fixture.client()
    let result: Result<Answer, Failure>
    do throws(Failure) { result = .success(try client.send(Call(.get, "/toys", rate: rate))) } catch {
      result = .failure(error)
    }
    fixture.wire.finish()
    try check(ledger, gate, result)
  }

  private static func headers(_ limit: Int, _ remaining: Int) -> Headers {
    [
      "X-RateLimit-Limit": "\(limit)", "X-RateLimit-Remaining": "\(remaining)",
      "X-RateLimit-Reset": "1751328000",
    ]
  }

  @Test func theServiceCountsTheMonthToo() throws {
    let limit = RateLimit.monthly(Self.monthly, 1000)
    try answered(Self.monthly, Self.headers(1000, 847)) { (ledger, _, _) throws in
      #expect(try ledger.usage(Self.key, limit).used == 153)
      #expect(try ledger.learnt(Self.key, Self.monthly) == nil)
    }
    try answered(
      Self.monthly, Self.headers(1000, 999), before: { try $0.setUsed(900, Self.key, Self.monthly) }
    ) { (ledger, _, _) throws in
      #expect(try ledger.usage(Self.key, limit).used == 1, "nobody else is on the way")
    }
    try answered(
      Self.monthly, Self.headers(1000, 999),
      before: { (ledger) throws in
        for _ in 0..<3 { _ = try ledger.take(Self.key, Self.monthly, limits: [limit]) }
      }
    ) { (ledger, _, _) throws in
      #expect(try ledger.usage(Self.key, limit).used == 4, "three are on their way")
    }
  }

  @Test func aLearntLimitIsKept() throws {
    try answered(.read, Self.headers(120, 119)) { (ledger, gate, _) throws in
      #expect(try ledger.learnt(Self.key, .read) == 120)
      for _ in 0..<119 { _ = try gate.take(.read) }
      #expect(throws: Failure.self) { try gate.take(.read) }
    }
    try answered(.read, Self.headers(60, 59), before: { try $0.learn(120, Self.key, Self.service.limits[1]) })
    { (ledger, _, _) throws in
      #expect(try ledger.learnt(Self.key, .read) == 120, "the gate knew nothing else")
    }
    try answered(.read, Self.headers(120, 119), origin: .configuration) { (ledger, _, _) throws in
      #expect(try ledger.learnt(Self.key, .read) == nil, "what a person set stands")
    }
  }

  @Test func othersSpendOfTheSameLimit() throws {
    try answered(.read, Self.headers(60, 5)) { (ledger, gate, _) throws in
      #expect(try ledger.usage(Self.key, Self.service.limits[1]).used == 55)
      for _ in 0..<5 { _ = try gate.take(.read) }
      #expect(throws: Failure.self) { try gate.take(.read) }
    }
    try answered(.read, Self.headers(60, 60)) { (ledger, _, _) throws in
      #expect(
        try ledger.usage(Self.key, Self.service.limits[1]).used == 1, "more is never believed of a window")
    }
  }

  @Test(
    arguments: [
      ["X-RateLimit-Limit": "60"], ["X-RateLimit-Limit": "x", "X-RateLimit-Remaining": "1"],
      ["X-RateLimit-Limit": "0", "X-RateLimit-Remaining": "0"],
      ["X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "6"],
      ["X-RateLimit-Limit": "99999999999", "X-RateLimit-Remaining": "1"],
    ] as [[String: String]])
  func nonsenseIsPassedOver(_ fields: [String: String]) throws {
    let headers = Headers(fields.map { ($0.key, $0.value) })
    try answered(.read, headers) { (ledger, _, _) throws in
      #expect(try ledger.usage(Self.key, Self.service.limits[1]).used == 1)
      #expect(try ledger.learnt(Self.key, .read) == nil)
    }
  }

  @Test func anAccountWithoutALimitIsKnownByItsAnswers() throws {
    try answered(.read, [:], names: .commonWhereLimited) { (ledger, gate, _) throws in
      for _ in 0..<100 { _ = try gate.take(.read) }
      #expect(try ledger.learnt(Self.key, .read) == RateLimit.unlimited)
    }
    for (headers, status, names) in [
      (Headers(), 200, RateHeaders.common), (Headers(), 404, .commonWhereLimited),
      (Self.headers(60, 59), 200, .commonWhereLimited),
    ] {
      try answered(.read, headers, status: status, names: names) { (ledger, gate, _) throws in
        #expect(try ledger.learnt(Self.key, .read) == nil)
        #expect(throws: Failure.self) { for _ in 0..<60 { _ = try gate.take(.read) } }
      }
    }
  }

  @Test func aUsedUpMonthEndsAtOnce() throws {
    let body =
      #"{"success":false,"error":{"message":"Rate limit exceeded"},"resetAt":"2025-07-01T00:00:00.000Z"}"#
    try answered(Self.monthly, [:], status: 429, body: body) { (ledger, gate, result) throws in
      guard case .failure(let failure) = result else {
        Issue.record("it was answered")
        return
      }
      #expect(failure.kind == .temporary)
      #expect(failure.retryAfter == .days(30))
      let limit = RateLimit.monthly(Self.monthly, 1000)
      #expect(try ledger.usage(Self.key, limit).used == 1000)
      #expect(throws: Failure.self) { try gate.take(Self.monthly) }
    }
  }

  @Test func nobodyWaitsForHours() throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let ledger = try ledger(home, time)
    let bounds = [RateGate.Bound(limit: Self.limit, origin: .documented, documented: Self.limit)]
    let gate = RateGate(ledger, key: Self.key, bounds: bounds, patience: .wait, clock: time.clock()) { _, _ in
    }
    for _ in 0..<3 { try gate.settle(try gate.take(Self.monthly), 200, retryAfter: nil) }
    do throws(Failure) {
      _ = try gate.take(Self.monthly)
      Issue.record("it waited")
    } catch {
      #expect(error.kind == .temporary)
      #expect(error.message.contains("before 2025-07-01T00:00:01Z: 3 monthly requests in a month"))
    }
    #expect(time.sleeps == [])
  }

  /// When a limit begins anew is nothing that a failed request should wait for.
  @Test func onlyTooManyRequestsWaitForTheReset() throws {
    let failed = Response(status: .internalServerError, headers: Self.headers(1000, 5))
    #expect(Self.service.retryAfter(failed, nil, now: VirtualTime.start) == nil)
    let refused = Response(status: .tooManyRequests, headers: Self.headers(1000, 0))
    #expect(Self.service.retryAfter(refused, nil, now: VirtualTime.start) == .days(30))
  }

  @Test(arguments: ["10/1m", "1000/month", "5/1h30m"]) func limitsAreReadAsTheyAreWritten(_ text: String) {
    #expect(RateLimit(.read, parsing: text)?.text == text)
  }
}
