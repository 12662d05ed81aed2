import Catalog
import Database
import Platform
import Values

/// Writes every record: with its id and all fields that can be written, ready to be imported again; whole where
/// nothing can be written.
struct ExportCommand {
  private let execution: Execution
  private let row: Session.Row
  private let resource: Resource
  /// The row that writes what is exported; nil where none does.
  private let create: Endpoint?

  init(_ execution: Execution, _ plugin: Plugin, _ resource: Resource) throws(Failure) {
    let chosen = execution.invocation.argument("RESOURCE").flatMap { plugin.resource($0) } ?? resource
    create = plugin.endpoint(.create, of: chosen.name)
    guard let endpoint = create ?? plugin.endpoint(.list, of: chosen.name) else {
      throw Failure(.other, "\(chosen.name) can be neither created nor listed")
    }
    self.execution = execution
    self.resource = chosen
    row = Session.Row(provider: execution.provider, plugin: plugin, endpoint: endpoint)
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
      guard let coverage = try Failure.local({ try cache.coverage(place, query: "") }),
        try Failure.local({ try cache.lacking(place).isEmpty })
      else {
        throw Failure(
          .notCached, "the cache does not have every \(resource.singular) whole", code: "not_cached",
          hint: "sp sync \(execution.service.name) --whole, while the network is there")
      }
      return .cached(coverage.fetched)
    }
    let refresh = try Refresh(execution.session, row, profile: execution.profile)
    try refresh.list()
    try refresh.deepen()
    try refresh.details { done, all in
      execution.session.console.progress("reading \(done)/\(all)")
    }
    execution.session.console.progress(nil)
    return .live
  }

  /// The id and what an import would write, by the names under which it writes it.
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
    guard let create else { return RecordShape(resource, isWhole: true) }
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
      case .texts, .json, .records: .list
      case .text, .span, .id, .file: .text
      }
    return .field(name, kind, help)
  }
}
