import Catalog
import Database
import Platform
import Querying
import Values

extension Session {
  /// Refreshes the lists of a domain in the cache; returns a record for each resource.
  public func sync(_ provider: Catalog.Provider, _ plugin: Plugin, whole: Bool) throws(Failure) -> [JSON] {
    let profile = try profileName()
    var records: [JSON] = []
    for resource in plugin.resources {
      if resource.isSingle, let get = plugin.endpoint(.get, of: resource.name) {
        records.append(try single(Row(provider: provider, plugin: plugin, endpoint: get), resource, profile))
        continue
      }
      guard let list = plugin.endpoint(.list, of: resource.name), plugin.canSync(list) else { continue }
      let refresh = try Refresh(
        self, Row(provider: provider, plugin: plugin, endpoint: list), profile: profile)
      let start = clock.now()
      let count = try refresh.list { console.progress("\(resource.name): \($0)") }
      if whole {
        try refresh.deepen()
        try refresh.details { console.progress("\(resource.name): \($0) of \($1) read whole") }
      }
      console.progress(nil)
      records.append(Session.synced(resource, provider, count, at: start))
    }
    return records
  }

  /// Refreshes the one record that there is for each account.
  private func single(_ row: Row, _ resource: Resource, _ profile: String) throws(Failure) -> JSON {
    let start = clock.now()
    let client = try client(row.provider, profile: profile, priority: .bulk)
    let record = try client.send(Call(row.endpoint)).payload
    let cache = try cache()
    let place = Cache.Place(resource, of: row.provider.name, profile: profile)
    try Failure.local {
      try cache.keep(whole: record, place, at: clock.now())
      try cache.cover(place, query: "", all: [], since: start, isWhole: true, shown: [])
    }
    return Session.synced(resource, row.provider, 1, at: start)
  }

  private static func synced(
    _ resource: Resource, _ provider: Catalog.Provider, _ count: Int, at start: Timestamp
  ) -> JSON {
    [
      "resource": .string(resource.name), "service": .string(provider.name),
      "records": .number(.init(count)), "fetched_at": .string(start.rfc3339),
    ]
  }

  /// Whether a service can be asked under the profile of the moment: it has an address, and a credential where it is
  /// not the sandbox. Says what is missing.
  public func canAsk(_ provider: Catalog.Provider) throws(Failure) -> Bool {
    let service = provider.service()
    let settings = try settings()
    if settings.isLocal(service) { return true }
    let problem: String
    if !settings.hasAddress(of: service) {
      problem = "no address: sp config set --profile \(settings.profile) \(service.name).url URL"
    } else if service.authentication != .none,
      try credentials(settings).lookUp(
        service: service, profile: settings.profile, address: try settings.address(of: service)) == nil
    {
      problem = "no credential: sp auth login \(service.name)"
    } else {
      return true
    }
    if !manners.isQuiet { console.report("note: \(service.title) is left out, it has \(problem)") }
    return false
  }

  /// The cached records of the profile that hold all words, best first within each resource.
  public func search(_ words: String, marks: (String, String), limit: Int) throws(Failure) -> [JSON] {
    let profile = try profileName()
    let cache = try cache()
    var hits: [(rank: Double, record: JSON)] = []
    for (provider, _, resource) in try resources(in: cache) {
      let place = Cache.Place(resource, of: provider.name, profile: profile)
      let found = try Failure.local {
        try cache.store.search(words, scope: place.scope, marks: marks, limit: limit, in: place.schema)
      }
      for hit in found {
        let record = try Failure.local { try hit.record.json() }
        let line: JSON = [
          "resource": .string(resource.name), "id": .string(hit.record.id),
          "label": record[resource.label] ?? nil, "snippet": .string(hit.snippet),
        ]
        hits.append((hit.rank, line))
      }
    }
    return hits.sorted { $0.rank < $1.rank }.prefix(limit).map(\.record)
  }

  /// What the cache knows of each list: how many records, whether the whole list, and since when.
  public func cacheStatus() throws(Failure) -> [JSON] {
    let cache = try cache()
    var records: [JSON] = []
    for (provider, _, resource) in try resources(in: cache) {
      let schema = resource.schema(service: provider.name, for: .search)
      try Failure.local {
        try cache.store.prepare(schema)
        try cache.connection.rows(
          """
          SELECT scope, max(is_whole), max(fetched) FROM coverage WHERE resource = ? AND query = '' AND instr(scope, '?') = 0
          GROUP BY scope ORDER BY scope
          """, [.text(schema.table)]
        ) { row in
          let scope = row.text(0) ?? ""
          records.append([
            "profile": .string(scope), "service": .string(provider.name), "resource": .string(resource.name),
            "records": .number(.init(try cache.store.count(.init(scope: scope), in: schema))),
            "whole": .bool(row.int(1) != 0),
            "fetched_at": .string(Timestamp(milliseconds: row.int(2)).rfc3339),
          ])
          return true
        }
      }
    }
    return records
  }

  /// The resources of which the cache has a table; nothing else is built for what others added.
  private func resources(
    in cache: Cache
  ) throws(Failure) -> [(provider: Catalog.Provider, plugin: Plugin, resource: Resource)] {
    let tables = try Failure.local {
      Set(
        try cache.connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) ?? "" })
    }
    let found = table.catalog.resources { name in tables.contains { $0.hasSuffix("_\(name)") } }
    return found.filter { tables.contains($0.resource.schema(service: $0.provider.name, for: .search).table) }
  }
}

extension Session {
  /// A record as the cache has it under the profile of the moment; nil where it has none, or no such resource.
  public func cached(_ id: String, of resource: String) throws(Failure) -> JSON? {
    guard let (provider, _, resource) = table.catalog.resource(resource) else { return nil }
    let (cache, profile) = (try cache(), try profileName())
    return try Failure.local {
      try cache.record(id, Cache.Place(resource, of: provider.name, profile: profile))?.json()
    }
  }
}

extension Endpoint {
  /// The query parameter that names the record to which a list belongs; nil where the path does, or nothing.
  var owner: Parameter? {
    query.first { parameter in
      guard parameter.isRequired, case .id = parameter.kind else { return false }
      return true
    }
  }

  /// Names the whole list of an owner.
  func signature(ofOwner values: [String: [String]]) -> String { signature(of: query, values) }

  /// The conditions that its owner makes on the records of a list.
  func ownerConditions(_ values: [String: [String]]) -> [Condition] {
    guard let owner, case .equals(let field) = owner.filter, let id = values[owner.name]?.last else {
      return []
    }
    return [.equals(field, .text(id))]
  }
}
