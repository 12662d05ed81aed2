import Catalog
import Testing
import Values

@testable import Engine

/// What an import decides about each row, and how few reads that takes.
@Suite struct ImportPlannerTests {
  /// A service, a file, and what the plan of its import says.
  struct Plan: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var toys: [JSON] = ImportPlannerTests.three
    var honoursFields = true
    /// What runs first in the same home.
    var before: [String] = []
    var rows: String
    var options = ""
    /// Created, updated, unchanged, duplicates, rejected.
    var counts: [Int]
    /// What is said of rejected rows.
    var reasons: [String] = []
    /// Requests for pages of the list, and for single records.
    var reads: (lists: Int, singles: Int)
  }

  static let three: [JSON] = [
    ["id": "t-1", "name": "Ball", "story": "Round", "price": 5, "tags": ["red", "round"], "code": "B1"],
    ["id": "t-2", "name": "Kite", "story": "Flies", "price": 12],
    ["id": "t-3", "name": "Bear", "story": "Soft", "price": 9],
  ]

  static let twins: [JSON] = [
    ["id": "t-1", "name": "Ball", "story": "Round", "price": 5],
    ["id": "t-2", "name": "Ball", "story": "Round", "price": 6],
    ["id": "t-3", "name": "Ball", "story": "Flat", "price": 7],
  ]

  @Test(arguments: rows + identities + modes + partial) func plans(_ plan: Plan) throws {
    let server = ToyServer(plan.toys, honoursFields: plan.honoursFields)
    let home = try ToyHome(server)
    for line in plan.before { try home.run(line) }
    server.forget()
    let file = try home.write(plan.rows.replacing(" / ", with: "\n") + "\n", to: "toys.csv")
    let outcome = try home.run("sp toys import \(file) --dry-run -o jsonl \(plan.options)")
    try #require(outcome.failure == nil, "\(outcome.failure?.message ?? "")")
    let report = try JSON.parse(outcome.output)
    let names = ["create", "update", "unchanged", "duplicates", "rejected"]
    #expect(names.map { report[$0]?.int } == plan.counts)
    for reason in plan.reasons { #expect(outcome.error.contains("\(reason)\n"), "\(outcome.error)") }
    #expect(outcome.code == (plan.counts[4] > 0 ? .partial : .success))
    #expect(server.reads == plan.reads)
    #expect(server.writes == [])
  }

  static let rows: [Plan] = [
    .init(
      testDescription: "nothing is there", toys: [], rows: "name,story / Ball,Round / Kite,Flies",
      counts: [2, 0, 0, 0, 0], reads: (1, 0)),
    .init(
      testDescription: "all is there", rows: "name,story,price / Ball,Round,5.00 / Kite,Flies,12",
      counts: [0, 0, 2, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "another price", rows: "name,story,price / Ball,Round,6", counts: [0, 1, 0, 0, 0],
      reads: (2, 0)),
    .init(
      testDescription: "another story is another toy", rows: "name,story / Ball,Flat",
      counts: [1, 0, 0, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "empty cells change nothing", rows: "name,story,price,tags / Ball,Round,,",
      counts: [0, 0, 1, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "other tags", rows: #"name,story,tags / Ball,Round,"round,red""#,
      counts: [0, 1, 0, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "what cannot be changed", rows: "name,story,code / Ball,Round,B2 / Kite,Flies,",
      counts: [0, 0, 1, 0, 1], reasons: ["line 2: code of t-1 cannot be changed"], reads: (2, 0)),
    .init(
      testDescription: "duplicates", toys: [], rows: "name,story,price / A,S,1 / B,S,1 / A,S,1 / A,S,1",
      counts: [2, 0, 0, 2, 0], reads: (1, 0)),
    .init(
      testDescription: "conflicts", toys: [], rows: "name,story,price / A,S,1 / A,S,2 / A,S,1",
      counts: [1, 0, 0, 1, 1], reasons: ["line 3: line 2 has the same name and story and other values"],
      reads: (1, 0)),
  ]

  static let identities: [Plan] = [
    .init(
      testDescription: "an id finds its record", rows: "id,name,story / t-2,Dragon,Flies",
      counts: [0, 1, 0, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "an unknown id is none", rows: "id,name,story / x-9,Ball,Round / x-8,New,Toy",
      counts: [1, 0, 1, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "equal records with ids of their own", toys: twins,
      rows: "id,name,story,price / t-1,Ball,Round,5 / t-2,Ball,Round,6 / t-3,Ball,Flat,8",
      counts: [0, 1, 2, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "the same id twice", rows: "id,name,story / t-1,Ball,Round / t-1,Ball,Flat",
      counts: [0, 0, 1, 0, 1], reasons: ["line 3: line 2 has the same id and other values"], reads: (2, 0)),
    .init(
      testDescription: "a key", rows: "name,story,price / Ball,Flat,5 / New,Toy,1", options: "--key name",
      counts: [1, 1, 0, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "a key that several have", toys: twins, rows: "name,price / Ball,1",
      options: "--key name", counts: [0, 0, 0, 0, 1],
      reasons: ["line 2: t-1, t-2, t-3 all have this name"], reads: (2, 0)),
    .init(
      testDescription: "a key that lists hide", toys: twins, rows: "name,story / Disc,Flat",
      options: "--key story", counts: [0, 1, 0, 0, 0], reads: (2, 0)),
  ]

  static let modes: [Plan] = [
    .init(
      testDescription: "create leaves what is there", rows: "name,story,price / Ball,Round,6 / New,Toy,1",
      options: "--mode create", counts: [1, 0, 1, 0, 0], reads: (2, 0)),
    .init(
      testDescription: "update makes nothing new", rows: "name,story,price / Ball,Round,6 / New,Toy,1",
      options: "--mode update", counts: [0, 1, 0, 0, 1], reasons: ["line 3: no toy to update"],
      reads: (2, 0)),
    .init(
      testDescription: "update of an empty service", toys: [], rows: "name,story / Ball,Round",
      options: "--mode update", counts: [0, 0, 0, 0, 1], reasons: ["line 2: no toy to update"],
      reads: (1, 0)),
    .init(
      testDescription: "update by id needs no other field", rows: "id,price / t-1,6 / t-2,12 / t-9,1",
      options: "--mode update", counts: [0, 1, 1, 0, 1], reasons: ["line 4: no toy to update"],
      reads: (2, 0)),
  ]

  static let partial: [Plan] = [
    .init(
      testDescription: "only what may be the same is read singly", honoursFields: false,
      rows: "name,story,price / Ball,Round,6 / Ball,Flat,1 / New,Toy,1", counts: [2, 1, 0, 0, 0],
      reads: (2, 1)),
    .init(
      testDescription: "what was read once stays", honoursFields: false,
      before: ["sp toys get t-1", "sp toys get t-2", "sp toys get t-3"],
      rows: "name,story / Ball,Round / Kite,Flies / Bear,Soft", counts: [0, 0, 3, 0, 0], reads: (1, 0)),
    .init(
      testDescription: "one record that lacks fields is read, not the list", toys: [three[0]],
      rows: "name,story / Ball,Round", counts: [0, 0, 1, 0, 0], reads: (1, 1)),
    .init(
      testDescription: "an id is reason enough to read", honoursFields: false,
      rows: "id,name,story / t-3,Bear,Hard", counts: [0, 1, 0, 0, 0], reads: (2, 1)),
    .init(
      testDescription: "a hidden key that several have", toys: twins, honoursFields: false,
      before: ["sp toys get t-1"], rows: "name,story / Ball,Round", options: "--key story",
      counts: [0, 0, 0, 0, 1], reasons: ["line 2: t-1, t-2 all have this story"], reads: (2, 2)),
    .init(
      testDescription: "offline, whole", before: ["sp toys get t-1", "sp toys get t-2"],
      rows: "name,story / Ball,Round / New,Toy", options: "--offline", counts: [1, 0, 1, 0, 0],
      reads: (0, 0)),
    .init(
      testDescription: "offline, in part", before: ["sp toys list"],
      rows: "name,story / Ball,Round / New,Toy / Bear,Soft", options: "--offline",
      counts: [1, 0, 0, 0, 2],
      reasons: ["line 2: t-1 may be the same, and the cache knows it only in part"], reads: (0, 0)),
  ]

  // MARK: Whole imports

  @Test func whatWasImportedIsNotImportedAgain() throws {
    let server = ToyServer(Self.three)
    let home = try ToyHome(server)
    let file = try home.write(
      "name,story,price\nBall,Round,6\nNew,Toy,1.50\nBear,Soft,9\n", to: "toys.csv")
    let report = try home.answer("sp toys import \(file) --yes")
    #expect(
      report.contains(#""create":1,"update":1,"unchanged":1"#) && report.contains(#""confirmed":2,"left":0"#))
    #expect(server.writes == ["PATCH /toys/t-1", "POST /toys"])
    #expect(server.toys.map { $0["price"]?.text() } == ["6", "12", "9", "1.50"])
    server.forget()
    for line in ["--yes", "--yes --mode create", "--yes --mode update", "--yes --key name"] {
      #expect(try home.answer("sp toys import \(file) \(line)").contains(#""unchanged":3"#))
    }
    #expect(server.writes == [])
  }

  @Test func anExportImportsAsNothing() throws {
    for honoursFields in [true, false] {
      for form in ["csv", "tsv", "jsonl", "json"] {
        let twin: JSON = ["id": "t-9", "name": "Ball", "story": "Round", "price": 6]
        let server = ToyServer(Self.three + [twin], honoursFields: honoursFields)
        let home = try ToyHome(server)
        let file = try home.write(try home.run("sp toys export -o \(form) -q").output, to: "toys.\(form)")
        let report = try home.answer("sp toys import \(file) --yes")
        #expect(report.contains(#""create":0,"update":0,"unchanged":4,"duplicates":0"#), "\(form): \(report)")
        #expect(server.writes == [])
      }
    }
  }

  @Test func keysThatCannotBeWrittenAreRefused() throws {
    let home = try ToyHome(Wire())
    let file = try home.write("name\nA\n", to: "toys.csv")
    let failure = try #require(try home.run("sp toys import \(file) --dry-run --key created_at").failure)
    #expect(failure.message == "--key created_at is no field that can be written")
    #expect(failure.hint == "one of name, story, price, tags, code")
  }
}
