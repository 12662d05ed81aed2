import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// Pages are as large as the service allows and no larger than wanted, and asked for only when needed.
@Suite struct ListingTests {
  /// A list command, the requests it makes of a service with seven toys, and how many records it shows.
  struct Walk: Sendable, CustomTestStringConvertible {
    var line: String
    var pages: [String]
    var shown: Int
    var note: String?
    var testDescription: String { line }
  }

  static let walks: [Walk] = [
    Walk(line: "", pages: ["limit=3", "page=2&limit=3", "page=3&limit=3"], shown: 7),
    Walk(line: "--all", pages: ["limit=3", "page=2&limit=3", "page=3&limit=3"], shown: 7),
    Walk(line: "--limit 1", pages: ["limit=1"], shown: 1, note: "1 of 7 toys"),
    Walk(line: "--limit 3", pages: ["limit=3"], shown: 3, note: "3 of 7 toys"),
    Walk(line: "--limit 4", pages: ["limit=3", "page=2&limit=3"], shown: 4, note: "4 of 7 toys"),
    Walk(line: "--limit 7", pages: ["limit=3", "page=2&limit=3", "page=3&limit=3"], shown: 7),
    Walk(line: "--limit 1 --page 2", pages: ["page=2&limit=1"], shown: 1),
    Walk(line: "--page 3", pages: ["page=3&limit=2"], shown: 2),
    Walk(line: "--page 9", pages: ["page=9&limit=2"], shown: 0),
    Walk(
      line: "--tags a,b --tags c --limit 1", pages: ["limit=1&tags=a%2Cb%2Cc"], shown: 1, note: "1 of 7 toys"),
    Walk(
      line: "--sort -price --limit 1", pages: ["limit=1&sort=price&order=desc"], shown: 1, note: "1 of 7 toys"
    ),
    Walk(
      line: "--where 'price >= 6' --limit 1", pages: ["limit=3", "page=2&limit=3"],
      shown: 1,
      note: "more than these 1 toy"),
    Walk(line: "--fields name --limit 1", pages: ["limit=1&fields=name"], shown: 1, note: "1 of 7 toys"),
  ]

  @Test(arguments: walks) func asks(_ walk: Walk) throws {
    let server = ToyServer(
      (1...7).map { ["id": .string("t-\($0)"), "name": "Toy", "price": .number(.init($0))] })
    let wire = Recorder(server)
    let outcome = try ToyHome(wire).run("sp toys list \(walk.line) -o jsonl")
    #expect(outcome.failure == nil)
    #expect(outcome.output.split(separator: "\n").count == walk.shown)
    #expect(wire.queries == walk.pages)
    if let note = walk.note {
      #expect(outcome.error.contains(note), "\(outcome.error)")
    } else {
      #expect(outcome.error == "")
    }
  }

  @Test func aPageThatMovesIsNotShownTwice() throws {
    let wire = Wire()
    func page(_ ids: Int...) -> Wire.Outcome {
      let data = ids.map { #"{"id":"t-\#($0)","name":"Toy"}"# }.joined(separator: ",")
      return .ok(#"{"data":[\#(data)],"meta":{"total":5}}"#)
    }
    // A new toy came first between the pages: t-3 is there again.
    wire.expect("GET /toyland/v1/toys?limit=3", page(1, 2, 3))
    wire.expect("GET /toyland/v1/toys?page=2&limit=3", page(3, 4))
    let answer = try ToyHome(wire).answer("sp toys list")
    #expect(answer.split(separator: " ").count == 4)
    wire.finish()
  }

  @Test func limitsThatMakeNoSenseAreRefused() throws {
    let home = try ToyHome(Wire())
    for (line, message) in [
      ("--page 0", "--page is at least 1, not 0"),
      ("--limit 0", "--limit takes a whole number of at least 1, not '0'"),
      ("--page 1 --limit 4", "--limit is the size of a page when --page is given, 3 at most, not 4"),
      ("--sort nothing", "no toy has a field 'nothing' to sort by"),
    ] {
      let failure = try home.run("sp toys list \(line)").failure
      #expect(failure?.message == message)
    }
  }
}

/// Notes the queries that a transport is asked.
private final class Recorder: Transport {
  private let inner: any Transport
  private(set) var queries: [String] = []

  init(_ inner: any Transport) { self.inner = inner }

  func send(_ request: Request) throws(TransportError) -> Response {
    queries.append(request.address.query ?? "")
    return try inner.send(request)
  }
}
