import Values

/// A document and when it came.
public struct StoredRecord: Sendable, Hashable {
  /// The id within the scope.
  public let id: String
  /// The scope, such as a profile.
  public let scope: String
  /// The text that was stored, unchanged.
  public let document: String
  /// When it was stored.
  public let storedAt: Timestamp
  /// Whether the document has all fields, else only those of a list.
  public let isComplete: Bool

  /// The document as a value.
  public func json() throws(JSONError) -> JSON { try JSON.parse(document) }

  static let columns = "_id, _scope, _document, _stored_at, _complete"

  init(_ row: Row) {
    id = row.text(0) ?? ""
    scope = row.text(1) ?? ""
    document = row.text(2) ?? ""
    storedAt = Timestamp(milliseconds: row.int(3))
    isComplete = row.int(4) != 0
  }
}

extension RecordStore {
  /// The record with an id, nil when there is none.
  public func record(id: String, scope: String, in schema: RecordSchema) throws -> StoredRecord? {
    _ = try table(schema)
    let sql = "SELECT \(StoredRecord.columns) FROM \(schema.name) WHERE _scope = ? AND _id = ?"
    return try connection.first(sql, [.text(scope), .text(id)], StoredRecord.init)
  }

  /// Calls `body` with each record found, one at a time, until it returns false.
  public func query(
    _ query: RecordQuery, in schema: RecordSchema, _ body: (StoredRecord) throws -> Bool
  ) throws {
    try rows(StoredRecord.columns, query, schema) { try body(StoredRecord($0)) }
  }

  /// Calls `body` with the document of each record found, as the bytes stand in the database, until it returns false.
  public func documents(
    _ query: RecordQuery, in schema: RecordSchema, _ body: (UnsafeBufferPointer<UInt8>) throws -> Bool
  ) throws {
    try rows("_document", query, schema) { row in try row.withBytes(0) { try body($0) } }
  }

  private func rows(
    _ columns: String, _ query: RecordQuery, _ schema: RecordSchema, _ body: (Row) throws -> Bool
  ) throws {
    let clauses = try checkedClauses(query, schema, isOrdered: true)
    try connection.rows("SELECT \(columns) FROM \(schema.name)\(clauses.sql)", clauses.values, body)
  }

  /// The records found, all at once.
  public func records(_ query: RecordQuery = RecordQuery(), in schema: RecordSchema) throws -> [StoredRecord]
  {
    var records: [StoredRecord] = []
    try self.query(query, in: schema) {
      records.append($0)
      return true
    }
    return records
  }

  /// How many records a query finds, its limit and offset aside.
  public func count(_ query: RecordQuery = RecordQuery(), in schema: RecordSchema) throws -> Int {
    let clauses = try checkedClauses(query, schema, isOrdered: false)
    let sql = "SELECT count(*) FROM \(schema.name)\(clauses.sql)"
    return try connection.first(sql, clauses.values) { Int($0.int(0)) } ?? 0
  }

  private func checkedClauses(
    _ query: RecordQuery, _ schema: RecordSchema, isOrdered: Bool
  ) throws(DatabaseError) -> Fragment {
    _ = try table(schema)
    if let expression = query.expression {
      _ = try Expression(text: expression)
        .prepare(on: connection, source: schema.name, tables: [schema.table])
    }
    return try query.clauses(schema, path: connection.path, isOrdered: isOrdered)
  }
}
