import Catalog
import Database

extension Resource {
  /// The table that holds its records, in the cache and in the sandbox alike: a column for each declared field.
  public func schema(service: String) -> RecordSchema {
    RecordSchema(
      table: "\(service)_\(name)",
      columns: fields.map { field in
        RecordSchema.Column(
          field.name, kind: field.columnKind, isSearchable: field.isSearched, isIndexed: field.name == label)
      })
  }
}

extension Resource.Field {
  fileprivate var columnKind: RecordSchema.Kind {
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
