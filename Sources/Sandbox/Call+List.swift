import Catalog
import Database
import Querying
import Values

extension Call {
  /// One page of the row's resource, filtered and ordered by its query parameters; of another account's data, or of
  /// what all share, where a store is named.
  public func list(in other: Store? = nil) throws(Refusal) -> Answer {
    guard let resource else { throw Refusal(500, "\(endpoint.operation) returns no records") }
    let store = other ?? self.store
    let records = store.records(resource)
    let shown = try askedFields() ?? Set(records.resource.fields.filter(\.isInLists).map(\.name))
    let query = try recordQuery(resource, in: store)
    return try Refusal.around {
      var items: [Answer.Payload] = []
      let stored = store.storage.records
      try stored.query(query, in: records.schema) { record in
        items.append(.value(.object(try record.json().object?.selecting(shown) ?? JSON.Object())))
        return true
      }
      guard let size = query.limit else { return Answer(.list(items)) }
      let total = try stored.count(query, in: records.schema)
      let page = Page(offset: query.offset, size: size, total: total)
      return Answer(.list(items), meta: service.meta(page))
    }
  }

  /// The fields that the request asks for; nil when it asks for none in particular. A dotted name asks for
  /// the field that holds it. Refuses names that the resource does not have.
  func askedFields() throws(Refusal) -> Set<String>? {
    guard let parameter = endpoint.parameter(.fields), let resource,
      let names = query[parameter.name]?.array?.compactMap(\.string), !names.isEmpty
    else { return nil }
    let fields = names.map { String($0.prefix { $0 != "." }) }
    let unknown = fields.filter { resource.field($0) == nil }
    guard unknown.isEmpty else {
      throw .invalid(parameter.name, "has unknown names: \(unknown.joined(separator: ", "))")
    }
    return Set(fields)
  }

  private func recordQuery(_ resource: Resource, in store: Store) throws(Refusal) -> RecordQuery {
    do throws(QueryError) {
      var values = query
      for (name, value) in path { values[name] = .string(value) }
      return try endpoint.query(of: resource, values: values, scope: store.account.id)
    } catch {
      throw .invalid(error.parameter, error.reason)
    }
  }
}
