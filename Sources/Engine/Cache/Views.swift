import Catalog
import Database
import Platform
import Querying
import Values

/// The cache as SQL sees it: one read-only view a resource, with typed columns, for one profile.
public struct Views {
  /// The connection on which the views stand; it can read and nothing else.
  public let connection: Connection

  /// Opens the cache for reading and makes the views.
  public init(_ session: Session) throws(Failure) {
    _ = try session.cache()
    let profile = try session.profileName()
    let catalog = session.table.catalog
    let path = session.directories.cacheDatabase
    connection = try Failure.local {
      let connection = try Connection(path: path, access: .readOnly)
      let tables = Set(
        try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) ?? "" })
      for provider in catalog.providers {
        for domain in provider.domains {
          for resource in domain.plugin().resources {
            try connection.execute(
              Views.definition(of: resource, service: provider.name, profile: profile, among: tables))
          }
        }
      }
      connection.restrictToReading()
      connection.shouldStop = { Interrupt.requested != nil }
      return connection
    }
  }

  private static func definition(
    of resource: Resource, service: String, profile: String, among tables: Set<String>
  ) -> String {
    let schema = resource.schema(service: service, for: .search)
    let names = schema.columns.map { quoted($0.name) }
    if tables.contains(schema.table) {
      let scope = profile.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      return """
        CREATE TEMP VIEW \(quoted(resource.name)) AS SELECT \(names.joined(separator: ", "))
        FROM main.\(quoted(schema.table)) WHERE _scope = '\(scope)'
        """
    }
    let nothing = names.map { "NULL AS \($0)" }.joined(separator: ", ")
    return "CREATE TEMP VIEW \(quoted(resource.name)) AS SELECT \(nothing) WHERE FALSE"
  }

  private static func quoted(_ name: String) -> String { "\"\(name)\"" }
}
