import Catalog
import Database
import Platform
import Querying
import Values

/// The cache as SQL sees it: one read-only view a resource, with typed columns, for one profile.
public struct Views {
  /// The connection on which the views stand; it can read and nothing else.
  public let connection: Connection
  private let profile: String
  /// The tables of the cache.
  private let tables: Set<String>

  /// Opens the cache for reading and makes the views of those resources whose names are wanted.
  public init(_ session: Session, wanted isWanted: (String) -> Bool) throws(Failure) {
    self.init(try Views.opened(session))
    for (name, resource, provider) in Views.named(session.table.catalog, isWanted) {
      try define(name, as: resource.schema(service: provider.name, for: .search))
    }
    connection.restrictToReading()
  }

  /// The same for another program: of these resources alone, and nothing else can be read.
  ///
  /// Each view stands on one whose name is drawn anew each time, which alone may read the table: the program's own
  /// statement cannot pass for it, and sees the profile's rows only.
  public init(_ session: Session, only names: Set<String>) throws(Failure) {
    self.init(try Views.opened(session))
    var tables: [String: String] = [:]
    var views: Set<String> = []
    for (name, resource, provider) in Views.named(session.table.catalog, names.contains) {
      let schema = resource.schema(service: provider.name, for: .search)
      let inner = "view-\(Hex.encode(Randomness.bytes(16)))"
      try define(inner, as: schema)
      try Failure.local {
        try connection.execute(
          "CREATE TEMP VIEW \(Views.quoted(name)) AS SELECT * FROM temp.\(Views.quoted(inner))")
      }
      tables[schema.table] = inner
      views.insert(name)
    }
    connection.restrictToReading(views, through: tables)
  }

  private init(_ opened: (connection: Connection, profile: String, tables: Set<String>)) {
    connection = opened.connection
    connection.shouldStop = { Interrupt.requested != nil }
    (profile, tables) = (opened.profile, opened.tables)
  }

  private static func opened(
    _ session: Session
  ) throws(Failure) -> (connection: Connection, profile: String, tables: Set<String>) {
    _ = try session.cache()
    let profile = try session.profileName()
    let path = session.directories.cacheDatabase
    return try Failure.local {
      let connection = try Connection(path: path, access: .readOnly)
      let tables = try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        $0.text(0) ?? ""
      }
      return (connection, profile, Set(tables))
    }
  }

  /// The resources under the names of their views: one whose name another has carries that of its service.
  static func named(
    _ catalog: Catalog, _ isWanted: (String) -> Bool
  ) -> [(name: String, resource: Resource, provider: Catalog.Provider)] {
    var taken: Set<String> = []
    return catalog.resources(wanted: isWanted).map { provider, _, resource in
      let isFree = taken.insert(resource.name).inserted
      let long = "\(provider.name)_\(resource.name)".replacing("-", with: "_")
      return (isFree ? resource.name : long, resource, provider)
    }
  }

  private func define(_ name: String, as schema: RecordSchema) throws(Failure) {
    let names = schema.columns.map { Views.quoted($0.name) }
    let scope = profile.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    let rows =
      tables.contains(schema.table)
      ? "\(names.joined(separator: ", ")) FROM main.\(Views.quoted(schema.table)) WHERE _scope = '\(scope)'"
      : names.map { "NULL AS \($0)" }.joined(separator: ", ") + " WHERE FALSE"
    try Failure.local {
      try connection.execute("CREATE TEMP VIEW \(Views.quoted(name)) AS SELECT \(rows)")
    }
  }

  private static func quoted(_ name: String) -> String { "\"\(name)\"" }
}

extension Views {
  /// Whether a statement may mean a view: it has its name somewhere, or asks which there are.
  public static func areMeant(by statement: String) -> (String) -> Bool {
    let bytes = Array(statement.lowercased().utf8)
    let holds = { (name: String) in bytes.firstIndex(of: Array(name.lowercased().utf8)) != nil }
    let asks = holds("sqlite_") || holds("pragma")
    return { asks || holds($0) }
  }

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
