import Catalog
import Engine
import Platform
import Testing
import Values

/// Lists from their pages to the output.
@Suite struct OutputRowsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var options: [String: [String]]
    /// The prices of the records, page by page; a page is asked for only while more are wanted.
    var pages: [[Int?]]
    var total: Int?
    var shown: [Int?]
    var asked: Int
    var note: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "all pages", options: [:], pages: [[3, 1], [2]], total: 3, shown: [3, 1, 2], asked: 2),
    Case(
      name: "a limit inside a page", options: ["limit": ["1"]], pages: [[3, 1], [2]], total: 3, shown: [3],
      asked: 1, note: "note: 1 of 3 toys; --all gives every one, --limit N more\n"),
    Case(
      name: "a limit at the edge of a page", options: ["limit": ["2"]], pages: [[3, 1], [2]], shown: [3, 1],
      asked: 1, note: "note: more than these 2 toys exist; --all gives every one, --limit N more\n"),
    Case(
      name: "a limit at the end", options: ["limit": ["3"]], pages: [[3, 1], [2]], shown: [3, 1, 2], asked: 2),
    Case(
      name: "a condition goes on until the limit is reached",
      options: ["where": ["price < 3"], "limit": ["1"]],
      pages: [[3, 4], [2, 1], [0]], total: 5, shown: [2], asked: 2,
      note: "note: more than these 1 toy exist; --all gives every one, --limit N more\n"),
    Case(
      name: "order over all pages before the limit", options: ["sort": ["-price"], "limit": ["2"]],
      pages: [[3, nil], [1, 9], [4]], total: 5, shown: [9, 4], asked: 3,
      note: "note: 2 of 5 toys; --all gives every one, --limit N more\n"),
    Case(
      name: "the missing come last", options: ["sort": ["price"], "all": ["true"]], pages: [[3, nil], [1]],
      shown: [1, 3, nil], asked: 2),
    Case(
      name: "the direction of --order", options: ["sort": ["cost"], "order": ["desc"]],
      pages: [[3, 4], [1]],
      shown: [4, 3, 1], asked: 2),
  ]

  static let resource = Resource(
    "toys", singular: "toy", label: "price", columns: ["price"], sortKeys: ["cost": "price"],
    fields: [.field("price", .number, "Price", unit: "USD")])

  @Test(arguments: cases)
  func pages(_ row: Case) throws {
    let (console, made) = try start(row.options)
    var rows = made
    var asked = 0
    for (index, page) in row.pages.enumerated() {
      asked += 1
      let records = page.map { price -> JSON in ["price": price.map { .number(.init($0)) } ?? .null] }
      guard try rows.page(records, hasMore: index + 1 < row.pages.count) else { break }
    }
    try rows.finish(.live, total: row.total)
    let shown = try JSON.parse(console.outputText).array?.map { $0["price"]?.int }
    #expect(shown == row.shown)
    #expect(asked == row.asked)
    #expect(console.errorText == row.note ?? "")
  }

  @Test func stoppedRecordsAreCountedAndTheirAgeIsTold() throws {
    let (console, made) = try start(["limit": ["2"], "meta": ["true"]])
    var rows = made
    let stored = OutputSample.now - .milliseconds(300_500)
    for price in [1, 2] {
      let wantsMore = try rows.page([["price": .number(.init(price))]], hasMore: true)
      #expect(wantsMore == (price == 1))
    }
    try rows.finish(.cached(stored), extra: JSON.Object(unique: [.init(key: "profile", value: "live")]))
    #expect(
      console.outputText == """
        {"data":[
        {"price":1},
        {"price":2}
        ],"meta":{"source":"cache","stored_at":"2025-05-11T11:54:59.500Z","age":300,"count":2,"more":true,"profile":"live"}}

        """)
  }

  static let refused: [(options: [String: [String]], message: String, hint: String?)] = [
    (["where": ["prise > 1"]], "--where names 'prise', which no toy has", "did you mean price?"),
    (["sort": ["prcie"]], "no toy has a field 'prcie' to sort by", "did you mean price?"),
    (["sort": ["-"]], "--sort takes the name of a field, or -FIELD, not '-'", nil),
    (["limit": ["0"]], "--limit takes a whole number of at least 1, not '0'", nil),
    (["limit": ["5"], "all": ["true"]], "--all and --limit exclude each other", "leave one out"),
  ]

  @Test(arguments: refused)
  func refuses(_ row: (options: [String: [String]], message: String, hint: String?)) {
    let failure = #expect(throws: Failure.self) {
      var rows = try start(row.options).rows
      _ = try rows.page([["price": 1]], hasMore: false)
    }
    #expect(failure == .usage(row.message, hint: row.hint))
  }

  @Test("Without a record to tell, the declared fields tell which columns there are")
  func emptyLists() throws {
    for (condition, isRefused) in [
      ("nope = 1", true), ("price > 1", false), ("prise > 1 OR price = 2", true),
    ] {
      var rows = try start(["where": [condition]]).rows
      _ = try rows.page([], hasMore: false)
      let failure = failure { try rows.finish(.live) }
      #expect((failure?.kind == .usage) == isRefused, "\(condition): \(failure?.message ?? "accepted")")
    }
    var open = try Rows(
      Output(Invocation(command: Command("x", "X")), console: .buffered(), now: OutputSample.now),
      shape: .unknown, selection: Selection(condition: "nope = 1"))
    _ = try open.page([], hasMore: false)
    try open.finish(.live)
  }

  private func failure(_ body: () throws -> Void) -> Failure? {
    do { try body() } catch { return error as? Failure }
    return nil
  }

  @Test func aConditionThatIsNoSQLIsRefusedBeforeTheFirstPage() {
    let failure = #expect(throws: Failure.self) { try start(["where": ["price >"]]) }
    #expect(failure?.kind == .usage)
    #expect(failure?.message.hasPrefix("--where cannot be understood: ") == true)
  }

  private func start(_ options: [String: [String]]) throws -> (console: Console, rows: Rows) {
    let invocation = Invocation(command: Command("toys list", "List toys"), options: options)
    let console = Console.buffered()
    let output = try Output(invocation, console: console, now: OutputSample.now)
    let selection = try Selection(invocation, resource: Self.resource)
    return (console, try Rows(output, shape: RecordShape(Self.resource), selection: selection))
  }
}
