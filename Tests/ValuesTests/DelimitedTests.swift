import Testing
import Values

@Suite struct DelimitedTests {
  struct Row: Sendable {
    let text: String
    let records: [[String]]
    let lines: [Int]

    init(_ text: String, _ records: [[String]], _ lines: [Int]) {
      self.text = text
      self.records = records
      self.lines = lines
    }
  }

  static let rows: [Row] = [
    Row("", [], []), Row("a", [["a"]], [1]), Row("a,b\n", [["a", "b"]], [1]), Row("a,", [["a", ""]], [1]),
    Row(",\n,", [["", ""], ["", ""]], [1, 2]),
    Row("\u{FEFF}a,b\r\nc,d", [["a", "b"], ["c", "d"]], [1, 2]),
    Row("a\r\nb\nc\r\n", [["a"], ["b"], ["c"]], [1, 2, 3]),
    Row("a\n\n\r\nb", [["a"], [""], [""], ["b"]], [1, 2, 3, 4]),
    Row("\"a,b\",c\n", [["a,b", "c"]], [1]), Row("\"a\"\"b\"\n", [["a\"b"]], [1]),
    Row("\"\"\"\"\n", [["\""]], [1]),
    Row("\"\",\"\"\"\"\"\"", [["", "\"\""]], [1]),
    Row("\"x\r\ny\n\",z\r\nw", [["x\r\ny\n", "z"], ["w"]], [1, 4]),
    Row("\"a\"\r\n\"b\"", [["a"], ["b"]], [1, 2]), Row("a\rb\n", [["a\rb"]], [1]), Row("a\r", [["a"]], [1]),
    Row("\"a\"\r", [["a"]], [1]), Row(" a , b \n", [[" a ", " b "]], [1]),
    Row("é,日本,😀\n", [["é", "日本", "😀"]], [1]),
    Row("a;b\tc\n", [["a;b\tc"]], [1]), Row("\u{FF0C}\n", [["\u{FF0C}"]], [1]),
    Row(
      "=cmd(),12345678901234567890,\"1234567\"\"\"\n", [["=cmd()", "12345678901234567890", "1234567\""]], [1]),
  ]

  @Test(arguments: rows, pieceSizes) func reads(_ row: Row, _ size: Int) throws {
    let bytes = Array(row.text.utf8)
    var reader = DelimitedReader(fill: pieces(bytes, of: size))
    var records: [DelimitedRecord] = []
    while let record = try reader.next() { records.append(record) }
    #expect(records.map(\.texts) == row.records)
    #expect(records.map(\.line) == row.lines)
    #expect(records.allSatisfy { $0.problem == nil })
    #expect(records.map(\.isBlank) == records.map { $0.raw.isEmpty })
    #expect(records.last?.end ?? 0 == bytes.count)
  }

  struct Faulty: Sendable {
    let bytes: [UInt8]
    let kind: DelimitedProblem.Kind
    let line: Int
    let column: Int
    let raw: [UInt8]

    init(_ text: String, _ kind: DelimitedProblem.Kind, _ line: Int, _ column: Int, raw: String) {
      self.init(Array(text.utf8), kind, line, column, raw: Array(raw.utf8))
    }

    init(_ bytes: [UInt8], _ kind: DelimitedProblem.Kind, _ line: Int, _ column: Int, raw: [UInt8]) {
      self.bytes = bytes
      self.kind = kind
      self.line = line
      self.column = column
      self.raw = raw
    }
  }

  static let long = String(repeating: "x", count: 500)

  static let faulty: [Faulty] = [
    Faulty("a\"b,c", .strayQuote, 1, 2, raw: "a\"b,c"),
    Faulty("\"a\"b,c", .strayQuote, 1, 3, raw: "\"a\"b,c"),
    Faulty("\"a\"\rb", .strayQuote, 1, 3, raw: "\"a\"\rb"),
    Faulty(" \"a\"", .strayQuote, 1, 2, raw: " \"a\""),
    Faulty("\"x\ny\",z\"", .strayQuote, 2, 5, raw: "\"x\ny\",z\""),
    Faulty("a,b\u{0}", .nul, 1, 4, raw: "a,b\u{0}"),
    Faulty("é\u{0}", .nul, 1, 3, raw: "é\u{0}"),
    Faulty([0x61, 0x2C, 0xC3, 0x28], .invalidUTF8, 1, 3, raw: [0x61, 0x2C, 0xC3, 0x28]),
    Faulty("ab,\(long)", .fieldTooLong, 1, 4, raw: "ab," + long.prefix(100)),
    Faulty("\"\(long)\"", .fieldTooLong, 1, 2, raw: "\"" + long.prefix(100)),
    Faulty("\"\n\(long)\n\n\"\"\",c", .fieldTooLong, 1, 2, raw: "\"\n" + long.prefix(99)),
    Faulty(
      "\(String(repeating: "y,", count: 500))", .recordTooLong, 1, 801,
      raw: String(repeating: "y,", count: 400)),
  ]

