extension JSON {
  /// The value as a YAML document in block style, with its line end.
  ///
  /// Readers of YAML 1.1 and 1.2 both read the same value back: a text that either would take for something
  /// else is quoted, a number stands by its lexeme, but an exponent in the form that both know (`1.0e+5`).
  public func yaml() -> String {
    var writer = YAMLWriter()
    writer.document(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Appends block style YAML; every value ends with its line end.
private struct YAMLWriter {
  var bytes: [UInt8] = []

  mutating func document(_ value: JSON) {
    if isBlock(value) { block(value, indent: 0) } else { inline(value, indent: 0) }
  }

  /// Whether the value begins on the line below its name.
  private func isBlock(_ value: JSON) -> Bool {
    switch value {
    case .array(let elements): !elements.isEmpty
    case .object(let object): !object.isEmpty
    default: false
    }
  }

  /// Writes the lines of a collection; the first one continues the line that has been begun.
  private mutating func block(_ value: JSON, indent: Int) {
    var isFirst = true
    if case .array(let elements) = value {
      for element in elements {
        begin(indent, &isFirst)
        bytes.append("- ")
        if isBlock(element) {
          block(element, indent: indent + 2)
        } else {
          inline(element, indent: indent + 2)
        }
      }
    } else if case .object(let object) = value {
      for member in object.members {
        begin(indent, &isFirst)
        self.member(member, indent: indent)
      }
    }
  }

  private mutating func begin(_ indent: Int, _ isFirst: inout Bool) {
    if !isFirst { pad(indent) }
    isFirst = false
  }

  private mutating func member(_ member: JSON.Object.Member, indent: Int) {
    name(member.key, indent: indent)
    bytes.append(ASCII.colon)
    if isBlock(member.value) {
      bytes.append(ASCII.lineFeed)
      pad(indent + 2)
      block(member.value, indent: indent + 2)
    } else {
      bytes.append(ASCII.space)
      inline(member.value, indent: indent + 2)
    }
  }

  /// Writes a name; one that could pass the 1,024 characters a simple one may have gets the mark `?`.
  private mutating func name(_ key: String, indent: Int) {
    guard key.utf8.count > 128 else { return scalar(key) }
    bytes.append("? ")
    scalar(key)
    bytes.append(ASCII.lineFeed)
    pad(indent)
  }

  private mutating func inline(_ value: JSON, indent: Int) {
    switch value {
    case .array: bytes.append("[]")
    case .object: bytes.append("{}")
    case .string(let text) where YAMLText.isLiteral(text): return literal(text, indent: indent)
    case .string(let text): scalar(text)
    case .number(let number): bytes.append(utf8Of: YAMLText.number(number))
    default: value.write(to: &bytes)
    }
    bytes.append(ASCII.lineFeed)
  }

  private mutating func scalar(_ text: String) {
    if YAMLText.isPlain(text) { bytes.append(utf8Of: text) } else { YAMLText.quote(text, into: &bytes) }
  }

  /// Writes lines as they are; the sign says how many line ends close the text: `-` none, none one, `+` all.
  private mutating func literal(_ text: String, indent: Int) {
    let indent = max(indent, 2)
    let lines = text.utf8.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)
    let isClosed = lines.last?.isEmpty == true
    let isClosedTwice = isClosed && lines.dropLast().last?.isEmpty == true
    bytes.append(isClosed ? (isClosedTwice ? "|+" : "|") : "|-")
    bytes.append(ASCII.lineFeed)
    for line in isClosed ? lines.dropLast() : lines[...] {
      if !line.isEmpty { pad(indent) }
      bytes.append(contentsOf: line)
      bytes.append(ASCII.lineFeed)
    }
  }

  private mutating func pad(_ count: Int) {
    bytes.append(contentsOf: repeatElement(ASCII.space, count: count))
  }
}
