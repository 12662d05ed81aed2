import Catalog
import Platform
import Values

@testable import Engine

/// A resource whose create row has a field of each kind.
enum ImportSample {
  static let resource = Resource(
    "toys", singular: "toy", label: "title", columns: ["id", "title"], importableBy: ["title"],
    fields: [
      .field("id", .text, "Identifier"), .field("title", .text, "Title"), .field("views", .integer, "Views"),
    ])

  static let create = Endpoint.create(
    "/toys", "toys create", of: "toys", "Create a toy",
    body: [
      .text("title", "Title", required: true), .text("content", "Text"),
      .number("price", "Price", in: 0...100), .integer("age_from", "Age"), .boolean("sold", "Sold"),
      .texts("tags", "Tags"), .text("size", "Size", allowed: ["small", "large"]),
      .timestamp("made", "When it was made"), .json("parts", "Parts"),
      Parameter.text("photo", "Address of a picture").of(.url), Parameter.text("code", "Code").sized(2...4),
      .timestamp("until", "Until when it was made"),
    ], examples: []
  ).chronological("made", "until")

  static func mapping(
    header: [String]? = nil, map: [String] = [], set: [String] = [], isUpdate: Bool = false
  ) throws(Failure) -> RowMapping {
    try RowMapping(
      resource: resource, create: create, map: map, set: set, header: header, isUpdate: isUpdate)
  }

  /// Writes a file into a new directory, which goes with the value returned.
  static func file(_ name: String, _ bytes: [UInt8]) throws -> (directory: TemporaryDirectory, path: String) {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/\(name)"
    try write(bytes, to: path)
    return (directory, path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let sink = try FileSink(replacing: path, access: .shared)
    try sink.write(bytes)
    try sink.commit()
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Files.readAll(path, limit: 1 << 26), as: UTF8.self)
  }

  /// What a reader gives, a line each: `2: a|b`, `3 blank`, `4,7 ragged`; an object by its text.
  static func events(_ path: String, format: ImportFormat? = nil) throws -> [String] {
    let reader = try RowReader(path, format: format)
    var events: [String] = []
    while let input = try reader.next() {
      switch input {
      case .blank(let line): events.append("\(line) blank")
      case .bad(let problem, let row):
        let column = problem.column.map { ",\($0)" } ?? ""
        events.append("\(problem.line)\(column) \(problem.code)\(row == nil ? " lost" : "")")
      case .row(let row): events.append("\(row.line): \(text(of: row))")
      }
    }
    return events
  }

  private static func text(of row: InputRow) -> String {
    switch row.content {
    case .fields(let record): record.texts.joined(separator: "|")
    case .object(let object, _): JSON.object(object).text()
    case .unreadable: "unreadable"
    }
  }
}
