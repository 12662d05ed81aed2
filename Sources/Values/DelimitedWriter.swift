/// Writes delimited records (RFC 4180) with LF line ends.
public struct DelimitedWriter: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8
  /// Whether a field a spreadsheet would calculate gets `'` in front.
  public var neutralizesFormulas: Bool

  /// A writer; with `neutralizesFormulas` a field that begins with `=`, `+`, `-`, `@`, tab, CR or NUL and is not
  /// a plain number gets `'` in front.
  public init(delimiter: UInt8 = UInt8(ascii: ","), neutralizesFormulas: Bool = false) {
    self.delimiter = delimiter
    self.neutralizesFormulas = neutralizesFormulas
  }

  /// Appends one record and its line end; quotes a field that holds the delimiter, a quote, CR or LF or has white
  /// space at an edge, and an only field that is empty, lest it be a blank line.
  public func write(_ fields: [String], to bytes: inout [UInt8]) {
    for (index, text) in fields.enumerated() { write(text, at: index, of: fields.count, to: &bytes) }
  }

  /// Appends one field of a record of `count` fields, and what stands before or behind it.
  public func write(_ field: String, at index: Int, of count: Int, to bytes: inout [UInt8]) {
    if index > 0 { bytes.append(delimiter) }
    var field = field
    field.withUTF8 { write($0, isAlone: count == 1, to: &bytes) }
    if index == count - 1 { bytes.append(ASCII.lineFeed) }
  }

  private func write(_ field: UnsafeBufferPointer<UInt8>, isAlone: Bool, to bytes: inout [UInt8]) {
    let isFormula = neutralizesFormulas && Self.startsFormula(field)
    guard field.isEmpty ? isAlone : needsQuotes(field) else {
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      bytes.append(contentsOf: field)
      return
    }
    bytes.append(ASCII.quote)
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    var rest = field[...]
    while let quote = rest.firstIndex(of: ASCII.quote) {
      bytes.append(contentsOf: rest[...quote])
      bytes.append(ASCII.quote)
      rest = rest[(quote + 1)...]
    }
    bytes.append(contentsOf: rest)
    bytes.append(ASCII.quote)
  }

  private func needsQuotes(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = field.baseAddress, let first = field.first, let last = field.last else { return false }
    if Self.isSpace(first) || Self.isSpace(last) { return true }
    let found = base.firstIndex(from: 0, to: field.count) {
      $0.equal(delimiter) | $0.equal(ASCII.quote) | $0.equal(ASCII.lineFeed) | $0.equal(ASCII.carriageReturn)
    }
    return found < field.count
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == ASCII.tab }

  private static func startsFormula(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    switch field.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), ASCII.tab, ASCII.carriageReturn, 0: true
    case ASCII.plus, ASCII.minus: !isDecimal(field.dropFirst())
    default: false
    }
  }

  private static func isDecimal(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let parts = text.split(separator: ASCII.dot, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(ASCII.isDigit) }
  }
}
