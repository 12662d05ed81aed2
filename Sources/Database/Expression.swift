/// A condition in SQL that a person typed, proven to be one before it becomes part of a statement.
struct Expression {
  let text: String

  /// Prepares `SELECT 1 FROM source WHERE (text)` under an authorizer that lets it read `tables` and nothing
  /// else. Throws SQLite's message, with the expression in place of the statement around it.
  func prepare(
    on connection: Connection, source: String, tables: Set<String>, parameters: Int = 0
  ) throws(DatabaseError) -> Statement {
    guard isEnclosed else { throw refusal("the parentheses do not match", connection) }
    do throws(DatabaseError) {
      // The line feed keeps a comment at the end from swallowing what follows.
      let statement = try connection.prepare(
        "SELECT 1 FROM \(source) WHERE (\(text)\n)", permitting: .condition(tables: tables))
      guard statement.parameterCount == parameters else {
        throw refusal("parameters have no values here", connection)
      }
      return statement
    } catch {
      throw DatabaseError(error.code, error.message, sql: text, path: error.path)
    }
  }

  private func refusal(_ message: String, _ connection: Connection) -> DatabaseError {
    DatabaseError(.error, message, sql: text, path: connection.path)
  }

  /// Whether no parenthesis closes one that was opened before the expression, which would let it out of the
  /// condition it is put in: `1) OR (1`. Text, quoted names and comments do not count.
  private var isEnclosed: Bool {
    var depth = 0
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth < 0 { return false }
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): Self.skip(past: [byte], &rest)
      case UInt8(ascii: "["): Self.skip(past: Array("]".utf8), &rest)
      case UInt8(ascii: "-") where rest.first == UInt8(ascii: "-"): Self.skip(past: Array("\n".utf8), &rest)
      case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"):
        rest = rest.dropFirst()
        Self.skip(past: Array("*/".utf8), &rest)
      default: break
      }
    }
    return depth == 0
  }

  /// A doubled quote inside quotes ends one text and starts the next, which skips the same.
  private static func skip(past end: [UInt8], _ rest: inout ArraySlice<UInt8>) {
    while !rest.isEmpty {
      if rest.starts(with: end) {
        rest = rest.dropFirst(end.count)
        return
      }
      rest = rest.dropFirst()
    }
  }
}
