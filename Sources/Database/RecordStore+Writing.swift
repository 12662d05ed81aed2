import Values

extension RecordStore {
  /// Stores a document under its id, replacing the one that was there in its place in the order.
  ///
  /// The text is kept as it is; one that is no JSON is refused, as `.constraint` or `.error`. All writing goes
  /// through this type: a row changed by other SQL is no longer found by its words.
  public func put(
    _ document: String, id: String, scope: String, at time: Timestamp, isComplete: Bool = true,
    in schema: RecordSchema
  ) throws(DatabaseError) {
    let table = try table(schema)
    // SQLite's JSON functions stop at a NUL byte, which JSON cannot hold.
    guard !document.utf8.contains(0) else {
      throw DatabaseError(.constraint, "the document of \(id) holds a NUL byte", path: connection.path)
    }
    func bind(_ statement: Statement) throws(DatabaseError) {
      try statement.bind(scope, at: 1)
      try statement.bind(id, at: 2)
      try statement.bind(document, at: 3)
      try statement.bind(.integer(time.milliseconds), at: 4)
      try statement.bind(.integer(isComplete ? 1 : 0), at: 5)
    }
    func store() throws(DatabaseError) {
      try table.touch.run(bind)
      // What did not change needs no work in the indexes.
      guard connection.changes == 0 else { return }
      var old: [Statement] = []
      for index in table.indexes where try index.take(scope, id, for: index.unindex) {
        old.append(index.unindex)
      }
      try table.put.run(bind)
      for statement in old { try statement.run { _ throws(DatabaseError) in } }
      for index in table.indexes where try index.take(scope, id, for: index.index) {
        try index.index.run { _ throws(DatabaseError) in }
      }
    }
    // No savepoint in a transaction: FTS5 would write out all it gathered. Only `put` may fail for what the
    // document holds, and what comes before it changes nothing.
    if connection.isInTransaction { try store() } else { try connection.atomically(store) }
  }

  /// Stores a value as compact JSON.
  public func put(
    _ document: JSON, id: String, scope: String, at time: Timestamp, isComplete: Bool = true,
    in schema: RecordSchema
  ) throws(DatabaseError) {
    try put(document.text(), id: id, scope: scope, at: time, isComplete: isComplete, in: schema)
  }

  /// Removes one record; false when there was none.
  @discardableResult
  public func remove(id: String, scope: String, in schema: RecordSchema) throws(DatabaseError) -> Bool {
    let values: [SQLValue] = [.text(scope), .text(id)]
    return try remove(schema, where: "_scope = ? AND _id = ?", values) > 0
  }

  /// Removes the records of a scope (nil: of all) that were stored before a time (nil: whenever), and tells how
  /// many they were.
  @discardableResult
  public func removeAll(
    scope: String? = nil, storedBefore time: Timestamp? = nil, in schema: RecordSchema
  ) throws(DatabaseError) -> Int {
    try remove(
      schema, where: "(?1 IS NULL OR _scope = ?1) AND (?2 IS NULL OR _stored_at < ?2)",
      [scope.map(SQLValue.text) ?? .null, time.map { .integer($0.milliseconds) } ?? .null])
  }

  /// Removes the records of a scope and of all scopes below it, which are spelt `scope?more`.
  public func removeAll(below scope: String, in schema: RecordSchema) throws(DatabaseError) {
    _ = try remove(schema, where: "_scope = ?1 OR instr(_scope, ?1 || '?') = 1", [.text(scope)])
  }

  private func remove(
    _ schema: RecordSchema, where condition: String, _ values: [SQLValue]
  ) throws(DatabaseError) -> Int {
    _ = try table(schema)
    return try connection.atomically { () throws(DatabaseError) in
      for index in wordIndexes(schema) {
        try connection.execute(index.unindexStatement(where: condition), values)
      }
      try connection.execute("DELETE FROM \(schema.name) WHERE \(condition)", values)
      return connection.changes
    }
  }

  /// Wipes what removed records left behind in the file: their words in the full-text index, and their pages
  /// in the write-ahead log. False when another process still reads an older state; call it again then.
  public func eraseTraces(in schema: RecordSchema) throws(DatabaseError) -> Bool {
    _ = try table(schema)
    for index in wordIndexes(schema) { try connection.execute(index.optimizeStatement) }
    return try connection.checkpoint()
  }
}

extension RecordStore.IndexStatements {
  /// Binds the words of a record, as they are now, to a statement; false when there is no such record.
  fileprivate func take(_ scope: String, _ id: String, for statement: Statement) throws(DatabaseError) -> Bool
  {
    defer { words.reset() }
    try words.bind(scope, at: 1)
    try words.bind(id, at: 2)
    guard try words.step() else { return false }
    try statement.bind(words.row)
    return true
  }
}
