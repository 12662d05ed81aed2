/// Splits a stream of JSON into the raw bytes of each value, one at a time.
///
/// The stream is concatenated values, JSON Lines, or arrays at the top, whose elements are then the values.
/// Only brackets, strings and separators are read here; the bytes are checked by whoever parses them.
/// Memory is bound by `limit` bytes a value.
public struct JSONSplitter {
  private enum Place { case top, arrayStart, afterElement, afterComma }

  private let source: ByteSource
  private let limit: Int
  private var place = Place.top
  private var line = 1
  private var lineStart = 0

  /// Reads from `fill`, which writes into the buffer and returns how many bytes, 0 at the end.
  public init(limit: Int, fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
    self.limit = limit
    source = ByteSource(fill: fill)
  }

  /// Bytes read up to the end of the last value.
  public var offset: Int { source.offset }

  /// The next value and the line it begins on, nil at the end; throws `JSONError`, or what `fill` throws.
  public mutating func next() throws -> (line: Int, bytes: [UInt8])? {
    while let byte = try nextSignificantByte() {
      switch (place, byte) {
      case (.top, ASCII.openBracket):
        place = .arrayStart
        source.consume(1)
      case (.arrayStart, ASCII.closeBracket), (.afterElement, ASCII.closeBracket):
        place = .top
        source.consume(1)
      case (.afterElement, ASCII.comma):
        place = .afterComma
        source.consume(1)
      case (.afterElement, _): throw failure("expected ',' or ']'")
      default:
        if place != .top { place = .afterElement }
        return try value(from: byte)
      }
    }
    guard place == .top else { throw failure("the text ends too early: expected ']'") }
    return nil
  }

  /// Skips white space and returns the byte behind it without consuming it.
  private mutating func nextSignificantByte() throws -> UInt8? {
    while let window = try source.window() {
      switch window[0] {
      case ASCII.lineFeed:
        source.consume(1)
        line += 1
        lineStart = source.offset
      case ASCII.space, ASCII.tab, ASCII.carriageReturn: source.consume(1)
      case let byte: return byte
      }
    }
    return nil
  }

  private mutating func value(from first: UInt8) throws -> (line: Int, bytes: [UInt8]) {
    let start = line
    var scan = JSONValueScan(first: first)
    var bytes: [UInt8] = []
    while !scan.isDone, let window = try source.window() {
      let length = scan.advance(over: window)
      guard length > 0 || !bytes.isEmpty else { throw failure("expected a value") }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: window[..<length]))
      source.consume(length)
      if scan.lineBreaks > 0 {
        line += scan.lineBreaks
        lineStart = source.offset - length + scan.lineStart
      }
      if let fault = scan.fault { throw failure(fault) }
      guard bytes.count <= limit else { throw failure("a value is longer than \(limit) bytes") }
    }
    guard scan.isDone || scan.mayEnd else {
      throw failure("the text ends too early: the value of line \(start) is not closed")
    }
    return (start, bytes)
  }

  private func failure(_ reason: String) -> JSONError {
    JSONError(offset: source.offset, line: line, column: source.offset - lineStart + 1, reason: reason)
  }
}
