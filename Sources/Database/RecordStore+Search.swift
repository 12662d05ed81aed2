/// A record that full-text search found.
public struct SearchHit: Sendable, Hashable {
  /// The record.
  public let record: StoredRecord
  /// A piece of its text around the words.
  public let snippet: String
  /// How well it fits; lower is better, 0 when the order is only that of storing.
  public let rank: Double
}

extension RecordStore {
  /// The records that hold all words, each as the start of a word in a searchable column, best first.
  ///
  /// `marks` are put around the words in the snippet. Without full text, records that hold the words anywhere
  /// are found in the order they were stored.
  public func search(
    _ words: String, scope: String? = nil, marks: (String, String) = ("", ""), limit: Int,
    in schema: RecordSchema
  ) throws -> [SearchHit] {
    _ = try table(schema)
    let words = words.split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty, !schema.searchable.isEmpty, limit > 0 else { return [] }
    guard hasFullText else { return try scan(words, scope, limit, schema) }
    let columns = StoredRecord.columns
    let sql = """
      SELECT \(columns), snippet(\(schema.searchName), -1, ?, ?, '…', 16), \(schema.searchName).rank
      FROM \(schema.searchName) JOIN \(schema.name) ON _key = \(schema.searchName).rowid
      WHERE \(schema.searchName) MATCH ? AND (?4 IS NULL OR _scope = ?4) ORDER BY \(schema.searchName).rank, _key LIMIT ?5
      """
    let match = words.map { "\(quoted(String($0.filter { $0 != "\0" })))*" }.joined(separator: " ")
    let values: [SQLValue] = [
      .text(marks.0), .text(marks.1), .text(match), scope.map(SQLValue.text) ?? .null, .integer(Int64(limit)),
    ]
    return try connection.all(sql, values) { row in
      SearchHit(record: StoredRecord(row), snippet: row.text(5) ?? "", rank: row.double(6))
    }
  }

  private func scan(
    _ words: [String], _ scope: String?, _ limit: Int, _ schema: RecordSchema
  ) throws -> [SearchHit] {
    let columns = schema.searchable.map(\.name)
    let contains = Condition.contains(columns, words.joined(separator: " "))
    let found = try records(RecordQuery(scope: scope, conditions: [contains], limit: limit), in: schema)
    return try found.map { record in
      let json = try record.json()
      let texts = schema.searchable.compactMap { json.value(at: $0.path)?.string }
      let first = Folding.fold(words[0])
      let best = texts.first { Folding.fold($0).holds(first) } ?? texts.first ?? ""
      return SearchHit(record: record, snippet: String(best.prefix(120)), rank: 0)
    }
  }
}

extension [UInt8] {
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: part) }
  }
}
