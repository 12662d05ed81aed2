import Catalog
import Platform
import Values

/// One request that found its row, proved who sends it, and has values of the right kinds.
public struct Call {
  /// The row.
  public let endpoint: Endpoint
  /// The resource the row returns; nil when it returns something of its own.
  public let resource: Resource?
  /// The values of the holes in the path.
  public let path: [String: String]
  /// The query parameters of the row that were given; what the row does not name is left out.
  public let query: JSON.Object
  /// The members of the body that the row names; what it does not name is left out and never stored.
  public let body: JSON.Object
  /// The files that were sent along, by the name of the field.
  public let uploads: [String: Upload]
  /// The account's data.
  public let store: Store

  /// Where clients reach the service in this sandbox, without a final slash: `http://127.0.0.1:8080/snackprompt`.
  public let origin: String

  /// What makes content for the service.
  public let engines: Engines
  /// How much of the tightest limit is used, this request among it; nil where none is counted.
  public let usage: Refusal.Usage?

  let service: LocalService
  let request: SandboxRequest

  /// The bytes of the body as they came.
  public var rawBody: [UInt8] { request.body }

  /// The value of a header field; of several the first.
  public func header(_ name: String) -> String? { request.headers[name] }

  /// A word that nobody can guess.
  public func nonce() -> String { Hex.encode(Randomness.bytes(16)) }

  /// A query parameter as it was written, where its form matters beside its value: of several the last.
  public func queryText(_ name: String) -> String? {
    Target(request.target)?.query.last { $0.name == name }?.value
  }

  /// The value of the last hole in the path: the id of the record asked for.
  public var id: String { endpoint.pathParameters.last.flatMap { path[$0.name] } ?? "" }

  /// The records of the row's resource.
  public func records() throws(Refusal) -> Records {
    guard let resource else { throw Refusal(500, "\(endpoint.operation) returns no records") }
    return store.records(resource)
  }

  /// Answers as follows from the row alone: a page of records, one record, a new one, a changed one, or none
  /// any more.
  public func answer() throws(Refusal) -> Answer {
    switch endpoint.action {
    case .list: return try list()
    case .get: return try show()
    case .create:
      let records = try records()
      let record = try records.draft(from: body)
      try records.put(record)
      return .record(record)
    case .update:
      let records = try records()
      let record = records.merged(body, into: try records.get(id))
      try records.put(record)
      return .record(record)
    case .delete:
      try records().remove(id)
      return .value(["id": .string(id), "deleted": true])
    case .call:
      throw Refusal(501, "The sandbox has no rule for \(endpoint.operation)")
    }
  }

  private func show() throws(Refusal) -> Answer {
    let records = try records()
    let fields = try askedFields()
    let id = records.resource.isSingle ? records.resource.name : self.id
    let stored = try Refusal.around { try records.stored(id) }
    guard let stored else { throw .notFound(records.resource.singular, id) }
    guard let fields else { return Answer(.text(stored.document)) }
    return .record(try Refusal.around { try stored.json().object ?? JSON.Object() }.selecting(fields))
  }
}

extension JSON.Object {
  /// The members of those names, in the order of the object.
  func selecting(_ names: Set<String>) -> JSON.Object {
    JSON.Object(unique: members.filter { names.contains($0.key) })
  }
}
