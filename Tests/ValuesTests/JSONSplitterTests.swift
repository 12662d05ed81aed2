import Testing
import Values

@Suite struct JSONSplitterTests {
  struct Row: Sendable {
    let text: String
    let values: [String]
    let lines: [Int]

    init(_ text: String, _ values: [String], _ lines: [Int]) {
      self.text = text
      self.values = values
      self.lines = lines
    }
  }

  static let rows: [Row] = [
    Row("", [], []), Row(" \n\n", [], []), Row("[]", [], []), Row("\u{FEFF}{}", ["{}"], [1]),
    Row("1", ["1"], [1]),
    Row("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}", ["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"], [1, 2, 4]),
    Row(
      "{}{}[[1],2]\"a\"\"b\" 3 true\nnull", ["{}", "{}", "[1]", "2", "\"a\"", "\"b\"", "3", "true", "null"],
      [1, 1, 1, 1, 1, 1, 1, 1, 2]),
    Row(
      "[\n {\"a\": [1,\n 2]},\n\"]\\\"}\"\n,-1.5e3]\n", ["{\"a\": [1,\n 2]}", "\"]\\\"}\"", "-1.5e3"],
      [2, 4, 5]),
    Row("{\"k\":\"\\\\\"}{\"k\":\"\\\"{\"}", ["{\"k\":\"\\\\\"}", "{\"k\":\"\\\"{\"}"], [1, 1]),
    Row("[1,2]\n[3]", ["1", "2", "3"], [1, 1, 2]),
  ]

  @Test(arguments: rows, pieceSizes) func splits(_ row: Row, _ size: Int) throws {
    var splitter = JSONSplitter(limit: 100, fill: pieces(Array(row.text.utf8), of: size))
    var values: [String] = []
    var lines: [Int] = []
    while let next = try splitter.next() {
      values.append(String(decoding: next.bytes, as: UTF8.self))
      lines.append(next.line)
    }
    #expect(values == row.values)
    #expect(lines == row.lines)
    #expect(splitter.offset == row.text.utf8.count)
  }

  static let faults: [(text: String, line: Int, column: Int, reason: String)] = [
    ("[1", 1, 3, "too early"), ("[1 2]", 1, 4, "expected ',' or ']'"), ("[1,\n]", 2, 1, "a value"),
    ("[,1]", 1, 2, "a value"), ("]", 1, 1, "a value"), ("1,2", 1, 2, "a value"),
    ("{}\n{\"a\":", 2, 6, "the value of line 2"),
    ("\"a\nb\"", 1, 3, "control character"), ("{\n\"a", 2, 3, "too early"),
    (String(repeating: "x", count: 101), 1, 102, "longer than 100"),
  ]

  @Test(arguments: faults) func namesThePlaceOfAFault(
    _ row: (text: String, line: Int, column: Int, reason: String)
  ) {
    var splitter = JSONSplitter(limit: 100, fill: pieces(Array(row.text.utf8), of: 1000))
    let error = #expect(throws: JSONError.self) { while try splitter.next() != nil {} }
    #expect(error?.line == row.line)
    #expect(error?.column == row.column)
    #expect(error?.reason.contains(row.reason) == true, "\(error?.reason ?? "")")
  }

  @Test func aSourceThatFailsIsHeard() {
    struct Broken: Error {}
    var splitter = JSONSplitter(limit: 100) { _ in throw Broken() }
    #expect(throws: Broken.self) { try splitter.next() }
  }
}
