import Catalog
import Database

/// What the table of a resource is made for, beyond finding records by id.
public enum RecordUse: Sendable {
  /// Full-text search and completion, as in the cache.
  case search
  /// Filtered and ordered pages, as in the sandbox.
  case lists
}

extension Resource {
  /// The table that holds its records, in the cache and in the sandbox alike: a column for each declared field that
  /// is no secret.
  public func schema(service: String, for use: RecordUse) -> RecordSchema {
    RecordSchema(
      table: "\(service)_\(name)",
      columns: fields.filter { !$0.isSecret }.map { field in
        RecordSchema.Column(
          field.name, kind: RecordSchema.Kind(field.kind), isSearchable: use == .search && field.isSearched,
          isIndexed: use == .lists && isIndexed(field))
      },
      label: use == .search ? label : nil)
  }

  /// Whether lists are often ordered by a field. Moments are compared by a function, which no index can serve.
  private func isIndexed(_ field: Field) -> Bool {
    columns.contains(field.name) && field.name != id && field.name != label && field.kind != .timestamp
  }
}

extension RecordSchema.Kind {
  fileprivate init(_ kind: Resource.Field.Kind) {
    self =
      switch kind {
      case .text: .text
      case .integer: .integer
      case .number: .real
      case .boolean: .boolean
      case .timestamp: .timestamp
      case .list, .object: .json
      }
  }
}
