import Values

/// Reads the values of one line of front matter.
struct YAMLScan {
  private let line: Substring
  private var rest: Substring
  /// Why there was no value.
  private(set) var fault = "expected a value"

  /// Begins at the first letter of the line; a comment is no letter.
  init(_ line: Substring) {
    self.line = line
    rest = line
    skipSpaces()
  }

  /// Whether nothing but a comment is left.
  var isAtEnd: Bool { rest.isEmpty || rest.first == "#" }

  /// The column in bytes of what comes next, the first is 1.
  var column: Int { line.utf8.count - rest.utf8.count + 1 }

  /// The name before a colon and a space; nil where there is none.
  mutating func key() -> String? {
    let name: String
    if rest.first == "\"" || rest.first == "'" {
      guard let quoted = quoted() else { return nil }
      name = quoted
      skipSpaces()
      guard rest.first == ":" else { return nil }
    } else {
      guard let colon = rest.indices.first(where: { rest[$0] == ":" && isBoundary(rest.index(after: $0)) })
      else { return nil }
      name = String(rest[..<colon].trimmedEnd)
      rest = rest[colon...]
    }
    guard !name.isEmpty else { return nil }
    rest.removeFirst()
    skipSpaces()
    return name
  }

  /// The dash of a list's element.
  mutating func dash() -> Bool {
    guard rest.first == "-", isBoundary(rest.index(after: rest.startIndex)) else { return false }
    rest.removeFirst()
    skipSpaces()
    return true
  }

  /// Whether a block of text follows, and whether its lines are folded; nil where none does.
  mutating func blockStyle() -> Bool? {
    guard let first = rest.first, first == "|" || first == ">" else { return nil }
    return rest.dropFirst().allSatisfy { "+-".contains($0) } ? first == ">" : nil
  }

  /// The scalar or list that fills the rest of the line.
  mutating func value() -> JSON? {
    guard let value = rest.first == "[" ? list() : scalar(in: nil) else { return nil }
    skipSpaces()
    guard isAtEnd else {
      fault = "text behind the value"
      return nil
    }
    return value
  }

  private mutating func list() -> JSON? {
    var elements: [JSON] = []
    rest.removeFirst()
    while true {
      skipSpaces()
      if rest.first == "]" { break }
      guard let element = scalar(in: ",]") else { return nil }
      elements.append(element)
      skipSpaces()
      if rest.first == "]" { break }
      guard rest.first == "," else {
        fault = "expected , or ]: a list in brackets stands on one line"
        return nil
      }
      rest.removeFirst()
    }
    rest.removeFirst()
    return .array(elements)
  }

  /// A scalar, inside brackets up to one of the stops.
  private mutating func scalar(in stops: String?) -> JSON? {
    guard let first = rest.first else { return nil }
    switch first {
    case "\"", "'": return quoted().map(JSON.string)
    case "[", "{", "&", "*", "!", "|", ">", "%", "@", "`":
      fault = "\(first) cannot begin a value here: quote the text"
      return nil
    default:
      let end = rest.indices.first { index in
        stops?.contains(rest[index]) ?? false
          || rest[index] == "#" && index > rest.startIndex && rest[rest.index(before: index)] == " "
      }
      let text = rest[..<(end ?? rest.endIndex)].trimmedEnd
      rest = rest[(end ?? rest.endIndex)...]
      return text == "null" || text == "~" ? .null : .string(String(text))
    }
  }

  /// A text in quotes: double ones with JSON's escapes, single ones with `''` for one.
  private mutating func quoted() -> String? {
    guard let quote = rest.first else { return nil }
    var index = rest.index(after: rest.startIndex)
    while index < rest.endIndex {
      let next = rest.index(after: index)
      if quote == "\"", rest[index] == "\\" {
        index = next < rest.endIndex ? rest.index(after: next) : next
      } else if quote == "'", rest[index] == "'", next < rest.endIndex, rest[next] == "'" {
        index = rest.index(after: next)
      } else if rest[index] == quote {
        return unquoted(rest[..<next], from: rest[next...])
      } else {
        index = next
      }
    }
    fault = "the quote is never closed"
    return nil
  }

  private mutating func unquoted(_ text: Substring, from rest: Substring) -> String? {
    if text.first == "'" {
      self.rest = rest
      return String(text.dropFirst().dropLast()).replacing("''", with: "'")
    }
    guard let value = try? JSON.parse(String(text), as: .input).string else {
      fault = "an escape that is not one of JSON's"
      return nil
    }
    self.rest = rest
    return value
  }

  private func isBoundary(_ index: Substring.Index) -> Bool {
    index == rest.endIndex || rest[index] == " " || rest[index] == "\t"
  }

  private mutating func skipSpaces() { rest = rest.drop { $0 == " " || $0 == "\t" } }
}
