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
      guard let list = plugin.endpoint(.list, of: resource.name), list.pathParameters.isEmpty else {
        continue
      }
      let refresh = try Refresh(
        self, Row(provider: provider, plugin: plugin, endpoint: list), profile: profile)
      let start = clock.now()
      let count = try refresh.list { console.progress("\(resource.name): \($0)") }
      if whole {
        try refresh.deepen()
        try refresh.details { console.progress("\(resource.name): \($0) of \($1) read whole") }
      }
      console.progress(nil)
      records.append([
        "resource": .string(resource.name), "service": .string(provider.name),
        "records": .number(.init(count)),
        "fetched_at": .string(start.rfc3339),
      ])
    }
    return records
  }

  /// The cached records of the profile that hold all words, best first within each resource.
  public func search(_ words: String, marks: (String, String), limit: Int) throws(Failure) -> [JSON] {
    let profile = try profileName()
    let cache = try cache()
    var hits: [(rank: Double, record: JSON)] = []
    for provider in table.catalog.providers {
      for domain in provider.domains {
        for resource in domain.plugin().resources {
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
      }
    }
    return hits.sorted { $0.rank < $1.rank }.prefix(limit).map(\.record)
  }

  /// What the cache knows of each list: how many records, whether the whole list, and since when.
  public func cacheStatus() throws(Failure) -> [JSON] {
    let cache = try cache()
    var records: [JSON] = []
    try Failure.local {
      for provider in table.catalog.providers {
        for domain in provider.domains {
          for resource in domain.plugin().resources {
            let schema = resource.schema(service: provider.name, for: .search)
            try cache.store.prepare(schema)
            try cache.connection.rows(
              """
              SELECT scope, max(is_whole), max(fetched) FROM coverage WHERE resource = ? AND query = ''
              GROUP BY scope ORDER BY scope
              """, [.text(schema.table)]
            ) { row in
              let scope = row.text(0) ?? ""
              records.append([
                "profile": .string(scope), "service": .string(provider.name),
                "resource": .string(resource.name),
                "records": .number(.init(try cache.store.count(.init(scope: scope), in: schema))),
                "whole": .bool(row.int(1) != 0),
                "fetched_at": .string(Timestamp(milliseconds: row.int(2)).rfc3339),
              ])
              return true
            }
          }
        }
      }
    }
    return records
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
