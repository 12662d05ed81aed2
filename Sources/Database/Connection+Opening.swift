import CSQLite

/// How often a connection tries again while another process holds the lock: five seconds in all.
private let patience: Int32 = 1000

/// Nobody asks how much memory SQLite uses, and counting it takes a lock that threads would wait for.
private let isPrepared = sp_sqlite3_config_int(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK

extension Connection {
  static func open(_ path: String, _ access: Access) throws(DatabaseError) -> Handle {
    let path = try resolved(path)
    var flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    switch access {
    case .readOnly: flags |= SQLITE_OPEN_READONLY
    case .readWrite:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      if path != ":memory:" { sp_create_private_file(path) }
    }
    _ = isPrepared
    var pointer: OpaquePointer?
    let code = sqlite3_open_v2(path, &pointer, flags, nil)
    guard let pointer else {
      throw DatabaseError(ResultCode(rawValue: code), "out of memory", path: path)
    }
    let handle = Handle(pointer: pointer, path: path)
    try handle.check(code)
    return handle
  }

  /// SQLite refuses a link anywhere in the path, so that a planted one is not followed; those on the way to the
  /// directory are the user's own and are resolved first.
  private static func resolved(_ path: String) throws(DatabaseError) -> String {
    guard path != ":memory:" else { return path }
    let slash = path.lastIndex(of: "/")
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let directory = slash.map { String(path[...$0]) } ?? "."
    guard !name.isEmpty, !path.utf8.contains(0), let real = sp_real_path(directory) else {
      throw DatabaseError(.cantOpen, "there is no such directory", path: path)
    }
    defer { sp_free(real) }
    let parent = String(cString: real)
    return parent == "/" ? "/\(name)" : "\(parent)/\(name)"
  }

  func configure(
    _ access: Access, _ durability: Durability, _ applicationID: Int32?
  ) throws(DatabaseError) {
    sqlite3_busy_handler(handle.pointer, { _, tries in waitsAgain(tries) ? 1 : 0 }, nil)
    for (option, value) in [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
    ] as [(Int32, Int32)] {
      try handle.check(sp_sqlite3_db_config_int(handle.pointer, option, value))
    }
    // The first read of the file: nothing is written before it is known to be ours.
    let isUnmarked = try checkApplication(applicationID)
    if access == .readWrite { try chooseJournal(durability) }
    try executeScript(
      """
      PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
      PRAGMA secure_delete = ON; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 67108864;
      PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000
      """)
    if isUnmarked, access == .readWrite, let applicationID {
      try executeScript("PRAGMA application_id = \(applicationID)")
    }
    registerFunctions()
  }

  /// Throws for the database of another program; true when it is new and bears no mark yet.
  private func checkApplication(_ expected: Int32?) throws(DatabaseError) -> Bool {
    // In this order: whoever begins the file at this moment marks it before anything else is in it.
    let isEmpty = try integer("SELECT count(*) FROM sqlite_schema") == 0
    let found = try integer("PRAGMA application_id")
    guard let expected else { return false }
    if found == Int64(expected) { return false }
    if found == 0, isEmpty { return true }
    throw DatabaseError(
      .foreignApplication, "this database belongs to another program (application id \(found))", path: path)
  }

  private func chooseJournal(_ durability: Durability) throws(DatabaseError) {
    journalMode = try patiently { () throws(DatabaseError) in try text("PRAGMA journal_mode = WAL") }
    if journalMode != "wal" && journalMode != "memory" {
      journalMode = try text("PRAGMA journal_mode = TRUNCATE")
    }
    try executeScript("PRAGMA synchronous = \(durability == .full ? "FULL" : "NORMAL")")
  }

  /// SQLite does not wait by itself when two processes change a new file to write-ahead logging.
  private func patiently<T>(_ body: () throws(DatabaseError) -> T) throws(DatabaseError) -> T {
    var tries: Int32 = 0
    while true {
      do throws(DatabaseError) {
        return try body()
      } catch {
        guard case .busy = error.code, waitsAgain(tries) else { throw error }
        tries += 1
      }
    }
  }

  /// The first column of the only row, as a whole number.
  func integer(_ sql: String) throws(DatabaseError) -> Int64 {
    let statement = try compileOne(sql)
    return try statement.step() ? statement.row.int(0) : 0
  }

  /// The first column of the only row, as text.
  func text(_ sql: String) throws(DatabaseError) -> String {
    let statement = try compileOne(sql)
    return try statement.step() ? statement.row.text(0) ?? "" : ""
  }
}

/// Sleeps about five milliseconds; false when that was often enough.
///
/// SQLite's own time-out looks every 100 ms in the end and misses, by bad luck for seconds, the moments in which
/// busy writers leave the lock.
private func waitsAgain(_ tries: Int32) -> Bool {
  guard tries < patience else { return false }
  sqlite3_sleep(Int32.random(in: 1...9))
  return true
}
