import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// A made-up service that prints files, which takes a while.
private enum Workshop {
  static let service = Service(
    name: "workshop", title: "Workshop", summary: "Prints",
    addresses: [.init("production", "https://shop.example/api/v1")], mount: "/api/v1",
    authentication: .bearer,
    envelope: Envelope(message: "error"), paging: .none, limits: [RateLimit(.read, 20, per: .minutes(1))],
    retryHints: [], probe: "/prints/1")

  static let job = Job(
    id: "id", poll: "prints.get", done: ["ready"], failed: ["broken"], progress: "share")

  static let id = Parameter.id("id", of: "prints", "Id of the print")

  static let plugin = Plugin(
    name: "prints", summary: "Prints",
    resources: [
      Resource(
        "prints", singular: "print", label: "id", columns: ["id", "status"],
        fields: [
          .field("id", .text, "Identifier"), .field("status", .text, "State"), .field("file", .text, "Link"),
        ])
    ],
    endpoints: [
      .call(
        .post, "/prints", "prints create", of: "prints", "Print", body: [.text("text", "Text")], examples: []
      )
      .job(job),
      .get("/prints/{id}", "prints get", of: "prints", "Show a print", at: [id], examples: []).job(job)
        .download(.links(["file", "more"])),
    ])

  static let table = CommandTable(
    catalog: Catalog([.init("workshop", domains: [.init("prints", "Prints") { plugin }]) { service }]),
    builtins: [])

  /// A home in which the service is at its address, and answers over the wire.
  static func home(_ wire: Wire) throws -> ToyHome {
    var home = try ToyHome(wire)
    home.table = table
    return home
  }
}

@Suite struct WaitingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var line: String
    var states: [String]
    var code: ExitCode
    var shows: String
    var testDescription: String { "\(line): \(states.joined(separator: ", "))" }
  }

  static let working = #"{"id":"p-1","status":"working","share":40}"#
  static let ready = #"{"id":"p-1","status":"ready"}"#
  static let broken = #"{"id":"p-1","status":"broken","error":{"message":"out of ink"}}"#

  @Test(arguments: [
    Row(line: "sp prints create --text a", states: [working], code: .success, shows: "working"),
    Row(line: "sp prints create --text a --wait", states: [ready], code: .success, shows: "ready"),
    Row(
      line: "sp prints create --text a --wait", states: [working, working, ready], code: .success,
      shows: "ready"),
    Row(
      line: "sp prints create --text a --wait", states: [working, broken], code: .other, shows: "out of ink"),
    Row(
      line: "sp prints create --text a --wait --within 2s", states: [working, working, working],
      code: .timeBudget, shows: "sp prints get p-1"),
    Row(line: "sp prints create --text a --within 2s", states: [], code: .usage, shows: "--wait"),
    Row(line: "sp prints create --text a --wait --queue", states: [], code: .usage, shows: "--queue"),
  ])
  func waits(_ row: Row) throws {
    let wire = Wire()
    for (index, state) in row.states.enumerated() {
      wire.expect(index == 0 ? "POST /workshop/api/v1/prints" : "GET /workshop/api/v1/prints/p-1", .ok(state))
    }
    let home = try Workshop.home(wire)
    let outcome = try home.run(row.line)
    #expect(outcome.code == row.code, "\(outcome.failure?.message ?? "")")
    let said = outcome.output + (outcome.failure.map { $0.message + ($0.hint ?? "") } ?? "")
    #expect(said.contains(row.shows), "\(said)")
    #expect(home.time.sleeps.allSatisfy { $0 >= .milliseconds(500) } || row.code == .timeBudget)
    wire.finish()
  }

  @Test func aLostConnectionEndsTheWait() throws {
    let wire = Wire()
    wire.expect("POST /workshop/api/v1/prints", .ok(Self.working))
    for _ in 0..<3 { wire.expect("GET /workshop/api/v1/prints/p-1", .lost(.connect, sent: .no)) }
    let outcome = try Workshop.home(wire).run("sp prints create --text a --wait")
    #expect(outcome.code == .temporary)
    #expect(outcome.failure?.hint?.contains("sp prints get p-1") ?? false)
    wire.finish()
  }
}

@Suite struct DownloadTests {
  static let pdf: Headers = [
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename=\"../../r\u{E9}port.pdf\"",
  ]

