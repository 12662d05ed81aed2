import Catalog
import Database
import Engine
import Platform
import Values

/// `sp sql`: a read-only SELECT over the cache, streamed.
enum SQLCommand {
  static let command = Command(
    "sql", "Ask the cache in SQL: one view a resource, read only",
    detail: """
      The views have the names of the resources (prompts, bundles) and their fields as columns; lists and objects \
      are JSON, which -> and ->> take apart. Resources of plugins are views too; of two with one name the later one \
      is <plugin>_<name>. Only the profile in force is seen. sp sync fills the cache.
      """,
    arguments: [.argument("SELECT", "The statement; - reads it from standard input").naming(.query)],
    globals: [.output, .terminal],
    examples: [
      .example("Prompts by category", "sp sql 'select category, count(*) from prompts group by 1'"),
      .example(
        "Prompts with a tag", "sp sql \"select title from prompts, json_each(tags) where value = 'email'\""),
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let sql = try text(invocation)
    let views = try Views(session, wanted: Views.areMeant(by: sql))
    let output = try invocation.output(session)
    try Failure.local {
      let statement = try prepare(sql, views.connection)
      let columns = SQLCommand.columns(statement)
      let names = columns.map(\.name)
      let shape = RecordShape(
        "rows", singular: "row", columns: names, fields: columns.map { .field($0.name, .text, "") })
      var writer = output.list(shape)
      let isRaw = output.form == .json || output.form == .jsonl
      var bytes: [UInt8] = []
      while try statement.step() {
        guard isRaw else {
          try writer.record(try SQLCommand.record(statement.row, columns))
          continue
        }
        bytes.removeAll(keepingCapacity: true)
        SQLCommand.write(statement.row, columns, to: &bytes)
        try bytes.withUnsafeBufferPointer { try writer.record(raw: $0) }
      }
      try writer.end(meta: .init())
    }
    return .success
  }

  private static func prepare(_ sql: String, _ connection: Connection) throws -> Statement {
    do {
      return try connection.prepare(sql)
    } catch {
      if error.code.primary ~= .notAuthorized {
        throw Failure.usage("sp sql only reads", hint: "the cache is a copy; write through the commands")
      }
      throw Failure.usage(
        "SQL: \(error.message)", hint: "the views: sp sql \"select name from sqlite_temp_schema\"")
    }
  }

  private static func text(_ invocation: Invocation) throws(Failure) -> String {
    let given = invocation.argument("SELECT") ?? ""
    guard given == "-" else { return given }
    let bytes = try Failure.local {
      try FileSource(descriptor: 0, name: "standard input").readAll(limit: 1 << 20)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A result column, with its name quoted once for all rows.
  private struct Column {
    let name: String
    let prefix: [UInt8]
    let isJSON: Bool
    let isBoolean: Bool

    init(_ statement: Statement, _ index: Int, name: String) {
      self.name = name
      var bytes: [UInt8] = index == 0 ? [UInt8(ascii: "{")] : [UInt8(ascii: ",")]
      JSON.quote(name, into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      prefix = bytes
      let type = statement.declaredType(index)
      isJSON = type == "JSON"
      isBoolean = type == "BOOLEAN"
    }
  }

  /// The columns, each under a name of its own: the second `n` is `n:1`, as SQLite has it in subqueries.
  private static func columns(_ statement: Statement) -> [Column] {
    var seen: [String: Int] = [:]
    return (0..<statement.columnCount).map { index in
      let name = statement.columnName(index)
      defer { seen[name, default: 0] += 1 }
      return Column(statement, index, name: seen[name].map { "\(name):\($0)" } ?? name)
    }
  }

  /// A row as a record.
  private static func record(_ row: Row, _ columns: [Column]) throws -> JSON {
    var members: [JSON.Object.Member] = []
    members.reserveCapacity(columns.count)
    for (index, column) in columns.enumerated() {
      let value: JSON =
        switch row.type(index) {
        case .null: .null
        case .integer where column.isBoolean: .bool(row.int(index) != 0)
        case .integer: .number(.init(Int(row.int(index))))
        case .real: JSON.Number(row.double(index)).map(JSON.number) ?? .null
        case .text where column.isJSON: try row.withBytes(index) { try JSON.parse($0) }
        case .text, .blob: .string(row.withBytes(index) { String(decoding: $0, as: UTF8.self) })
        }
      members.append(.init(key: column.name, value: value))
    }
    return .object(.init(unique: members))
  }

  /// A row as a JSON object, straight from the database's buffers.
  private static func write(_ row: Row, _ columns: [Column], to bytes: inout [UInt8]) {
    for (index, column) in columns.enumerated() {
      bytes += column.prefix
      switch row.type(index) {
      case .null: bytes += "null".utf8
      case .integer where column.isBoolean: bytes += (row.int(index) != 0 ? "true" : "false").utf8
      case .integer: row.withBytes(index) { bytes += $0 }
      case .real: JSON.Number(row.double(index)).map { bytes += $0.lexeme.utf8 } ?? { bytes += "null".utf8 }()
      case .text where column.isJSON: row.withBytes(index) { bytes += $0 }
      case .text, .blob: row.withBytes(index) { JSON.quote($0, into: &bytes) }
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
