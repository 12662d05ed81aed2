import Catalog
import Database
import Values

extension Call {
  /// One page of the row's resource, filtered and ordered by its query parameters.
  func list() throws(Refusal) -> Answer {
    let records = try records()
    let shown = try askedFields() ?? Set(records.resource.fields.filter(\.isInLists).map(\.name))
    let query = try recordQuery(records.resource)
    return try Refusal.around {
      var items: [Answer.Payload] = []
      let stored = store.storage.records
      try stored.query(query, in: records.schema) { record in
        items.append(.value(.object(try record.json().object?.selecting(shown) ?? JSON.Object())))
        return true
      }
      guard let size = query.limit else { return Answer(.list(items)) }
      let total = try stored.count(query, in: records.schema)
      let page = Page(number: query.offset / max(size, 1) + 1, size: size, total: total)
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

  private func recordQuery(_ resource: Resource) throws(Refusal) -> RecordQuery {
    let conditions = endpoint.query.compactMap { parameter -> Condition? in
      guard let filter = parameter.filter, let value = query[parameter.name] else { return nil }
      return Condition(filter, value)
    }
    var made = RecordQuery(
      scope: store.account.id, conditions: conditions, sort: try sort(resource))
    if let size = number(.pageSize) {
      made.limit = size
      made.offset = number(.offset) ?? ((number(.page) ?? 1) - 1) * size
    }
    return made
  }

  /// The value of the parameter with a role, or what the service takes when none is given.
  private func number(_ role: Parameter.Role) -> Int? {
    guard let parameter = endpoint.parameter(role) else { return nil }
    return query[parameter.name]?.int ?? parameter.fallback.flatMap { Int($0) }
  }

  /// The order asked for; records come in the order of their creation when none is.
  private func sort(_ resource: Resource) throws(Refusal) -> [RecordSort] {
    let isDescending = endpoint.parameter(.order).flatMap { query[$0.name]?.string } == "desc"
    guard let parameter = endpoint.parameter(.sort), let key = query[parameter.name]?.string else {
      return isDescending ? [RecordSort(resource.created ?? resource.id, descending: true)] : []
    }
    guard let name = resource.sortField(key), let field = resource.field(name),
      field.kind != .list, field.kind != .object
    else { throw .invalid(parameter.name, "must be a field of \(resource.name) with a single value") }
    return [RecordSort(name, descending: isDescending)]
  }
}

extension Condition {
  /// The condition that a filter makes of a value that was checked.
  init?(_ filter: Filter, _ value: JSON) {
    let values = value.array?.map { SQLValue($0) } ?? [SQLValue(value)]
    guard let first = values.first else { return nil }
    self =
      switch filter {
      case .equals(let field): .equals(field, first)
      case .anyOf(let field): .anyOf(field, values)
      case .atLeast(let field): .atLeast(field, first)
      case .atMost(let field): .atMost(field, first)
      case .text(let fields): .contains(fields, value.string ?? "")
      case .excluded(let field): .excluded(field, values)
      }
  }
}
