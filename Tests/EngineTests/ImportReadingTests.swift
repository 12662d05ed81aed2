import Platform
import Testing
import Values

@testable import Engine

@Suite struct ImportReadingTests {
  struct Reading: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var events: [String]
    var testDescription: String { "\(name) \(events)" }

    init(_ name: String, _ text: String, _ events: [String]) {
      self.init(name, Array(text.utf8), events)
    }

    init(_ name: String, _ bytes: [UInt8], _ events: [String]) {
      (self.name, self.bytes, self.events) = (name, bytes, events)
    }
  }

  static let edge = String(repeating: "x", count: (64 << 10) - 8)

  static let readings: [Reading] = [
    // CSV and TSV
    Reading("a.csv", "\u{FEFF}a,b\r\n1,2\n3,4\r\n\r\n", ["2: 1|2", "3: 3|4", "4 blank"]),
    Reading("a.csv", "\na,b\n\"x\"\"y\",\"p\nq\"\n,\n5,6", ["3: x\"y|p\nq", "5 blank", "6: 5|6"]),
    Reading("a.csv", "a,b\n1,2,3\n4\n5,6\n", ["2,5 ragged", "3,2 ragged", "4: 5|6"]),
    Reading("a.csv", "a,b\n\"1\n2\",\"3\",4\n5,6\n", ["3,8 ragged", "4: 5|6"]),
    Reading("a.csv", "a,b\n1,x\"y\n5,6\n7,\"z", ["2,4 stray_quote", "3: 5|6", "4,3 unterminated_quote"]),
    Reading(
      "a.csv", Array("a,b\n1,".utf8) + [0xFF] + Array("\n1,\0\n5,6".utf8),
      ["2,3 invalid_utf8", "3,3 nul", "4: 5|6"]),
    Reading("a.csv", "a,b\n\(edge),\"\n\n\"\n5,6\n", ["2: \(edge)|\n\n", "5: 5|6"]),
    Reading(
      "a.csv", "a,b\n1,\(String(repeating: "y", count: 3 << 20))\n5,6\n",
      ["2,3 field_too_long lost", "3: 5|6"]),
    Reading("a.csv", "a;b\n1;2,5\n", ["2: 1|2,5"]),
    Reading("a.tsv", "a\tb\n1,5\t2\n", ["2: 1,5|2"]),
    // JSON
    Reading("a.json", "[\n {\"a\":1},\n {\"b\":[1.0]}\n]", ["2: {\"a\":1}", "3: {\"b\":[1.0]}"]),
    Reading("a.json", "{\"a\":1}", ["1: {\"a\":1}"]),
    Reading("a.json", "{\"a\":1}{\"a\":2}\n{\"a\":3}", ["1: {\"a\":1}", "1: {\"a\":2}", "2: {\"a\":3}"]),
    Reading("a.json", "[]", []),
    Reading(
      "a.json", "[{\"a\":1}, {\"a\":tru},\n  {\n\"a\":tru}, 5, {\"a\":2}]",
      ["1: {\"a\":1}", "1,16 json", "3,5 json", "3,11 not_object", "3: {\"a\":2}"]),
    Reading("a.json", "\u{FEFF}{\"a\":1,\"a\":2}", ["1,8 json"]),
    Reading(
      "a.jsonl", "\u{FEFF}{\"a\":1}\r\n\n{\"a\":}\n[1]\n{\"a\":2}",
      ["1: {\"a\":1}", "2 blank", "3,6 json", "4,1 not_object", "5: {\"a\":2}"]),
    Reading(
      "a.jsonl", "{\"a\":\"\(String(repeating: "y", count: 9 << 20))\"}\n{\"a\":2}\n",
      ["1,1 row_too_long lost", "2: {\"a\":2}"]),
    Reading(
      "a.jsonl", "{\"a\":\"\(edge)\"}\n{\"a\":\"\(edge)\"}",
      ["1: {\"a\":\"\(edge)\"}", "2: {\"a\":\"\(edge)\"}"]),
    // told by the content
    Reading("none", "a\tb\n1\t2", ["2: 1|2"]),
    Reading("none", "a,b\n1,2", ["2: 1|2"]),
    Reading("none", " [{\"a\":1}]", ["1: {\"a\":1}"]),
    Reading("none", "{\"a\":1}\nx\n", ["1: {\"a\":1}", "2,1 json"]),
    Reading("none", "{\n\"a\":1}\n", ["1: {\"a\":1}"]),
    Reading("none.txt", "---\na: b\n---\n", ["1: {\"a\":\"b\"}"]),
    // front matter
    Reading("a.md", "only a text\n", ["1: {\"content\":\"only a text\"}"]),
    Reading(
      "a.md", "---\r\ntitle: 'it''s' # said\r\ntags: [a, \"b, c\", d e]\r\n---\r\n\r\nOne\r\nTwo\r\n",
      ["1: {\"title\":\"it's\",\"tags\":[\"a\",\"b, c\",\"d e\"],\"content\":\"One\\r\\nTwo\"}"]),
    Reading(
      "a.md", "---\n# note\nurl: http://x/#y\n\"a b\": \"t\\n\"\ntags:\n- a\n  - 'b'\nnone: ~\nempty:\n---",
      ["1: {\"url\":\"http://x/#y\",\"a b\":\"t\\n\",\"tags\":[\"a\",\"b\"],\"none\":null,\"empty\":null}"]),
    Reading(
      "a.md", "---\na: |\n  one\n    two\n\n  three\nb: >-\n  one\n  two\n---\n",
      ["1: {\"a\":\"one\\n  two\\n\\nthree\",\"b\":\"one two\"}"]),
    Reading("a.md", "---\na: b\nc\n---\n", ["3,1 front_matter"]),
    Reading("a.md", "---\na: b\na: c\n---\n", ["3,1 front_matter"]),
    Reading("a.md", "---\na:\n  b: c\n---\n", ["3,3 front_matter"]),
    Reading("a.md", "---\na: {b: c}\n---\n", ["2,4 front_matter"]),
    Reading("a.md", "---\na: [b, c\n---\n", ["2,9 front_matter"]),
    Reading("a.md", "---\na: \"b\n---\n", ["2,4 front_matter"]),
    Reading("a.md", "---\na: b\n", ["1,1 front_matter"]),
    Reading("a.md", Array("---\na: ".utf8) + [0xC3] + Array("\n---\n".utf8), ["2,4 invalid_utf8"]),
  ]

  @Test(arguments: readings) func reads(_ reading: Reading) throws {
    let (directory, path) = try ImportSample.file(reading.name, reading.bytes)
    #expect(try ImportSample.events(path) == reading.events)
    withExtendedLifetime(directory) {}
  }

  static let refusals: [(String, [UInt8], String)] = [
    ("a.csv", [], "is empty"), ("a.json", Array(" \n".utf8), "is empty"), ("none", [], "is empty"),
    ("a.csv", Array("a,b,a\n1,2,3".utf8), "line 1, column 5: the header names 'a' twice"),
    ("a.csv", Array("a,\"\",c\n".utf8), "line 1, column 3: the header's column 2 has no name"),
    ("a.csv", Array("a,\0\n".utf8), "line 1, column 3: a NUL byte"),
    ("a.csv", Array("a,b\"\n".utf8), "line 1, column 4: a quote"),
    ("a.csv", [0xFF, 0xFE, 0x61, 0], "UTF-16"), ("a.csv", [0x50, 0x4B, 3, 4], "workbook"),
    ("a.json", Array("[{\"a\":1} {\"a\":2}]".utf8), "line 1, column 10: expected ',' or ']'"),
    ("a.json", Array("[{\"a\":1}".utf8), "ends too early"),
  ]

  @Test(arguments: refusals) func refuses(_ name: String, _ bytes: [UInt8], _ message: String) throws {
    let (directory, path) = try ImportSample.file(name, bytes)
    let failure = #expect(throws: Failure.self) { try ImportSample.events(path) }
    #expect(failure?.kind == .usage)
    #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    withExtendedLifetime(directory) {}
  }

  @Test func readsFoldersByNameAndRefusesWhatIsNotThere() throws {
    let (directory, _) = try ImportSample.file("b.md", Array("B".utf8))
    try ImportSample.write(Array("---\na: 1\n---\nA".utf8), to: "\(directory.path)/a.markdown")
    try ImportSample.write([], to: "\(directory.path)/c.md")
    try ImportSample.write([], to: "\(directory.path)/notes.txt")
    #expect(
      try ImportSample.events(directory.path) == [
        "1: {\"a\":\"1\",\"content\":\"A\"}", "1: {\"content\":\"B\"}", "1 unreadable lost",
      ])
    let empty = try TemporaryDirectory()
    let cases: [(String, ImportFormat?, String)] = [
      (directory.path, .csv, "is a directory, not csv data"), (empty.path, nil, "without Markdown files"),
      ("\(empty.path)/none.csv", nil, "No such file"),
      ("\(directory.path)/b.md/x.csv", nil, "Not a directory"),
    ]
    for (path, format, message) in cases {
      let failure = #expect(throws: Failure.self) { try ImportSample.events(path, format: format) }
      #expect(failure?.kind == .usage && failure?.hint != nil)
      #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "")")
    }
    #expect(throws: Failure.self) { try ImportFormat(named: "cvs") }
    #expect(try ImportFormat(named: "NDJSON") == .jsonl)
  }
}
