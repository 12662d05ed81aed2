import Catalog
import Database
import Platform
import Querying
import Values

extension Execution {
  /// Shows a list: from the service page by page, or from the cache where the options allow.
  func list(_ row: Session.Row) throws(Failure) -> ExitCode {
    guard let resource = row.resource else { return try listOther(row) }
    try checkRevealing()
    let request = try ListRequest(invocation, row.endpoint, resource)
    let place = place(resource, shape: cacheShape(of: row.endpoint))
    if let offline = try offline(request, place) {
      return try show(offline, request, place)
    }
    do throws(Failure) {
      return try live(request, row, resource)
    } catch {
      guard error.kind == .temporary, error.status == nil, error.code != RateGate.refused,
        let stale = try? coverage(request, place)
      else {
        throw error
      }
      output.note("note: \(error.message); this is what the cache has")
      return try show(stale, request, place)
    }
  }

  /// A list of records that no resource declares: as it comes.
  private func listOther(_ row: Session.Row) throws(Failure) -> ExitCode {
    var call = Call(
      row.endpoint, path: row.endpoint.pathParameters.map { invocation.argument($0.name) ?? "" })
    call.query = try queryPairs(row.endpoint)
    let answer = try client(for: row.endpoint).send(call)
    var rows = try Rows(output, shape: .unknown, selection: Selection(invocation))
    try Failure.local {
      _ = try rows.page(answer.records, hasMore: false)
      try rows.finish(.live, total: answer.total)
    }
    return .success
  }

  // MARK: From the service

  private func live(_ request: ListRequest, _ row: Session.Row, _ resource: Resource) throws(Failure)
    -> ExitCode
  {
    let place = place(resource, shape: cacheShape(of: row.endpoint))
    let start = session.clock.now()
    var listing = try session.listing(row, profile: profile)
    listing.values = request.values
    listing.path = request.path
    if let fields = row.endpoint.parameter(.fields), let asked = wireFields(row.endpoint),
      !request.needsWholeRecords
    {
      listing.values[fields.name] = asked
    }
    let projects = row.endpoint.parameter(.fields).map { listing.values[$0.name] != nil } ?? false
    listing.wanted = request.pageSize
    listing.first = request.page
    var rows = try self.rows(request, resource)
    var seen: Set<String> = []
    var shown: Set<String> = []
    var total: Int?
    // What a list that comes whole says beside its records are sums; of pages it would be those of the last.
    var extra = JSON.Object()
    let isWhole = try listing.pages { records, answer, hasMore throws(Failure) in
      total = answer.total
      if row.endpoint.parameter(.pageSize) == nil { extra = answer.meta?.object ?? extra }
      let fresh = records.filter { record in place.id(of: record).map { seen.insert($0).inserted } ?? true }
      if !projects { try keep(fresh, place) }
      shown.formUnion(place.unusual(in: fresh))
      let wantsMore = try Failure.local { try rows.page(fresh, hasMore: hasMore && request.page == nil) }
      return wantsMore && request.page == nil && Interrupt.requested == nil
    }
    if Interrupt.requested != nil { throw Failure(.interrupted, "interrupted") }
    if !projects, row.endpoint.canBeCached {
      try cover(place, request, row, since: start, isWhole: isWhole && request.page == nil, shown)
    }
    let isCut = !isWhole && listing.isBounded && seen.count == listing.largest
    try Failure.local {
      try rows.finish(.live, total: request.page == nil ? total : nil, isCut: isCut, extra: extra)
    }
    return .success
  }

  private func rows(_ request: ListRequest, _ resource: Resource) throws(Failure) -> Rows {
    var selection = try Selection(invocation, resource: resource, isSorted: request.isSortedByService)
    if request.page != nil, request.pageSize != nil { selection.limit = nil }
    return try Rows(
      output, shape: RecordShape(resource, reveals: invocation.flag("reveal")), selection: selection)
  }

  private func keep(_ records: [JSON], _ place: Cache.Place) throws(Failure) {
    let cache = try session.cache()
    let now = session.clock.now()
    try Failure.local {
      try cache.connection.transaction {
        for record in records { try cache.keep(listed: record, place, at: now) }
      }
    }
  }

  private func cover(
    _ place: Cache.Place, _ request: ListRequest, _ row: Session.Row, since start: Timestamp, isWhole: Bool,
    _ shown: Set<String>
  ) throws(Failure) {
    let cache = try session.cache()
    let isAll = request.signature == request.wholeSignature
    try Failure.local {
      try cache.cover(
        place, query: request.signature, all: isAll ? row.endpoint.pathConditions(request.path) : nil,
        since: start, isWhole: isWhole, shown: shown)
    }
  }

  // MARK: From the cache

  func offline(_ request: ListRequest, _ place: Cache.Place) throws(Failure) -> Cache.Coverage? {
    if invocation.flag("offline") {
      if let coverage = try coverage(request, place) { return coverage }
      throw Failure(
        .notCached, "no list of \(place.resource.name) is in the cache", code: "not_cached",
        hint: place.isApart
          ? "without --offline it is asked for, and kept"
          : "sp sync \(service.name) fills it when the network is there")
    }
    guard let age = try freshness(), let coverage = try coverage(request, place), coverage.isWhole,
      session.clock.now() - coverage.fetched <= age
    else { return nil }
    return coverage
  }

  private func coverage(_ request: ListRequest, _ place: Cache.Place) throws(Failure) -> Cache.Coverage? {
    guard request.canBeCached else { return nil }
    let cache = try session.cache()
    return try Failure.local {
      try cache.coverage(place, queries: [request.wholeSignature, request.signature])
    }
  }

  func show(_ coverage: Cache.Coverage, _ request: ListRequest, _ place: Cache.Place) throws(Failure)
    -> ExitCode
  {
    let cache = try session.cache()
    let resource = place.resource
    if !coverage.isWhole {
      output.note("note: the cache has only a part of this list; sp sync fetches the rest")
    }
    let hidden = Set(resource.fields.filter { !$0.isInLists }.map(\.name))
      .subtracting(coverage.shown).subtracting(Execution.topLevel(output.fields ?? []))
    let query = try request.query(scope: place.scope)
    var rows = try self.rows(request, resource)
    try Failure.local {
      let total = request.page == nil ? try cache.store.count(query, in: place.schema) : nil
      try rows.stored(cache, query, place) { $0.without(hidden) }
      try rows.finish(.cached(coverage.fetched), total: total)
    }
    return .success
  }
}

extension Rows {
  /// Takes the records of the cache that a query finds, each changed by `body`.
  mutating func stored(_ cache: Cache, _ query: RecordQuery, _ place: Cache.Place, _ body: (JSON) -> JSON)
    throws
  {
    var page: [JSON] = []
    var wantsMore = true
    try cache.store.documents(query, in: place.schema) { document in
      if page.count == 500 {
        wantsMore = try self.page(page, hasMore: true)
        page = []
      }
      page.append(body(try JSON.parse(document)))
      return wantsMore && Interrupt.requested == nil
    }
    if wantsMore { _ = try self.page(page, hasMore: false) }
  }
}

extension JSON {
  /// The object without some of its members.
  func without(_ names: Set<String>) -> JSON {
    guard case .object(let object) = self, !names.isEmpty else { return self }
    return .object(Object(unique: object.members.filter { !names.contains($0.key) }))
  }
}
