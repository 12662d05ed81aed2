import Catalog
import Database
import Values

/// A list request that records cannot answer: the parameter at fault, and why.
public struct QueryError: Error, Sendable {
  /// The parameter's name on the wire.
  public var parameter: String
  /// What is wrong with its value, to follow the name.
  public var reason: String
}

extension Endpoint {
  /// The records a list request asks for: filters, order and page.
  ///
  /// The one meaning that query parameters have, for the cache and for the sandbox alike. `values` holds the
  /// checked value of each parameter that was given, by its name on the wire; so does it for those of the path.
  public func query(of resource: Resource, values: JSON.Object, scope: String) throws(QueryError)
    -> RecordQuery
  {
    let conditions = (pathParameters + query).compactMap { parameter -> Condition? in
      guard let filter = parameter.filter, let value = values[parameter.name] else { return nil }
      return Condition(filter, value)
    }
    var asked = RecordQuery(scope: scope, conditions: conditions, sort: try sort(resource, values))
    if let size = number(.pageSize, values) {
      asked.limit = size
      asked.offset = number(.offset, values) ?? ((number(.page, values) ?? 1) - 1) * size
    }
    return asked
  }

  /// The value of the parameter with a role, or what the service takes when none is given.
  private func number(_ role: Parameter.Role, _ values: JSON.Object) -> Int? {
    guard let parameter = parameter(role) else { return nil }
    return values[parameter.name]?.int ?? parameter.fallback.flatMap { Int($0) }
  }

  /// The order asked for, else the one in which the service shows the list, else that of creation.
  private func sort(_ resource: Resource, _ values: JSON.Object) throws(QueryError) -> [RecordSort] {
    let isDescending = parameter(.order).flatMap { values[$0.name]?.string } == "desc"
    guard let parameter = parameter(.sort), let key = values[parameter.name]?.string else {
      if let order { return [RecordSort(order.field, descending: order.isDescending)] }
      return isDescending ? [RecordSort(resource.created ?? resource.id, descending: true)] : []
    }
    guard let name = resource.sortField(key), let field = resource.field(name),
      field.kind != .list, field.kind != .object
    else {
      throw QueryError(
        parameter: parameter.name, reason: "must be a field of \(resource.name) with a single value")
    }
    return [RecordSort(name, descending: isDescending)]
  }
}

extension Condition {
  /// The condition that a filter makes of a value that was checked.
  fileprivate init?(_ filter: Filter, _ value: JSON) {
    let values = value.array?.map { SQLValue($0) } ?? [SQLValue(value)]
    guard let first = values.first, !filter.letsAllPass(value) else { return nil }
    self =
      switch filter {
      case .equals(let field), .equalsUnless(let field, _): .equals(field, first)
      case .anyOf(let field): .anyOf(field, values)
      case .atLeast(let field): .atLeast(field, first)
      case .atMost(let field): .atMost(field, first)
      case .text(let fields): .contains(fields, value.string ?? "")
      case .excluded(let field): .excluded(field, values)
      }
  }
}

extension Filter {
  /// Whether a value is the word for no choice at all.
  public func letsAllPass(_ value: JSON) -> Bool {
    guard case .equalsUnless(_, let all) = self else { return false }
    return value.string == all
  }
}
