/// A JSON value whose object members keep their order and whose numbers keep every digit (RFC 8259).
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  case array([JSON])
  case object(Object)
}

extension JSON {
  /// A number as it was written: `1.0`, `1` and `1e0` are three lexemes and stay so.
  public struct Number: Sendable, Hashable {
    /// The text between the delimiters, valid by RFC 8259 section 6.
    public let lexeme: String

    /// Takes a lexeme that a parser has checked.
    init(checked lexeme: String) { self.lexeme = lexeme }

    /// Takes a text that is a number by RFC 8259, nothing around it; nil for any other, also `+5` and `0x1F`.
    public init?(lexeme: String) {
      guard case .number(let number)? = try? JSON.parse(lexeme), number.lexeme == lexeme else { return nil }
      self = number
    }

    /// Writes an integer in decimal.
    public init(_ value: Int) { lexeme = String(value) }

    /// Writes the shortest decimal that reads back as `value`, an integral value without a fraction;
    /// nil for infinities and NaN, which JSON cannot say.
    public init?(_ value: Double) {
      guard value.isFinite else { return nil }
      if value.magnitude < 0x1p53, Double(Int(value)) == value {
        lexeme = String(Int(value))
      } else {
        lexeme = "\(value)"
      }
    }

    /// The value where it is a whole number without fraction or exponent that fits, else nil.
    public var int: Int? { Int(lexeme) }

    /// The nearest double.
    public var double: Double { Double(lexeme) ?? .nan }
  }

  /// The members of an object in the order they were written; names are unique.
  public struct Object: Sendable, Hashable {
    /// A name and its value.
    public struct Member: Sendable, Hashable {
      /// The member's name.
      public var key: String
      /// The member's value.
      public var value: JSON

      /// Pairs a name with a value.
      public init(key: String, value: JSON) {
        self.key = key
        self.value = value
      }
    }

    /// The members in order.
    public private(set) var members: [Member]

    /// An object without members.
    public init() { members = [] }

    /// Takes members whose names the caller knows to be unique.
    public init(unique members: [Member]) { self.members = members }

    /// The value under `key`; setting a new name appends it, setting nil removes it.
    public subscript(key: String) -> JSON? {
      get { members.first { $0.key.hasSameBytes(as: key) }?.value }
      set {
        let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
        switch (index, newValue) {
        case (let index?, let value?): members[index].value = value
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(key: key, value: value))
        case (nil, nil): break
        }
      }
    }

    /// The names in order.
    public var keys: [String] { members.map(\.key) }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// How many members there are.
    public var count: Int { members.count }
  }
}

extension JSON {
  /// The text of a string value, else nil.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The value of a whole number, else nil.
  public var int: Int? { if case .number(let value) = self { value.int } else { nil } }

  /// The nearest double of a number, else nil.
  public var double: Double? { if case .number(let value) = self { value.double } else { nil } }

  /// The value of a boolean, else nil.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements of an array, else nil.
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

  /// The members of an object, else nil.
  public var object: Object? { if case .object(let value) = self { value } else { nil } }

  /// Whether the value is `null`.
  public var isNull: Bool { self == .null }

  /// The member of an object, nil where there is none or the value is no object; setting turns nothing
  /// else into an object.
  public subscript(key: String) -> JSON? {
    get { object?[key] }
    set {
      guard case .object(var object) = self else { return }
      object[key] = newValue
      self = .object(object)
    }
  }

  /// The element of an array, nil where there is none.
  public subscript(index: Int) -> JSON? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  /// A string value.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A boolean value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Number(value)) }
  /// An array value.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object; of members with one name the last stays.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    var object = Object()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
  /// The value `null`.
  public init(nilLiteral: ()) { self = .null }
}
