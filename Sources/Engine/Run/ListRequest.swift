import Catalog
import Database
import Querying
import Values

/// What a list command asks for, in the terms of its endpoint.
struct ListRequest {
  /// The values of the query and of the path by the name of their parameter on the wire; paging aside.
  private(set) var values: [String: [String]] = [:]
  /// The page asked for by number; nil for all that the limit allows.
  let page: Int?
  /// Whether the service, and the cache in its stead, brings the records in the order asked for.
  private(set) var isSortedByService = false
  /// Whether records must come with all their fields, because a condition or an order reads them.
  let needsWholeRecords: Bool
  /// How many records a page should have; nil for as many as the service gives.
  let pageSize: Int?

  private let endpoint: Endpoint
  private let resource: Resource

  init(_ invocation: Invocation, _ endpoint: Endpoint, _ resource: Resource) throws(Failure) {
    self.endpoint = endpoint
    self.resource = resource
    for parameter in endpoint.query where parameter.role == nil || parameter.role == .order {
      if let texts = try invocation.texts(of: parameter) { values[parameter.name] = texts }
    }
    for parameter in endpoint.pathParameters { values[parameter.name] = invocation.arguments[parameter.name] }
    page = try endpoint.parameter(.page).flatMap { (parameter) throws(Failure) in
      try invocation.integer(parameter.name, atLeast: 1)
    }
    let limit = try invocation.integer("limit", atLeast: 1)
    let largest = endpoint.parameter(.pageSize)?.range.map { Int($0.upperBound) }
    if page != nil, let limit, let largest, limit > largest {
      throw .usage("--limit is the size of a page when --page is given, \(largest) at most, not \(limit)")
    }
    let reads = invocation.option("where") != nil
    pageSize =
      if page != nil {
        limit ?? endpoint.parameter(.pageSize)?.fallback.flatMap { Int($0) }
      } else if reads || invocation.flag("all") {
        nil
      } else {
        limit
      }
    needsWholeRecords = reads || invocation.option("sort") != nil
    if let sort = invocation.option("sort") { try take(sort) }
  }

  /// Asks the service to sort where it can; otherwise the records are sorted when they are here.
  private mutating func take(_ sort: String) throws(Failure) {
    let name = sort.hasPrefix("-") ? String(sort.dropFirst()) : sort
    guard let parameter = endpoint.parameter(.sort), resource.sortField(name) != nil else { return }
    values[parameter.name] = [name]
    if sort.hasPrefix("-"), let order = endpoint.parameter(.order) { values[order.name] = ["desc"] }
    isSortedByService = true
  }

  /// The values of the holes in the path.
  var path: [String] { endpoint.pathParameters.map { values[$0.name]?.first ?? "" } }

  /// Whether the cache can tell its records from those of another list.
  var canBeCached: Bool { endpoint.canBeCached }

  /// Tells lists apart in the cache: the path and the filters, without order and paging.
  var signature: String {
    endpoint.signature(of: endpoint.pathParameters + endpoint.query.filter { $0.role == nil }, values)
  }

  /// The whole list that the request chooses from, by its signature.
  var wholeSignature: String { endpoint.signature(ofPath: path) }

  /// The same request to the records on this machine.
  func query(scope: String) throws(Failure) -> RecordQuery {
    let typed = try typed()
    do throws(QueryError) {
      var query = try endpoint.query(of: resource, values: typed, scope: scope)
      if page == nil { (query.offset, query.limit) = (0, nil) }
      return query
    } catch {
      throw .usage("--\(error.parameter) \(error.reason)")
    }
  }

  /// The values as they count: numbers as numbers, lists as lists, and the page asked for.
  private func typed() throws(Failure) -> JSON.Object {
    var typed = JSON.Object()
    for parameter in endpoint.pathParameters {
      typed[parameter.name] = values[parameter.name]?.first.map(JSON.string)
    }
    for parameter in endpoint.query {
      switch parameter.role {
      case .page: typed[parameter.name] = page.map { .number(.init($0)) }
      case .pageSize: typed[parameter.name] = pageSize.map { .number(.init($0)) }
      default:
        guard let texts = values[parameter.name], let last = texts.last else { continue }
        let text = parameter.kind == .texts ? texts.joined(separator: ",") : last
        typed[parameter.name] = try parameter.value(of: text, as: "--\(parameter.option)")
      }
    }
    return typed
  }
}

extension Endpoint {
  /// Whether the cache can tell the records of one list of the row from those of another.
  var canBeCached: Bool { pathParameters.allSatisfy { $0.filter != nil } }

  /// Names a list by the values that choose its records.
  func signature(of parameters: [Parameter], _ values: [String: [String]]) -> String {
    parameters.compactMap { parameter in
      guard let texts = values[parameter.name], let last = texts.last,
        parameter.filter?.letsAllPass(.string(last)) != true
      else { return nil }
      return "\(parameter.name)=\(texts.joined(separator: ","))"
    }
    .sorted().joined(separator: "&")
  }

  /// Names the whole list at a path.
  func signature(ofPath path: [String]) -> String {
    let values = zip(pathParameters.map(\.name), path.map { [$0] })
    return signature(of: pathParameters, Dictionary(values) { first, _ in first })
  }

  /// The conditions that the holes of the path make on the records of a list.
  func pathConditions(_ path: [String]) -> [Condition] {
    zip(pathParameters, path).compactMap { parameter, value in
      guard case .equals(let field) = parameter.filter else { return nil }
      return .equals(field, .text(value))
    }
  }
}
