/// Finds the few records that someone may mean while typing: what completion offers.
///
/// It only reads, makes no table, and knows nothing of a table that is not there.
public struct RecordFinder {
  /// A record as one of a choice.
  public struct Choice: Sendable, Hashable {
    /// The id within the scope.
    public let id: String
    /// What people know it by; empty where the document has none.
    public let label: String
  }

  private let connection: Connection

  /// Opens a database for reading; the file must exist.
  public init(path: String) throws(DatabaseError) {
    connection = try Connection(path: path, access: .readOnly)
  }

  /// The records whose id begins with a text, the newest first; where they are more than `limit`, the first by id.
  public func records(
    idPrefix prefix: String, scope: String, limit: Int, in schema: RecordSchema
  ) throws -> [Choice] {
    let columns = "_id, \(schema.label.map(quoted) ?? "NULL"), _key"
    if prefix.isEmpty {
      let sql = "SELECT \(columns) FROM \(schema.name) WHERE _scope = ? ORDER BY _key DESC LIMIT ?"
      return try connection.all(sql, [.text(scope), .integer(Int64(limit))], Choice.init)
    }
    let sql = """
      SELECT \(columns) FROM \(schema.name) WHERE _scope = ?1 AND _id >= ?2 AND _id < ?2 || char(1114111)
      ORDER BY _id LIMIT ?3
      """
    let found = try connection.all(sql, [.text(scope), .text(prefix), .integer(Int64(limit) + 1)]) {
      (choice: try Choice($0), key: $0.int(2))
    }
    if found.count > limit { return found.prefix(limit).map(\.choice) }
    return found.sorted { $0.key > $1.key }.map(\.choice)
  }

  /// The records whose label has words that begin with those of a text, the newest first.
  public func records(
    labelled text: String, scope: String, limit: Int, in schema: RecordSchema
  ) throws -> [Choice] {
    let words = text.split(whereSeparator: \.isWhitespace).map { quoted($0.filter { $0 != "\0" }) + "*" }
    guard !words.isEmpty, let label = schema.label else { return [] }
    let sql = """
      SELECT _id, \(schema.name).\(quoted(label)) FROM \(schema.labelsName)
      JOIN \(schema.name) ON _key = \(schema.labelsName).rowid
      WHERE \(schema.labelsName) MATCH ? AND _scope = ? ORDER BY \(schema.labelsName).rowid DESC LIMIT ?
      """
    let values: [SQLValue] = [
      .text(words.joined(separator: " ")), .text(scope), .integer(Int64(limit)),
    ]
    return try connection.all(sql, values, Choice.init)
  }
}

extension RecordFinder.Choice {
  init(_ row: Row) throws { self.init(id: row.text(0) ?? "", label: row.text(1) ?? "") }
}
