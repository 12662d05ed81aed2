/// One step of a database's schema, from the version before to `version`.
public struct Migration: Sendable {
  /// The version reached; versions count upwards from 1.
  public let version: Int

  let apply: @Sendable (Connection) throws -> Void

  /// A step written as an SQL script.
  public init(_ version: Int, _ script: String) {
    self.init(version) { try $0.execute(script) }
  }

  /// A step that needs more than SQL; it runs inside a transaction and must not end it.
  public init(_ version: Int, apply: @escaping @Sendable (Connection) throws -> Void) {
    self.version = version
    self.apply = apply
  }
}

extension Connection {
  /// Brings the schema to the newest version, each step in a transaction of its own, so that a crash leaves a
  /// version whole. Safe while other processes do the same.
  ///
  /// With `backup`, a database that already has a version is first copied to that path followed by ".v" and
  /// the version. Returns the copy's path when one was made. A database newer than the last migration is
  /// refused as `.newerVersion` and left alone. Foreign keys are off during a step and checked at its end.
  @discardableResult
  public func migrate(_ migrations: [Migration], backup: String? = nil) throws -> String? {
    let newest = migrations.map(\.version).max() ?? 0
    let before = try userVersion
    guard before <= newest else { throw tooNew(before, newest) }
    guard before < newest else { return nil }
    var copy: String?
    try executeScript("PRAGMA foreign_keys = OFF")
    defer { try? executeScript("PRAGMA foreign_keys = ON") }
    for migration in migrations.sorted(by: { $0.version < $1.version }) {
      try transaction {
        // Another process may have gone ahead while this one waited for the lock.
        let present = try userVersion
        guard present <= newest else { throw tooNew(present, newest) }
        guard present < migration.version else { return }
        if copy == nil, before > 0, path != ":memory:", let backup {
          let target = "\(backup).v\(present)"
          // SQLite copies nothing through a connection that is writing.
          try Connection(path: path, access: .readOnly).backup(to: target)
          copy = target
        }
        try apply(migration)
      }
    }
    return copy
  }

  private func apply(_ migration: Migration) throws {
    try migration.apply(self)
    if let table = try first("PRAGMA foreign_key_check", [], { $0.text(0) ?? "" }) {
      let message = "migration \(migration.version) leaves rows of \(table) without what they refer to"
      throw DatabaseError(.constraint, message, path: path)
    }
    try execute("PRAGMA user_version = \(migration.version)")
  }

  private func tooNew(_ present: Int, _ newest: Int) -> DatabaseError {
    let message = "the database has version \(present), this program knows versions up to \(newest)"
    return DatabaseError(.newerVersion, message, path: path)
  }
}
