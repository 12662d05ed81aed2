import Catalog
import Database
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// What is kept of answers, when it may stand in for the service, and what ends it.
@Suite struct CacheTests {
  // MARK: One answer after another

  /// What comes into the cache, and what it then has of the record `t-1`.
  struct Course: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var steps: [Step]
    /// The record as it is kept; `…` in front where fields are lacking; `-` when there is none.
    var kept: String
  }

  enum Step: Sendable {
    case listed(String)
    case part(String)
    case whole(String)
    case forget
  }

  static let courses: [Course] = [
    .init(testDescription: "a list alone lacks fields", steps: [.listed("u:1 n:A")], kept: "… u:1 n:A"),
    .init(testDescription: "a single answer is whole", steps: [.whole("u:1 n:A s:S")], kept: "u:1 n:A s:S"),
    .init(
      testDescription: "a list keeps the fields of the same version",
      steps: [.whole("u:1 n:A s:S"), .listed("u:1 n:A p:5")], kept: "u:1 n:A s:S p:5"),
    .init(
      testDescription: "a list of another version drops them",
      steps: [.whole("u:1 n:A s:S"), .listed("u:2 n:B")],
      kept: "… u:2 n:B"),
    .init(
      testDescription: "a list that shows all is whole", steps: [.listed("u:1 n:A s:S")], kept: "u:1 n:A s:S"),
    .init(
      testDescription: "without a version nothing is sure", steps: [.whole("n:A s:S"), .listed("n:A")],
      kept: "… n:A"),
    .init(
      testDescription: "a null version is one", steps: [.whole("u:null n:A s:S"), .listed("u:null n:A")],
      kept: "u:null n:A s:S"),
    .init(
      testDescription: "a part completes", steps: [.listed("u:1 n:A"), .part("u:1 s:S")], kept: "n:A s:S u:1"),
    .init(
      testDescription: "a part of another version is nothing", steps: [.listed("u:1 n:A"), .part("u:2 s:S")],
      kept: "… u:1 n:A"),
    .init(testDescription: "a part of nothing is nothing", steps: [.part("u:1 s:S")], kept: "-"),
    .init(
      testDescription: "a part without the story", steps: [.listed("u:1 n:A"), .part("u:1")],
      kept: "… n:A u:1"),
    .init(
      testDescription: "a part of an unchanged whole", steps: [.whole("u:1 n:A s:S"), .part("u:1 s:S")],
      kept: "n:A s:S u:1"),
    .init(testDescription: "what is gone is gone", steps: [.whole("u:1 n:A s:S"), .forget], kept: "-"),
  ]

  @Test(arguments: courses) func keeps(_ row: Course) throws {
    let home = try TemporaryDirectory()
    let time = VirtualTime()
    let cache = try Cache(path: "\(home.path)/cache.db", clock: time.clock())
    let place = Cache.Place(Toys.resource, of: "toyland", profile: "sandbox")
    let elsewhere = Cache.Place(Toys.resource, of: "toyland", profile: "live")
    try cache.keep(whole: Self.record("u:1 n:Other s:S"), elsewhere, at: time.now)
    for step in row.steps {
      switch step {
      case .listed(let text): try cache.keep(listed: Self.record(text), place, at: time.now)
      case .part(let text): try cache.keep(part: Self.record(text), place)
      case .whole(let text): try cache.keep(whole: Self.record(text), place, at: time.now)
      case .forget: try cache.forget("t-1", place)
      }
      time.pass(.seconds(1))
    }
    let found = try cache.record("t-1", place)
    let lacking = try cache.lacking(place)
    #expect(lacking == (row.kept.hasPrefix("…") ? ["t-1"] : []))
    let record = try found.map { try $0.json() }
    #expect(record == (row.kept == "-" ? JSON?.none : Self.record(row.kept)))
    #expect(try cache.record("t-1", elsewhere)?.json() == Self.record("u:1 n:Other s:S"))
  }

  /// `u:1 n:A` as the record `t-1` with these members in this order.
  private static func record(_ text: String) -> JSON {
    let names = ["u": "updated_at", "n": "name", "s": "story", "p": "price"]
    var object = JSON.Object()
    object["id"] = "t-1"
    for pair in text.split(separator: " ") where pair != "…" {
      let parts = pair.split(separator: ":").map(String.init)
      let value: JSON =
        parts[1] == "null" ? .null : Int(parts[1]).map { .number(.init($0)) } ?? .string(parts[1])
      object[names[parts[0]] ?? parts[0]] = value
    }
    return .object(object)
  }

  // MARK: Commands

  static let three: [JSON] = [
    ["id": "t-1", "name": "Ball", "story": "Round", "price": 5, "tags": ["red", "round"]],
    ["id": "t-2", "name": "Kite", "story": "Flies", "price": 12, "tags": []],
    ["id": "t-3", "name": "Bear", "story": "Soft", "price": 9, "tags": ["soft", "red"]],
  ]

  @Test func offlineListsAnswerTheSameQuestions() throws {
    let server = ToyServer(Self.three)
    let home = try ToyHome(server)
    #expect(try home.run("sp toys list --offline").code == .notCached)
    #expect(server.asked == [])
    #expect(try home.answer("sp toys list --fields id,name").contains("Bear"))
    #expect(try home.run("sp toys list --offline").code == .notCached, "a choice of fields is no list")
    try home.run("sp toys list")
    server.forget()
    for (line, answer) in [
      ("--fields id", #"{"id":"t-1"} {"id":"t-2"} {"id":"t-3"}"#),
      ("--max-price 9 --fields price", #"{"price":5} {"price":9}"#),
      ("--tags red --fields id --limit 1", #"{"id":"t-1"}"#),
      ("--search kite --fields id", #"{"id":"t-2"}"#),
      ("--sort -price --fields id", #"{"id":"t-2"} {"id":"t-3"} {"id":"t-1"}"#),
      ("--sort popularity --order desc --fields id", #"{"id":"t-2"} {"id":"t-3"} {"id":"t-1"}"#),
      ("--page 2 --limit 2 --fields id", #"{"id":"t-3"}"#),
      ("--where 'price > 9' --fields id", #"{"id":"t-2"}"#),
    ] {
      #expect(try home.answer("sp toys list --offline \(line)") == answer, "\(line)")
    }
    #expect(try home.run("sp toys list --offline").output.contains("story") == false)
    #expect(try home.run("sp toys get t-1 --offline").code == .notCached, "lists do not show the story")
    #expect(try home.answer("sp toys get t-1 --offline --fields name") == #"{"name":"Ball"}"#)
    #expect(server.asked == [])
  }

  @Test func aPartOfAListSaysSo() throws {
    let home = try ToyHome(ToyServer(Self.three))
    try home.run("sp toys list --limit 2")
    let part = try home.run("sp toys list --offline --fields id")
    #expect(part.output.contains("t-2") && !part.output.contains("t-3"))
    #expect(part.error.contains("the cache has only a part of this list"))
    try home.run("sp toys list --tags red")
    #expect(try home.run("sp toys list --offline --tags red").error == "")
    #expect(try home.run("sp toys list --offline").error.contains("only a part"))
    try home.run("sp toys list --all")
    #expect(try home.run("sp toys list --offline --tags soft").error == "")
  }

  @Test func whatIsGoneLeavesTheCache() throws {
    let server = ToyServer(Self.three)
    let home = try ToyHome(server)
    try home.run("sp toys list")
    home.time.pass(.seconds(1))
    server.change("t-2", nil)
    try home.run("sp toys list --tags red")
    #expect(
      try home.answer("sp toys list --offline --fields id").contains("t-2"), "it may only be filtered out")
    try home.run("sp toys list")
    #expect(try home.answer("sp toys list --offline --fields id") == #"{"id":"t-1"} {"id":"t-3"}"#)
    #expect(try home.run("sp toys get t-3").code == .success)
    server.change("t-3", nil)
    #expect(try home.run("sp toys get t-3").code == .notFound)
    #expect(try home.run("sp toys get t-3 --offline").code == .notCached)
    try home.run("sp toys delete t-1 --yes")
    #expect(try home.run("sp toys get t-1 --offline --fields name").code == .notCached)
  }

  @Test func freshAnswersNeedNoService() throws {
    let server = ToyServer(Self.three)
    let home = try ToyHome(server)
    try home.run("sp toys list")
    try home.run("sp toys get t-1")
    home.time.pass(.minutes(2))
    for (line, asks) in [
      ("sp toys list --max-age 1m", true), ("sp toys list", true),
      ("sp toys list --max-age 1m --tags red", false),
      ("sp toys get t-1 --max-age 1m", false),
      ("sp toys get t-1 --max-age 1m --refresh", true), ("sp toys get t-2 --max-age 1h --fields name", false),
      ("sp toys get t-2 --max-age 1h", true),
    ] {
      server.forget()
      #expect(try home.run(line).code == .success)
      #expect(server.asked.isEmpty != asks, "\(line)")
    }
    let meta = try home.run("sp toys get t-1 --offline --meta --fields id").output
    #expect(meta.contains(#""source":"cache""#) && meta.contains(#""age":0"#), "\(meta)")
  }

  @Test func anUnreachableServiceLeavesTheCache() throws {
    let wire = Wire()
    let home = try ToyHome(wire)
    let page = #"{"data":[{"id":"t-1","name":"Ball","updated_at":1}],"meta":{"total":1}}"#
    wire.expect("GET /toyland/v1/toys?limit=3", .ok(page))
    try home.run("sp toys list --all")
    for _ in 0..<3 { wire.expect("GET /toyland/v1/toys?limit=3", .lost(.connect, sent: .no)) }
    let stale = try home.run("sp toys list --all")
    #expect(stale.code == .success && stale.output.contains("Ball"))
    #expect(stale.error.contains("this is what the cache has"))
    for _ in 0..<3 { wire.expect("GET /toyland/v1/toys/t-1", .lost(.connect, sent: .no)) }
    #expect(try home.run("sp toys get t-1 --fields name").output.contains("Ball"))
    wire.expect("GET /toyland/v1/toys/t-1", .answer(401, #"{"error":{"message":"Who?"}}"#))
    #expect(try home.run("sp toys get t-1 --fields name").code == .authentication)
    wire.finish()
  }

  @Test(arguments: ["not a database", ""]) func damageIsMovedAside(_ content: String) throws {
    let server = ToyServer(Self.three)
    let home = try ToyHome(server)
    try home.run("sp toys list")
    let damage = content.isEmpty ? Array(repeating: UInt8(0xFF), count: 8192) : Array(content.utf8)
    for suffix in ["-wal", "-shm"] { try? Files.remove(home.path("cache.db\(suffix)")) }
    try ImportSample.write(damage, to: home.path("cache.db"))
    let first = try home.run("sp toys list")
    #expect(first.code == .success)
    #expect(first.error.contains("the cache was damaged; it was moved to \(home.path("cache.db.corrupt-"))"))
    let aside = try Files.list(home.path("")).filter { $0.hasPrefix("cache.db.corrupt-") }
    #expect(aside.count == 1)
    #expect(try Files.readAll(home.path(aside[0]), limit: 1 << 20) == damage)
    #expect(try home.answer("sp toys list --offline --fields id").contains("t-3"))
  }
}