  private func shelf(_ file: String, _ wire: Wire) throws -> ToyHome {
    wire.expect("GET /workshop/api/v1/prints/p-1", .ok(#"{"id":"p-1","status":"ready","file":\#(file)}"#))
    return try Workshop.home(wire)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var link: String
    var asked: String
    var headers: Headers
    var name: String
    var sendsKey = false
    var testDescription: String { link }
  }

  /// Links are taken from the service's own origin; a name never leads out of the folder.
  @Test(arguments: [
    Row(link: "/files/a.pdf", asked: "/workshop/files/a.pdf", headers: [:], name: "a.pdf"),
    Row(
      link: "http://sandbox.invalid/workshop/files/b", asked: "/workshop/files/b", headers: pdf,
      name: "r\u{E9}port.pdf"),
    Row(link: "http://sandbox.invalid/..%2F..%2F.c", asked: "/..%2F..%2F.c", headers: [:], name: "c"),
  ])
  func saves(_ row: Row) throws {
    let wire = Wire()
    let home = try shelf("\"\(row.link)\"", wire)
    wire.expect("GET \(row.asked)", .answer(200, "content", row.headers))
    let folder = home.path("out")
    try Files.makeDirectories(folder)
    let outcome = try home.run("sp prints download p-1 --save \(folder) -o json")
    #expect(outcome.failure == nil, "\(outcome.failure?.message ?? "")")
    #expect(try Files.list(folder) == [row.name])
    #expect(try Files.readAll("\(folder)/\(row.name)", limit: 100) == Array("content".utf8))
    #expect(outcome.output.contains("\"bytes\":7"))
    wire.finish()
  }

  @Test func whatIsThereStays() throws {
    let wire = Wire()
    let home = try shelf(#""/files/a.pdf""#, wire)
    let path = try home.write("old", to: "a.pdf")
    let refused = try home.run("sp prints download p-1 --save \(path)")
    #expect(refused.code == .usage)
    #expect(try Files.readAll(path, limit: 100) == Array("old".utf8))
    wire.expect("GET /workshop/api/v1/prints/p-1", .ok(#"{"id":"p-1","file":"/files/a.pdf"}"#))
    wire.expect("GET /workshop/files/a.pdf", .ok("new"))
    #expect(try home.run("sp prints download p-1 --save \(path) --yes").failure == nil)
    #expect(try Files.readAll(path, limit: 100) == Array("new".utf8))
    wire.finish()
  }

  /// A file appears whole or not at all, and what was begun beside it goes.
  @Test func aFailedOneLeavesNothing() throws {
    let wire = Wire()
    let home = try shelf(#""/files/a.pdf""#, wire)
    wire.expect("GET /workshop/files/a.pdf", .answer(410, #"{"error":"the link has expired"}"#))
    let folder = home.path("out")
    try Files.makeDirectories(folder)
    let outcome = try home.run("sp prints get p-1 --save \(folder)")
    #expect(outcome.code == .notFound)
    #expect(outcome.failure?.message.contains("expired") ?? false)
    #expect(try Files.list(folder) == [])
    wire.finish()
  }

  @Test func severalNeedAFolder() throws {
    let wire = Wire()
    let home = try shelf(#"["/files/1/a.png","/files/2/a.png"]"#, wire)
    #expect(try home.run("sp prints download p-1 --save one.png").code == .usage)
    wire.expect(
      "GET /workshop/api/v1/prints/p-1", .ok(#"{"id":"p-1","file":["/files/1/a.png","/files/2/a.png"]}"#))
    for number in 1...2 { wire.expect("GET /workshop/files/\(number)/a.png", .ok("\(number)")) }
    #expect(try home.run("sp prints download p-1 --save \(home.path("."))").failure == nil)
    #expect(try Files.readAll(home.path("a-2.png"), limit: 10) == Array("2".utf8))
    wire.finish()
  }

  @Test func toStandardOutput() throws {
    let wire = Wire()
    let home = try shelf(#""/files/a""#, wire)
    wire.expect("GET /workshop/files/a", .ok("content"))
    #expect(try home.run("sp prints get p-1 --save -").output == "content")
    wire.finish()
  }

  /// The credential goes to the service's own origin and to no other.
  @Test(arguments: [
    ("https://shop.example/files/a", true), ("https://shop.example:444/a", false),
    ("http://shop.example/a", false),
    ("https://cdn.example/a", false),
  ])
  func keepsTheCredential(_ link: String, _ isOwn: Bool) throws {
    let wire = Wire()
    let parts = Client.Parts(
      address: try #require(Address("https://shop.example/api/v1")), transport: wire,
      credential: try Credential("a-secret-key", origin: nil, source: .keyring), gate: nil,
      timeout: .seconds(1), trace: nil)
    let client = Client(Workshop.service, parts, clock: VirtualTime().clock())
    var call = Call(.get, "/a", rate: .unlimited)
    call.address = client.address(of: link)
    #expect(call.address?.text == link)
    #expect(try client.request(for: call).headers["Authorization"] == (isOwn ? "Bearer a-secret-key" : nil))
  }
}
