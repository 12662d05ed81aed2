import Values

/// A value as SQLite stores it (https://sqlite.org/datatype3.html).
public enum SQLValue: Sendable, Hashable {
  /// The absence of a value.
  case null
  /// A whole number of 64 bits.
  case integer(Int64)
  /// A double; SQLite turns NaN into `null`.
  case real(Double)
  /// Text in UTF-8.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  /// The value `json_extract` gives: booleans 1 and 0, whole numbers that fit as integers, arrays and objects
  /// as compact JSON text.
  public init(_ json: JSON) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .integer(value ? 1 : 0)
    case .number(let number):
      if let whole = number.int { self = .integer(Int64(whole)) } else { self = .real(number.double) }
    case .string(let value): self = .text(value)
    case .array, .object: self = .text(json.text())
    }
  }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A double.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// 1 or 0.
  public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
  /// No value.
  public init(nilLiteral: ()) { self = .null }
}
