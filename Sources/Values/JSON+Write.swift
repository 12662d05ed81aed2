extension JSON {
  /// The white space of written JSON.
  public enum Style: Sendable {
    /// None.
    case compact
    /// A line a member or element, two spaces a level.
    case pretty
    /// One line, a space after each colon and comma.
    case spaced
  }

  /// Appends the value as UTF-8, without a line end.
  public func write(to bytes: inout [UInt8], style: Style = .compact) {
    write(to: &bytes, style: style, level: 0)
  }

  /// The value as text, without a line end.
  public func text(_ style: Style = .compact) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, style: style)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The compact form with names sorted by their UTF-8 bytes at every level: equal for equal values whatever
  /// the order of their members; numbers stand by lexeme.
  public var canonical: [UInt8] {
    var bytes: [UInt8] = []
    sorted.write(to: &bytes)
    return bytes
  }

  private var sorted: JSON {
    switch self {
    case .array(let elements): return .array(elements.map(\.sorted))
    case .object(let object):
      let members = object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return .object(Object(unique: members.map { Object.Member(key: $0.key, value: $0.value.sorted) }))
    default: return self
    }
  }

  private func write(to bytes: inout [UInt8], style: Style, level: Int) {
    switch self {
    case .null: bytes.append("null")
    case .bool(true): bytes.append("true")
    case .bool(false): bytes.append("false")
    case .number(let number): bytes.append(utf8Of: number.lexeme)
    case .string(let text): JSON.quote(text, into: &bytes)
    case .array(let elements):
      bytes.append(ASCII.openBracket)
      var isFirst = true
      for element in elements {
        bytes.separate(style, level: level + 1, isFirst: isFirst)
        isFirst = false
        element.write(to: &bytes, style: style, level: level + 1)
      }
      if !isFirst { bytes.breakLine(style, level: level) }
      bytes.append(ASCII.closeBracket)
    case .object(let object):
      bytes.append(ASCII.openBrace)
      var isFirst = true
      for member in object.members {
        bytes.separate(style, level: level + 1, isFirst: isFirst)
        isFirst = false
        JSON.quote(member.key, into: &bytes)
        bytes.append(ASCII.colon)
        if style != .compact { bytes.append(ASCII.space) }
        member.value.write(to: &bytes, style: style, level: level + 1)
      }
      if !isFirst { bytes.breakLine(style, level: level) }
      bytes.append(ASCII.closeBrace)
    }
  }
}

extension [UInt8] {
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func append(utf8Of text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }

  @inline(__always)
  fileprivate mutating func separate(_ style: JSON.Style, level: Int, isFirst: Bool) {
    if !isFirst {
      append(ASCII.comma)
      if style == .spaced { append(ASCII.space) }
    }
    breakLine(style, level: level)
  }

  @inline(__always)
  fileprivate mutating func breakLine(_ style: JSON.Style, level: Int) {
    guard style == .pretty else { return }
    append(ASCII.lineFeed)
    for _ in 0..<level { append("  ") }
  }
}
