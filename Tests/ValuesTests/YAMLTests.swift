import Testing
import Values

@Suite struct YAMLTests {
  static let documents: [(json: String, yaml: String)] = [
    ("null", "null\n"), ("[]", "[]\n"), ("{}", "{}\n"), ("-1.50", "-1.50\n"),
    (#""plain text""#, "plain text\n"),
    (
      #"{"a":1,"b":{"c":[],"d":{}},"e":[1,[2,3],{"f":true,"g":null},[]]}"#,
      """
      a: 1
      b:
        c: []
        d: {}
      e:
        - 1
        - - 2
          - 3
        - f: true
          g: null
        - []

      """
    ),
    (
      #"{"keep":"a\n  b\n\nc\n\n","clip":"a\nb\n","strip":"a\nb","last":1}"#,
      """
      keep: |+
        a
          b

        c

      clip: |
        a
        b
      strip: |-
        a
        b
      last: 1

      """
    ),
    (#"["a\nb",{"x":"c\nd"}]"#, "- |-\n  a\n  b\n- x: |-\n    c\n    d\n"), (#""a\nb""#, "|-\n  a\n  b\n"),
    (
      #"[" a\nb","a \nb","\na","a\r\nb","a\n\t","\n"]"#,
      """
      - " a\\nb"
      - "a \\nb"
      - "\\na"
      - "a\\r\\nb"
      - "a\\n\\t"
      - "\\n"

      """
    ),
    ("[1e5,1.5E7,2E-3,9007199254740993]", "- 1.0e+5\n- 1.5e+7\n- 2.0e-3\n- 9007199254740993\n"),
  ]

  @Test(arguments: documents) func writes(_ row: (json: String, yaml: String)) throws {
    #expect(try JSON.parse(row.json).yaml() == row.yaml)
  }

  static let scalars: [(text: String, isPlain: Bool)] = [
    ("word", true), ("two words, and more", true), ("http://example.com/a?b=c", true), ("é日😀", true),
    ("yesterday", true),
    ("/path/to", true), ("it's", true), ("a:b", true), ("a@b.example", true), ("", false), ("yes", false),
    ("NO", false),
    ("On", false), ("y", false), ("N", false), ("null", false), ("Null", false), ("~", false),
    ("TRUE", false), ("12", false),
    ("1.5", false), ("0x1F", false), ("0o17", false), ("1_000", false), ("+1", false), ("-1", false),
    (".5", false), (".inf", false),
    (".NaN", false), ("12:30:45", false), ("2025-05-11", false), ("2025-05-11T22:00:00Z", false),
    ("- a", false), ("-", false),
    ("? a", false), ("a: b", false), ("a:", false), (": a", false), ("a #b", false), ("#a", false),
    (" a", false), ("a ", false),
    ("*a", false), ("&a", false), ("!a", false), ("%a", false), ("@a", false), ("`a", false), ("|", false),
    (">", false), ("[a]", false),
    ("{a}", false), ("'a'", false), ("\"a\"", false), ("=", false), ("<<", false), ("---", false),
    ("...", false), ("a\tb", false),
    ("a\u{85}b", false), ("a\u{2028}b", false), ("a\u{FEFF}", false), ("\u{202E}a", false),
    ("a\u{7F}", false), ("a\\b", false),
  ]

  @Test(arguments: scalars) func quotesWhatWouldBeTakenForSomethingElse(_ row: (text: String, isPlain: Bool))
    throws
  {
    for yaml in [
      JSON.string(row.text).yaml(), JSON.array([.string(row.text)]).yaml().dropFirst(2).description,
    ] {
      let line = try #require(yaml.hasSuffix("\n") ? yaml.dropLast() : nil)
      if row.isPlain {
        #expect(line == row.text)
      } else {
        #expect(try JSON.parse(String(line)) == .string(row.text))
      }
    }
    var object = JSON.Object()
    object[row.text] = 1
    #expect(JSON.object(object).yaml().hasPrefix("\"") == !row.isPlain)
  }

  @Test func aLongNameIsMarked() {
    let name = String(repeating: "k", count: 2000)
    #expect(
      JSON.array([.object(.init(unique: [.init(key: name, value: [1])]))]).yaml()
        == "- ? \(name)\n  :\n    - 1\n")
  }
}
