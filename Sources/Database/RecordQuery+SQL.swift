/// A piece of SQL and the values of its parameters.
struct Fragment {
  var sql: String
  var values: [SQLValue] = []
}

extension RecordQuery {
  /// Everything after FROM and the table's name.
  func clauses(_ schema: RecordSchema, path: String, isOrdered: Bool) throws(DatabaseError) -> Fragment {
    var parts: [Fragment] = scope.map { [Fragment(sql: "_scope = ?", values: [.text($0)])] } ?? []
    for condition in conditions {
      parts.append(try condition.fragment(schema, path: path))
    }
    if let expression { parts.append(Fragment(sql: "(\(expression)\n)")) }
    var result = Fragment(sql: "", values: parts.flatMap(\.values))
    if !parts.isEmpty { result.sql += " WHERE " + parts.map(\.sql).joined(separator: " AND ") }
    guard isOrdered else { return result }
    let keys = try sort.map { key throws(DatabaseError) in try key.sql(schema, path: path) }
    result.sql += " ORDER BY " + (keys + ["_key"]).joined(separator: ", ")
    if limit != nil || offset > 0 {
      result.sql += " LIMIT ? OFFSET ?"
      result.values += [.integer(Int64(limit ?? -1)), .integer(Int64(offset))]
    }
    return result
  }
}

extension RecordSort {
  func sql(_ schema: RecordSchema, path: String) throws(DatabaseError) -> String {
    let column = quoted(field)
    let key =
      switch try schema.knownKind(of: field, path: path) {
      case .text, .json: "fold(\(column))"
      case .timestamp: "moment(\(column))"
      case .integer, .real, .boolean: column
      }
    return "\(key) \(isDescending ? "DESC" : "ASC") NULLS LAST"
  }
}

extension Condition {
  func fragment(_ schema: RecordSchema, path: String) throws(DatabaseError) -> Fragment {
    switch self {
    case .equals(let column, let value):
      return membership(column, [value], try schema.knownKind(of: column, path: path))
    case .anyOf(let column, let values):
      return membership(column, values, try schema.knownKind(of: column, path: path))
    case .excluded(let column, let values):
      let inner = membership(column, values, try schema.knownKind(of: column, path: path))
      return Fragment(sql: "(\(quoted(column)) IS NULL OR NOT \(inner.sql))", values: inner.values)
    case .atLeast(let column, let value):
      return comparison(column, ">=", value, try schema.knownKind(of: column, path: path))
    case .atMost(let column, let value):
      return comparison(column, "<=", value, try schema.knownKind(of: column, path: path))
    case .contains(let columns, let text):
      for column in columns { _ = try schema.knownKind(of: column, path: path) }
      return words(text, in: columns)
    }
  }

  private func membership(_ column: String, _ values: [SQLValue], _ kind: RecordSchema.Kind) -> Fragment {
    let name = quoted(column)
    guard !values.contains(.null) else {
      let rest = membership(column, values.filter { $0 != .null }, kind)
      return Fragment(sql: "(\(name) IS NULL OR \(rest.sql))", values: rest.values)
    }
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    let values = kind == .boolean ? values.map(\.truth) : values
    guard kind == .json else { return Fragment(sql: "\(name) IN (\(marks))", values: values) }
    let texts = values.map { _ in "CAST(? AS TEXT)" }.joined(separator: ", ")
    let sql = """
      CASE WHEN json_valid(\(name)) THEN EXISTS \
      (SELECT 1 FROM json_each(\(name)) WHERE CAST(value AS TEXT) IN (\(texts))) \
      ELSE \(name) IN (\(texts)) END
      """
    return Fragment(sql: "(\(sql))", values: values + values)
  }

  private func comparison(
    _ column: String, _ sign: String, _ value: SQLValue, _ kind: RecordSchema.Kind
  ) -> Fragment {
    let name = quoted(column)
    let sql = kind == .timestamp ? "moment(\(name)) \(sign) moment(?)" : "\(name) \(sign) ?"
    return Fragment(sql: sql, values: [value])
  }

  private func words(_ text: String, in columns: [String]) -> Fragment {
    let words = text.split(whereSeparator: \.isWhitespace).map {
      String(decoding: Folding.fold(String($0)), as: UTF8.self)
    }
    guard !words.isEmpty else { return Fragment(sql: "TRUE") }
    let names = columns.map(quoted).joined(separator: ", ")
    return Fragment(
      sql: "holds(?\(names.isEmpty ? "" : ", ")\(names))", values: [.text(words.joined(separator: " "))])
  }
}

extension SQLValue {
  /// "true" and "false" as the numbers that stand for them.
  fileprivate var truth: SQLValue {
    switch self {
    case .text("true"): .integer(1)
    case .text("false"): .integer(0)
    default: self
    }
  }
}

extension RecordSchema {
  fileprivate func knownKind(of column: String, path: String) throws(DatabaseError) -> Kind {
    guard let kind = kind(of: column) else {
      throw DatabaseError(.error, "no such column: \(column)", path: path)
    }
    return kind
  }
}
