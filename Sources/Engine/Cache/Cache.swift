import Catalog
import Database
import Platform
import Querying
import Values

/// The offline copy of what services answered; may be deleted at any time and loses nothing but speed.
public final class Cache {
  private static let applicationID: Int32 = 0x7370_6361
  private static let migrations: [Migration] = [
    Migration(
      1,
      """
      CREATE TABLE coverage (
        scope TEXT NOT NULL, resource TEXT NOT NULL, query TEXT NOT NULL, fetched INTEGER NOT NULL,
        is_whole INTEGER NOT NULL, shown TEXT NOT NULL, PRIMARY KEY (scope, resource, query)) STRICT;
      """)
  ]

  /// The open database.
  public let connection: Connection
  let store: RecordStore
  let clock: SystemClock
  /// What happened to a damaged cache, for people; nil when it was sound.
  public let note: String?

  /// Opens `cache.db`; a damaged one is moved aside and a new one begun.
  public init(path: String, clock: SystemClock) throws {
    self.clock = clock
    do {
      connection = try Cache.opened(path)
      note = nil
    } catch let error as DatabaseError where Cache.isDamage(error.code) {
      let aside = try Cache.setAside(path, at: clock.now())
      connection = try Cache.opened(path)
      note = "the cache was damaged; it was moved to \(aside) and begun anew"
    }
    store = RecordStore(connection)
  }

  /// Moves a damaged file away, for whoever wants to look into it; returns where it is.
  static func setAside(_ path: String, at moment: Timestamp) throws(SystemError) -> String {
    let aside = "\(path).corrupt-\(moment.milliseconds)"
    try Files.rename(path, to: aside)
    for suffix in ["-wal", "-shm"] where Files.exists(path + suffix) { try Files.remove(path + suffix) }
    return aside
  }

  private static func opened(_ path: String) throws -> Connection {
    let connection = try Connection(path: path, durability: .normal, applicationID: applicationID)
    try connection.migrate(migrations)
    return connection
  }

  static func isDamage(_ code: ResultCode) -> Bool {
    switch code.primary {
    case .corrupt, .notADatabase, .foreignApplication, .newerVersion: true
    default: false
    }
  }

  // MARK: Writing

  /// Keeps a record from a list, which may leave fields out: those known from a single answer stay while the
  /// record's version is the same.
  func keep(listed record: JSON, _ place: Place, at moment: Timestamp) throws {
    let record = place.kept(record)
    guard let id = place.id(of: record), let listed = record.object else { return }
    let missing = place.resource.fields.filter { !$0.isInLists && listed[$0.name] == nil }
    guard !missing.isEmpty, let known = try store.record(id: id, scope: place.scope, in: place.schema),
      let old = try known.json().object, place.isSameVersion(listed, old)
    else {
      try store.put(
        record, id: id, scope: place.scope, at: moment, isComplete: missing.isEmpty, in: place.schema)
      return
    }
    var merged = old
    for member in listed.members { merged[member.key] = member.value }
    try store.put(
      .object(merged), id: id, scope: place.scope, at: moment, isComplete: known.isComplete, in: place.schema)
  }

  /// Adds to a known record the fields that a list was asked for by name; one that changed meanwhile stays as it is.
  func keep(part record: JSON, _ place: Place) throws {
    guard let id = place.id(of: record), let part = place.kept(record).object,
      let known = try store.record(id: id, scope: place.scope, in: place.schema),
      var merged = try known.json().object, place.isSameVersion(part, merged)
    else { return }
    for member in part.members { merged[member.key] = member.value }
    let isComplete = place.resource.fields.allSatisfy { $0.isInLists || merged[$0.name] != nil }
    try store.put(
      .object(place.ordered(merged)), id: id, scope: place.scope, at: known.storedAt, isComplete: isComplete,
      in: place.schema)
  }

  /// Takes into a known record what a write told of it; what else is known stays.
  func keep(changes record: JSON, _ place: Place) throws {
    guard let id = place.id(of: record), let changes = record.object,
      let known = try store.record(id: id, scope: place.scope, in: place.schema),
      var merged = try known.json().object
    else { return }
    for member in changes.members { merged[member.key] = member.value }
    try store.put(
      .object(place.ordered(merged)), id: id, scope: place.scope, at: known.storedAt,
      isComplete: known.isComplete, in: place.schema)
  }

  /// The ids of the records of which only a part is known.
  func lacking(_ place: Place) throws -> [String] {
    var ids: [String] = []
    try store.query(RecordQuery(scope: place.scope), in: place.schema) { stored in
      if !stored.isComplete { ids.append(stored.id) }
      return true
    }
    return ids
  }

  /// Keeps a record from a single answer, whole as it is.
  func keep(whole record: JSON, _ place: Place, at moment: Timestamp) throws {
    guard let id = place.id(of: record) else { return }
    var record = record
    let listed = place.resource.fields.filter { !$0.isInSingles && record[$0.name] == nil }
    if !listed.isEmpty, let known = try store.record(id: id, scope: place.scope, in: place.schema) {
      let old = try known.json()
      for field in listed { record[field.name] = old[field.name] }
    }
    try store.put(
      place.kept(record), id: id, scope: place.scope, at: moment, isComplete: true, in: place.schema)
  }

