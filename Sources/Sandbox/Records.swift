import Catalog
import Database
import Values

/// The records of one resource in one account.
public struct Records {
  let store: Store
  let resource: Resource
  let schema: RecordSchema

  /// The record with that id; nil when there is none.
  public func find(_ id: String) throws(Refusal) -> JSON.Object? {
    try Refusal.around { try stored(id)?.json().object }
  }

  /// The record with that id; refuses 404 when there is none.
  public func get(_ id: String) throws(Refusal) -> JSON.Object {
    guard let record = try find(id) else { throw .notFound(resource.singular, id) }
    return record
  }

  /// The only record of a resource that has one for each account; nil before there is one.
  public func single() throws(Refusal) -> JSON.Object? { try find(resource.name) }

  /// All records, in the order of their creation.
  public func all() throws(Refusal) -> [JSON.Object] { try all(where: []) }

  /// The record that was created first; nil when there is none.
  public func first() throws(Refusal) -> JSON.Object? {
    try Refusal.around {
      var first: JSON.Object?
      try store.storage.records.query(RecordQuery(scope: store.account.id, limit: 1), in: schema) { record in
        first = try record.json().object
        return false
      }
      return first
    }
  }

  /// The records whose field lies between two moments, both included.
  public func all(
    where field: String, from start: Timestamp, to end: Timestamp
  ) throws(Refusal) -> [JSON.Object] {
    try all(where: [.atLeast(field, .text(start.rfc3339)), .atMost(field, .text(end.rfc3339))])
  }

  func all(where conditions: [Condition]) throws(Refusal) -> [JSON.Object] {
    try Refusal.around {
      var found: [JSON.Object] = []
      let query = RecordQuery(scope: store.account.id, conditions: conditions)
      try store.storage.records.query(query, in: schema) { record in
        if let object = try record.json().object { found.append(object) }
        return true
      }
      return found
    }
  }

  /// The records of which a field has a value.
  public func all(where field: String, is value: String) throws(Refusal) -> [JSON.Object] {
    try all(where: [.equals(field, .text(value))])
  }

  /// Stores a record under its id, in place of the one that had it.
  public func put(_ record: JSON.Object) throws(Refusal) {
    guard let id = resource.isSingle ? resource.name : record[resource.id]?.string else {
      throw Refusal(500, "A \(resource.singular) without an id cannot be stored")
    }
    try Refusal.around {
      try store.storage.records.put(
        .object(record), id: id, scope: store.account.id, at: store.now, isComplete: true, in: schema)
    }
  }

  /// Removes a record with its links; refuses 404 when there is none.
  public func remove(_ id: String) throws(Refusal) {
    let isRemoved = try Refusal.around {
      try store.storage.records.remove(id: id, scope: store.account.id, in: schema)
    }
    guard isRemoved else { throw .notFound(resource.singular, id) }
    try link(id, to: self, [])
  }

  /// A new record: the members of `body` that the resource has, the next id, the time, and for all else the
  /// empty value of its kind (0, false, an empty list, null).
  public func draft(from body: JSON.Object) throws(Refusal) -> JSON.Object {
    let moment = JSON.string(store.now.rfc3339)
    var record: [JSON.Object.Member] = []
    for field in resource.fields {
      let value: JSON =
        switch field.name {
        case resource.id where !resource.isSingle: .string(try store.nextID(of: resource))
        case resource.version, resource.created: moment
        default: body[field.name].flatMap { $0.isNull ? nil : $0 } ?? field.kind.empty
        }
      record.append(.init(key: field.name, value: value))
    }
    return JSON.Object(unique: record)
  }

  /// A record with the members of `changes` that the resource has; null empties a field. The version moves on
  /// by at least a second, so that it never repeats.
  public func merged(_ changes: JSON.Object, into record: JSON.Object) -> JSON.Object {
    var merged = record
    for field in resource.fields where field.name != resource.id {
      guard let value = changes[field.name] else { continue }
      merged[field.name] = value.isNull ? field.kind.empty : value
    }
    return touched(merged)
  }

  /// A record whose version has moved on.
  public func touched(_ record: JSON.Object) -> JSON.Object {
    guard let version = resource.version else { return record }
    var touched = record
    let before = record[version]?.string.flatMap { Timestamp(rfc3339: $0) }
    touched[version] = .string(max(store.now, before.map { $0 + .seconds(1) } ?? store.now).rfc3339)
    return touched
  }

  func stored(_ id: String) throws -> StoredRecord? {
    try store.storage.records.record(id: id, scope: store.account.id, in: schema)
  }
}

extension Resource.Field.Kind {
  /// What a field holds when nothing was given.
  var empty: JSON {
    switch self {
    case .text, .timestamp, .object: .null
    case .integer, .number: 0
    case .boolean: false
    case .list: .array([])
    }
  }
}
