import Catalog
import HTTP
import Sandbox
import SnackPrompt
import Testing
import Values

/// Limits, faults, the clock, seeds, and several hosts over one file.
@Suite struct ControlTests {
  private static let record = #"{"title": "T", "content": "C"}"#

  struct Allowance: Sendable {
    var limits: Limits
    var method: String
    var count: Int
  }

  static let allowances = [
    Allowance(limits: .documented, method: "POST", count: 10),
    Allowance(limits: .documented, method: "GET", count: 100),
    Allowance(
      limits: .custom(["snackprompt": [RateLimit(.write, 3, per: .minutes(1))]]), method: "POST", count: 3),
  ]

  @Test(arguments: allowances) func limitsSlide(allowance: Allowance) throws {
    let playground = try Playground()
    playground.host.limits = allowance.limits
    func ask(_ headers: Headers = ["Content-Type": "application/json"]) throws -> Heard {
      let body = allowance.method == "POST" ? Self.record : nil
      return try playground.ask(allowance.method, "/prompts", body, headers: headers)
    }
    for number in 0..<allowance.count {
      #expect(try ask().status / 100 == 2)
      if number == 0 { playground.clock.advance(.milliseconds(10_500)) }
    }
    let refused = try ask()
    #expect(refused.status == 429)
    #expect(refused.code == "RATE_LIMIT_EXCEEDED")
    #expect(refused.reply.response.headers["Retry-After"] == "50")
    let other: Headers = ["Authorization": "Bearer other", "Content-Type": "application/json"]
    #expect(try ask(other).status / 100 == 2)

    playground.clock.advance(.milliseconds(49_499))
    #expect(try ask().status == 429)
    playground.clock.advance(.milliseconds(1))
    #expect(try ask().status / 100 == 2)
    #expect(try ask().status == 429)
    playground.host.limits = .off
    #expect(try ask().status / 100 == 2)
  }

  struct Trouble: Sendable, CustomTestStringConvertible {
    var name: String
    var fault: Fault
    /// What six creations in a row get; 0 is a dropped connection.
    var statuses: [Int]
    /// How many records there are then.
    var made: Int
    var testDescription: String { name }

    init(_ name: String, _ effect: Fault.Effect, _ statuses: [Int], made: Int, _ set: (inout Fault) -> Void) {
      self.name = name
      self.statuses = statuses
      self.made = made
      fault = Fault(effect)
      set(&fault)
    }
  }

  static let troubles: [Trouble] = [
    Trouble("always", .status(503), [503, 503, 503, 503, 503, 503], made: 0) { _ in },
    Trouble("twice", .status(500), [500, 500, 201, 201, 201, 201], made: 4) { $0.count = 2 },
    Trouble("the third", .drop, [201, 201, 0, 201, 201, 201], made: 5) { $0.nth = 3 },
    Trouble("every second", .drop, [201, 0, 201, 0, 201, 0], made: 3) { $0.every = 2 },
    Trouble("after commit", .drop, [0, 201, 201, 201, 201, 201], made: 6) {
      $0.moment = .afterCommit
      $0.count = 1
    },
    Trouble("late status", .status(502), [502, 201, 201, 201, 201, 201], made: 6) {
      $0.moment = .afterCommit
      $0.nth = 1
    },
    Trouble("other method", .drop, [201, 201, 201, 201, 201, 201], made: 6) { $0.method = "DELETE" },
    Trouble("path", .status(503), [503, 503, 503, 503, 503, 503], made: 0) { $0.path = "/prom*s" },
    Trouble("whole path", .status(503), [503, 503, 503, 503, 503, 503], made: 0) {
      $0.path = "/snack*/prompts"
    },
    Trouble("other path", .status(503), [201, 201, 201, 201, 201, 201], made: 6) { $0.path = "/prompts/*" },
    Trouble("only slow", .none, [201, 201, 201, 201, 201, 201], made: 6) { $0.delay = .seconds(2) },
  ]

  @Test(arguments: troubles) func faultsHappenAsSet(trouble: Trouble) throws {
    let playground = try Playground()
    try playground.another().setFault(trouble.fault)
    let heard = try (1...6).map { _ in try playground.ask("POST", "/prompts", Self.record) }
    #expect(heard.map { $0.reply.isDropped ? 0 : $0.status } == trouble.statuses)
    #expect(heard.allSatisfy { $0.reply.delay == trouble.fault.delay })
    try playground.host.clearFaults()
    let listed = try playground.ask("GET", "/prompts")
    #expect(listed.meta["total"]?.int == trouble.made)
    // Numbers are given to what is kept only.
    #expect(listed.ids == (0..<trouble.made).map { "prompt-\($0 + 1)" })
  }

