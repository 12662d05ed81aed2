import HTTP
import Testing
import Values

@Suite struct RetryTests {
  typealias Decision = RetryPolicy.Decision

  /// After the first of three attempts with the longest jitter: the wait and cost for a replayable request, and for one that is not.
  struct Row: Sendable {
    let outcome: RetryPolicy.Outcome
    let replayable: Decision
    let other: Decision

    init(_ outcome: RetryPolicy.Outcome, _ replayable: Decision, _ other: Decision) {
      (self.outcome, self.replayable, self.other) = (outcome, replayable, other)
    }

    init(
      _ status: Status, after: TimeSpan? = nil, says envelope: RetryPolicy.Envelope = .error,
      _ replayable: Decision, _ other: Decision
    ) {
      self.init(.answered(Response(status: status), retryAfter: after, envelope: envelope), replayable, other)
    }

    init(
      _ reason: TransportError.Reason, _ sent: TransportError.Sent, _ replayable: Decision, _ other: Decision
    ) {
      self.init(.failed(TransportError(reason, "", sent: sent)), replayable, other)
    }
  }

  static let soon = Decision.retry(after: .milliseconds(50), cost: 14)
  static let later = Decision.retry(after: .seconds(1), cost: 5)
  static func asked(_ milliseconds: Int) -> Decision { .retry(after: .milliseconds(milliseconds), cost: 5) }

  static let rows: [Row] = [
    Row(.resolve, .no, soon, soon), Row(.connect, .no, soon, soon), Row(.tls, .no, soon, soon),
    Row(.timeout, .no, soon, soon), Row(.dropped, .no, soon, soon), Row(.timeout, .perhaps, soon, .stop),
    Row(.dropped, .perhaps, soon, .stop), Row(.untrusted, .no, .stop, .stop), Row(.proxy, .no, .stop, .stop),
    Row(.tooLarge, .perhaps, .stop, .stop), Row(.malformed, .perhaps, .stop, .stop),
    Row(.interrupted, .no, .stop, .stop), Row(.invalidRequest, .no, .stop, .stop),
    Row(.unavailable, .no, .stop, .stop),
    Row(408, soon, soon), Row(425, soon, soon), Row(429, later, later), Row(500, soon, .stop),
    Row(502, soon, .stop), Row(503, soon, .stop), Row(504, soon, .stop),
    Row(503, after: .seconds(2), says: .error, asked(2200), asked(2200)),
    Row(503, after: .seconds(2), says: .absent, asked(2200), .stop),
    Row(503, after: .milliseconds(100), asked(1000), asked(1000)),
    Row(429, after: .seconds(60), asked(66_000), asked(66_000)), Row(429, after: .seconds(61), .stop, .stop),
    Row(409, .stop, .stop), Row(409, says: .inProgress, soon, .stop),
    Row(200, .stop, .stop), Row(302, .stop, .stop), Row(400, .stop, .stop), Row(401, .stop, .stop),
    Row(404, .stop, .stop), Row(422, .stop, .stop), Row(501, .stop, .stop), Row(505, .stop, .stop),
  ]

  @Test("What is sent again, when, and at which cost", arguments: rows)
  func decides(_ row: Row) {
    for (isReplayable, expected) in [(true, row.replayable), (false, row.other)] {
      let decide = { (attempt: Int, random: Double) in
        RetryPolicy().decision(
          attempt: attempt, outcome: row.outcome, isReplayable: isReplayable, random: random)
      }
      #expect(decide(1, 1) == expected)
      #expect((decide(2, 0) == .stop) == (expected == .stop))
      #expect(decide(3, 1) == .stop)
    }
  }

  @Test("Waits double to their limit")
  func doubling() {
    let policy = RetryPolicy(attempts: 12)
    let failed = RetryPolicy.Outcome.failed(TransportError(.connect, "", sent: .no))
    let waits = (1...11).map { attempt in
      policy.decision(attempt: attempt, outcome: failed, isReplayable: true, random: 1)
    }
    let expected = [50, 100, 200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000]
    #expect(waits == expected.map { .retry(after: .milliseconds($0), cost: 14) })
  }

  @Test("A long outage empties the budget, success fills it again, hosts are apart")
  func budget() {
    var budget = RetryBudget()
    var retries = 0
    while budget.spend(RetryBudget.transientCost, on: "http://a") { retries += 1 }
    #expect(retries == 35 && budget.remaining("http://a") == 10 && budget.remaining("http://b") == 500)
    budget.succeed(on: "http://a", spent: 14)
    budget.succeed(on: "http://a", spent: 0)
    #expect(budget.remaining("http://a") == 25)
    budget.succeed(on: "http://b", spent: 14)
    #expect(budget.remaining("http://b") == 500)
  }

  @Test(
    "Retry-After is seconds or a date ahead",
    arguments: [
      ("120", 120), ("0", 0), ("-1", nil), ("+1", nil), ("abc", nil), ("", nil), ("1.5", nil),
      ("1000000000", 1_000_000_000), ("99999999999999999999", 1_000_000_000),
      ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
      ("Sun Nov  6 08:50:37 1994", 60), ("Sun, 06 Nov 1994 08:49:37 GMT", nil),
    ] as [(String, Int?)])
  func retryAfter(text: String, seconds: Int?) throws {
    let now = try #require(Timestamp(rfc3339: "1994-11-06T08:49:37Z"))
    #expect(Headers([("retry-after", text)]).retryAfter(now: now) == seconds.map { .seconds($0) })
  }

  @Test("Nothing shown holds a secret")
  func redaction() throws {
    let secret = "sk_live_\"0123456789/abcdef"
    let redaction = Redaction(secrets: [secret, "short"])
    let fields = redaction.headers([
      "Authorization": "Bearer 0123456789abcdefWXYZ", "Cookie": "sid=1", "X-Api-Key": "k",
      "X-Hub-Signature-256": "s",
      "X-Csrf-Token": "t", "Idempotency-Key": "i", "X-Echo": "got \(secret)",
    ])
    #expect(
      fields.fields.map(\.value) == [
        "Bearer [redacted ...WXYZ]", "[redacted]", "[redacted]", "[redacted]", "[redacted]", "i",
        "got [redacted]",
      ])
    let address = try #require(
      Address("http://a/b?api_key=x&page=2&access_token=y&q=\(Address.encode(secret))"))
    #expect(
      redaction.address(address)
        == "http://a/b?api_key=[redacted]&page=2&access_token=[redacted]&q=[redacted]")
    var text = "raw \(secret) base64 \(Base64.encode(Array(secret.utf8))) url \(Address.encode(secret)) json "
    text += JSON.string(secret).text() + " short"
    let shown = redaction.text(text)
    #expect(shown == "raw [redacted] base64 [redacted]= url [redacted] json \"[redacted]\" short")
  }
}
