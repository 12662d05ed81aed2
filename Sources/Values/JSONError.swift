/// Why bytes are not the JSON that was asked for, and where; never quotes the bytes themselves.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Bytes before the fault.
  public var offset: Int
  /// The line of the fault, the first is 1.
  public var line: Int
  /// The column of the fault in bytes, the first is 1.
  public var column: Int
  /// What was expected or refused.
  public var reason: String

  /// Names a fault and its place.
  public init(offset: Int, line: Int, column: Int, reason: String) {
    self.offset = offset
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// The place and the reason in one line.
  public var description: String { "line \(line), column \(column): \(reason)" }

  /// The same fault where the text read is only a part of a file and begins on line `first` of it.
  public func shifted(toLine first: Int) -> JSONError {
    JSONError(offset: offset, line: first + line - 1, column: column, reason: reason)
  }
}
