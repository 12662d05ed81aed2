import Values

/// Writes JSON values as YAML 1.2 in block style; plain scalars are such that YAML 1.1 readers agree.
struct YAMLWriter {
  private(set) var bytes: [UInt8] = []

  /// The value as a whole document with its final line end.
  static func document(_ value: JSON) -> [UInt8] {
    var writer = YAMLWriter()
    writer.node(value, level: 0, isInline: false)
    return writer.bytes
  }

  /// The value as one element of a list at a level of indentation.
  static func element(_ value: JSON, level: Int) -> [UInt8] {
    var writer = YAMLWriter()
    writer.element(value, level: level)
    return writer.bytes
  }

  /// Writes a value; `isInline` says that the line already holds `key:` or `-`.
  private mutating func node(_ value: JSON, level: Int, isInline: Bool) {
    switch value {
    case .object(let object) where !object.isEmpty:
      if isInline { bytes.append(text: "\n") }
      for member in object.members { self.member(member, level: level) }
    case .array(let elements) where !elements.isEmpty:
      if isInline { bytes.append(text: "\n") }
      for element in elements { self.element(element, level: level) }
    default:
      if isInline { bytes.append(text: " ") }
      scalar(value, level: level)
    }
  }

  private mutating func member(_ member: JSON.Object.Member, level: Int, isIndented: Bool = true) {
    if isIndented { indent(level) }
    plain(member.key)
    bytes.append(text: ":")
    node(member.value, level: level + 1, isInline: true)
  }

  private mutating func element(_ value: JSON, level: Int) {
    indent(level)
    bytes.append(text: "-")
    guard case .object(let object) = value, !object.isEmpty else {
      node(value, level: level + 1, isInline: true)
      return
    }
    bytes.append(text: " ")
    for (index, member) in object.members.enumerated() {
      self.member(member, level: level + 1, isIndented: index > 0)
    }
  }

  private mutating func scalar(_ value: JSON, level: Int) {
    guard case .string(let text) = value else {
      value.write(to: &bytes)
      bytes.append(text: "\n")
      return
    }
    if text.fitsBlock {
      block(text, level: level)
    } else {
      plain(text)
      bytes.append(text: "\n")
    }
  }

  private mutating func plain(_ text: String) {
    if text.isPlainYAML {
      bytes.append(text: text)
    } else {
      JSON.quote(text, into: &bytes)
    }
  }

  /// A text of several lines as a literal block; `-` and `+` say how many line ends close it.
  private mutating func block(_ text: String, level: Int) {
    let endings = text.utf8.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
    bytes.append(text: endings == 0 ? "|-\n" : endings == 1 ? "|\n" : "|+\n")
    for line in text.utf8.dropLast(endings).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      if !line.isEmpty { indent(max(level, 1)) }
      bytes.append(contentsOf: line)
      bytes.append(text: "\n")
    }
    for _ in 1..<max(endings, 1) { bytes.append(text: "\n") }
  }

  private mutating func indent(_ level: Int) {
    for _ in 0..<level { bytes.append(text: "  ") }
  }
}

extension String {
  /// Whether it has several lines that a literal block can hold as they are.
  fileprivate var fitsBlock: Bool {
    let lineEnd = UInt8(ascii: "\n")
    guard utf8.contains(lineEnd), let first = utf8.first else { return false }
    guard first != lineEnd, first != UInt8(ascii: " ") else { return false }
    return unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || (scalar.value >= 0x20 && !scalar.isUnsafeInText)
    }
  }

  /// Whether every reader takes it for a text without quotes.
  fileprivate var isPlainYAML: Bool {
    guard let first = unicodeScalars.first, first.isLetter, utf8.last != UInt8(ascii: " ") else {
      return false
    }
    guard unicodeScalars.allSatisfy({ $0.isLetter || $0.isPlainMark }) else { return false }
    return utf8.count > 5 || !String.yamlWords.contains(lowercased())
  }

  /// Words that some reader takes for a truth value, null or a number.
  private static let yamlWords: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "inf", "nan",
  ]
}

extension Unicode.Scalar {
  fileprivate var isLetter: Bool {
    switch self {
    case "a"..."z", "A"..."Z": true
    default: value >= 0x80 && properties.isAlphabetic
    }
  }

  /// Digits and marks that mean nothing in YAML, wherever they stand behind a letter.
  fileprivate var isPlainMark: Bool {
    switch self {
    case "0"..."9", " ", "_", "-", ".", "/", "+", "@", "(", ")": true
    default: false
    }
  }

  /// Controls, separators and marks that a terminal or a YAML reader does not take as text.
  fileprivate var isUnsafeInText: Bool {
    switch value {
    case 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}

/// A list as one YAML document: a sequence, or with meta a mapping of both.
struct YAMLListEncoder: RecordEncoder {
  let wrapsWithMeta: Bool
  private var isEmpty = true

  init(wrapsWithMeta: Bool) { self.wrapsWithMeta = wrapsWithMeta }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    if isEmpty && wrapsWithMeta { bytes.append(text: "data:\n") }
    isEmpty = false
    bytes += YAMLWriter.element(record, level: wrapsWithMeta ? 1 : 0)
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) {
    if isEmpty { bytes.append(text: wrapsWithMeta ? "data: []\n" : "[]\n") }
    guard wrapsWithMeta else { return }
    bytes += YAMLWriter.document(["meta": .object(meta ?? JSON.Object())])
  }
}
