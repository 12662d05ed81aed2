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

  /// The mark of a request's body by all fields.
  func mark(body: JSON) -> [UInt8] { Identity.mark(parts.map { body[$0.name] ?? .null }) }

  /// The mark of an id, which alone tells a record that has one from every other.
  static func mark(id: String) -> [UInt8] { mark(["id", .string(id)]) }

  /// Whether a request's body holds any field of the identity.
  func isNamed(in body: JSON) -> Bool { parts.contains { body[$0.name] != nil } }

  /// The mark of a record by all fields.
  func mark(record: JSON) -> [UInt8] { Identity.mark(parts.map { record.value(at: $0.path) ?? .null }) }

  /// The mark of a request's body by the fields that lists show.
  func partialMark(body: JSON) -> [UInt8] {
    Identity.mark(parts.filter(\.isInLists).map { body[$0.name] ?? .null })
  }

  /// The mark of a record by the fields that lists show.
  func partialMark(record: JSON) -> [UInt8] {
    Identity.mark(parts.filter(\.isInLists).map { record.value(at: $0.path) ?? .null })
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

  /// A hash of values, the same in every process: 16 bytes tell any number of records apart.
  private static func mark(_ values: [JSON]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    for value in values {
      switch value {
      case .string(let text):
        withUnsafeBytes(of: text.utf8.count.littleEndian) { bytes += $0 }
        bytes.append(contentsOf: text.utf8)
      case let value:
        bytes += value.canonical
        bytes.append(0)
      }
    }
    return mark(of: bytes)
  }

  /// The hash of what a write is.
  static func mark(of bytes: [UInt8]) -> [UInt8] { BLAKE2b.hash(bytes, size: 16) }
}

extension Identity {
  /// A hash of the other members of a request's body by their bytes, in whatever order they stand; good within
  /// this process.
  func rest(of body: JSON) -> Int { body.contentHash { key in parts.contains { $0.name == key } } }
}

extension JSON {
  /// A hash of all members by their bytes, in whatever order they stand; good within this process.
  var contentHash: Int { contentHash { _ in false } }

  fileprivate func contentHash(without isLeftOut: (String) -> Bool) -> Int {
    (object?.members ?? []).reduce(0) { sum, member in
      guard !isLeftOut(member.key) else { return sum }
      var hasher = Hasher()
      hasher.combine(utf8Of: member.key)
      hasher.combine(bytesOf: member.value)
      return sum &+ hasher.finalize()
    }
  }
}

extension Hasher {
  /// Takes a value by its bytes: a text as it is, all else in its canonical form.
  fileprivate mutating func combine(bytesOf value: JSON) {
    switch value {
    case .string(let text): combine(utf8Of: text)
    case .number(let number): combine(utf8Of: number.lexeme)
    default: value.canonical.withUnsafeBytes { combine(bytes: $0) }
    }
    combine(0 as UInt8)
  }

  fileprivate mutating func combine(utf8Of text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
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
