import Testing
import Values

@Suite struct JSONWriteTests {
  static let sample: JSON = ["b": [1, "x", []], "a": ["é": nil, "e": true], "empty": [:]]

  static let styles: [(style: JSON.Style, text: String)] = [
    (.compact, #"{"b":[1,"x",[]],"a":{"é":null,"e":true},"empty":{}}"#),
    (.spaced, #"{"b": [1, "x", []], "a": {"é": null, "e": true}, "empty": {}}"#),
    (
      .pretty,
      """
      {
        "b": [
          1,
          "x",
          []
        ],
        "a": {
          "é": null,
          "e": true
        },
        "empty": {}
      }
      """
    ),
  ]

  @Test(arguments: styles) func writesInEachStyle(_ row: (style: JSON.Style, text: String)) {
    #expect(Self.sample.text(row.style) == row.text)
  }

  @Test func theCanonicalFormForgetsOrderAndKeepsLexemes() throws {
    #expect(Self.sample.canonical == Array(#"{"a":{"e":true,"é":null},"b":[1,"x",[]],"empty":{}}"#.utf8))
    let one = try JSON.parse(#"[{"\uFF5E":1.0,"😀":2,"~":3}]"#)
    let other = try JSON.parse(#"[{"😀":2,"~":3,"～":1.0}]"#)
    #expect(one.canonical == other.canonical)
    #expect(String(decoding: one.canonical, as: UTF8.self) == #"[{"~":3,"～":1.0,"😀":2}]"#)
    #expect(try JSON.parse("1").canonical != JSON.parse("1.0").canonical)
  }

  static let quoted: [(text: String, quoted: String)] = [
    ("", #""""#), ("plain text", #""plain text""#), ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
    ("\u{0}\u{1B}]52;\u{1F}\u{7F}", #""\u0000\u001b]52;\u001f\u007f""#),
    ("\u{80}\u{9B}\u{9F}\u{A0}", "\"\\u0080\\u009b\\u009f\u{A0}\""),
    ("\u{2027}\u{2028}\u{2029}\u{202A}\u{202E}\u{202F}", "\"\u{2027}\\u2028\\u2029\\u202a\\u202e\u{202F}\""),
    ("\u{2065}\u{2066}\u{2069}\u{206A}’…", "\"\u{2065}\\u2066\\u2069\u{206A}’…\""),
    ("eight by\ntes and more…\u{2028}", #""eight by\ntes and more…\u2028""#), ("é日😀", #""é日😀""#),
  ]

  @Test(arguments: quoted) func quotesWhatATerminalWouldObey(_ row: (text: String, quoted: String)) throws {
    var bytes: [UInt8] = []
    JSON.quote(row.text, into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == row.quoted)
    #expect(try JSON.parse(bytes, as: .input) == .string(row.text))
  }

  @Test func everyValueReadsBackAsItWas() throws {
    var random = FixedRandom(state: 11)
    for _ in 0..<300 {
      let value = Self.value(depth: 0, &random)
      for style in [JSON.Style.compact, .spaced, .pretty] {
        #expect(try JSON.parse(value.text(style), as: .input) == value)
      }
      #expect(try JSON.parse(value.canonical).canonical == value.canonical)
    }
  }

  static func value(depth: Int, _ random: inout FixedRandom) -> JSON {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return .number(JSON.Number(Int.random(in: .min ... .max, using: &random)))
    case 3: return JSON.Number(Double.random(in: -1e9...1e9, using: &random)).map(JSON.number) ?? .null
    case 4: return .string(text(&random))
    case 5, 6:
      return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth + 1, &random) })
    default:
      var object = JSON.Object()
      for _ in 0..<Int.random(in: 0...40, using: &random) { object[text(&random)] = value(depth: 5, &random) }
      return .object(object)
    }
  }

  static func text(_ random: inout FixedRandom) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let limit: UInt32 = [0x80, 0x80, 0x900, 0x2100, 0x11_0000][Int.random(in: 0..<5, using: &random)]
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { text.append(scalar) }
    }
    return String(text)
  }

  static let paths: [(path: String, found: String?)] = [
    ("user.id", "7"), ("user", #"{"id":7,"tags":["x","y"]}"#), ("user.tags.1", #""y""#), ("user.tags.2", nil),
    ("user.name", nil), ("user.id.x", nil), ("prompts.id", "[1,2]"), ("prompts.1.id", "2"),
    ("prompts.by.name", #"["A"]"#),
    ("prompts.none", nil), ("nothing.id", "[]"), ("prompts.-1", nil), ("prompts.+1", nil), ("", nil),
  ]

  @Test(arguments: paths) func aPathLeadsToAValue(_ row: (path: String, found: String?)) throws {
    let text = #"""
      {"user":{"id":7,"tags":["x","y"]},"prompts":[{"id":1,"by":{"name":"A"}},{"id":2}],"nothing":[]}
      """#
    #expect(try JSON.parse(text).value(at: row.path)?.text() == row.found)
  }

  static let changes: [(before: String, path: String, after: String)] = [
    ("{}", "a", #"{"a":9}"#), ("null", "a.b.c", #"{"a":{"b":{"c":9}}}"#),
    (#"{"a":{"x":1}}"#, "a.b", #"{"a":{"x":1,"b":9}}"#),
    (#"{"a":1}"#, "a.b", #"{"a":{"b":9}}"#), (#"{"a":[1,2]}"#, "a.0", #"{"a":[9,2]}"#), ("[1]", "1", "[1,9]"),
    (#"[{"a":1}]"#, "0.b", #"[{"a":1,"b":9}]"#), ("{}", "0", #"{"0":9}"#),
  ]

  @Test(arguments: changes) func setMakesTheObjectsOnTheWay(
    _ row: (before: String, path: String, after: String)
  ) throws {
    var value = try JSON.parse(row.before)
    value.set(9, at: row.path)
    #expect(value.text() == row.after)
  }
}
