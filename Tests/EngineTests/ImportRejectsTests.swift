import Catalog
import Database
import Platform
import Testing
import Values

@testable import Engine

@Suite struct ImportRejectsTests {
  struct Case: Sendable {
    var name: String
    var input: String
    var file: String
    var rows: String
    /// Line, column, field and code of each reason.
    var reasons: [String]
  }

  static let cases: [Case] = [
    Case(
      name: "in.csv", input: "title,price\r\na,1\r\n\"b\r\nc\",x\r\nd\r\n\"e\"\"\",2\r\n",
      file: "in.csv.rejects.csv",
      rows: "title,price\n\"b\r\nc\",x\nd\n",
      reasons: ["4,4 price invalid", "5,2 - ragged"]),
    Case(
      name: "in.tsv", input: "title\tprice\n\t1\n", file: "in.tsv.rejects.tsv", rows: "title\tprice\n\t1\n",
      reasons: ["2,1 title missing"]),
    Case(
      name: "order.csv", input: "title,made,until\na,2025-01-02,2025-01-01\nb,2025-01-01,2025-01-02\n",
      file: "order.csv.rejects.csv", rows: "title,made,until\na,2025-01-02,2025-01-01\n",
      reasons: ["2,- until invalid"]),
    Case(
      name: "of.csv", input: "title,photo,code\n \u{20}\t,,ab\na,nope,\nb,https://a.example,12345\n",
      file: "of.csv.rejects.csv",
      rows: "title,photo,code\n \u{20}\t,,ab\na,nope,\nb,https://a.example,12345\n",
      reasons: ["2,1 title invalid", "3,3 photo invalid", "4,21 code invalid"]),
    Case(
      name: "in.jsonl", input: "{\"title\":\"a\"}\n{\"title\":1.0}\n{\"title\":\n",
      file: "in.jsonl.rejects.data.jsonl",
      rows: "{\"title\":1.0}\n{\"title\":\n", reasons: ["2,- title invalid", "3,10 - json"]),
    Case(
      name: "in.json", input: "[{\n\"title\" : 1.0}]", file: "in.json.rejects.data.jsonl",
      rows: "{\"title\":1.0}\n", reasons: ["1,- title invalid"]),
    Case(
      name: "in.md", input: "---\nprice: 1\n---\nText", file: "in.md.rejects.data.jsonl",
      rows: "{\"price\":\"1\",\"content\":\"Text\"}\n", reasons: ["1,- title missing"]),
    Case(name: "fine.csv", input: "title\na\n", file: "fine.csv.rejects.csv", rows: "", reasons: []),
  ]

  /// Imports a file and returns the origins of its good rows.
  private func run(_ path: String) throws -> (hint: String?, origins: [JSON]) {
    let reader = try RowReader(path, format: nil)
    let mapping = try ImportSample.mapping(header: reader.header)
    let rejects = RejectsWriter(for: path, header: reader.rawHeader, format: reader.format)
    var origins: [JSON] = []
    while let input = try reader.next() {
      switch input {
      case .blank: break
      case .bad(let problem, let row): try rejects.add(problem, row)
      case .row(let row):
        switch mapping.body(of: row) {
        case .success: origins.append(row.origin(path))
        case .failure(let problem): try rejects.add(problem, row)
        }
      }
    }
    try rejects.close()
    return (rejects.hint, origins)
  }

  private func reasons(_ path: String) throws -> [String] {
    try ImportSample.text(path).split(separator: "\n").map { line in
      let reason = try JSON.parse(String(line))
      let column = reason["column"]?.int.map(String.init) ?? "-"
      return
        "\(reason["line"]?.int ?? 0),\(column) \(reason["field"]?.string ?? "-") \(reason["code"]?.string ?? "")"
    }
  }

