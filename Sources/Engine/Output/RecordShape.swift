import Catalog
import Values

/// What a writer knows about the records of an answer before the first one comes.
public struct RecordShape: Sendable {
  /// The plural word for notes.
  public var name: String
  /// The singular word.
  public var singular: String
  /// The field that identifies a record; a table never cuts it.
  public var id: String?
  /// The field people know a record by; a table cuts it last.
  public var label: String?
  /// The columns of a table on a terminal, the most important first; empty takes every field.
  public var columns: [String]
  /// The declared fields in the service's order; empty when none are declared.
  public var fields: [Resource.Field]
  /// Whether the record is the whole answer, not one of a list.
  public var isAlone = false
  /// Whether some of them are secrets, to be shown masked.
  var hidesSecrets = false

  /// Describes records that are no resource, such as the lines of `sp limits`.
  public init(
    _ name: String, singular: String, id: String? = nil, label: String? = nil, columns: [String] = [],
    fields: [Resource.Field] = []
  ) {
    self.name = name
    self.singular = singular
    self.id = id
    self.label = label
    self.columns = columns
    self.fields = fields
  }

  /// Describes the records of a resource; `isWhole` says that they carry the fields that lists leave out, `reveals`
  /// that secrets are shown.
  public init(_ resource: Resource, isWhole: Bool = false, reveals: Bool = false) {
    self.init(
      resource.name, singular: resource.singular, id: resource.id, label: resource.label,
      columns: resource.columns,
      fields: isWhole ? resource.fields.filter(\.isInSingles) : resource.fields.filter(\.isInLists))
    hidesSecrets = !reveals && Masking.isIn(fields)
  }

  /// Answers that nothing is known about.
  public static let unknown = RecordShape("records", singular: "record")

  /// `1 prompt`, `2 prompts`.
  public func counted(_ count: Int) -> String {
    "\(count) \((count == 1 ? singular : name).replacing("_", with: " "))"
  }

  /// The declared type of the value a path leads to, nil when none is declared.
  func kind(at path: String) -> Resource.Field.Kind? {
    fields.first { $0.name == path }?.kind ?? field(at: path)?.kind
  }

  /// Whether the declaration tells that a path may lead somewhere.
  func declares(_ path: String) -> Bool {
    if fields.contains(where: { $0.name == path }) { return true }
    let steps = path.split(separator: ".", omittingEmptySubsequences: false)
    guard steps.count > 1, let top = fields.first(where: { $0.name == steps[0] }) else { return false }
    return top.isOpen || field(at: path) != nil
  }

  private func field(at path: String) -> Resource.Field? {
    var level = fields
    var found: Resource.Field?
    for step in path.split(separator: ".", omittingEmptySubsequences: false) {
      if found?.kind == .list, Int(step) != nil { continue }
      guard let next = level.first(where: { $0.name == step }) else { return nil }
      found = next
      level = next.parts
    }
    return found
  }
}

extension Resource.Field {
  /// Whether it holds values whose own fields are not declared.
  fileprivate var isOpen: Bool { parts.isEmpty && (kind == .object || kind == .list) }
}
