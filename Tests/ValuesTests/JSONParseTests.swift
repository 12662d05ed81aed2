import Testing
import Values

@Suite struct JSONParseTests {
  struct Accepted: Sendable {
    let text: String
    let compact: String

    init(_ text: String, _ compact: String? = nil) {
      self.text = text
      self.compact = compact ?? text
    }
  }

  static let accepted: [Accepted] = [
    Accepted("null"), Accepted("true"), Accepted("false"), Accepted("\"\""), Accepted("[]"), Accepted("{}"),
    Accepted(" \t\r\n[ ] \t\r\n", "[]"), Accepted("[ 1 , 2 ]", "[1,2]"), Accepted("\u{FEFF}[1]", "[1]"),
    Accepted("{ \"a\" : { } , \"b\" : [ ] }", #"{"a":{},"b":[]}"#),
    // A number keeps its lexeme.
    Accepted("0"), Accepted("-0"), Accepted("1.0"), Accepted("1e0"), Accepted("-12.50E+007"),
    Accepted("9007199254740993"), Accepted("1e400"), Accepted("123456789012345678901234567890"),
    // Strings of every length around the eight bytes that are looked at together.
    Accepted(#""1234567""#), Accepted(#""12345678""#), Accepted(#""123456789""#),
    Accepted(#""123456789012345678""#),
    Accepted(#""1234567\n""#), Accepted(#""12345678\n9""#), Accepted(#""é""#), Accepted(#""日本語のテキスト😀""#),
    Accepted(#""\"\\\/\b\f\n\r\t""#, #""\"\\/\b\f\n\r\t""#), Accepted(#""\u0041\u00e9\u65E5""#, #""Aé日""#),
    Accepted(#""\ud83d\uDE00""#, #""😀""#), Accepted(#""\u0000""#),
    // An answer may hold what an input may not.
    Accepted(#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#), Accepted(#""\ud83d""#, "\"\u{FFFD}\""),
    Accepted(#""\ud83dx""#, "\"\u{FFFD}x\""), Accepted(#""\ud83d\u0041""#, "\"\u{FFFD}A\""),
    Accepted(#""\ude00\ud83d\ude00""#, "\"\u{FFFD}😀\""), Accepted(#""\ud83d\ud83d\ude00""#, "\"\u{FFFD}😀\""),
    // Two spellings of one letter are two names.
    Accepted("{\"\u{E9}\":1,\"e\u{301}\":2}"),
  ]

  @Test(arguments: accepted) func accepts(_ row: Accepted) throws {
    let value = try JSON.parse(row.text)
    #expect(Array(value.text().utf8) == Array(row.compact.utf8))
    #expect(try JSON.parse(Array(row.text.utf8)[...]) == value)
    #expect(try JSON.parse(value.text(.pretty)) == value)
  }

  struct Refused: Sendable {
    let bytes: [UInt8]
    let line: Int
    let column: Int
    let reason: String

    init(_ text: String, _ line: Int, _ column: Int, _ reason: String) {
      self.init(Array(text.utf8), line, column, reason)
    }

    init(_ bytes: [UInt8], _ line: Int, _ column: Int, _ reason: String) {
      self.bytes = bytes
      self.line = line
      self.column = column
      self.reason = reason
    }
  }

  static let refused: [Refused] = [
    Refused("", 1, 1, "too early"), Refused("  ", 1, 3, "too early"),
    Refused("[1,]", 1, 4, "expected a value"),
    Refused("[,1]", 1, 2, "expected a value"), Refused("[1 2]", 1, 4, "expected ',' or ']'"),
    Refused("[1", 1, 3, "too early"), Refused("[1}", 1, 3, "expected ','"),
    Refused("1 2", 1, 3, "nothing after"),
    Refused("{\"a\":1,}", 1, 8, "name in quotes"), Refused("{a:1}", 1, 2, "name in quotes"),
    Refused("{\"a\" 1}", 1, 6, "':'"), Refused("{\"a\":}", 1, 6, "expected a value"),
    Refused("{\"a\"", 1, 5, "too early"),
    Refused("{'a':1}", 1, 2, "name in quotes"), Refused("[1]]", 1, 4, "nothing after"),
    Refused("01", 1, 2, "leading zero"), Refused("-01", 1, 3, "leading zero"),
    Refused("+5", 1, 1, "expected a value"),
    Refused("-", 1, 2, "a digit"), Refused(".5", 1, 1, "expected a value"), Refused("5.", 1, 3, "a digit"),
    Refused("1e", 1, 3, "a digit"), Refused("1e+", 1, 4, "a digit"), Refused("0x1F", 1, 2, "nothing after"),
    Refused("0x1p3", 1, 2, "nothing after"), Refused("nan", 1, 1, "expected null"),
    Refused("NaN", 1, 1, "a value"),
    Refused("Infinity", 1, 1, "a value"), Refused("-Infinity", 1, 2, "a digit"),
    Refused("1_000", 1, 2, "nothing after"),
    Refused("１", 1, 1, "a value"), Refused("True", 1, 1, "a value"), Refused("tru", 1, 1, "expected true"),
    Refused("nulll", 1, 5, "nothing after"), Refused("// c\n1", 1, 1, "a value"),
    Refused("[1]/**/", 1, 4, "nothing"),
    Refused("\"a", 1, 3, "not closed"), Refused("\"a\nb\"", 1, 3, "control"),
    Refused("\"\t\"", 1, 2, "control"),
    Refused("\"\u{0}\"", 1, 2, "control"), Refused("[\u{0}]", 1, 2, "a value"),
    Refused("1\u{0}", 1, 2, "nothing"),
    Refused("[1]\u{C}", 1, 4, "nothing after"), Refused("\u{A0}1", 1, 1, "a value"),
    Refused(#""\x41""#, 1, 3, "no such escape"), Refused(#""\u12G4""#, 1, 6, "four hexadecimal"),
    Refused(#""\u12""#, 1, 6, "four hexadecimal"), Refused(#""\ud800\u12""#, 1, 12, "four hexadecimal"),
    Refused("{\n  \"a\": [1,\n    x]\n}", 3, 5, "a value"), Refused("\u{FEFF}\u{FEFF}1", 1, 4, "a value"),
    Refused([0x22, 0x61, 0xFF, 0x22], 1, 3, "invalid UTF-8"),
    Refused([0x22, 0xC0, 0x80, 0x22], 1, 2, "UTF-8"),
    Refused([0x22, 0xED, 0xA0, 0x80, 0x22], 1, 2, "UTF-8"),
    Refused([0x5B, 0x0A, 0x22, 0xE2, 0x82], 2, 2, "UTF-8"),
    Refused([0xFF, 0xFE, 0x5B, 0x00], 1, 1, "UTF-8"),
    Refused(String(repeating: "[", count: 100_000), 1, 513, "deeper than 512"),
    Refused(String(repeating: "{\"a\":", count: 600), 1, 2561, "deeper than 512"),
  ]

  @Test(arguments: refused) func refuses(_ row: Refused) {
    let error = #expect(throws: JSONError.self) { try JSON.parse(row.bytes) }
    #expect(error?.line == row.line)
    #expect(error?.column == row.column)
    #expect(error?.reason.contains(row.reason) == true, "\(error?.reason ?? "nothing thrown")")
  }

  static let disputed: [(text: String, column: Int)] = [
    (#"{"a":1,"b":2,"a":3}"#, 14), (#"{"a":1,"\u0061":2}"#, 8), (#""x\ud83d""#, 3), (#""\ude00""#, 2),
    (#""\ud83d\u0041""#, 2),
    ("{" + (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",") + ",\"k7\":1}", 312),
  ]

  @Test(arguments: disputed) func anInputIsStricterThanAnAnswer(_ row: (text: String, column: Int)) throws {
    _ = try JSON.parse(row.text, as: .answer)
    let error = #expect(throws: JSONError.self) { try JSON.parse(row.text, as: .input) }
    #expect(error?.column == row.column)
  }

  @Test func largeObjectsAndDeepValuesAreRead() throws {
    let names = (0..<5000).map { "name\($0 % 4000)" }
    let text = "{" + names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"
    let object = try #require(try JSON.parse(text).object)
    #expect(object.count == 4000)
    #expect(object["name0"]?.int == 4000)
    #expect(object["name3999"]?.int == 3999)
    #expect(object.keys.first == "name0")
    let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(try JSON.parse(deep, as: .input).text() == deep)
  }

  static let lexemes: [(text: String, isNumber: Bool)] = [
    ("5", true), ("-0.5e-7", true), ("+5", false), ("0x1p3", false), ("nan", false), ("inf", false),
    (" 5", false),
    ("5 ", false), ("05", false), ("", false), ("true", false), ("٣", false),
  ]

  @Test(arguments: lexemes) func aNumberTakesOnlyALexeme(_ row: (text: String, isNumber: Bool)) {
    #expect(JSON.Number(lexeme: row.text)?.lexeme == (row.isNumber ? row.text : nil))
  }
}
