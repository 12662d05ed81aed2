import Catalog
import Database
import Platform
import Values

/// Decides for each row of an import what it takes to have it at the service exactly once.
final class ImportPlanner {
  /// What becomes of a row.
  enum Decision {
    /// The service does not have it; its mark tells the write apart from every other.
    case create(mark: [UInt8])
    /// The service has it with other values; these are the ones to change.
    case update(id: String, changes: JSON)
    /// The service has it as it is.
    case unchanged
    /// The input has it already, at this line.
    case duplicate(line: Int)
    /// It cannot be imported, for this reason.
    case rejected(code: String, reason: String)
  }

  /// What may be written.
  enum Mode: String {
    case create, upsert, update
  }

  private let execution: Execution
  private let create: Session.Row
  private let update: Endpoint?
  private let resource: Resource
  private let identity: Identity
  private let key: String?
  private let mode: Mode
  private let scratch: Scratch
  private let place: Cache.Place
  /// The fields that a new record must have.
  private let required: [String]
  private var knowsRemote = false

  init(_ execution: Execution, _ create: Session.Row, _ resource: Resource, key: String?, mode: Mode)
    throws(Failure)
  {
    self.execution = execution
    self.create = create
    self.resource = resource
    self.key = key
    self.mode = mode
    update = create.plugin.endpoint(.update, of: resource.name)
    if let key, create.endpoint.body.allSatisfy({ $0.name != key }) {
      throw .usage(
        "--key \(key) is no field that can be written",
        hint: "one of \(create.endpoint.body.map(\.name).joined(separator: ", "))")
    }
    identity = Identity(key.map { [$0] } ?? resource.identity, of: resource, writtenBy: create.endpoint)
    place = execution.place(resource)
    required = create.endpoint.body.filter(\.isRequired).map(\.name)
    let directory = execution.session.directories.cache
    scratch = try Failure.local {
      try execution.session.directories.make(directory)
      return try Scratch(in: directory)
    }
  }

  private var isOffline: Bool { execution.invocation.flag("offline") }

  /// Learns what the service has: its list, with every field it is willing to show there.
  func learn(_ progress: (Int) -> Void) throws(Failure) {
    if !isOffline {
      let refresh = try Refresh(execution.session, create, profile: execution.profile)
      try refresh.list(progress)
      try refresh.deepen()
    }
    let cache = try execution.session.cache()
    try Failure.local {
      try cache.store.query(RecordQuery(scope: place.scope), in: place.schema) { stored in
        let record = try stored.json()
        let whole = identity.isShown(by: record) ? identity.mark(record: record) : nil
        try scratch.know(stored.id, whole: whole, part: identity.partialMark(record: record))
        knowsRemote = true
        return true
      }
    }
  }

  /// Decides about one row: its body, and the id it carries.
  func decide(_ body: JSON, id: String?, line: Int) throws(Failure) -> Decision {
    let mark = identity.mark(body: body)
    let isKnown = try id.map { (id) throws(Failure) in try Failure.local { try scratch.has(id) } } ?? false
    let own = isKnown || !identity.isNamed(in: body) ? id : nil
    if let repeated = try repetition(own, mark, body, line) { return repeated }
    guard knowsRemote else { return missing(body, mark) }
    if let id, isKnown { return try compare(id, body, mark) }
    let found = try matches(body, mark)
    if found.same.count > 1, key != nil {
      return .rejected(
        code: "ambiguous", reason: "\(found.same.joined(separator: ", ")) all have this \(key ?? "key")")
    }
    if let id = found.same.first { return try compare(id, body, mark) }
    return found.unread.first.map(unread) ?? missing(body, mark)
  }

  /// What becomes of a row whose record the input had before: the one with its id, else with its identity.
  private func repetition(_ id: String?, _ mark: [UInt8], _ body: JSON, _ line: Int) throws(Failure)
    -> Decision?
  {
    // Rows with the same identity can differ in nothing but the rest.
    let content = id == nil ? identity.rest(of: body) : body.contentHash
    let mark = id.map { Identity.mark(id: $0) } ?? mark
    let earlier = try Failure.local { try scratch.see(mark, content: content, line: line) }
    guard let earlier else { return nil }
    if earlier.isSame { return .duplicate(line: earlier.line) }
    let what = id.map { _ in "id" } ?? key ?? resource.identity.joined(separator: " and ")
    return .rejected(code: "conflict", reason: "line \(earlier.line) has the same \(what) and other values")
  }

  /// What becomes of a row that the service does not have.
  private func missing(_ body: JSON, _ mark: [UInt8]) -> Decision {
    if mode == .update { return .rejected(code: "not_found", reason: "no \(resource.singular) to update") }
    guard let lacking = required.first(where: { body[$0] == nil }) else { return .create(mark: mark) }
    return .rejected(
      code: "missing", reason: "\(lacking) is missing, and there is no \(resource.singular) to update")
  }

  /// What becomes of a row whose record may be there, where nothing can be asked.
  private func unread(_ id: String) -> Decision {
    .rejected(
      code: "not_cached", reason: "\(id) may be the same, and the cache knows it only in part")
  }

  /// The records with a row's identity; those that only a list showed are read whole first, where they can be.
  private func matches(_ body: JSON, _ mark: [UInt8]) throws(Failure) -> (same: [String], unread: [String]) {
    var same = try Failure.local { try scratch.matches(mark) }
    var unread: [String] = []
    if !same.isEmpty, key == nil { return (same, unread) }
    for id in try Failure.local({ try scratch.candidates(identity.partialMark(body: body)) }) {
      guard let record = try whole(id) else {
        if isOffline { unread.append(id) }
        continue
      }
      let whole = identity.mark(record: record)
      try Failure.local { try scratch.complete(id, whole: whole) }
      if whole == mark { same.append(id) }
    }
    return (same, unread)
  }

  private func compare(_ id: String, _ body: JSON, _ mark: [UInt8]) throws(Failure) -> Decision {
    guard mode != .create, let update else { return .unchanged }
    guard let record = try whole(id) else { return isOffline ? unread(id) : missing(body, mark) }
    var changes = JSON.Object()
    for parameter in create.endpoint.body {
      guard let wanted = body[parameter.name] else { continue }
      if record.value(at: parameter.recordPath)?.shows(wanted) ?? wanted.isNull { continue }
      guard update.body.contains(where: { $0.name == parameter.name }) else {
        return .rejected(code: "fixed", reason: "\(parameter.name) of \(id) cannot be changed")
      }
      changes[parameter.name] = wanted
    }
    return changes.isEmpty ? .unchanged : .update(id: id, changes: .object(changes))
  }

  /// A record with every field that an import may write: from the cache, else read singly.
  private func whole(_ id: String) throws(Failure) -> JSON? {
    let cache = try execution.session.cache()
    if let stored = try Failure.local({ try cache.record(id, place) }) {
      let record = try Failure.local { try stored.json() }
      let shows = create.endpoint.body.allSatisfy { parameter in
        let field = String(parameter.recordPath.prefix { $0 != "." })
        return resource.field(field)?.isInLists ?? true || record[field] != nil
      }
      if shows || stored.isComplete { return record }
    }
    if isOffline { return nil }
    return try execution.session.fetch(id, create, profile: execution.profile)
  }
}
