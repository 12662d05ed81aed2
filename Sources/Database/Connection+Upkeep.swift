import CSQLite

extension Connection {
  /// The schema's version, 0 in a new database.
  public var userVersion: Int {
    get throws(DatabaseError) { Int(try integer("PRAGMA user_version")) }
  }

  /// The first thing wrong with the file, nil when all of it is sound; reads the whole file.
  public func integrityProblem() throws(DatabaseError) -> String? {
    let answer = try text("PRAGMA integrity_check(1)")
    return answer == "ok" ? nil : answer
  }

  /// Moves the write-ahead log into the database file and empties it; false when a reader still needs it.
  @discardableResult
  public func checkpoint() throws(DatabaseError) -> Bool {
    try integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0
  }

  /// Moves what it can of the write-ahead log into the database file while others read and write on.
  public func checkpointBeside() throws(DatabaseError) {
    _ = try integer("PRAGMA wal_checkpoint(PASSIVE)")
  }

  /// Lets the write-ahead log grow to so many pages before a commit moves it into the database file.
  public func checkpoint(every pages: Int) throws(DatabaseError) {
    _ = try integer("PRAGMA wal_autocheckpoint = \(pages)")
  }

  /// Copies the database as it stands now into a file that only its owner may read, replacing what it held.
  ///
  /// Other processes may go on writing; the copy is of one moment.
  public func backup(to path: String) throws(DatabaseError) {
    let copy = try Self.open(path, .readWrite)
    sqlite3_extended_result_codes(copy.pointer, 1)
    guard let backup = sqlite3_backup_init(copy.pointer, "main", handle.pointer, "main") else {
      throw copy.failure(sqlite3_extended_errcode(copy.pointer))
    }
    var code = SQLITE_OK
    var waited: Int32 = 0
    repeat {
      code = sqlite3_backup_step(backup, 100)
      if code == SQLITE_BUSY || code == SQLITE_LOCKED { waited += max(1, sqlite3_sleep(10)) }
    } while code == SQLITE_OK || ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && waited < 5000)
    let end = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else { throw copy.failure(end == SQLITE_OK ? code : end) }
  }
}
