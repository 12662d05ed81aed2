import Catalog
import Database
import Platform
import Querying
import Values

/// The cache as SQL sees it: one read-only view a resource, with typed columns, for one profile.
public struct Views {
  /// The connection on which the views stand; it can read and nothing else.
  public let connection: Connection

  /// Opens the cache for reading and makes the views; with `only`, of those resources, and nothing else can be read.
  public init(_ session: Session, only names: [String]? = nil) throws(Failure) {
    _ = try session.cache()
    let profile = try session.profileName()
    let catalog = session.table.catalog
    let path = session.directories.cacheDatabase
    connection = try Failure.local {
      let connection = try Connection(path: path, access: .readOnly)
      let tables = Set(
        try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) ?? "" })
      var allowed: Set<String> = []
      for provider in catalog.providers {
        for domain in provider.domains {
          for resource in domain.plugin().resources where names?.contains(resource.name) ?? true {
            allowed.formUnion([resource.name, resource.schema(service: provider.name, for: .search).table])
            try connection.execute(
              Views.definition(of: resource, service: provider.name, profile: profile, among: tables))
          }
        }
      }
      if names == nil { connection.restrictToReading() } else { connection.restrictToReading(allowed) }
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

extension Views {
  /// The rows of a SELECT as objects, at most `limit`.
  public func rows(of query: String, limit: Int) throws -> [JSON] {
    let statement = try connection.prepare(query)
    let names = (0..<statement.columnCount).map(statement.columnName)
    let types = (0..<statement.columnCount).map(statement.declaredType)
    var rows: [JSON] = []
    while rows.count < limit, try statement.step() {
      var object = JSON.Object()
      for (index, name) in names.enumerated() { object[name] = statement.row.value(index, types[index]) }
      rows.append(.object(object))
    }
    return rows
  }
}

extension Row {
  /// A cell as JSON, by the type that its column was declared with.
  fileprivate func value(_ index: Int, _ type: String?) -> JSON {
    switch self.type(index) {
    case .null: .null
    case .integer where type == "BOOLEAN": .bool(int(index) != 0)
    case .integer: .number(.init(Int(int(index))))
    case .real: JSON.Number(double(index)).map(JSON.number) ?? .null
    case .text where type == "JSON": (try? JSON.parse(text(index) ?? "")) ?? .null
    case .text, .blob: .string(text(index) ?? "")
    }
  }
}
