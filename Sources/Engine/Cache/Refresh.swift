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

  /// Fetches the whole list, of a row that belongs to another record that of every such record; `progress` hears how many records
  /// came so far. Returns how many there are.
  @discardableResult
  func list(_ progress: (Int) -> Void = { _ in }) throws(Failure) -> Int {
    guard let parent = row.plugin.parent(of: row.endpoint) else { return try list(of: [], [:], progress) }
    let cache = try session.cache()
    let parents = Cache.Place(parent, of: row.provider.name, profile: profile)
    var ids: [String] = []
    try Failure.local {
      try cache.store.query(RecordQuery(scope: parents.scope), in: parents.schema) { stored in
        ids.append(stored.id)
        return true
      }
    }
    let owner = row.endpoint.owner?.name
    var count = 0
    for id in ids {
      let before = count
      let values = owner.map { [$0: [id]] } ?? [:]
      count += try list(of: owner == nil ? [id] : [], values) { progress(before + $0) }
    }
    return count
  }

  private func list(
    of path: [String], _ values: [String: [String]] = [:], _ progress: (Int) -> Void
  ) throws(Failure) -> Int {
    let cache = try session.cache()
    let start = session.clock.now()
    var count = 0
    var shown: Set<String> = []
    var listing = try session.listing(row, profile: profile, priority: .bulk)
    listing.path = path
    listing.values = values
    let isWhole = try listing.pages { records, _, _ throws(Failure) in
      try keep(records) { record in try cache.keep(listed: record, place, at: session.clock.now()) }
      if count == 0 { shown = place.unusual(in: records) }
      count += records.count
      progress(count)
      return Interrupt.requested == nil
    }
    if Interrupt.requested != nil { throw Failure(.interrupted, "interrupted") }
    let list = listing.endpoint
    let isOwned = !values.isEmpty
    try Failure.local {
      try cache.cover(
        place, query: isOwned ? list.signature(ofOwner: values) : list.signature(ofPath: path),
        all: isOwned ? list.ownerConditions(values) : list.pathConditions(path), since: start,
        isWhole: isWhole, shown: shown)
    }
    return count
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
