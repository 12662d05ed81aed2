/// A named kind of record with typed fields: makes tables, SQL views, import checks and completions.
public struct Resource: Sendable {
  /// One field of a record.
  public struct Field: Sendable {
    /// The type of a field's value.
    public enum Kind: String, Sendable {
      case text, integer, number, boolean, timestamp, list, object
    }

    /// Its name in the record.
    public var name: String
    /// Its type.
    public var kind: Kind
    /// One line for people, without a full stop.
    public var help: String
    /// The unit of its value.
    public var unit: String?
    /// Whether records in list answers carry it; single answers carry all.
    public var isInLists = true
    /// Whether single answers carry it; a field that only lists have is kept from them.
    public var isInSingles = true
    /// Whether an object may have members beside its parts.
    public var isOpen = false
    /// Whether full-text search looks into it.
    public var isSearched = false
    /// Whether its value is a secret: shown masked unless asked for, and never kept on this machine.
    public var isSecret = false
    /// The fields of the object, or of each object in the list.
    public var parts: [Field] = []

    /// Declares a field.
    public static func field(
      _ name: String, _ kind: Kind, _ help: String, unit: String? = nil, inLists: Bool = true,
      inSingles: Bool = true, searched: Bool = false, secret: Bool = false, open: Bool = false,
      parts: [Field] = []
    ) -> Field {
      var made = Field(name: name, kind: kind, help: help)
      made.unit = unit
      made.isInLists = inLists
      made.isInSingles = inSingles
      made.isOpen = open
      made.isSearched = searched
      made.isSecret = secret
      made.parts = parts
      return made
    }
  }

  /// The plural word, and the name of its SQL view.
  public var name: String
  /// The singular word.
  public var singular: String
  /// The field that identifies a record.
  public var id: String
  /// What ids begin with in the service's document, such as `msg_`; nil for the singular word and a hyphen.
  public var idPrefix: String?
  /// The field people know a record by.
  public var label: String
  /// The field that changes whenever the record does; nil when none does.
  public var version: String?
  /// The moment of creation; nil when no field tells.
  public var created: String?
  /// The fields, in the service's order.
  public var fields: [Field]
  /// The columns of its table on a terminal.
  public var columns: [String]
  /// Other names that sort keys may have on the wire, such as `popularity`, and the field each means.
  public var sortKeys: [String: String]
  /// Whether there is one record for each account, which needs no id.
  public var isSingle: Bool
  /// The fields whose content tells two records apart for import; empty when it cannot be imported.
  public var identity: [String]

  /// Declares a resource.
  public init(
    _ name: String, singular: String, id: String = "id", idPrefix: String? = nil, label: String,
    version: String? = nil,
    created: String? = nil, columns: [String], sortKeys: [String: String] = [:],
    importableBy identity: [String] = [], single isSingle: Bool = false, fields: [Field]
  ) {
    self.name = name
    self.singular = singular
    self.id = id
    self.idPrefix = idPrefix
    self.label = label
    self.version = version
    self.created = created
    self.columns = columns
    self.sortKeys = sortKeys
    self.identity = identity
    self.isSingle = isSingle
    self.fields = fields
  }

  /// The field of that name.
  public func field(_ name: String) -> Field? { fields.first { $0.name == name } }

  /// What lists can be ordered by: the fields with a single value, as they are spelled and in camel case, and what else
  /// is declared.
  public var sortWords: [String] {
    let names = fields.filter { $0.kind != .list && $0.kind != .object && !$0.isSecret }.map(\.name)
    let others = names.map { name in
      let parts = name.split(separator: "_").map(String.init)
      return parts.dropFirst().reduce(parts.first ?? "") { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
    return names + sortKeys.keys.sorted() + others.filter { !names.contains($0) }
  }

  /// The field a sort key means: a field's own name, its camel-case spelling, or a declared other name.
  public func sortField(_ key: String) -> String? {
    if field(key) != nil { return key }
    if let meant = sortKeys[key] { return meant }
    let snake = key.reduce(into: "") { text, character in
      text += character.isUppercase ? "_" + character.lowercased() : String(character)
    }
    return field(snake)?.name
  }
}
