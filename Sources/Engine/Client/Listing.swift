import Catalog
import Values

/// Walks the pages of a list, the largest the service allows, each asked for only when the one before is used up.
struct Listing {
  let client: Client
  let service: Service
  let endpoint: Endpoint
  let resource: Resource
  /// The values of the holes in the path.
  var path: [String] = []
  /// The query's values by the name of their parameter on the wire.
  var values: [String: [String]] = [:]
  /// How many records the caller needs at most; nil for all.
  var wanted: Int?
  /// The page to begin with; nil for the first.
  var first: Int?

  /// Calls `body` with each page until it says no more, or there is none; returns whether the list was seen whole.
  @discardableResult
  func pages(_ body: ([JSON], Answer, _ hasMore: Bool) throws(Failure) -> Bool) throws(Failure) -> Bool {
    let largest = pageSize
    var seen = 0
    var page = first ?? 1
    while true {
      let answer = try client.send(call(page: page, size: largest, offset: seen))
      guard let records = answer.payload.array?.map(completed), records.allSatisfy({ $0.object != nil })
      else {
        let asked = call(page: page, size: largest, offset: seen)
        throw client.unreadable(answer.status, asked, "no list of records")
      }
      seen += records.count
      let isLast = largest.map { records.count < $0 } ?? true || answer.total.map { seen >= $0 } ?? false
      guard try body(records, answer, !isLast) else { return isLast }
      if isLast { return true }
      if isBounded { return false }
      page += 1
    }
  }

  /// Walks from the newest record until `body` says that all that is left is older than it cares for.
  func newestFirst(_ body: ([JSON]) throws(Failure) -> Bool) throws(Failure) {
    var listing = self
    if let sort = endpoint.parameter(.sort), let order = endpoint.parameter(.order),
      let created = resource.created
    {
      listing.values[sort.name] = [created]
      listing.values[order.name] = ["desc"]
      try listing.pages { records, _, _ throws(Failure) in try body(records) }
    } else {
      try listing.pages { records, _, _ throws(Failure) in
        _ = try body(records)
        return true
      }
    }
  }

  /// A record with what the request itself says of it: the field that a filter holds equal to a value has that value,
  /// also where the service does not repeat it.
  private func completed(_ record: JSON) -> JSON {
    var record = record
    for parameter in endpoint.query where parameter.isRequired {
      guard case .equals(let field) = parameter.filter, let value = values[parameter.name]?.last else {
        continue
      }
      if record[field] == nil { record[field] = .string(value) }
    }
    return record
  }

  /// Whether nothing asks for the records behind the first page.
  var isBounded: Bool { endpoint.parameter(.page) == nil && endpoint.parameter(.offset) == nil }

  /// The most records of one page; nil where the service has no pages.
  var largest: Int? {
    guard let size = endpoint.parameter(.pageSize) else { return nil }
    let paging = endpoint.paging ?? service.paging
    return Int(size.range?.upperBound ?? Double(paging.largest ?? 100))
  }

  /// How many records to ask for at once; nil where the service has no pages.
  private var pageSize: Int? {
    largest.map { largest in wanted.map { min(max($0, 1), largest) } ?? largest }
  }

  private func call(page: Int, size: Int?, offset: Int) -> Call {
    var call = Call(endpoint, path: path)
    for parameter in endpoint.query {
      switch parameter.role {
      case .page: if page > 1 { call.query.append((parameter.name, String(page))) }
      case .offset: if offset > 0 { call.query.append((parameter.name, String(offset))) }
      case .pageSize: if let size { call.query.append((parameter.name, String(size))) }
      case .sort, .order, .fields, nil:
        guard let texts = values[parameter.name], !texts.isEmpty else { continue }
        call.query.append((parameter.name, texts.joined(separator: ",")))
      }
    }
    return call
  }
}
