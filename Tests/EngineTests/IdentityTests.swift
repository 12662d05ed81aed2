import Catalog
import Testing
import Values

@testable import Engine

/// When two records are the same, and when a record shows what was written.
@Suite struct IdentityTests {
  @Test(arguments: [
    ("5", "5.00", true), ("1e2", "100", true), ("5", "6", false), ("5", "\"5\"", false),
    (#""a""#, #""a""#, true), (#""a""#, #""A""#, false), (#""\u00e9""#, #""e\u0301""#, false),
    (#""2025-06-01T10:00:00Z""#, #""2025-06-01T12:00:00+02:00""#, true),
    (#""2025-06-01T10:00:00Z""#, #""2025-06-01T10:00:01Z""#, false),
    (#"["a","b"]"#, #"["a","b"]"#, true), (#"["a","b"]"#, #"["b","a"]"#, false), ("[]", "[1]", false),
    (#"{"a":1,"b":2}"#, #"{"a":1.0}"#, true), (#"{"a":1}"#, #"{"b":null}"#, true),
    (#"{"a":1}"#, #"{"b":1}"#, false), (#"[{"title":"x","id":"v-1"}]"#, #"[{"title":"x"}]"#, true),
    ("null", "null", true), ("null", "0", false), ("true", "false", false),
  ])
  func shows(_ shown: String, _ wanted: String, _ holds: Bool) throws {
    #expect(try JSON.parse(shown).shows(try JSON.parse(wanted)) == holds)
  }

  /// A record of the service, a body, and what the two are to each other.
  struct Pair: Sendable, CustomTestStringConvertible {
    var record: String
    var body: String
    var isSameWhole: Bool
    var isSamePart: Bool
    var mayMatch: Bool
    var matches: Bool
    var testDescription: String { "\(record) \(body)" }
  }

  static let pairs = [
    Pair(
      record: #"{"name":"A","story":"S","price":1}"#, body: #"{"name":"A","story":"S","price":2}"#,
      isSameWhole: true,
      isSamePart: true, mayMatch: true, matches: true),
    Pair(
      record: #"{"name":"A","story":"S"}"#, body: #"{"name":"A","story":"T"}"#, isSameWhole: false,
      isSamePart: true, mayMatch: false, matches: false),
    Pair(
      record: #"{"name":"A"}"#, body: #"{"name":"A","story":"T"}"#, isSameWhole: false, isSamePart: true,
      mayMatch: true, matches: false),
    Pair(
      record: #"{"name":"B"}"#, body: #"{"name":"A","story":"T"}"#, isSameWhole: false, isSamePart: false,
      mayMatch: false, matches: false),
    Pair(
      record: #"{"name":"A","story":null}"#, body: #"{"name":"A"}"#, isSameWhole: true, isSamePart: true,
      mayMatch: true, matches: true),
    Pair(
      record: #"{"name":"AS","story":""}"#, body: #"{"name":"A","story":"S"}"#, isSameWhole: false,
      isSamePart: false, mayMatch: false, matches: false),
  ]

  @Test(arguments: pairs) func compares(_ pair: Pair) throws {
    let identity = Identity(of: Toys.resource, writtenBy: Toys.plugin.endpoints[2])
    let record = try JSON.parse(pair.record)
    let body = try JSON.parse(pair.body)
    #expect((identity.mark(record: record) == identity.mark(body: body)) == pair.isSameWhole)
    #expect((identity.partialMark(record: record) == identity.partialMark(body: body)) == pair.isSamePart)
    #expect(identity.mayMatch(record, body) == pair.mayMatch)
    #expect(identity.matches(record, body) == pair.matches)
  }

  @Test func aSourceTellsWhereARecordShowsAField() throws {
    let create = Endpoint.create(
      "/kits", "kits create", of: "kits", "Create a kit",
      body: [.text("name", "Name"), .texts("toy_ids", "Toys in it", source: "toys.id")], examples: [])
    let resource = Resource(
      "kits", singular: "kit", label: "name", columns: ["id"], importableBy: ["name", "toy_ids"],
      fields: [
        .field("id", .text, "Identifier"), .field("name", .text, "Name"),
        .field("toys", .list, "Toys in it", inLists: false),
      ])
    let identity = Identity(of: resource, writtenBy: create)
    let body: JSON = ["name": "K", "toy_ids": ["t-1", "t-2"]]
    let record: JSON = ["id": "k-1", "name": "K", "toys": [["id": "t-1", "a": 1], ["id": "t-2"]]]
    #expect(identity.mark(body: body) == identity.mark(record: record))
    #expect(!identity.isShown(by: ["name": "K"]))
    #expect(identity.partialMark(body: body) == identity.partialMark(record: ["name": "K"]))
  }
}
