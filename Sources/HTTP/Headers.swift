/// Header fields in the order they were sent; names compare without case, repeated fields stay apart.
///
/// Whoever writes fields to a connection refuses them while `firstInvalidName` is not nil, so that a value
/// with a line break never becomes a second field.
public struct Headers: Sendable, Hashable {
  /// A name and its value.
  public struct Field: Sendable, Hashable {
    /// The name as it was written.
    public let name: String
    /// The value without the white space around it.
    public let value: String

    /// Pairs a name with a value.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The fields in order.
  public private(set) var fields: [Field]

  /// Takes pairs of name and value in order.
  public init(_ pairs: [(String, String)] = []) {
    fields = pairs.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value under `name`, nil where there is none.
  public subscript(name: String) -> String? {
    fields.first { Headers.matches($0.name, name) }?.value
  }

  /// Every value under `name`, in order.
  public func all(_ name: String) -> [String] {
    fields.filter { Headers.matches($0.name, name) }.map(\.value)
  }

  /// Adds a field after those that are there.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Makes `value` the only one under `name`, in the place of the first.
  public mutating func set(_ name: String, _ value: String) {
    guard let index = fields.firstIndex(where: { Headers.matches($0.name, name) }) else {
      return add(name, value)
    }
    fields[index] = Field(name: name, value: value)
    let rest = fields.indices.suffix(from: index + 1)
    for later in rest.reversed() where Headers.matches(fields[later].name, name) { fields.remove(at: later) }
  }

  /// Removes every field of that name.
  public mutating func remove(_ name: String) {
    fields.removeAll { Headers.matches($0.name, name) }
  }

  /// Adds to the value of the last field; false where there is no field.
  mutating func extendLast(with text: String) -> Bool {
    guard let last = fields.popLast() else { return false }
    add(last.name, last.value + text)
    return true
  }

  /// Whether there is no field.
  public var isEmpty: Bool { fields.isEmpty }
}

extension Headers: ExpressibleByDictionaryLiteral {
  /// The fields as they are written.
  public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}

extension Headers {
  /// Whether the name is a token and the value has no control character but the tab
  /// (RFC 9110 sections 5.1 and 5.5).
  public static func isValid(name: String, value: String) -> Bool {
    isToken(name) && value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
  }

  /// The name of the first field that may not be sent, nil where all may.
  public var firstInvalidName: String? {
    fields.first { !Headers.isValid(name: $0.name, value: $0.value) }?.name
  }

  /// Whether the text is a token (RFC 9110 section 5.6.2).
  public static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
      UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// Compares two names without regard to ASCII case.
  static func matches(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count
      && zip(one.utf8, other.utf8).allSatisfy { ASCII.lowercased($0) == ASCII.lowercased($1) }
  }
}
