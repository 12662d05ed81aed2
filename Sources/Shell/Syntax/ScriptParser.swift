/// Reads statements from text, by hand and byte by byte: all that means something is ASCII.
struct ScriptParser {
  let bytes: [UInt8]
  var position = 0
  /// Where to go on behind a newline that here-documents follow.
  var bodies: [Int: Int] = [:]
  /// Whether a closing parenthesis ends a word.
  var isInParentheses = false
  private let lineStarts: LineIndex

  init(_ text: [UInt8]) {
    bytes = text
    lineStarts = LineIndex(text)
  }

  /// Reads a whole text; nothing of it has run when an error is found on its last line.
  static func parse(_ text: String) throws(SyntaxError) -> Script {
    var parser = ScriptParser(Array(text.utf8))
    if let index = parser.bytes.firstIndex(of: 0) {
      throw SyntaxError(message: "the text holds a NUL byte", place: parser.place(at: index))
    }
    return try parser.script()
  }

  private mutating func script() throws(SyntaxError) -> Script {
    var statements: [Statement] = []
    while skipSeparators() { statements.append(try statement()) }
    return Script(statements: statements)
  }

  private mutating func statement() throws(SyntaxError) -> Statement {
    let start = position
    var links = [Statement.Link(condition: .always, pipeline: try pipeline())]
    var isBackground = false
    while true {
      skipBlanks()
      if take("&&") {
        links.append(try link(.success, after: "&&"))
      } else if take("||") {
        links.append(try link(.failure, after: "||"))
      } else {
        if peek == UInt8(ascii: "&") {
          position += 1
          isBackground = true
        }
        break
      }
    }
    let source = String(decoding: bytes[start..<position], as: UTF8.self).trimmingBlanks
    return Statement(links: links, isBackground: isBackground, place: place(at: start), source: source)
  }

  private mutating func link(_ condition: Statement.Link.Condition, after sign: String)
    throws(SyntaxError) -> Statement.Link
  {
    while skipBlanksAndComment(), peek == UInt8(ascii: "\n") { newline() }
    guard position < bytes.count else {
      throw error("a command must follow \(sign)", waitingFor: sign)
    }
    return Statement.Link(condition: condition, pipeline: try pipeline())
  }

  private mutating func pipeline() throws(SyntaxError) -> Pipeline {
    skipBlanks()
    let start = place(at: position)
    if peek == UInt8(ascii: "!") {
      position += 1
      return Pipeline(kind: .shell(try raw()), place: start)
    }
    var words: [Word] = []
    var result = Pipeline(kind: .command([]), place: start)
    while skipBlanks(), let byte = peek {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: ";"): return try finished(&result, words)
      case UInt8(ascii: "&") where isOperator: return try finished(&result, words)
      case UInt8(ascii: "#"):
        skipComment()
        return try finished(&result, words)
      case UInt8(ascii: "|"):
        if bytes[position...].starts(with: "||".utf8) { return try finished(&result, words) }
        result.target = .pipe(try piped(after: words))
        return try finished(&result, words)
      case UInt8(ascii: ">"): result.target = try redirection(instead: result.target)
      case UInt8(ascii: "<"): result.input = try hereDocument()
      default: words.append(try word(in: words))
      }
    }
    return try finished(&result, words)
  }

  private func finished(_ pipeline: inout Pipeline, _ words: [Word]) throws(SyntaxError) -> Pipeline {
    guard !words.isEmpty else {
      let found = peek.map { "'\(Character(UnicodeScalar($0)))'" } ?? "the end"
      throw error(
        peek == UInt8(ascii: "\n") ? "a command is missing" : "a command must stand before \(found)")
    }
    pipeline.kind = .command(words.isAssignment ? words.joiningAssignments : words)
    return pipeline
  }

  private mutating func piped(after words: [Word]) throws(SyntaxError) -> String {
    guard !words.isEmpty else { throw error("a command must stand before '|'") }
    position += 1
    while skipBlanksAndComment(), peek == UInt8(ascii: "\n") { newline() }
    guard position < bytes.count else { throw error("a command must follow |", waitingFor: "|") }
    return try raw()
  }

  private mutating func redirection(instead of: Pipeline.Target?) throws(SyntaxError) -> Pipeline.Target {
    if position > 0, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position - 1] {
      throw error(
        "only the answer can be sent to a file, not stream \(Character(UnicodeScalar(bytes[position - 1])))")
    }
    if of != nil { throw error("the answer goes to one place only") }
    let isAppending = take(">>")
    if !isAppending { position += 1 }
    skipBlanks()
    guard let byte = peek, !"\n;|<>&#".utf8.contains(byte) else {
      throw error("the name of a file must follow '\(isAppending ? ">>" : ">")'")
    }
    let name = try word()
    return isAppending ? .appended(name) : .file(name)
  }
}

// MARK: Walking

extension ScriptParser {
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  func place(at position: Int) -> Script.Place { lineStarts.place(of: position) }

  func error(_ message: String, waitingFor sign: String? = nil) -> SyntaxError {
    SyntaxError(message: message, place: place(at: position), isWaitingFor: sign)
  }

  mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// Whether the `&` here ends a command: it is doubled, or stands alone; within a word it is a letter.
  var isOperator: Bool {
    if bytes[position...].starts(with: "&&".utf8) { return true }
    guard position + 1 < bytes.count else { return true }
    return " \t\n;#".utf8.contains(bytes[position + 1])
  }

  /// Goes over blanks and continued line ends; always true, so that it can stand in conditions.
  @discardableResult
  mutating func skipBlanks() -> Bool {
    while let byte = peek {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        position += 1
      } else if bytes[position...].starts(with: "\\\n".utf8) {
        position += 1
        newline()
      } else {
        break
      }
    }
    return true
  }

  mutating func skipBlanksAndComment() -> Bool {
    skipBlanks()
    if peek == UInt8(ascii: "#") { skipComment() }
    return true
  }

  mutating func skipComment() {
    while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
  }

  /// Goes over a newline and the here-documents behind it.
  mutating func newline() { position = bodies[position] ?? position + 1 }

  /// Goes to the next statement; false at the end.
  private mutating func skipSeparators() -> Bool {
    while skipBlanksAndComment(), let byte = peek {
      switch byte {
      case UInt8(ascii: "\n"): newline()
      case UInt8(ascii: ";"): position += 1
      default: return true
      }
    }
    return false
  }
}

/// Finds the line and column of a byte.
private struct LineIndex {
  private var starts = [0]
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
  }

  func place(of position: Int) -> Script.Place {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    let before = String(decoding: bytes[starts[low]..<min(position, bytes.count)], as: UTF8.self)
    return Script.Place(line: low + 1, column: before.count + 1)
  }
}

extension String {
  /// The text without blanks and line ends around it.
  var trimmingBlanks: String {
    var part = self[...]
    while let first = part.utf8.first, " \t\n".utf8.contains(first) { part = part.dropFirst() }
    while let last = part.utf8.last, " \t\n".utf8.contains(last) { part = part.dropLast() }
    return String(part)
  }
}
