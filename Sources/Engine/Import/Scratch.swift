import Database
import Platform
import Values

/// What planning an import must remember, on disk so that memory does not grow with the input: which identities
/// the input had already, and which the service has.
final class Scratch {
  /// Where an identity was seen before in the input.
  struct Earlier {
    var line: Int
    /// Whether the row was the same in every field.
    var isSame: Bool
  }

  private let connection: Connection
  private let insertSeen = "INSERT OR IGNORE INTO seen (identity, content, line) VALUES (?, ?, ?)"
  private let insertRemote = "INSERT INTO remote (id, whole, part) VALUES (?, ?, ?)"

  /// Makes a database that is gone when it is closed, whatever happens to the process; what a process left that
  /// died in between goes too.
  init(in directory: String) throws {
    try Scratch.sweep(directory)
    let path = "\(directory)/\(Scratch.prefix)\(ProcessIdentity.current)\(Scratch.suffix)"
    defer { Scratch.remove(path) }
    connection = try Connection(path: path, durability: .normal)
    try connection.execute(
      """
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      PRAGMA cache_size = -8000;
      CREATE TABLE seen (identity BLOB PRIMARY KEY, content INTEGER NOT NULL, line INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE remote (id TEXT NOT NULL, whole BLOB, part BLOB NOT NULL);
      CREATE INDEX remote_whole ON remote (whole);
      CREATE INDEX remote_part ON remote (part);
      CREATE INDEX remote_id ON remote (id);
      BEGIN;
      """)
  }

  private static let prefix = "plan-"
  private static let suffix = ".db"

  private static func sweep(_ directory: String) throws {
    for name in try Files.list(directory) where name.hasPrefix(prefix) && name.hasSuffix(suffix) {
      let owner = name.dropFirst(prefix.count).dropLast(suffix.count)
      if !ProcessIdentity.isAlive(String(owner)) { remove("\(directory)/\(name)") }
    }
  }

  private static func remove(_ path: String) {
    for part in ["-wal", "-shm", "-journal", ""] where Files.exists(path + part) {
      try? Files.remove(path + part)
    }
  }

  /// Remembers a row of the input; returns where the same identity stood before.
  func see(_ identity: [UInt8], content: Int, line: Int) throws -> Earlier? {
    try connection.execute(insertSeen, [.blob(identity), .integer(Int64(content)), .integer(Int64(line))])
    guard connection.changes == 0 else { return nil }
    return try connection.first("SELECT content, line FROM seen WHERE identity = ?", [.blob(identity)]) {
      row in
      Earlier(line: Int(row.int(1)), isSame: row.int(0) == Int64(content))
    }
  }

  /// Remembers a record of the service; `whole` is nil when it does not show its whole identity.
  func know(_ id: String, whole: [UInt8]?, part: [UInt8]) throws {
    try connection.execute(insertRemote, [.text(id), whole.map(SQLValue.blob) ?? .null, .blob(part)])
  }

  /// Completes what is known of a record.
  func complete(_ id: String, whole: [UInt8]) throws {
    try connection.execute("UPDATE remote SET whole = ? WHERE id = ?", [.blob(whole), .text(id)])
  }

  /// The records that have this identity.
  func matches(_ whole: [UInt8]) throws -> [String] {
    try connection.all("SELECT id FROM remote WHERE whole = ?", [.blob(whole)]) { $0.text(0) ?? "" }
  }

  /// The records that may have an identity of which this is the part that lists show.
  func candidates(_ part: [UInt8]) throws -> [String] {
    try connection.all("SELECT id FROM remote WHERE part = ? AND whole IS NULL", [.blob(part)]) {
      $0.text(0) ?? ""
    }
  }

  /// Whether the service has a record of this id.
  func has(_ id: String) throws -> Bool {
    try connection.first("SELECT 1 FROM remote WHERE id = ?", [.text(id)]) { _ in true } ?? false
  }
}
