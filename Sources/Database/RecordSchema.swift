/// How the records of one kind are kept: a table of JSON documents and the columns drawn from them.
///
/// Beside its own columns the table has `_key` (insertion order), `_scope`, `_id`, `_document`, `_stored_at`
/// (milliseconds) and `_complete`, which conditions, sorting and expressions may name too.
public struct RecordSchema: Sendable, Hashable {
  /// The table's name, such as "snackprompt_prompts".
  public var table: String
  /// What is drawn out of each document.
  public var columns: [Column]
  /// The column people know a record by: its words are found while they are typed. Nil where nobody types.
  public var label: String?

  /// Describes a table.
  public init(table: String, columns: [Column], label: String? = nil) {
    self.table = table
    self.columns = columns
    self.label = label
  }

  /// A value of the document under a name of its own.
  public struct Column: Sendable, Hashable {
    /// The column's name in SQL.
    public var name: String
    /// Where the value is: members and array positions parted by dots, such as "user.id" or "tags.0".
    public var path: String
    /// How values compare and what the column's declared type is.
    public var kind: Kind
    /// Whether full-text search looks here.
    public var isSearchable: Bool
    /// Whether an index makes conditions on it fast in large tables.
    public var isIndexed: Bool

    /// Describes a column; its path is its name unless told.
    public init(
      _ name: String, path: String? = nil, kind: Kind = .text, isSearchable: Bool = false,
      isIndexed: Bool = false
    ) {
      self.name = name
      self.path = path ?? name
      self.kind = kind
      self.isSearchable = isSearchable
      self.isIndexed = isIndexed
    }
  }

  /// What a column holds.
  public enum Kind: Sendable {
    /// Text.
    case text
    /// Whole numbers.
    case integer
    /// Numbers.
    case real
    /// 1 and 0, declared as BOOLEAN.
    case boolean
    /// RFC 3339 times or dates as they were sent, compared as moments.
    case timestamp
    /// Arrays and objects as JSON text, declared as JSON.
    case json
  }

  /// The kind of a column, also of those every table has; nil when there is none of that name.
  func kind(of name: String) -> Kind? {
    switch name {
    case "_scope", "_id", "_document": .text
    case "_key", "_stored_at": .integer
    case "_complete": .boolean
    default: columns.first { $0.name == name }?.kind
    }
  }
}
