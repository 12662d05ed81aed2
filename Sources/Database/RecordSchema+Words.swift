/// A full-text index over columns of a table of records.
///
/// It is an FTS5 table without a content of its own, kept by `RecordStore`. No trigger does this: SQLite counts FTS5
/// among the tables that a schema may not use while schemas are not trusted. Nor does INSERT … SELECT: for every
/// statement that could be undone half-way, FTS5 writes out all it gathered in memory, which makes a bulk take twice
/// as long.
struct WordIndex {
  /// The name of the FTS5 table, quoted.
  let name: String
  /// The table of records.
  let table: String
  let columns: [RecordSchema.Column]
  /// What else FTS5 is told.
  let options: String

  private var list: String { columns.map { quoted($0.name) }.joined(separator: ", ") }

  private var places: String { columns.map { _ in ", ?" }.joined() }

  /// Makes it, empty.
  var script: String {
    """
    CREATE VIRTUAL TABLE \(name) USING fts5 (\(list), content = \(literal(table)),
      content_rowid = '_key', tokenize = 'unicode61 remove_diacritics 2'\(options));
    """
  }

  /// Fills it from the records that are there.
  var rebuildStatement: String { "INSERT INTO \(name) (\(name)) VALUES ('rebuild')" }

  /// Joins its parts, and wipes the words of records that are gone.
  var optimizeStatement: String { "INSERT INTO \(name) (\(name)) VALUES ('optimize')" }

  /// The key and the words of one record.
  var wordsStatement: String { "SELECT _key, \(list) FROM \(quoted(table)) WHERE _scope = ? AND _id = ?" }

  /// Puts a record's words into it.
  var indexStatement: String { "INSERT INTO \(name) (rowid, \(list)) VALUES (?\(places))" }

  /// Takes a record's words out of it; they must be those that were put in.
  var unindexStatement: String {
    "INSERT INTO \(name) (\(name), rowid, \(list)) VALUES ('delete', ?\(places))"
  }

  /// Takes the words of many records out of it, before the records are removed.
  func unindexStatement(where condition: String) -> String {
    """
    INSERT INTO \(name) (\(name), rowid, \(list))
    SELECT 'delete', _key, \(list) FROM \(quoted(table)) WHERE \(condition)
    """
  }
}

extension RecordSchema {
  var searchName: String { quoted(table + "_search") }
  var labelsName: String { quoted(table + "_labels") }

  /// FTS5 keeps two column names for itself.
  private static let reserved = ["rank", "rowid"]

  /// The columns that full-text search looks into.
  var searchable: [Column] { columns.filter { $0.isSearchable && !RecordSchema.reserved.contains($0.name) } }

  /// The indexes that its columns ask for: for search, and for labels as they are typed. The latter knows the first
  /// letters of words, so that one letter among many records takes no longer than a word.
  var wordIndexes: [WordIndex] {
    var indexes: [WordIndex] = []
    if !searchable.isEmpty {
      indexes.append(WordIndex(name: searchName, table: table, columns: searchable, options: ""))
    }
    if let column = columns.first(where: { $0.name == label }), !RecordSchema.reserved.contains(column.name) {
      let options = ", detail = none, columnsize = 0, prefix = '1 2'"
      indexes.append(WordIndex(name: labelsName, table: table, columns: [column], options: options))
    }
    return indexes
  }
}
