import Catalog
import HTTP
import Platform
import Testing
import Values

@testable import Engine

/// A made-up service that counts.
private enum Counter {
  static let service = Service(
    name: "counter", title: "Counter", summary: "Counts",
    addresses: [.init("production", "https://count.example")], mount: "", authentication: .none,
    envelope: Envelope(message: "error"), paging: .none, limits: [], retryHints: [], probe: "/hours")

  static let fields: [Resource.Field] = [
    .field("at", .timestamp, "When"), .field("visits", .integer, "Visits"),
    .field("earned", .number, "Earned", unit: "EUR"),
  ]

  static let plugin = Plugin(
    name: "counts", summary: "Counts",
    resources: [
      Resource("hours", singular: "hour", id: "at", label: "at", columns: ["at"], fields: fields),
      Resource(
        "shops", singular: "shop", label: "name", columns: ["name"],
        fields: [
          .field("id", .text, "Id"), .field("name", .text, "Name"), .field("visits", .integer, "Visits"),
          .field("days", .list, "Days", parts: fields),
        ]),
    ],
    endpoints: [
      .list(
        "/hours", "counts hours", of: "hours", "List hours", query: [.text("since", "Since")], examples: []
      )
      .chart(Chart(x: "at", y: ["visits", "earned"])),
      .list("/shops", "counts shops", of: "shops", "List shops", examples: [])
        .chart(Chart(x: "name", y: ["visits"])),
      .get(
        "/shops/{id}", "counts shop", of: "shops", "Show a shop",
        at: [.id("id", of: "shops", "Id of the shop")], examples: []
      ).chart(Chart("days", x: "at", y: ["visits", "earned"])),
      .show("/plain", "counts plain", "Show something else", examples: []),
    ])

  static let table = CommandTable(
    catalog: Catalog([.init("counter", domains: [.init("counts", "Counts") { plugin }]) { service }]),
    builtins: [])

  static let hours = (0..<48).map { hour in
    #"{"at":"2025-05-0\#(1 + hour / 24)T\#(hour % 24 < 10 ? "0" : "")\#(hour % 24):00:00Z","visits":\#(hour % 24 * 2),"earned":\#(hour).5}"#
  }.joined(separator: ",")
  static let shops = """
    [{"id":"s-1","name":"Bread & <Butter>","visits":1200},{"id":"s-2","name":"Ünlü \\u0007 bell","visits":37},\
    {"id":"s-3","name":"Empty","visits":0}]
    """
}

@Suite struct ChartTests {
  let wire = Wire()

  private func run(
    _ line: String, columns: Int = 60, _ variables: [String: String] = ["LC_ALL": "C.UTF-8"]
  ) throws -> (code: ExitCode, output: String, failure: Failure?) {
    let directory = try TemporaryDirectory()
    return try run(line, columns: columns, variables, in: directory)
  }

  private func run(
    _ line: String, columns: Int = 60, _ variables: [String: String] = ["LC_ALL": "C.UTF-8"],
    in directory: TemporaryDirectory
  ) throws -> (code: ExitCode, output: String, failure: Failure?) {
    let environment = Environment(variables.merging(["SP_HOME": directory.path]) { $1 })
    let console = Console.buffered(columns: columns, environment: environment)
    let session = Session(
      table: Counter.table, environment: environment, directories: try Directories(environment),
      console: console, clock: VirtualTime().clock()
    ) { [wire] _ in wire }
    do {
      let words = Array(Example.example("", line).words.dropFirst())
      guard case .run(let invocation) = try InvocationParser.parse(words, Counter.table) else {
        throw Failure.usage("no command")
      }
      return (try session.run(invocation), console.outputText, nil)
    } catch let failure as Failure {
      return (failure.kind, console.outputText, failure)
    }
  }

  @Test(arguments: [20, 40, 60, 80, 200]) func fitsTheWidth(_ columns: Int) throws {
    wire.expect("GET /counter/hours", .ok("[\(Counter.hours)]"))
    wire.expect("GET /counter/shops", .ok(Counter.shops))
    for line in ["sp counts hours --chart", "sp counts shops --chart"] {
      let drawn = try run(line, columns: columns).output
      #expect(drawn.split(separator: "\n").count > 3)
      for line in drawn.split(separator: "\n") {
        #expect(Console.width(String(line)) <= columns, "\(line)")
      }
      #expect(!drawn.contains("\u{7}"))
    }
    wire.finish()
  }

