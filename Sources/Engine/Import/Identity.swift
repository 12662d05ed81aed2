import Catalog
import Values

/// What makes two records of a resource the same: the fields it declares, however a request or an answer spells them.
struct Identity: Sendable {
  /// One field: its name in a request's body, where an answer shows it, and whether lists show it.
  private struct Part {
    var name: String
    var path: String
    var isInLists: Bool
  }

  private let parts: [Part]

  init(of resource: Resource, writtenBy endpoint: Endpoint) {
    self.init(resource.identity, of: resource, writtenBy: endpoint)
  }

  /// An identity by these fields instead of the declared ones.
  init(_ names: [String], of resource: Resource, writtenBy endpoint: Endpoint) {
    parts = names.map { name in
      let path = endpoint.body.first { $0.name == name }?.recordPath ?? name
      let field = String(path.split(separator: ".").first ?? "")
      return Part(name: name, path: path, isInLists: resource.field(field)?.isInLists ?? true)
    }
  }

  /// The hash of a request's body by all fields; 16 bytes tell any number of rows apart.
  func hash(body: JSON) -> [UInt8] { Identity.hash(parts.map { body[$0.name] ?? .null }) }

  /// The hash of an id, which alone tells a record that has one from every other.
  static func hash(id: String) -> [UInt8] { hash(["id", .string(id)]) }

  /// Whether a request's body holds any field of the identity.
  func isNamed(in body: JSON) -> Bool { parts.contains { body[$0.name] != nil } }

  /// The hash of a record by all fields.
  func hash(record: JSON) -> [UInt8] { Identity.hash(parts.map { record.value(at: $0.path) ?? .null }) }

  /// The hash of a request's body by the fields that lists show.
  func partialHash(body: JSON) -> [UInt8] {
    Identity.hash(parts.filter(\.isInLists).map { body[$0.name] ?? .null })
  }

  /// The hash of a record by the fields that lists show.
  func partialHash(record: JSON) -> [UInt8] {
    Identity.hash(parts.filter(\.isInLists).map { record.value(at: $0.path) ?? .null })
  }

  /// Whether a record carries every field of the identity.
  func isShown(by record: JSON) -> Bool { parts.allSatisfy { record.value(at: $0.path) != nil } }

  /// Whether nothing that the record shows speaks against its being what the body made.
  func mayMatch(_ record: JSON, _ body: JSON) -> Bool {
    parts.allSatisfy { part in
      guard let shown = record.value(at: part.path) else { return true }
      return shown.shows(body[part.name] ?? .null)
    }
  }

  /// Whether the record is what the body made, as far as the identity tells.
  func matches(_ record: JSON, _ body: JSON) -> Bool { isShown(by: record) && mayMatch(record, body) }

  private static func hash(_ values: [JSON]) -> [UInt8] {
    var bytes: [UInt8] = []
    for value in values {
      switch value {
      case .string(let text): bytes += text.utf8
      default: bytes += value.canonical
      }
      bytes.append(0)
    }
    return Array(SHA256.hash(bytes).prefix(16))
  }
}

extension JSON {
  /// Whether a record that holds this value shows what a request asked to write: the same text, the same number
  /// however it is spelled, the same moment, every element, every member asked for.
  func shows(_ wanted: JSON) -> Bool {
    switch (self, wanted) {
    case (.number(let mine), .number(let other)):
      return mine.lexeme == other.lexeme || mine.double == other.double
    case (.string(let mine), .string(let other)):
      if mine == other { return mine.utf8.elementsEqual(other.utf8) }
      guard let a = Timestamp(rfc3339: mine), let b = Timestamp(rfc3339: other) else { return false }
      return a == b
    case (.array(let mine), .array(let other)):
      return mine.count == other.count && zip(mine, other).allSatisfy { $0.shows($1) }
    case (.object(let mine), .object(let other)):
      return other.members.allSatisfy { mine[$0.key]?.shows($0.value) ?? $0.value.isNull }
    default: return self == wanted
    }
  }
}
