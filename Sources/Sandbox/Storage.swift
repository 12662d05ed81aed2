import Catalog
import Database
import Querying
import Values

/// The sandbox's file: the records of every service and account, and what the sandbox remembers beside them.
final class Storage {
  static let applicationID: Int32 = 0x7370_7362  // "spsb"

  let connection: Connection
  let records: RecordStore
  private var schemas: [String: RecordSchema] = [:]
  private var seenVersion: Int64 = -1
  /// When time brings something about next, by service and account, while nothing is written.
  private var dueMoments: [String: Timestamp?] = [:]
  private var dueState = State(version: -1, changes: -1)
  /// The services whose tables are known to be there.
  var preparedServices: Set<String> = []

  /// Opens the file, made when there is none.
  init(path: String) throws {
    connection = try Connection(path: path, durability: .normal, applicationID: Storage.applicationID)
    _ = try connection.migrate(Storage.migrations)
    records = RecordStore(connection)
  }

  /// What the file holds, as far as this connection knows: another value after every write.
  private struct State: Equatable {
    var version: Int64
    var changes: Int
  }

  /// What `find` tells for a service's account, which is asked again only after something was written.
  func due(_ key: String, _ find: () throws(Refusal) -> Timestamp?) throws(Refusal) -> Timestamp? {
    let state = State(version: seenVersion, changes: connection.totalChanges)
    if state != dueState { (dueMoments, dueState) = ([:], state) }
    if let known = dueMoments[key] { return known }
    let moment = try find()
    dueMoments[key] = .some(moment)
    return moment
  }

  /// The table of a resource.
  func schema(of resource: Resource, service: String) -> RecordSchema {
    let table = "\(service)_\(resource.name)"
    if let schema = schemas[table] { return schema }
    let schema = resource.schema(service: service, for: .lists)
    schemas[table] = schema
    return schema
  }

  /// Whether another connection has written since the last time this was asked.
  func hasChangedElsewhere() throws -> Bool {
    let version = try connection.first("PRAGMA data_version") { $0.int(0) } ?? 0
    defer { seenVersion = version }
    return version != seenVersion
  }

  /// The next number of a sequence, from 1.
  func next(_ name: String, scope: String) throws -> Int {
    let number = try connection.first(
      """
      INSERT INTO sequence (scope, name, value) VALUES (?, ?, 1)
      ON CONFLICT (scope, name) DO UPDATE SET value = value + 1 RETURNING value
      """, [.text(scope), .text(name)]
    ) { Int($0.int(0)) }
    return number ?? 1
  }

  private static let migrations = [
    Migration(
      1,
      """
      CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE sequence (
        scope TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (scope, name)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE link (
        scope TEXT NOT NULL, holder TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (scope, holder, target)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX link_target ON link (scope, target, holder);
      CREATE TABLE fault (
        number INTEGER PRIMARY KEY, rule TEXT NOT NULL, seen INTEGER NOT NULL, fired INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE visit (scope TEXT NOT NULL, class TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
      CREATE INDEX visit_window ON visit (scope, class, at);
      CREATE TABLE tally (
        service TEXT NOT NULL, operation TEXT NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (service, operation, status)
      ) STRICT, WITHOUT ROWID;
      """),
    Migration(
      2,
      """
      CREATE TABLE file (
        scope TEXT NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (scope, service, name)
      ) STRICT;
      CREATE TABLE event (
        number INTEGER PRIMARY KEY, scope TEXT NOT NULL, service TEXT NOT NULL, name TEXT NOT NULL,
        data TEXT NOT NULL, at INTEGER NOT NULL
      ) STRICT;
      """),
    Migration(
      3,
      """
      ALTER TABLE event ADD COLUMN planned INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX event_open ON event (number) WHERE planned = 0;
      CREATE TABLE notice (
        number INTEGER PRIMARY KEY, service TEXT NOT NULL, webhook TEXT NOT NULL, url TEXT NOT NULL,
        secret TEXT NOT NULL, body BLOB NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting', error TEXT
      ) STRICT;
      CREATE INDEX notice_due ON notice (due) WHERE state = 'waiting';
      """),
  ]
}
