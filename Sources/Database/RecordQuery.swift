/// Which records, in which order, and how many.
public struct RecordQuery: Sendable, Hashable {
  /// Only records of this scope; nil for all.
  public var scope: String?
  /// All of them must hold.
  public var conditions: [Condition]
  /// The order; equal records, and all records without an order, come as they were first stored.
  public var sort: [RecordSort]
  /// How many records to pass over.
  public var offset: Int
  /// How many records at most; nil for all.
  public var limit: Int?
  /// A condition in SQL, as a person typed it; it may name columns and read nothing else.
  public var expression: String?

  /// Asks for records.
  public init(
    scope: String? = nil, conditions: [Condition] = [], sort: [RecordSort] = [], offset: Int = 0,
    limit: Int? = nil, expression: String? = nil
  ) {
    self.scope = scope
    self.conditions = conditions
    self.sort = sort
    self.offset = offset
    self.limit = limit
    self.expression = expression
  }
}

/// One key of an order: numbers by value and before text, text without regard to case and accents, what has no
/// value last in both directions.
public struct RecordSort: Sendable, Hashable {
  /// A column of the table, or a path into the records.
  public var field: String
  /// Whether the largest comes first.
  public var isDescending: Bool

  /// Sorts by a field.
  public init(_ field: String, descending: Bool = false) {
    self.field = field
    isDescending = descending
  }
}

/// A condition on columns; of a column of arrays it holds when it holds for one of their members.
public enum Condition: Sendable, Hashable {
  /// The value is this one.
  case equals(String, SQLValue)
  /// The value is one of these; of none, never.
  case anyOf(String, [SQLValue])
  /// The value is this or more; times compare as moments.
  case atLeast(String, SQLValue)
  /// The value is this or less; times compare as moments.
  case atMost(String, SQLValue)
  /// Each word of the text is part of one of the columns, without regard to case and accents.
  case contains([String], String)
  /// The value is none of these, or there is none.
  case excluded(String, [SQLValue])
}