  @Test func transportEndsAsConnectionsDo() throws {
    let playground = try Playground()
    let transport = SandboxTransport(playground.host) { _ in }
    let base = SandboxTransport.address(of: "snackprompt", mount: "/api/v1")
    let address = try #require(Address(base + "/prompts"))
    #expect(SandboxTransport.serves(address))
    let request = Request(
      .post, address, headers: ["Content-Type": "application/json"], body: Array(Self.record.utf8),
      timeout: .seconds(5))
    #expect(try transport.send(request).status == .created)

    var drop = Fault(.drop)
    drop.moment = .afterCommit
    drop.count = 1
    try playground.host.setFault(drop)
    let dropped = #expect(throws: TransportError.self) { try transport.send(request) }
    #expect(dropped?.reason == .dropped && dropped?.sent == .perhaps)
    var slow = Fault(.none)
    slow.delay = .seconds(9)
    try playground.host.setFault(slow)
    let late = #expect(throws: TransportError.self) { try transport.send(request) }
    #expect(late?.reason == .timeout)
    let query = address.with(query: [("search", "T"), ("limit", "1")])
    try playground.host.clearFaults()
    let listed = try JSON.parse(try transport.send(Request(.get, query)).body)
    #expect(listed.value(at: "meta.total") == 3)
  }

  @Test func timeAndSeedsBelongToTheFile() throws {
    let playground = try Playground()
    let other = try playground.another()
    let count = try playground.host.seed()
    #expect(count == 130)
    let seeded = try playground.ask("GET", "/prompts?limit=100").reply.response.body
    let refusal = #expect(throws: Refusal.self) { try other.seed() }
    #expect(refusal?.status == 409)
    #expect(throws: Refusal.self) { try other.seed("nothing") }

    try other.advanceClock(.days(3))
    let made = try playground.ask("POST", "/prompts", Self.record).data
    #expect(made["created_at"] == "2025-05-14T22:00:00Z")
    let status = try other.status()
    #expect(status.value(at: "clock.now") == "2025-05-14T22:00:00Z")
    #expect(status.value(at: "records.snackprompt.prompts") == 31)

    try other.reset()
    #expect(try playground.ask("GET", "/prompts").ids.isEmpty)
    #expect(try playground.ask("POST", "/prompts", Self.record).data["id"] == "prompt-1")
    try playground.host.reset()
    try other.seed("snackprompt")
    #expect(try playground.ask("GET", "/prompts?limit=100").reply.response.body == seeded)
  }

  @Test func seedsAreWholeRecords() throws {
    let playground = try Playground()
    try playground.host.seed()
    let bundles = try playground.ask(
      "GET", "/bundles?sort=sales&order=desc&fields=id,name,prompts,savings_percentage")
    #expect(bundles.data.array?.count == 4)
    for bundle in bundles.data.array ?? [] {
      #expect(bundle["savings_percentage"]?.int ?? 0 > 0, "\(bundle)")
      #expect(bundle["prompts"]?.array?.count ?? 0 > 1)
    }
    let prompts = try playground.ask(
      "GET", "/prompts?limit=100&fields=id,title,content,created_at,views,sales"
    ).data
    let titles = Set((prompts.value(at: "title")?.array ?? []).compactMap(\.string))
    #expect(titles.count == 30)
    for prompt in prompts.array ?? [] {
      #expect(prompt["views"]?.int ?? 0 >= prompt["sales"]?.int ?? 0)
      #expect(prompt["created_at"]?.string ?? "" < "2025-05-11")
    }
    let updated = try playground.ask("PATCH", "/prompts/prompt-1", #"{"price": 19}"#).data
    #expect(updated["updated_at"] == "2025-05-11T22:00:00Z")
  }

  @Test func countsWhatItAnswered() throws {
    let playground = try Playground()
    try playground.ask("POST", "/prompts", Self.record)
    try playground.ask("GET", "/prompts/prompt-9")
    try playground.ask("GET", "/prompts/prompt-1")
    var fault = Fault(.status(503))
    fault.path = "/bundles"
    fault.retryAfter = .seconds(7)
    try playground.host.setFault(fault)
    #expect(try playground.ask("GET", "/bundles").reply.response.headers["Retry-After"] == "7")
    try playground.host.flush()

    let status = try playground.another().status()
    let requests = status.value(at: "requests.snackprompt")
    #expect(requests?["prompts.create"] == ["201": 1])
    #expect(requests?["prompts.get"] == ["200": 1, "404": 1])
    #expect(requests?["bundles.list"] == ["503": 1])
    #expect(status["limits"] == "off")
    playground.host.limits = .custom(["snackprompt": [RateLimit(.read, 5, per: .seconds(90))]])
    #expect(try playground.host.status()["limits"] == ["snackprompt": ["read": "5/1m30s"]])
    #expect(status.value(at: "faults.0.fired") == 1)
    #expect(status.value(at: "faults.0.path") == "/bundles")
  }
}
