extension JSON {
  /// What to do with JSON that RFC 8259 lets pass and people dispute.
  public enum Policy: Sendable {
    /// For what we send: duplicate names and lone surrogates are errors.
    case input
    /// For what we receive: the last of duplicate names wins, a lone surrogate becomes U+FFFD.
    case answer
  }

  /// How deep arrays and objects may nest.
  public static var depthLimit: Int { 512 }

  /// Reads one value and nothing after it (RFC 8259).
  public static func parse(_ text: String, as policy: Policy = .answer) throws(JSONError) -> JSON {
    try parse(Array(text.utf8), as: policy)
  }

  /// Reads one value and nothing after it from UTF-8; a byte order mark is skipped.
  public static func parse(_ bytes: [UInt8], as policy: Policy = .answer) throws(JSONError) -> JSON {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try parse(buffer, as: policy) }
  }

  /// Reads one value and nothing after it from UTF-8; a byte order mark is skipped.
  public static func parse(_ bytes: ArraySlice<UInt8>, as policy: Policy = .answer) throws(JSONError) -> JSON
  {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try parse(buffer, as: policy) }
  }

  /// Reads one value and nothing after it from UTF-8; a byte order mark is skipped.
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, as policy: Policy = .answer
  ) throws(JSONError) -> JSON {
    guard var parser = JSONParser(bytes, policy: policy) else {
      throw JSONError(offset: 0, line: 1, column: 1, reason: "the text ends too early: expected a value")
    }
    return try parser.document()
  }
}
