import CSQLite

/// What a statement may do, decided while it is prepared.
enum Permission {
  /// Whatever the connection may.
  case everything
  /// Read tables, and the pragmas that tell about the schema.
  case reading
  /// Read these tables and the members of JSON values, as part of one condition.
  case condition(tables: Set<String>)
  /// Read these views and the members of JSON values, and each of the tables behind them through its view alone.
  case views(Set<String>, tables: [String: String])

  /// `reader` is the view or subquery in which the statement does it; nil for the statement itself.
  func allows(_ action: Int32, _ name: String, _ detail: String?, in reader: String?) -> Bool {
    if Self.declaresTable(action, name, detail) { return true }
    return switch self {
    case .everything: true
    case .reading: allowsReading(action, name, detail)
    case .condition(let tables):
      switch action {
      case SQLITE_SELECT: true
      case SQLITE_FUNCTION: detail != "load_extension"
      case SQLITE_READ: tables.contains(name) || Self.ofJSON.contains(name)
      default: false
      }
    case .views(let views, let tables):
      switch action {
      case SQLITE_SELECT, SQLITE_RECURSIVE: true
      case SQLITE_FUNCTION: detail != "load_extension"
      case SQLITE_READ:
        views.contains(name) || Self.ofJSON.contains(name) || reader != nil && tables[name] == reader
      default: false
      }
    }
  }

  private static let ofJSON: Set<String> = ["json_each", "json_tree"]

  private func allowsReading(_ action: Int32, _ name: String, _ detail: String?) -> Bool {
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: true
    case SQLITE_FUNCTION: detail != "load_extension"
    case SQLITE_PRAGMA:
      Self.schemaPragmas.contains(name) || (detail == nil && Self.valuePragmas.contains(name))
    default: false
    }
  }

  /// SQLite asks for these when it declares a virtual table such as `json_each` to itself. In earnest they come
  /// with the creation of something, which is refused, or to a schema that the connection defends.
  private static func declaresTable(_ action: Int32, _ name: String, _ detail: String?) -> Bool {
    guard name == "sqlite_master" else { return false }
    return action == SQLITE_INSERT || action == SQLITE_UPDATE || (action == SQLITE_READ && detail == "ROWID")
  }

  /// Their argument names what to describe.
  private static let schemaPragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo",
    "foreign_key_list", "foreign_key_check", "integrity_check", "quick_check",
  ]

  /// Their argument would change them.
  private static let valuePragmas: Set<String> = [
    "application_id", "compile_options", "collation_list", "data_version", "database_list", "encoding",
    "function_list", "journal_mode", "module_list", "page_count", "page_size", "pragma_list",
    "schema_version", "user_version",
  ]
}

extension Connection {
  /// From now on refuses to prepare anything but reading: no change of data, schema, settings or transactions,
  /// no other file attached. Meant for SQL that a person typed.
  public func restrictToReading() { handle.permission = .reading }

  /// From now on refuses to prepare anything but reading these views, and the tables behind them, by the view that
  /// alone may read each. Meant for SQL of another program, to which those views must be unknown: a subquery of it
  /// could have such a name.
  public func restrictToReading(_ views: Set<String>, through tables: [String: String]) {
    handle.permission = .views(views.union(tables.values), tables: tables)
  }

  /// Prepares under another permission and returns to the present one.
  func prepare(
    _ sql: String, permitting permission: Permission
  ) throws(DatabaseError) -> Statement {
    let present = handle.permission
    handle.permission = permission
    defer { handle.permission = present }
    return try compileOne(sql)
  }

  /// Installed once: exchanging the authorizer later would make SQLite prepare every statement again.
  func installCallbacks() {
    let context = Unmanaged.passUnretained(handle).toOpaque()
    sqlite3_set_authorizer(
      handle.pointer,
      { context, action, name, detail, _, reader in
        guard let context else { return SQLITE_DENY }
        let permission = Unmanaged<Handle>.fromOpaque(context).takeUnretainedValue().permission
        if case .everything = permission { return SQLITE_OK }
        let isAllowed = permission.allows(
          action, name.map { String(cString: $0) } ?? "", detail.map { String(cString: $0) },
          in: reader.map { String(cString: $0) })
        return isAllowed ? SQLITE_OK : SQLITE_DENY
      }, context)
    sqlite3_progress_handler(
      handle.pointer, 4000,
      { context in
        guard let context else { return 0 }
        let shouldStop = Unmanaged<Handle>.fromOpaque(context).takeUnretainedValue().shouldStop
        return shouldStop?() == true ? 1 : 0
      }, context)
  }
}
