import Catalog
import Engine
import Platform
import Testing
import Values

/// Single answers, failures, and the pipeline of a list.
@Suite struct OutputRecordTests {
  static let toy = """
    {"id":"t-1","made":"2025-05-11T10:00:00Z","tags":["a","b"],"owner":{"name":"Ann"},"story":"one\\n\\ntwo\\n",\
    "parts":[{"id":"p","n":1},{"id":"qq","n":10}],"none":null}
    """

  static let answers: [OutputListTests.Case] = [
    .init(
      sample: OutputSample(name: "every field of a record", records: toy, isTerminal: true),
      output: """
        id          t-1
        made        2025-05-11T10:00:00Z (2h ago)
        tags        a, b
        owner.name  Ann
        story       one

                    two
        parts       id   n
                    p    1
                    qq  10
        none

        """, error: "the end\n"),
    .init(
      sample: OutputSample(
        name: "json in a pipe is a line", options: ["fields": ["id,parts.n"]], records: toy),
      output: "{\"id\":\"t-1\",\"parts.n\":[1,10]}\n"),
    .init(
      sample: OutputSample(
        name: "json on a terminal is laid out", options: ["json": ["true"], "fields": ["id,tags"]],
        records: toy,
        isTerminal: true),
      output: "{\n  \"id\": \"t-1\",\n  \"tags\": [\n    \"a\",\n    \"b\"\n  ]\n}\n"),
    .init(
      sample: OutputSample(name: "meta around a record", options: ["meta": ["true"]], records: "{\"id\":1}"),
      output: "{\"data\":{\"id\":1},\"meta\":{\"source\":\"live\"}}\n"),
    .init(
      sample: OutputSample(
        name: "csv of a record", options: ["output": ["csv"], "fields": ["id,none"]], records: toy),
      output: "id,none\nt-1,\n"),
    .init(
      sample: OutputSample(
        name: "yaml that other readers agree on", options: ["output": ["yaml"]],
        records: """
          {"id":"yes","a":"12","b":"- x","c":" edge ","d":"a: b","e":"l1\\n\\nl2\\n\\n","f":"\\n","g":[],"h":{},\
          "i":[[1,2],{"k":null}],"j":"t\\tb","true":true,"k":"tel: é","l":"1\\r\\n2"}
          """, shape: .unknown),
      output: """
        id: "yes"
        a: "12"
        b: "- x"
        c: " edge "
        d: "a: b"
        e: |+
          l1

          l2

        f: "\\n"
        g: []
        h: {}
        i:
          -
            - 1
            - 2
          - k: null
        j: "t\\tb"
        "true": true
        k: "tel: é"
        l: "1\\r\\n2"

        """),
    .init(
      sample: OutputSample(name: "a plain value", records: "\"just\\u0007 text\"", isTerminal: true),
      output: "just␇ text\n", error: "the end\n"),
    .init(
      sample: OutputSample(
        name: "a list as a table", records: "[{\"a\":1},{\"a\":22}]", isTerminal: true, shape: .unknown),
      output: " a\n 1\n22\n", error: "the end\n"),
    .init(
      sample: OutputSample(
        name: "a list as lines", options: ["output": ["jsonl"]], records: "[{\"a\":1},2]", shape: .unknown),
      output: "{\"a\":1}\n2\n"),
  ]

  @Test(arguments: answers)
  func record(_ expected: OutputListTests.Case) throws {
    let streams = try expected.sample.record()
    #expect(streams.output == expected.output)
    #expect(streams.error == expected.error)
  }

  struct Told: Sendable {
    var isTerminal: Bool
    var form: OutputForm?
    var color = "never"
    var text: String
  }

  static let told: [Told] = [
    Told(
      isTerminal: false,
      text: """
        {"error":{"kind":"temporary","message":"rate limit\\u001b reached","service":"toyland","status":429,\
        "retry_after":6,"hint":"wait"}}

        """),
    Told(isTerminal: true, text: "error: rate limit␛ reached\n  try: wait\n"),
    Told(
      isTerminal: true, color: "always",
      text: "\u{1B}[31merror:\u{1B}[0m rate limit␛ reached\n  \u{1B}[36mtry:\u{1B}[0m wait\n"),
    Told(
      isTerminal: true, form: .jsonl,
      text: """
        {"error":{"kind":"temporary","message":"rate limit\\u001b reached","service":"toyland","status":429,\
        "retry_after":6,"hint":"wait"}}

        """),
    Told(isTerminal: true, form: .csv, text: "error: rate limit␛ reached\n  try: wait\n"),
  ]

  @Test(arguments: told)
  func failure(_ row: Told) {
    let console = Console.buffered(areTerminals: row.isTerminal)
    console.colorChoice = row.color == "always" ? .always : .never
    let failure = Failure(
      .temporary, "rate limit\u{1B} reached", service: "toyland", status: 429,
      retryAfter: .milliseconds(5500),
      hint: "wait")
    FailureRenderer(console: console, form: row.form).render(failure)
    #expect(console.errorText == row.text)
    #expect(console.outputText == "")
  }
}
