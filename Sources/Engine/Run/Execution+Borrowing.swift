import Catalog
import Database
import Values

extension Execution {
  /// The members of a body that nobody gave, with the values that a record of the service has for them.
  ///
  /// The option `--account` names the record; without it there must be one that fits. A dry run is content with the
  /// record that the cache knows, whose secrets it lacks; nothing of them would be shown anyway.
  func borrowed(_ borrowing: Borrowing, unless isGiven: (String) -> Bool) throws(Failure) -> [String: JSON] {
    let wanted = borrowing.members.filter { !isGiven($0.key) }
    guard !wanted.isEmpty else { return [:] }
    guard let found = session.table.catalog.resource(borrowing.resource),
      let list = found.plugin.endpoint(.list, of: borrowing.resource)
    else { throw Failure(.other, "no service lists \(borrowing.resource)") }
    let row = Session.Row(provider: found.provider, plugin: found.plugin, endpoint: list)
    let lender = try lender(borrowing, row, found.resource)
    var values: [String: JSON] = [:]
    for (member, field) in wanted {
      let isSecret = found.resource.field(field)?.isSecret ?? false
      values[member] = lender.value(at: field) ?? (isSecret && invocation.flag("dry-run") ? "****" : nil)
    }
    return values
  }

  private func lender(_ borrowing: Borrowing, _ row: Session.Row, _ resource: Resource) throws(Failure)
    -> JSON
  {
    let id = invocation.option("account")
    if invocation.flag("dry-run") {
      let known = try cachedRecords(resource).filter { borrowing.fits($0) }
      if let record = known.first(where: { id == nil ? known.count == 1 : $0[resource.id]?.string == id }) {
        return record
      }
    }
    var records: [JSON] = []
    try session.listing(row, profile: profile).pages { page, _, _ throws(Failure) in
      records += page
      return true
    }
    return try borrowing.choose(id, among: records, resource, of: row.plugin)
  }

  private func cachedRecords(_ resource: Resource) throws(Failure) -> [JSON] {
    let cache = try session.cache()
    let place = place(resource)
    return try Failure.local {
      var records: [JSON] = []
      try cache.store.query(RecordQuery(scope: place.scope), in: place.schema) { stored in
        records.append(try stored.json())
        return true
      }
      return records
    }
  }
}

extension Borrowing {
  /// Whether a record has the values that a lender must have.
  fileprivate func fits(_ record: JSON) -> Bool {
    condition.allSatisfy { record.value(at: $0.key)?.string == $0.value }
  }

  /// The record with that id, else the only one that fits; tells what to do where there is none, or more than one.
  fileprivate func choose(_ id: String?, among records: [JSON], _ resource: Resource, of plugin: Plugin)
    throws(Failure) -> JSON
  {
    let noun = resource.singular.split(separator: "_").joined(separator: " ")
    let kind = condition.sorted { $0.key < $1.key }.map { "\($0.value) " }.joined()
    let list = plugin.endpoint(.list, of: resource.name)?.command.joined(separator: " ") ?? plugin.name
    let connect = plugin.endpoints.first { $0.authorization?.connects == resource.name }
      .map { "sp \($0.command.joined(separator: " ")) \(kind)connects one" }
    let fitting = records.filter(fits)
    let ids = fitting.compactMap { $0[resource.id]?.string }
    if let id {
      if let record = fitting.first(where: { $0[resource.id]?.string == id }) { return record }
      throw Failure(
        .notFound, "there is no \(kind)\(noun) \(id)", code: "not_connected", hint: "sp \(list) shows the ids"
      )
    }
    guard let first = fitting.first else {
      throw Failure(
        .notFound, "there is no \(kind)\(noun)", code: "not_connected", hint: connect ?? "sp \(list)")
    }
    guard fitting.count == 1 else {
      throw .usage(
        "there are \(fitting.count) \(kind)\(noun)s: \(ids.joined(separator: ", "))",
        hint: "--account \(ids.first ?? "ID")")
    }
    return first
  }
}
