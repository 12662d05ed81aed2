import Engine
import Testing
import Values

/// Lists in every form, compared whole.
@Suite struct OutputListTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var sample: OutputSample
    var output: String
    var error = ""
    var testDescription: String { sample.name }
  }

  static let documents: [Case] = [
    Case(
      sample: OutputSample(name: "json, a record a line", records: OutputSample.two),
      output: """
        [
        {"id":"t-1","name":"Ball, red","price":5.00,"made":"2025-05-11T10:00:00Z","tags":["a","b"],"owner":{"name":"Ann"},"extra":1e2},
        {"id":"t-2","name":"Kite\\nlong","price":null,"made":"2024-01-02T03:04:05Z","tags":["a,b"],"owner":{"name":"日本"}}
        ]

        """),
    Case(sample: OutputSample(name: "empty json"), output: "[]\n"),
    Case(
      sample: OutputSample(name: "empty json with meta", options: ["meta": ["true"]]),
      output: "{\"data\":[],\"meta\":{\"source\":\"live\"}}\n"),
    Case(
      sample: OutputSample(
        name: "json with meta and fields",
        options: ["meta": ["true"], "json": ["true"], "fields": ["owner.name", "id"]],
        records: OutputSample.two, isTerminal: true),
      output: """
        {"data":[
        {"owner.name":"Ann","id":"t-1"},
        {"owner.name":"日本","id":"t-2"}
        ],"meta":{"source":"live"}}

        """),
    Case(
      sample: OutputSample(
        name: "jsonl with meta on the side",
        options: ["output": ["jsonl"], "meta": ["true"], "fields": ["id,price"]], records: OutputSample.two),
      output: "{\"id\":\"t-1\",\"price\":5.00}\n{\"id\":\"t-2\",\"price\":null}\n",
      error: "{\"meta\":{\"source\":\"live\"}}\n"),
    Case(
      sample: OutputSample(
        name: "yaml", options: ["output": ["yaml"], "fields": ["id,name,tags,owner,price"]],
        records: OutputSample.two),
      output: """
        - id: t-1
          name: "Ball, red"
          tags:
            - a
            - b
          owner:
            name: Ann
          price: 5.00
        - id: t-2
          name: |-
            Kite
            long
          tags:
            - "a,b"
          owner:
            name: 日本
          price: null

        """),
    Case(
      sample: OutputSample(
        name: "yaml with meta", options: ["output": ["yaml"], "meta": ["true"], "fields": ["id"]],
        records: OutputSample.two),
      output: "data:\n  - id: t-1\n  - id: t-2\nmeta:\n  source: live\n"),
    Case(sample: OutputSample(name: "empty yaml", options: ["output": ["yaml"]]), output: "[]\n"),
  ]

  static let delimited: [Case] = [
    Case(
      sample: OutputSample(
        name: "csv, declared fields first", options: ["output": ["csv"]], records: OutputSample.two),
      output: """
        id,name,price,made,tags,owner,extra
        t-1,"Ball, red",5.00,2025-05-11T10:00:00Z,"a,b","{""name"":""Ann""}",1e2
        t-2,"Kite
        long",,2024-01-02T03:04:05Z,"[""a,b""]","{""name"":""日本""}",

        """),
    Case(
      sample: OutputSample(name: "empty csv has its header", options: ["output": ["csv"]]),
      output: "id,name,price,made,tags,owner\n"),
    Case(
      sample: OutputSample(
        name: "csv of one column keeps empty rows", options: ["output": ["csv"], "fields": ["price"]],
        records: OutputSample.two),
      output: "price\n5.00\n\"\"\n"),
    Case(
      sample: OutputSample(
        name: "tsv of plain values", options: ["output": ["tsv"]], records: "\"a\\tb\"\n3", shape: .unknown),
      output: "value\n\"a\tb\"\n3\n"),
    Case(
      sample: OutputSample(
        name: "csv, lists that joining would change", options: ["output": ["csv"]],
        records: """
          {"l":[]}
          {"l":["a",""]}
          {"l":["[x"]}
          {"l":[" a"]}
          {"l":[1,2]}
          {"l":["a b","c"]}
          """, shape: .unknown),
      output: #"""
        l
        []
        "[""a"",""""]"
        "[""[x""]"
        "["" a""]"
        "[1,2]"
        "a b,c"

        """#),
  ]

  static let tables: [Case] = [
    Case(
      sample: OutputSample(
        name: "table in a pipe", options: ["output": ["table"]], records: OutputSample.two),
      output: """
        id   name       price  made
        t-1  Ball, red   5.00  2025-05-11T10:00:00Z
        t-2  Kite⏎long         2024-01-02T03:04:05Z

        """),
    Case(
      sample: OutputSample(name: "table on a terminal", records: OutputSample.two, isTerminal: true),
      output: """
        id   name       price  made
        t-1  Ball, red   5.00  2h ago
        t-2  Kite⏎long         2024-01-02

        """, error: "the end\n"),
    Case(
      sample: OutputSample(
        name: "narrow: the last column goes, then texts are cut", records: OutputSample.two,
        isTerminal: true, columns: 20, shape: OutputSample.unlabelled),
      output: """
        id   name      price
        t-1  Ball, r…   5.00
        t-2  Kite⏎lo…

        """, error: "the end · not shown: made\n"),
    Case(
      sample: OutputSample(
        name: "narrow: columns go before the label is short",
        records: #"{"id":"t-1","name":"The long name of a toy that nobody keeps","price":12}"#,
        isTerminal: true,
        columns: 29),
      output: "id   name\nt-1  The long name of a toy …\n", error: "the end · not shown: price\n"),
    Case(
      sample: OutputSample(
        name: "ids stay whole", records: "{\"id\":\"a-very-long-identifier\",\"name\":\"x\"}",
        isTerminal: true,
        columns: 10),
      output: "id\na-very-long-identifier\n", error: "the end · not shown: name\n"),
    Case(
      sample: OutputSample(
        name: "text from elsewhere cannot drive the terminal",
        records: #"{"id":"1","name":"\u001b[2Jx\u202e\t日"}"#, isTerminal: true),
      output: "id  name\n1   ␛[2Jx\\u{202e} 日\n", error: "the end\n"),
    Case(
      sample: OutputSample(
        name: "fields name the columns", options: ["fields": ["owner.name,tags"]], records: OutputSample.two,
        isTerminal: true),
      output: """
        owner.name  tags
        Ann         a, b
        日本        a,b

        """, error: "the end\n"),
    Case(sample: OutputSample(name: "empty table", isTerminal: true), output: "", error: "the end\n"),
    Case(
      sample: OutputSample(
        name: "quiet has no footer", options: ["quiet": ["true"]], records: "{\"id\":\"1\"}", isTerminal: true
      ),
      output: "id\n1\n"),
  ]

  @Test(arguments: documents + delimited + tables)
  func list(_ expected: Case) throws {
    let streams = try expected.sample.list()
    #expect(streams.output == expected.output)
    #expect(streams.error == expected.error)
  }

  @Test func rowsAfterTheFirstThousandKeepTheWidths() throws {
    let rows = (1...1000).map { "{\"id\":\"\($0)\",\"name\":\"ten cells.\"}" }
    let sample = OutputSample(
      name: "long",
      records: (rows + ["{\"id\":\"1001\",\"name\":\"longer than ten\"}"]).joined(separator: "\n"),
      isTerminal: true)
    let lines = try sample.list().output.split(separator: "\n")
    #expect(lines.count == 1002)
    #expect(lines.last == "1001  longer th…")
  }

  static let raw: [(options: [String: [String]], isTerminal: Bool, text: String, output: String)] = [
    ([:], false, #"{"a" : 1.0, "b":"\u00e9"}"#, "[\n{\"a\" : 1.0, \"b\":\"\\u00e9\"}\n]\n"),
    (["output": ["jsonl"]], false, "{\"a\":\n1}", "{\"a\":1}\n"),
    (["output": ["jsonl"]], true, "{\"a\" : \"\u{9B}\"}", "{\"a\":\"\\u009b\"}\n"),
    (["output": ["jsonl"], "fields": ["b"]], false, "{\"a\":1,\"b\":2}", "{\"b\":2}\n"),
    (["output": ["csv"]], false, "{\"a\":1,\"b\":[\"x\",\"y\"]}", "a,b\n1,\"x,y\"\n"),
  ]

  @Test(arguments: raw)
  func rawRecordsPassUntouchedWhereTheyMay(
    _ row: (options: [String: [String]], isTerminal: Bool, text: String, output: String)
  ) throws {
    let sample = OutputSample(name: "raw", options: row.options, isTerminal: row.isTerminal, shape: .unknown)
    let console = sample.console()
    var writer = try sample.output(console).list(.unknown)
    try Array(row.text.utf8).withUnsafeBufferPointer { try writer.record(raw: $0) }
    try writer.end(meta: JSON.Object())
    #expect(console.outputText == row.output)
  }

  static let refused: [(options: [String: [String]], message: String, hint: String?)] = [
    (["fields": ["nam"]], "no toy has a field 'nam'", "did you mean name?"),
    (["fields": ["id,owner.nmae"]], "no toy has a field 'owner.nmae'", "did you mean owner.name?"),
    (
      ["fields": ["zzz"], "output": ["csv"]], "no toy has a field 'zzz'",
      "fields: id, name, price, made, tags, owner"
    ),
    (["fields": ["a,,b"]], "--fields has an empty name in 'a,,b'", nil),
    (
      ["output": ["jsno"]], "--output takes table, json, jsonl, csv, tsv, yaml, not 'jsno'",
      "did you mean json?"
    ),
    (["json": ["true"], "output": ["csv"]], "--json and --output csv exclude each other", "leave one out"),
  ]

  @Test(arguments: refused)
  func refusesBeforeTheFirstRow(_ row: (options: [String: [String]], message: String, hint: String?)) {
    let sample = OutputSample(name: "refused", options: row.options, records: OutputSample.two)
    let failure = #expect(throws: Failure.self) { try sample.list() }
    #expect(failure == .usage(row.message, hint: row.hint))
  }
}