  @Test(arguments: cases) func keepsRejectedRowsAsTheyWere(_ example: Case) throws {
    let (directory, path) = try ImportSample.file(example.name, Array(example.input.utf8))
    let (hint, _) = try run(path)
    let rows = "\(directory.path)/\(example.file)"
    guard !example.reasons.isEmpty else {
      #expect(hint == nil)
      #expect(try Files.list(directory.path) == [example.name])
      return
    }
    #expect(try ImportSample.text(rows) == example.rows)
    #expect(try reasons("\(path).rejects.jsonl") == example.reasons)
    #expect(hint == "rejected rows: \(rows), reasons: \(path).rejects.jsonl")
    // The rejects, not mended, are rejected again for the same reasons.
    let again = try run(rows)
    #expect(again.origins.isEmpty)
    #expect(
      try ImportSample.text("\(rows).rejects.\(rows.hasSuffix("sv") ? String(rows.suffix(3)) : "data.jsonl")")
        == example.rows)
  }

  /// Rows that the service refuses after they were queued join those that never were.
  @Test func addsRefusedRowsAsTheyStoodInTheInput() throws {
    let csv = "title,price\r\n\"a\r\nb\",1\r\n,2\r\nc,3\r\n"
    let (directory, path) = try ImportSample.file("in.csv", Array(csv.utf8))
    let lines = "\(directory.path)/in.jsonl"
    try ImportSample.write(Array("{\"title\":\"x\"}\n{\"title\":\"y\", \"price\":1.0}\n".utf8), to: lines)
    let changed = "\(directory.path)/changed.csv"
    try ImportSample.write(Array("title,price\na,1\nb,2\n".utf8), to: changed)
    let origins = try run(path).origins + run(lines).origins.suffix(1) + run(changed).origins.suffix(1)
    try ImportSample.write(Array("title,price\nlonger,1\nb,2\n".utf8), to: changed)
    let hints = try RejectsWriter.add(try refused(origins, in: directory.path))
    #expect(
      hints == [
        "rejected rows: \(path).rejects.csv, reasons: \(path).rejects.jsonl",
        "rejected rows: \(lines).rejects.data.jsonl, reasons: \(lines).rejects.jsonl",
        "rejected rows: \(changed).rejects.data.jsonl, reasons: \(changed).rejects.jsonl",
      ])
    #expect(
      try ImportSample.text("\(path).rejects.csv") == "title,price\n,2\n\"a\r\nb\",1\nc,3\n")
    #expect(
      try reasons("\(path).rejects.jsonl") == [
        "4,1 title missing", "2,- - invalid_title", "5,- - invalid_title",
      ])
    #expect(try ImportSample.text("\(lines).rejects.data.jsonl") == "{\"title\":\"y\", \"price\":1.0}\n")
    #expect(try ImportSample.text("\(changed).rejects.data.jsonl") == "{\"sent\":3}\n")
  }

  /// Puts a write for each origin through a queue that refuses it.
  private func refused(_ origins: [JSON], in directory: String) throws -> [QueuedWrite] {
    let state = try Connection(
      path: "\(directory)/state.db", durability: .full, applicationID: StateSchema.applicationID)
    try state.migrate(StateSchema.migrations)
    let queue = Queue(state, clock: SystemClock.system)
    let job = try queue.draft(kind: "import", profile: "p", service: "s", title: "t", facts: .null)
    for (index, origin) in origins.enumerated() {
      let write = NewWrite(
        profile: "p", operation: "toys.create", path: "/toys", body: "{\"sent\":\(index)}", label: "",
        fingerprint: [UInt8(index)], origin: origin.text())
      try queue.add([write], to: job)
    }
    _ = try queue.open(job, planned: Timestamp(milliseconds: 0))
    while let write = try queue.nextPlanned(.job(job)) {
      _ = try queue.claim(write.number)
      try queue.reject(write.number, Failure(.refused, "no such title", code: "invalid_title"))
    }
    var refused: [QueuedWrite] = []
    try queue.writes([.rejected], .job(job)) { refused.append($0) }
    return refused
  }
}