  /// Forgets a record that is gone.
  func forget(_ id: String, _ place: Place) throws {
    try store.remove(id: id, scope: place.scope, in: place.schema)
  }

  /// Remembers that a query's list was fetched, whole or in part, and which fields single answers have that it
  /// showed all the same.
  ///
  /// `all` has the conditions of a list that nothing else narrows: fetched whole, it ends the records that are no
  /// longer in it.
  func cover(
    _ place: Place, query: String, all: [Condition]?, since start: Timestamp, isWhole: Bool,
    shown: Set<String>
  ) throws {
    try connection.transaction {
      if isWhole, let all { try forget(place, all, storedBefore: start) }
      try connection.execute(
        """
        INSERT INTO coverage (scope, resource, query, fetched, is_whole, shown) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET fetched = excluded.fetched, is_whole = excluded.is_whole, shown = excluded.shown
        WHERE excluded.is_whole >= is_whole
        """,
        [
          .text(place.scope), .text(place.schema.table), .text(query), .integer(start.milliseconds),
          .integer(isWhole ? 1 : 0), .text(shown.sorted().joined(separator: ",")),
        ])
    }
  }

  /// Forgets every record of a profile in a resource, and every list, and wipes what they left in the file.
  func forgetAll(_ resource: Resource, of service: String, profile: String) throws {
    let schema = resource.schema(service: service, for: .search)
    try store.removeAll(below: profile, in: schema)
    try connection.execute(
      "DELETE FROM coverage WHERE resource = ?1 AND (scope = ?2 OR instr(scope, ?2 || '?') = 1)",
      [.text(schema.table), .text(profile)])
    _ = try store.eraseTraces(in: schema)
  }

  private func forget(_ place: Place, _ conditions: [Condition], storedBefore start: Timestamp) throws {
    guard !conditions.isEmpty else {
      _ = try store.removeAll(scope: place.scope, storedBefore: start, in: place.schema)
      return
    }
    var gone: [String] = []
    try store.query(RecordQuery(scope: place.scope, conditions: conditions), in: place.schema) { stored in
      if stored.storedAt < start { gone.append(stored.id) }
      return true
    }
    for id in gone { try forget(id, place) }
  }

  // MARK: Reading

  /// How well the cache knows a list.
  struct Coverage {
    var fetched: Timestamp
    var isWhole: Bool
    /// Fields of single answers that the list showed.
    var shown: Set<String>
  }

  /// What is known of a list, by the queries that bring it: its own, that of the whole list which holds it, or all
  /// records.
  func coverage(_ place: Place, queries: [String] = []) throws -> Coverage? {
    try store.prepare(place.schema)
    let marks = queries.map { _ in ", ?" }.joined()
    return try connection.first(
      """
      SELECT fetched, is_whole, shown FROM coverage WHERE scope = ? AND resource = ? AND query IN (''\(marks))
      ORDER BY is_whole DESC, fetched DESC LIMIT 1
      """, [.text(place.scope), .text(place.schema.table)] + queries.map(SQLValue.text)
    ) { row in
      Coverage(
        fetched: Timestamp(milliseconds: row.int(0)), isWhole: row.int(1) != 0,
        shown: Set((row.text(2) ?? "").split(separator: ",").map(String.init)))
    }
  }

  /// A record by its id.
  func record(_ id: String, _ place: Place) throws -> StoredRecord? {
    try store.record(id: id, scope: place.scope, in: place.schema)
  }
}

extension Cache {
  /// Where the records of a resource are kept for a profile.
  struct Place {
    let scope: String
    let resource: Resource
    let schema: RecordSchema
    /// Whether these records say something of their own for some parameters.
    let isApart: Bool

    /// The place of a profile's records; those of a `shape` of their own stand apart, and no SQL view shows them.
    init(_ resource: Resource, of service: String, profile: String, shape: String = "") {
      isApart = !shape.isEmpty
      scope = shape.isEmpty ? profile : "\(profile)?\(shape)"
      self.resource = resource
      schema = resource.schema(service: service, for: .search)
    }

    /// What of a record may be kept on this machine: all but its secrets.
    func kept(_ record: JSON) -> JSON {
      Masking.isIn(resource.fields) ? Masking.removed(from: record, by: resource.fields) : record
    }

    func id(of record: JSON) -> String? {
      resource.isSingle ? resource.name : record[resource.id].map { $0.string ?? $0.text() }
    }

    /// The fields of single answers that a list shows although its resource does not say so.
    func unusual(in records: [JSON]) -> Set<String> {
      Set(
        resource.fields.filter { field in !field.isInLists && records.contains { $0[field.name] != nil } }
          .map(\.name))
    }

    /// The members in the order in which the resource declares them, others where they stood.
    fileprivate func ordered(_ object: JSON.Object) -> JSON.Object {
      let declared = resource.fields.map(\.name)
      let known = declared.compactMap { name in object[name].map { JSON.Object.Member(key: name, value: $0) }
      }
      return JSON.Object(unique: known + object.members.filter { !declared.contains($0.key) })
    }

    fileprivate func isSameVersion(_ listed: JSON.Object, _ old: JSON.Object) -> Bool {
      guard let version = resource.version else { return false }
      return listed[version] != nil && listed[version] == old[version]
    }
  }
}
