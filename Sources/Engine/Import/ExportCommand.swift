import Catalog
import Database
import Platform
import Values

/// Writes every record: what can be imported with its id and all fields that can be written, ready for that; what
/// cannot with all its fields, secrets aside.
struct ExportCommand {
  /// Where the records come from.
  private enum Origin {
    /// A service, by the row that lists them.
    case row(Session.Row)
    /// The executable of a plugin, by the command that answers with all of them.
    case program(Command)
  }

  private let execution: Execution
  private let origin: Origin
  private let resource: Resource
  /// The row that creates such records; nil where they cannot be imported.
  private let create: Endpoint?

  init(_ execution: Execution, _ plugin: Plugin, _ resources: [Resource]) throws(Failure) {
    let name = execution.invocation.argument("RESOURCE")
    let nothing = Failure.usage("\(plugin.name) has nothing to export")
    guard let resource = resources.first(where: { name == nil || $0.name == name }) else { throw nothing }
    self.execution = execution
    self.resource = resource
    create = resource.identity.isEmpty ? nil : plugin.endpoint(.create, of: resource.name)
    if let list = plugin.endpoint(.list, of: resource.name) {
      origin = .row(Session.Row(provider: execution.provider, plugin: plugin, endpoint: list))
    } else if let command = plugin.lister(of: resource.name) {
      origin = .program(command)
    } else {
      throw nothing
    }
  }

  func run() throws(Failure) -> ExitCode {
    let cache = try execution.session.cache()
    let place = execution.place(resource)
    let source = try fresh(cache, place)
    var selection = try Selection(execution.invocation)
    if execution.invocation.option("limit") == nil { selection.limit = nil }
    var rows = try Rows(execution.output, shape: shape, selection: selection)
    try Failure.local {
      let query = RecordQuery(scope: place.scope)
      let total = try cache.store.count(query, in: place.schema)
      try rows.stored(cache, query, place, exported)
      try rows.finish(source, total: total)
    }
    return .success
  }

  /// Makes the cache hold every record whole, unless offline.
  private func fresh(_ cache: Cache, _ place: Cache.Place) throws(Failure) -> AnswerSource {
    if execution.invocation.flag("offline") {
      guard let coverage = try Failure.local({ try cache.coverage(place) }),
        try Failure.local({ try cache.lacking(place).isEmpty })
      else {
        throw Failure(
          .notCached, "the cache does not have every \(resource.singular) whole", code: "not_cached",
          hint: "sp sync \(execution.service.name) --whole, while the network is there")
      }
      return .cached(coverage.fetched)
    }
    switch origin {
    case .row(let row): try refresh(row)
    case .program(let command): _ = try execution.session.fill?(command)
    }
    return .live
  }

  private func refresh(_ row: Session.Row) throws(Failure) {
    if let parents = row.plugin.parent(of: row.endpoint),
      let list = row.plugin.endpoint(.list, of: parents.name)
    {
      let row = Session.Row(provider: row.provider, plugin: row.plugin, endpoint: list)
      try Refresh(execution.session, row, profile: execution.profile).list()
    }
    let refresh = try Refresh(execution.session, row, profile: execution.profile)
    try refresh.list()
    try refresh.deepen()
    try refresh.details { done, all in
      execution.session.console.progress("reading \(done)/\(all)")
    }
    execution.session.console.progress(nil)
  }

  /// The id and what an import would write, by the names under which it writes it; all of what cannot be imported.
  private func exported(_ record: JSON) -> JSON {
    guard let create else { return record }
    var object = JSON.Object()
    object[resource.id] = record[resource.id]
    for parameter in create.body {
      object[parameter.name] = record.value(at: parameter.recordPath) ?? .null
    }
    return .object(object)
  }

  private var shape: RecordShape {
    guard let create else {
      var shape = RecordShape(resource, isWhole: true)
      shape.fields = shape.fields.filter { !$0.isSecret }
      return shape
    }
    return RecordShape(
      resource.name, singular: resource.singular, id: resource.id,
      columns: [resource.id] + create.body.map(\.name),
      fields: [.field(resource.id, .text, "Identifier")] + create.body.map(\.exportField))
  }
}

extension Parameter {
  /// A body field as a column of an export.
  fileprivate var exportField: Resource.Field {
    let kind: Resource.Field.Kind =
      switch self.kind {
      case .integer: .integer
      case .number: .number
      case .boolean, .flag: .boolean
      case .timestamp: .timestamp
      case .object: .object
      case .texts, .json, .records: .list
      case .text, .span, .id, .file: .text
      }
    return .field(name, kind, help)
  }
}
