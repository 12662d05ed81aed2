/// A name as SQL writes it, whatever characters it holds.
func quoted(_ name: String) -> String {
  guard name.utf8.contains(UInt8(ascii: "\"")) else { return "\"\(name)\"" }
  var result = "\""
  for character in name.unicodeScalars {
    if character == "\"" { result += "\"\"" } else { result.unicodeScalars.append(character) }
  }
  return result + "\""
}

/// Text as SQL writes it.
func literal(_ text: String) -> String {
  var result = "'"
  for character in text.unicodeScalars {
    if character == "'" { result += "''" } else { result.unicodeScalars.append(character) }
  }
  return result + "'"
}

extension RecordSchema.Column {
  /// The declared types give the affinity that comparisons need: BOOLEAN is numeric, a time stays text.
  var declaration: String {
    let type =
      switch kind {
      case .text, .timestamp: "TEXT"
      case .integer: "INTEGER"
      case .real: "REAL"
      case .boolean: "BOOLEAN"
      case .json: "JSON"
      }
    return "\(quoted(name)) \(type)"
  }

  /// The column's value, drawn from a document. Not a generated column: SQLite counts the JSON functions among
  /// those that a schema may not use while schemas are not trusted.
  func value(in document: String) -> String { "json_extract(\(document), \(literal(jsonPath)))" }

  /// The path where a comment can hold it.
  var comment: String { path.split(separator: "*", omittingEmptySubsequences: false).joined(separator: " ") }

  /// The path as JSON functions read it: `$."user"."id"`, `$."tags"[0]`.
  private var jsonPath: String {
    path.split(separator: ".").reduce("$") { path, step in
      let isPosition = step.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      return path + (isPosition ? "[\(step)]" : ".\"\(step)\"")
    }
  }
}

extension RecordSchema {
  var name: String { quoted(table) }

  /// The statements that make the table. The document comes last, as SQLite reads a row up to the last column it
  /// needs. Where values come from is part of it, as a comment, so that the text tells one definition from another.
  var tableScript: String {
    let own = columns.map { ",\n  \($0.declaration) /* \($0.comment) */" }.joined()
    // The keys of one scope in their order: without it every page would sort the scope.
    let order = "CREATE INDEX \(quoted("\(table)_in_order")) ON \(name) (_scope);\n"
    let indexes = columns.filter(\.isIndexed).map {
      "CREATE INDEX \(quoted("\(table)_by_\($0.name)")) ON \(name) (_scope, \(quoted($0.name)));\n"
    }
    return """
      CREATE TABLE \(name) (
        _key INTEGER PRIMARY KEY,
        _scope TEXT NOT NULL,
        _id TEXT NOT NULL,
        _stored_at INTEGER NOT NULL,
        _complete BOOLEAN NOT NULL\(own),
        _document TEXT NOT NULL,
        UNIQUE (_scope, _id)
      );
      \(order)\(indexes.joined())
      """
  }

  /// Stores scope, id, document, time and completeness; what is no JSON becomes NULL, which is refused.
  var putStatement: String {
    let names = columns.map { ", \(quoted($0.name))" }.joined()
    let values = columns.map { ", \($0.value(in: "?3"))" }.joined()
    let renewed = columns.map { ", \(quoted($0.name)) = excluded.\(quoted($0.name))" }.joined()
    return """
      INSERT INTO \(name) (_scope, _id, _document, _stored_at, _complete\(names))
      VALUES (?1, ?2, iif(json_valid(?3), ?3, NULL), ?4, ?5\(values))
      ON CONFLICT (_scope, _id) DO UPDATE SET _document = excluded._document,
      _stored_at = excluded._stored_at, _complete = excluded._complete\(renewed)
      """
  }

  /// Renews the time of a document that is the same; parameters as in `putStatement`.
  var touchStatement: String {
    """
    UPDATE \(name) SET _stored_at = ?4, _complete = ?5
    WHERE _scope = ?1 AND _id = ?2 AND _document = ?3
    """
  }

  /// Takes over all records of an older table.
  func fillStatement(from old: String) -> String {
    let fixed = "_key, _scope, _id, _document, _stored_at, _complete"
    let names = columns.map { ", \(quoted($0.name))" }.joined()
    let values = columns.map { ", \($0.value(in: "_document"))" }.joined()
    return "INSERT INTO \(name) (\(fixed)\(names)) SELECT \(fixed)\(values) FROM \(old) ORDER BY _key"
  }
}
