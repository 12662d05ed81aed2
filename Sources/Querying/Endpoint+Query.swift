import Catalog
import Database
import Values

/// A list request that cannot be answered from records, and the parameter at fault.
public struct QueryError: Error, Sendable {
  /// The parameter's name on the wire.
  public var parameter: String
  /// What is wrong with its value.
  public var reason: String
}

extension Endpoint {
  /// The records a list request asks for: its filters and its order, without paging.
  ///
  /// The one meaning that filters have, for the cache and the sandbox alike. `values` holds the texts given for
  /// each query parameter by its name on the wire.
  public func query(of resource: Resource, values: [String: [String]], scope: String) throws(QueryError)
    -> RecordQuery
  {
    var asked = RecordQuery(scope: scope)
    for parameter in query {
      guard let filter = parameter.filter, let texts = values[parameter.name], !texts.isEmpty else {
        continue
      }
      asked.conditions += try filter.conditions(texts, of: parameter, in: resource)
    }
    let descending = parameter(.order).flatMap { values[$0.name]?.last } == "desc"
    if let sort = parameter(.sort), let key = values[sort.name]?.last {
      guard let field = resource.sortField(key) else {
        throw QueryError(parameter: sort.name, reason: "cannot sort by '\(key)'")
      }
      asked.sort = [RecordSort(field, descending: descending)]
    } else if descending, let created = resource.created {
      asked.sort = [RecordSort(created, descending: true)]
    }
    return asked
  }
}

extension Filter {
  fileprivate func conditions(_ texts: [String], of parameter: Parameter, in resource: Resource)
    throws(QueryError) -> [Condition]
  {
    let listed = texts.flatMap { $0.split(separator: ",").map { String($0).trimmed } }.filter { !$0.isEmpty }
    let last = texts[texts.count - 1]
    switch self {
    case .equals(let field): return [.equals(field, .text(last))]
    case .anyOf(let field): return listed.isEmpty ? [] : [.anyOf(field, listed.map(SQLValue.text))]
    case .excluded(let field): return listed.isEmpty ? [] : [.excluded(field, listed.map(SQLValue.text))]
    case .text(let fields): return [.contains(fields, last)]
    case .atLeast(let field): return [.atLeast(field, try bound(last, of: parameter))]
    case .atMost(let field): return [.atMost(field, try bound(last, of: parameter))]
    }
  }

  private func bound(_ text: String, of parameter: Parameter) throws(QueryError) -> SQLValue {
    switch parameter.kind {
    case .number, .integer:
      guard case .number(let number)? = try? JSON.parse(text, as: .input) else {
        throw QueryError(parameter: parameter.name, reason: "is not a number: '\(text)'")
      }
      return number.int.map { .integer(Int64($0)) } ?? .real(number.double)
    default: return .text(text)
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var part = self[...]
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
