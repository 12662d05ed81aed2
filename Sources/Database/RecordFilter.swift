import Values

/// Filters pages of any JSON objects by a condition in SQL.
///
/// The columns are the objects' top-level names, those of all pages so far together: text is TEXT, whole
/// numbers INTEGER, other numbers REAL, booleans 1 and 0, arrays and objects JSON text, what is missing NULL.
public final class RecordFilter {
  private let expression: Expression
  private let connection: Connection
  private var fields: [String]
  private var seen: Set<String>
  private var statement: Statement?

  /// Takes a condition and the names that are columns even when no record has them; throws at once when the
  /// condition is no SQL.
  public init(_ expression: String, fields: [String] = []) throws(DatabaseError) {
    self.expression = Expression(text: expression)
    connection = try Connection(path: ":memory:")
    self.fields = []
    seen = []
    for field in fields { _ = add(field) }
    do throws(DatabaseError) {
      statement = try prepared()
    } catch {
      // Which columns there are is known only once records came.
      guard error.message.hasPrefix("no such column") else { throw error }
    }
  }

  /// Throws for a column that neither the known names nor the records so far have.
  public func check() throws(DatabaseError) {
    if statement == nil { statement = try prepared() }
  }

  /// The positions of the records that match; throws for a column that neither they nor those before have.
  public func matches(in page: [JSON]) throws(DatabaseError) -> [Int] {
    guard !page.isEmpty else { return [] }
    for record in page {
      for name in record.object?.keys ?? [] where add(name) { statement = nil }
    }
    let statement = if let statement { statement } else { try prepared() }
    self.statement = statement
    var result: [Int] = []
    for (index, record) in page.enumerated() where try isMatch(record, statement) { result.append(index) }
    return result
  }

  private func isMatch(_ record: JSON, _ statement: Statement) throws(DatabaseError) -> Bool {
    defer { statement.reset() }
    for (index, field) in fields.enumerated() {
      try statement.bind(record[field].map(SQLValue.init) ?? .null, at: index + 1)
    }
    return try statement.step()
  }

  /// Takes a name that the condition mentions and that is new; SQL names differ by more than case.
  private func add(_ name: String) -> Bool {
    let folded = name.lowercased()
    guard seen.insert(folded).inserted else { return false }
    let spelled = String(quoted(folded).dropFirst().dropLast())
    guard expression.text.lowercased().holds(spelled), !name.utf8.contains(0) else { return false }
    fields.append(name)
    return true
  }

  private func prepared() throws(DatabaseError) -> Statement {
    // First without values: a parameter in the condition would take that of a column.
    _ = try expression.prepare(on: connection, source: source { _ in "NULL" }, tables: [])
    return try expression.prepare(
      on: connection, source: source { "?\($0 + 1)" }, tables: [], parameters: fields.count)
  }

  private func source(_ value: (Int) -> String) -> String {
    let columns = fields.enumerated().map { "\(value($0.offset)) AS \(quoted($0.element))" }
    return "(SELECT \(columns.isEmpty ? "NULL" : columns.joined(separator: ", "))) AS records"
  }
}

extension String {
  /// Whether a text is part of this one.
  fileprivate func holds(_ part: String) -> Bool {
    let bytes = Array(utf8)
    let part = Array(part.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: part) }
  }
}
