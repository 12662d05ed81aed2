import Database
import Testing
import Values

/// The records someone may mean while typing.
@Suite struct RecordFinderTests {
  private static let schema = RecordSchema(
    table: "toys",
    columns: [.init("id"), .init("title", isSearchable: true), .init("text", isSearchable: true)],
    label: "title")

  private func finder(_ scratch: Scratch) throws -> RecordFinder {
    let store = RecordStore(try Connection(path: scratch.file("toys.db")))
    let titles = [
      "p_1": "Élan vital", "p_10": "Banana split", "p_2": "The split of bananas", "q": "Élan",
      "p_\u{10FFFF}": "",
    ]
    for id in ["p_1", "p_10", "p_2", "q", "p_\u{10FFFF}"] {
      let document: JSON = ["id": .string(id), "title": .string(titles[id] ?? ""), "text": "word"]
      try store.put(document, id: id, scope: "live", at: Timestamp(milliseconds: 0), in: Self.schema)
    }
    try store.put("{}", id: "p_3", scope: "test", at: Timestamp(milliseconds: 0), in: Self.schema)
    return try RecordFinder(path: scratch.file("toys.db"))
  }

  @Test(arguments: [
    ("", 9, ["p_\u{10FFFF}", "q", "p_2", "p_10", "p_1"]), ("", 2, ["p_\u{10FFFF}", "q"]),
    ("p_1", 9, ["p_10", "p_1"]), ("p_", 2, ["p_1", "p_10"]), ("%", 9, []), ("p_3", 9, []),
  ])
  func byID(prefix: String, limit: Int, found: [String]) throws {
    let scratch = try Scratch()
    let choices = try finder(scratch).records(
      idPrefix: prefix, scope: "live", limit: limit, in: Self.schema)
    #expect(choices.map(\.id) == found)
  }

  @Test(arguments: [
    ("split", ["p_2", "p_10"]), ("ban spl", ["p_2", "p_10"]), ("ELAN v", ["p_1"]), ("e", ["q", "p_1"]),
    ("plit", []), ("word", []), ("\"", []), (" ", []), ("NOT (", []),
  ])
  func byWords(text: String, found: [String]) throws {
    let scratch = try Scratch()
    let choices = try finder(scratch).records(
      labelled: text, scope: "live", limit: 9, in: Self.schema)
    #expect(choices.map(\.id) == found)
  }

  @Test func aTableThatIsNotThereThrows() throws {
    let scratch = try Scratch()
    let finder = try finder(scratch)
    var other = Self.schema
    other.table = "others"
    #expect(throws: (any Error).self) {
      try finder.records(idPrefix: "", scope: "live", limit: 1, in: other)
    }
  }
}