  /// A faulty record between two good ones costs neither of them, wherever the pieces end.
  @Test(arguments: faulty, pieceSizes) func rejectsOneRecordAndGoesOn(_ row: Faulty, _ size: Int) throws {
    let bytes = Array("1,2\r\n".utf8) + row.bytes + Array("\r\n3,4\n".utf8)
    var reader = DelimitedReader(fieldLimit: 100, fill: pieces(bytes, of: size))
    let before = try #require(try reader.next())
    let bad = try #require(try reader.next())
    let after = try #require(try reader.next())
    #expect(before.texts == ["1", "2"])
    #expect(bad.problem == DelimitedProblem(kind: row.kind, line: row.line + 1, column: row.column))
    #expect(bad.line == 2)
    #expect(bad.raw == row.raw)
    #expect(!bad.isBlank)
    #expect(after.texts == ["3", "4"])
    #expect(after.problem == nil)
    #expect(after.line == 3 + row.bytes.count { $0 == UInt8(ascii: "\n") })
    #expect(try reader.next() == nil)
  }

  @Test(arguments: pieceSizes) func aQuoteThatIsNeverClosedIsAProblem(_ size: Int) throws {
    for (text, column) in [("a,\"b\nc", 3), ("\"", 1), ("\"a\"\"", 1), ("a,\"" + Self.long, 3)] {
      var reader = DelimitedReader(fieldLimit: 100, fill: pieces(Array(text.utf8), of: size))
      let record = try #require(try reader.next())
      #expect(record.problem == DelimitedProblem(kind: .unterminatedQuote, line: 1, column: column))
      #expect(record.end == text.utf8.count)
      #expect(try reader.next() == nil)
    }
  }

  /// A line of any length, of one field or of commas, is held to its limit.
  @Test(arguments: ["x", ",", "\"\"", "\"x"]) func anEndlessLineTakesNoMemory(_ unit: String) throws {
    let unit = Array(String(repeating: unit, count: 4000).utf8)
    var left = 500
    var reader = DelimitedReader(fieldLimit: 1000) { buffer in
      left -= 1
      guard left >= 0 else { return 0 }
      buffer.copyBytes(from: unit)
      return unit.count
    }
    let record = try #require(try reader.next())
    #expect(record.problem != nil)
    #expect(record.raw.count <= 8000)
    #expect(record.fieldCount <= 16_384)
    #expect(record.end == 500 * unit.count)
  }

  @Test func aRecordThatIsKeptDoesNotChange() throws {
    var reader = DelimitedReader(
      delimiter: UInt8(ascii: "\t"), fill: pieces(Array("a\tb\nc\td\n".utf8), of: 3))
    let first = try #require(try reader.next())
    let second = try #require(try reader.next())
    #expect(first.texts == ["a", "b"])
    #expect(second.texts == ["c", "d"])
  }

  static let written: [(fields: [String], line: String)] = [
    (["a", "b"], "a,b\n"), (["a,b", "c\"d", "e\nf", "g\rh"], "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\n"),
    ([" a", "b\t", " "], "\" a\",\"b\t\",\" \"\n"),
    ([""], "\"\"\n"), (["", ""], ",\n"), (["=1+1", "-5", "+x", "@a", "a=b"], "'=1+1,-5,'+x,'@a,a=b\n"),
    (["-1.5", "-1,5", "-"], "-1.5,\"'-1,5\",'-\n"),
  ]

  @Test(arguments: written) func writes(_ row: (fields: [String], line: String)) {
    var bytes: [UInt8] = []
    DelimitedWriter(neutralizesFormulas: true).write(row.fields, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == row.line)
  }

  @Test(arguments: [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]) func whatIsWrittenReadsBack(
    _ delimiter: UInt8
  ) throws {
    var random = FixedRandom(state: UInt64(delimiter))
    let alphabet = ["a", "é", "😀", ",", ";", "\t", "\"", "\n", "\r", " ", "'", "="]
    let table = (0..<500).map { _ in
      (0..<Int.random(in: 1...6, using: &random)).map { _ in
        (0..<Int.random(in: 0...9, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }
          .joined()
      }
    }
    var bytes: [UInt8] = []
    for record in table { DelimitedWriter(delimiter: delimiter).write(record, to: &bytes) }
    for size in pieceSizes {
      var reader = DelimitedReader(delimiter: delimiter, fill: pieces(bytes, of: size))
      var back: [[String]] = []
      while let record = try reader.next() { back.append(record.texts) }
      #expect(back == table)
    }
  }
}
