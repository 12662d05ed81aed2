import Catalog
import Database
import Platform
import Values

/// Brings the cache's copy of a resource up to date with few requests.
///
/// Lists may leave fields out. What an earlier answer told stays while a record's version is the same; what is
/// still missing is asked for with the list's own choice of fields, where it has one and honours it, and only
/// what then is missing must be read record by record.
struct Refresh {
  private let session: Session
  private let row: Session.Row
  private let profile: String
  private let place: Cache.Place

  /// Prepares to refresh the resource of a row.
  init(_ session: Session, _ row: Session.Row, profile: String) throws(Failure) {
    guard let resource = row.resource else { throw Failure(.other, "\(row.plugin.name) has no records") }
    self.session = session
    self.row = row
    self.profile = profile
    place = Cache.Place(resource, of: row.provider.name, profile: profile)
  }

  /// Fetches the whole list, or of a list that belongs to another record the one of each record of that kind in the
  /// cache; `progress` hears how many records came so far. Returns how many there are.
  @discardableResult
  func list(_ progress: (Int) -> Void = { _ in }) throws(Failure) -> Int {
    let cache = try session.cache()
    let start = session.clock.now()
    var count = 0
    var shown: Set<String> = []
    var isWhole = true
    var listing = try session.listing(row, profile: profile, priority: .bulk)
    for values in try requests() {
      listing.values = values
      let isSeenWhole = try listing.pages { records, _, _ throws(Failure) in
        try keep(records) { record in try cache.keep(listed: record, place, at: session.clock.now()) }
        if count == 0 { shown = place.unusual(in: records) }
        count += records.count
        progress(count)
        return Interrupt.requested == nil
      }
      isWhole = isWhole && isSeenWhole
    }
    if Interrupt.requested != nil { throw Failure(.interrupted, "interrupted") }
    try Failure.local { try cache.cover(place, query: "", since: start, isWhole: isWhole, shown: shown) }
    return count
  }

  /// The values of the query for each walk: none, or the id of each record to which a list belongs.
  private func requests() throws(Failure) -> [[String: [String]]] {
    let list = row.plugin.endpoint(.list, of: place.resource.name)
    guard let parameter = list?.required.first, let parent = row.plugin.resource(parameter.parent) else {
      return [[:]]
    }
    let cache = try session.cache()
    let owners = Cache.Place(parent, of: row.provider.name, profile: profile)
    return try Failure.local {
      try cache.store.records(.init(scope: owners.scope), in: owners.schema).map { [parameter.name: [$0.id]] }
    }
  }

  /// Completes the records that lists showed in part, as far as the list's choice of fields can.
  func deepen() throws(Failure) {
    let lacking = try lacking().count
    var listing = try session.listing(row, profile: profile, priority: .bulk)
    guard lacking > 1, let fields = listing.endpoint.parameter(.fields) else { return }
    let hidden = place.resource.fields.filter { !$0.isInLists }.map(\.name)
    listing.values[fields.name] = [place.resource.id, place.resource.version].compactMap { $0 } + hidden
    let cache = try session.cache()
    try listing.pages { records, _, _ throws(Failure) in
      guard records.contains(where: { record in hidden.contains { record[$0] != nil } }) else { return false }
      try keep(records) { record in try cache.keep(part: record, place) }
      return Interrupt.requested == nil
    }
  }

  /// Reads singly every record of which the cache still lacks fields; returns how many were read.
  @discardableResult
  func details(_ progress: (Int, Int) -> Void = { _, _ in }) throws(Failure) -> Int {
    guard row.plugin.endpoint(.get, of: place.resource.name) != nil else { return 0 }
    let lacking = try lacking()
    for (index, id) in lacking.enumerated() {
      _ = try session.fetch(id, row, profile: profile, priority: .bulk)
      progress(index + 1, lacking.count)
      if Interrupt.requested != nil { throw Failure(.interrupted, "interrupted") }
    }
    return lacking.count
  }

  private func lacking() throws(Failure) -> [String] {
    let cache = try session.cache()
    return try Failure.local { try cache.lacking(place) }
  }

  private func keep(_ records: [JSON], _ body: (JSON) throws -> Void) throws(Failure) {
    let cache = try session.cache()
    try Failure.local { try cache.connection.transaction { for record in records { try body(record) } } }
  }
}

extension Endpoint {
  /// The query parameters that a request cannot do without.
  var required: [Parameter] { query.filter(\.isRequired) }
}

extension Parameter {
  /// The resource whose record it names; nil for any other kind of value.
  var parent: String? { if case .id(let resource) = kind { resource } else { nil } }
}
