import Values

/// Sees what commands answer while it is written; the REPL counts rows by it.
public struct AnswerObserver {
  /// Told every record, whole and before it is written.
  public var record: (JSON, RecordShape) -> Void
  /// Told the paging, source and age of a list at its end.
  public var end: (JSON.Object) -> Void

  /// An observer that hands on what it sees.
  public init(record: @escaping (JSON, RecordShape) -> Void, end: @escaping (JSON.Object) -> Void) {
    self.record = record
    self.end = end
  }
}
