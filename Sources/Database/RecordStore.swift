import CSQLite
import Values

/// Keeps JSON documents byte for byte as they came and finds them by the columns drawn from them.
///
/// Storing merges nothing: what to keep of an older document is the caller's decision. Many changes belong in
/// one `Connection.transaction`.
public final class RecordStore {
  /// The connection below.
  public let connection: Connection
  /// Whether words are found by a full-text index, else by reading every record.
  public let hasFullText: Bool

  private var tables: [String: Table] = [:]
  private var rollbackCount = 0

  /// A schema that is known to be in place, and the statements that storing a document needs.
  struct Table {
    let schema: RecordSchema
    let touch: Statement
    let put: Statement
    let indexes: [IndexStatements]
  }

  /// What keeps a full-text index of a table.
  struct IndexStatements {
    let words: Statement
    let unindex: Statement
    let index: Statement
  }

  /// Keeps records in a database; `fullText` false does without FTS5 where SQLite has it.
  public init(_ connection: Connection, fullText: Bool = true) {
    self.connection = connection
    hasFullText = fullText && sqlite3_compileoption_used("ENABLE_FTS5") != 0
  }

  /// Makes the table when it is missing and rebuilds it, with its records, when its definition changed.
  ///
  /// Every other call does this first by itself; when nothing is to be done it costs one row, once.
  public func prepare(_ schema: RecordSchema) throws(DatabaseError) { _ = try table(schema) }

  func table(_ schema: RecordSchema) throws(DatabaseError) -> Table {
    if rollbackCount != connection.rollbackCount {
      tables = [:]
      rollbackCount = connection.rollbackCount
    }
    if let table = tables[schema.table], table.schema == schema { return table }
    try connection.typed { try install(schema) }
    let table = try compiled(schema)
    tables[schema.table] = table
    return table
  }

  /// The full-text indexes of a table; none where SQLite cannot keep them.
  func wordIndexes(_ schema: RecordSchema) -> [WordIndex] { hasFullText ? schema.wordIndexes : [] }

  private func compiled(_ schema: RecordSchema) throws(DatabaseError) -> Table {
    var indexes: [IndexStatements] = []
    for index in wordIndexes(schema) {
      indexes.append(
        IndexStatements(
          words: try connection.compileOne(index.wordsStatement),
          unindex: try connection.compileOne(index.unindexStatement),
          index: try connection.compileOne(index.indexStatement)))
    }
    return Table(
      schema: schema, touch: try connection.compileOne(schema.touchStatement),
      put: try connection.compileOne(schema.putStatement), indexes: indexes)
  }

  private func install(_ schema: RecordSchema) throws {
    let definition = schema.tableScript + wordIndexes(schema).map(\.script).joined(separator: "\n")
    if try installedDefinition(schema) == definition { return }
    try connection.transaction {
      try connection.execute(
        "CREATE TABLE IF NOT EXISTS record_schemas (name TEXT PRIMARY KEY, definition TEXT NOT NULL)")
      // Another process may have done it while this one waited for the lock.
      let installed = try installedDefinition(schema)
      if installed == definition { return }
      if installed == nil { try connection.execute(definition) } else { try rebuild(schema, definition) }
      try connection.execute(
        "INSERT OR REPLACE INTO record_schemas VALUES (?, ?)", [.text(schema.table), .text(definition)])
    }
  }

  private func installedDefinition(_ schema: RecordSchema) throws -> String? {
    let registry = "SELECT 1 FROM sqlite_schema WHERE name = 'record_schemas'"
    guard try connection.first(registry, [], { _ in true }) != nil else { return nil }
    let sql = "SELECT definition FROM record_schemas WHERE name = ?"
    return try connection.first(sql, [.text(schema.table)]) { $0.text(0) ?? "" }
  }

  /// The old table steps aside, and its records fill the new one in their order.
  private func rebuild(_ schema: RecordSchema, _ definition: String) throws {
    let old = quoted(schema.table + "_old")
    let indexes = try connection.all(
      "SELECT name FROM sqlite_schema WHERE tbl_name = ? AND type = 'index' AND sql <> ''",
      [.text(schema.table)]
    ) { "DROP INDEX \(quoted($0.text(0) ?? ""));" }
    try connection.execute(indexes.joined())
    if hasFullText {
      for name in [schema.searchName, schema.labelsName] {
        try connection.execute("DROP TABLE IF EXISTS \(name)")
      }
    }
    try connection.execute("ALTER TABLE \(schema.name) RENAME TO \(old)")
    try connection.execute(definition)
    try connection.execute(schema.fillStatement(from: old))
    try connection.execute("DROP TABLE \(old)")
    for index in wordIndexes(schema) { try connection.execute(index.rebuildStatement) }
  }
}
