/// What is wrong with a delimited record, and where.
public struct DelimitedProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault.
  public enum Kind: String, Sendable {
    /// A quote inside a field that does not begin with one, or text behind a closing quote.
    case strayQuote = "a quote that neither opens nor closes a field"
    /// The input ends inside quotes.
    case unterminatedQuote = "the quote is never closed"
    /// A byte that begins no UTF-8 sequence.
    case invalidUTF8 = "invalid UTF-8"
    /// A NUL byte.
    case nul = "a NUL byte"
    /// A field longer than the limit.
    case fieldTooLong = "the field is too long"
    /// More fields or bytes than a record may have.
    case recordTooLong = "the record is too long"
  }

  /// The fault.
  public var kind: Kind
  /// Its line in the input, the first is 1.
  public var line: Int
  /// Its column in bytes, the first is 1.
  public var column: Int

  /// Names a fault and its place.
  public init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }

  /// The place and the fault in one line.
  public var description: String { "line \(line), column \(column): \(kind.rawValue)" }
}

/// One record of a delimited file, its fields still in the bytes they were read from.
public struct DelimitedRecord: Sendable {
  struct Field {
    var start: Int
    var end: Int
    var hasDoubledQuotes = false
  }

  /// The line the record begins on, the first is 1.
  public internal(set) var line = 1
  /// The bytes of the input up to the end of the record and its line end.
  public internal(set) var end = 0
  /// The first fault; the fields of such a record are not to be used.
  public internal(set) var problem: DelimitedProblem?
  /// The original bytes without the line end, cut where a field or record is too long.
  public internal(set) var raw: [UInt8] = []

  var fields: [Field] = []

  /// How many fields the record has, at least 1.
  public var fieldCount: Int { fields.count }

  /// Whether the line is empty.
  public var isBlank: Bool { raw.isEmpty && problem == nil }

  /// The text of field `index`, which must be in `0 ..< fieldCount`.
  public func field(_ index: Int) -> String { withFieldBytes(index) { String(decoding: $0, as: UTF8.self) } }

  /// The texts of all fields.
  public var texts: [String] { fields.indices.map(field) }

  /// Gives the bytes of field `index` without its quotes; they are valid during the call only.
  public func withFieldBytes<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let field = fields[index]
    guard field.hasDoubledQuotes else {
      return try raw.withUnsafeBufferPointer {
        try body(UnsafeBufferPointer(rebasing: $0[field.start..<field.end]))
      }
    }
    return try unquoted(field).withUnsafeBufferPointer(body)
  }

  /// The bytes between the quotes with each doubled quote made one.
  private func unquoted(_ field: Field) -> [UInt8] {
    raw.withUnsafeBufferPointer { raw in
      guard let base = raw.baseAddress else { return [] }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(field.end - field.start)
      var index = field.start
      while index < field.end {
        let quote = base.firstIndex(from: index, to: field.end) { $0.equal(ASCII.quote) }
        let next = min(quote + 1, field.end)
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: raw[index..<next]))
        index = next + 1
      }
      return bytes
    }
  }
}
