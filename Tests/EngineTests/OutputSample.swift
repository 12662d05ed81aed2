import Catalog
import Engine
import Platform
import Values

/// What a list or a record looks like on both streams, under given options.
struct OutputSample: Sendable {
  var name: String
  var options: [String: [String]] = [:]
  /// One record a line, as JSON.
  var records = ""
  var isTerminal = false
  var columns = 80
  var shape = OutputSample.shape

  static let now = Timestamp(year: 2025, month: 5, day: 11, hour: 12)

  static let shape = RecordShape(
    Resource(
      "toys", singular: "toy", label: "name", columns: ["id", "name", "price", "made"],
      fields: [
        .field("id", .text, "Identifier"),
        .field("name", .text, "Name"),
        .field("price", .number, "Price", unit: "USD"),
        .field("made", .timestamp, "When it was made"),
        .field("tags", .list, "Tags"),
        .field("owner", .object, "Whose it is", parts: [.field("name", .text, "Name")]),
        .field("story", .text, "Its story", inLists: false),
      ]))

  static var unlabelled: RecordShape {
    var shape = shape
    shape.label = nil
    return shape
  }

  var values: [JSON] {
    get throws { try records.split(separator: "\n").map { try JSON.parse(String($0)) } }
  }

  func console() -> Console {
    Console.buffered(
      areTerminals: isTerminal, columns: columns,
      environment: Environment(["TERM": "xterm", "NO_COLOR": "1", "PAGER": ""]))
  }

  func output(_ console: Console) throws -> Output {
    let invocation = Invocation(command: Command("toys list", "List toys"), options: options)
    return try Output(invocation, console: console, now: OutputSample.now)
  }

  /// The streams after the records were written as a list.
  func list() throws -> (output: String, error: String) {
    let console = console()
    var writer = try output(console).list(shape)
    for value in try values { try writer.record(value) }
    try writer.end(meta: JSON.Object(unique: [.init(key: "source", value: "live")]), footer: "the end")
    return (console.outputText, console.errorText)
  }

  /// The streams after the first record was written alone.
  func record() throws -> (output: String, error: String) {
    let console = console()
    try output(console).record(
      values[0], shape, meta: JSON.Object(unique: [.init(key: "source", value: "live")]), footer: "the end")
    return (console.outputText, console.errorText)
  }
}

extension OutputSample {
  static let two = """
    {"id":"t-1","name":"Ball, red","price":5.00,"made":"2025-05-11T10:00:00Z","tags":["a","b"],"owner":{"name":"Ann"},"extra":1e2}
    {"id":"t-2","name":"Kite\\nlong","price":null,"made":"2024-01-02T03:04:05Z","tags":["a,b"],"owner":{"name":"日本"}}
    """
}