  struct Look: Sendable, CustomTestStringConvertible {
    var variables: [String: String]
    var hasBlocks: Bool
    var testDescription: String { variables.description }
  }

  @Test(arguments: [
    Look(variables: ["LC_ALL": "C.UTF-8", "TERM": "xterm"], hasBlocks: true),
    Look(variables: ["LANG": "fr_FR.utf8"], hasBlocks: true),
    Look(variables: ["LC_ALL": "C", "LANG": "C.UTF-8"], hasBlocks: false),
    Look(variables: [:], hasBlocks: false),
    Look(variables: ["LC_ALL": "C.UTF-8", "TERM": "dumb"], hasBlocks: false),
    Look(variables: ["LC_ALL": "C.UTF-8", "SP_ACCESSIBLE": "1"], hasBlocks: false),
  ])
  func usesBlocksWhereTheyShow(_ look: Look) throws {
    wire.expect("GET /counter/hours", .ok("[\(Counter.hours)]"))
    let drawn = try run("sp counts hours --chart --measure earned", look.variables).output
    #expect(drawn.contains("█") == look.hasBlocks)
    #expect(drawn.utf8.allSatisfy { $0 < 0x80 } == !look.hasBlocks, "\(drawn)")
    #expect(drawn.contains("earned in EUR") && drawn.contains("lowest 0.5"))
    #expect(drawn.contains("2025-05-01 00:00") && drawn.contains("2025-05-02 23:00"))
  }

  @Test(arguments: ["svg", "html"]) func picturesStandAlone(_ form: String) throws {
    wire.expect("GET /counter/shops", .ok(Counter.shops))
    wire.expect("GET /counter/shops/s-1", .ok(#"{"id":"s-1","name":"A<b>","days":[\#(Counter.hours)]}"#))
    for line in ["sp counts shops -o \(form)", "sp counts shop s-1 -o \(form) --measure earned"] {
      let picture = try run(line).output
      #expect(picture.contains("<svg") && picture.contains("role=\"img\"") && picture.contains("</svg>"))
      #expect(picture.contains("<title id=\"title\">") && picture.contains("<desc id=\"summary\">"))
      for stranger in ["<script", "<link", "src=", "url(", "A<b>", "<Butter>", "\u{7}"] {
        #expect(!picture.contains(stranger), "\(stranger)")
      }
      #expect(picture.hasPrefix(form == "svg" ? "<svg" : "<!DOCTYPE html>"))
    }
    wire.finish()
  }

  /// A series of the cache is drawn without a connection; one of other parameters is not taken for it.
  @Test func drawsOffline() throws {
    let home = try TemporaryDirectory()
    wire.expect("GET /counter/hours", .ok("[\(Counter.hours)]"))
    wire.expect("GET /counter/hours?since=monday", .ok(#"[{"at":"2025-05-01T00:00:00Z","visits":9999}]"#))
    let live = try run("sp counts hours --chart", in: home).output
    #expect(try run("sp counts hours --since monday --chart", in: home).output.contains("9999"))
    #expect(try run("sp counts hours --chart --offline", in: home).output == live)
    #expect(try run("sp counts hours --since monday --offline -o csv", in: home).output.contains("9999"))
    #expect(try run("sp counts hours --since friday --offline", in: home).code == .notCached)
    wire.finish()
  }

  @Test(arguments: [
    "sp counts plain -o svg", "sp counts plain -o html", "sp counts hours --chart -o csv",
    "sp counts hours --chart --json", "sp counts hours --measure earned",
    "sp counts hours --chart --measure x",
    "sp counts plain --chart",
  ])
  func refuses(_ line: String) throws {
    let outcome = Result { try run(line) }
    let code = try outcome.get().code
    #expect(code == .usage)
    wire.finish()
  }

  @Test func nothingIsSaidPlainly() throws {
    wire.expect("GET /counter/hours", .ok("[]"))
    #expect(try run("sp counts hours --chart").output.contains("nothing to draw"))
  }

  @Test(arguments: [(0.0, 1.0), (50, 50), (0.1176, 0.12), (4890, 5000), (1, 1), (999, 1000)])
  func axesAreRound(_ greatest: Double, _ top: Double) {
    let scale = Scale(to: greatest, marks: 2)
    #expect(abs(scale.top - top) < 1e-9, "\(scale.top)")
    #expect(scale.marks.first == 0 && abs((scale.marks.last ?? 0) - scale.top) < 1e-9)
  }
}
