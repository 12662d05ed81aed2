import Values

/// Markdown with front matter as one object: the members between the lines `---`, and the text below as
/// `content`.
///
/// Of YAML it reads scalars, quoted or not, lists in brackets or with dashes, and blocks of text (`|`, `>`);
/// every scalar is a text, whatever it looks like, for the field it goes to knows its type.
struct FrontMatter {
  private let lines: [Substring]
  private var index = 1
  private var object = JSON.Object()

  /// Reads a whole file.
  static func read(_ bytes: [UInt8]) throws(RowProblem) -> JSON.Object {
    let bytes = bytes.starts(with: InputSource.byteOrderMark) ? bytes[3...] : bytes[...]
    let fault = bytes.withUnsafeBytes { UTF8Text.firstInvalid(in: $0) }.map { $0 + bytes.startIndex }
    if let offset = fault ?? bytes.firstIndex(of: 0) {
      let before = bytes[..<offset]
      let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.startIndex
      throw RowProblem(
        line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: offset - lineStart + 1,
        code: fault == nil ? "nul" : "invalid_utf8", reason: fault == nil ? "a NUL byte" : "invalid UTF-8")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    var matter = FrontMatter(text)
    let body = try matter.readMembers() ? matter.body(of: text) : FrontMatter.trimmed(text.utf8[...])
    if !body.isEmpty {
      guard matter.object["content"] == nil else {
        throw matter.problem("content stands both in the front matter and below it")
      }
      matter.object["content"] = .string(body)
    }
    return matter.object
  }

  private init(_ text: String) {
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
  }

  /// Reads up to the closing line; false where there is no front matter.
  private mutating func readMembers() throws(RowProblem) -> Bool {
    guard lines[0].trimmedEnd == "---" else { return false }
    while index < lines.count {
      let line = lines[index].trimmedEnd
      if line == "---" || line == "..." { return true }
      try readMember(line)
    }
    index = 0
    throw problem("the front matter is never closed by a line ---")
  }

  private mutating func readMember(_ line: Substring) throws(RowProblem) {
    var scan = YAMLScan(line)
    if scan.isAtEnd {
      index += 1
      return
    }
    guard scan.column == 1 else { throw problem("nested values cannot be imported", scan.column) }
    guard let key = scan.key() else { throw problem("expected NAME: VALUE", scan.column) }
    guard object[key] == nil else { throw problem("\(key) stands twice") }
    if let style = scan.blockStyle() {
      index += 1
      object[key] = .string(block(isFolded: style))
    } else if scan.isAtEnd {
      index += 1
      object[key] = try list()
    } else {
      guard let value = scan.value() else { throw problem(scan.fault, scan.column) }
      index += 1
      object[key] = value
    }
  }

  /// The lines with dashes below a name; null where there are none.
  private mutating func list() throws(RowProblem) -> JSON {
    var elements: [JSON] = []
    while index < lines.count {
      let line = lines[index].trimmedEnd
      var scan = YAMLScan(line)
      if scan.isAtEnd {
        index += 1
        continue
      }
      if line == "---" || !scan.dash() { break }
      guard let element = scan.isAtEnd ? .null : scan.value() else { throw problem(scan.fault, scan.column) }
      elements.append(element)
      index += 1
    }
    return elements.isEmpty ? .null : .array(elements)
  }

  /// The indented lines below a name, as lines or folded into one.
  private mutating func block(isFolded: Bool) -> String {
    let start = index
    while index < lines.count, lines[index].isEmpty || lines[index].first == " " { index += 1 }
    let texts = lines[start..<index]
    let indent = texts.filter { !$0.trimmedEnd.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    let joined = texts.map { $0.dropFirst(indent) }.joined(separator: isFolded ? " " : "\n")
    return FrontMatter.trimmed(joined.utf8[...])
  }

  /// What stands below the closing line.
  private func body(of text: String) -> String {
    guard index + 1 < lines.count else { return "" }
    return FrontMatter.trimmed(text.utf8[lines[index + 1].startIndex...])
  }

  /// Without empty lines before and white space behind.
  private static func trimmed(_ text: Substring.UTF8View) -> String {
    var text = text.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    while let last = text.last, last == UInt8(ascii: " ") || (9...13).contains(last) { text.removeLast() }
    return String(Substring(text))
  }

  private func problem(_ reason: String, _ column: Int = 1) -> RowProblem {
    RowProblem(line: min(index, lines.count - 1) + 1, column: column, code: "front_matter", reason: reason)
  }
}

extension Substring {
  /// Without spaces and tabs at the end.
  var trimmedEnd: Substring {
    var part = self
    while let last = part.last, last == " " || last == "\t" { part.removeLast() }
    return part
  }
}
