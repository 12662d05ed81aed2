extension ScriptParser {
  /// Reads a word: bare text, quotes, variables and rows in any order without a blank between them.
  ///
  /// `words` are those before it: in an assignment a command in parentheses stands for its answer.
  mutating func word(in words: [Word] = []) throws(SyntaxError) -> Word {
    let start = position
    let isAssignment = words.isAssignment && !isInParentheses
    var pieces = PieceList()
    loop: while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "|"),
        UInt8(ascii: ">"), UInt8(ascii: "<"):
        break loop
      case UInt8(ascii: "&") where isOperator && position > start: break loop
      case UInt8(ascii: ")") where isInParentheses: break loop
      case UInt8(ascii: "'"): pieces.add(try singleQuoted(), isQuoted: true)
      case UInt8(ascii: "\""): try doubleQuoted(into: &pieces)
      case UInt8(ascii: "\\"):
        if bytes[position...].starts(with: "\\\n".utf8) { break loop }
        pieces.add(try escaped(), isQuoted: true)
      case UInt8(ascii: "$"), UInt8(ascii: "("):
        if isAssignment, takeOpening(position == start && words.last?.bare == "=") {
          pieces.add(.capture(try capture()))
        } else if byte == UInt8(ascii: "$") {
          variable(into: &pieces)
        } else {
          pieces.add(next(), isQuoted: false)
        }
      case UInt8(ascii: "@") where position == start || bytes[position - 1] == UInt8(ascii: "="):
        if let rows = try rowReference() {
          pieces.add(.rows(rows))
        } else {
          pieces.add(next(), isQuoted: false)
        }
      default: pieces.add(next(), isQuoted: false)
      }
    }
    return Word(
      pieces: pieces.all, place: place(at: start),
      source: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func next() -> ArraySlice<UInt8> {
    defer { position += 1 }
    return bytes[position...position]
  }

  private mutating func escaped() throws(SyntaxError) -> ArraySlice<UInt8> {
    guard position + 1 < bytes.count else { throw error("a line must follow '\\'", waitingFor: "\\") }
    position += 1
    return next()
  }

  private mutating func singleQuoted() throws(SyntaxError) -> ArraySlice<UInt8> {
    guard let end = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "'")) else {
      throw error("the quote ' is not closed", waitingFor: "'")
    }
    defer { position = end + 1 }
    return bytes[(position + 1)..<end]
  }

  private mutating func doubleQuoted(into pieces: inout PieceList) throws(SyntaxError) {
    let opening = position
    position += 1
    pieces.add([], isQuoted: true)
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return
      case UInt8(ascii: "$"): variable(into: &pieces, isQuoted: true)
      case UInt8(ascii: "\\") where position + 1 < bytes.count:
        pieces.add(escapedInQuotes(), isQuoted: true)
      default: pieces.add(next(), isQuoted: true)
      }
    }
    position = opening
    throw error("the quote \" is not closed", waitingFor: "\"")
  }

  private mutating func escapedInQuotes() -> ArraySlice<UInt8> {
    let letter = bytes[position + 1]
    defer { position += 2 }
    switch letter {
    case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
    case UInt8(ascii: "t"): return [UInt8(ascii: "\t")]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): return [letter]
    case UInt8(ascii: "\n"): return []
    default: return bytes[position...(position + 1)]
    }
  }

  /// Goes to the parenthesis of `(command)` or `$(command)` behind `=`; false where there is none.
  private mutating func takeOpening(_ isBehindEquals: Bool) -> Bool {
    guard isBehindEquals || bytes[position - 1] == UInt8(ascii: "=") else { return false }
    if peek == UInt8(ascii: "(") { return true }
    guard bytes[position...].starts(with: "$(".utf8) else { return false }
    position += 1
    return true
  }

  /// Reads `set x=(command)` from the parenthesis on.
  private mutating func capture() throws(SyntaxError) -> Pipeline {
    let opening = position
    position += 1
    isInParentheses = true
    defer { isInParentheses = false }
    var words: [Word] = []
    let start = place(at: position)
    while skipBlanks(), let byte = peek, byte != UInt8(ascii: ")") {
      guard !"\n;|<>".utf8.contains(byte) else { throw error("only one command can stand in parentheses") }
      words.append(try word())
    }
    guard peek != nil else {
      position = opening
      throw error("the parenthesis is not closed", waitingFor: "(")
    }
    guard !words.isEmpty else { throw error("a command must stand in the parentheses") }
    position += 1
    return Pipeline(kind: .command(words), place: start)
  }
}

extension [Word] {
  /// Whether they begin a command that gives variables values.
  var isAssignment: Bool { ["set", "let"].contains(first?.bare ?? "") }

  /// `NAME = VALUE` as one word, as if it were `NAME=VALUE`.
  var joiningAssignments: [Word] {
    var joined: [Word] = []
    var rest = self[...]
    while var word = rest.popFirst() {
      if joined.count > 0, rest.first?.bare == "=", let name = word.bare, let value = rest.dropFirst().first {
        word.pieces = [.text(name + "=", isQuoted: false)] + value.pieces
        word.source += " = " + value.source
        rest = rest.dropFirst(2)
      }
      joined.append(word)
    }
    return joined
  }
}

// MARK: Variables and rows

extension ScriptParser {
  /// Reads `$NAME`, `${NAME.path}` or one of the special names; a `$` before anything else is text.
  mutating func variable(into pieces: inout PieceList, isQuoted: Bool = false) {
    let start = position
    position += 1
    if peek == UInt8(ascii: "{") {
      let rest = bytes[(position + 1)...]
      if let end = rest.firstIndex(of: UInt8(ascii: "}")), let found = Variable(braced: rest[..<end]) {
        position = end + 1
        return pieces.add(.variable(found))
      }
    } else if let byte = peek, "?@#_".utf8.contains(byte) || byte.isDigit, !nameFollows {
      position += 1
      return pieces.add(.variable(Variable(name: String(UnicodeScalar(byte)), path: path())))
    } else if let name = name() {
      return pieces.add(.variable(Variable(name: name, path: path())))
    }
    position = start + 1
    pieces.add(bytes[start...start], isQuoted: isQuoted)
  }

  /// Whether a `_` here begins a longer name.
  private var nameFollows: Bool {
    peek == UInt8(ascii: "_") && position + 1 < bytes.count && bytes[position + 1].isNamePart
  }

  private mutating func name() -> String? {
    let end = bytes[position...].firstIndex { !$0.isNamePart } ?? bytes.count
    guard end > position, !bytes[position].isDigit else { return nil }
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  /// Reads `.title.0` where a name follows the dot.
  private mutating func path() -> [String] {
    var steps: [String] = []
    while peek == UInt8(ascii: ".") {
      let end = bytes[(position + 1)...].firstIndex { !$0.isNamePart } ?? bytes.count
      guard end > position + 1 else { break }
      steps.append(String(decoding: bytes[(position + 1)..<end], as: UTF8.self))
      position = end
    }
    return steps
  }

  /// Reads `@3`, `@-1`, `@2..5.title`, `@*` or `@_.total`; nil where it is no row.
  fileprivate mutating func rowReference() throws(SyntaxError) -> RowReference? {
    let start = position
    position += 1
    var reference = RowReference()
    if peek == UInt8(ascii: "*") {
      position += 1
    } else if peek == UInt8(ascii: "_"), !nameFollows {
      position += 1
      reference.isAboutList = true
    } else if let first = number() {
      reference.range = .init(first: first, last: first)
      if bytes[position...].starts(with: "..".utf8) {
        position += 2
        guard let last = number() else { throw error("a row must follow '..'") }
        reference.range?.last = last
      }
    } else {
      position = start
      return nil
    }
    let steps = path()
    reference.path = steps.isEmpty ? nil : steps.joined(separator: ".")
    return reference
  }

  private mutating func number() -> Int? {
    let isNegative = peek == UInt8(ascii: "-")
    let begin = isNegative ? position + 1 : position
    guard begin < bytes.count else { return nil }
    let end = bytes[begin...].firstIndex { !$0.isDigit } ?? bytes.count
    guard let value = Int(String(decoding: bytes[begin..<end], as: UTF8.self)) else { return nil }
    position = end
    return isNegative ? -value : value
  }
}

extension Variable {
  /// Reads what stands between braces; nil where it is no name.
  init?(braced text: ArraySlice<UInt8>) {
    let parts = String(decoding: text, as: UTF8.self).split(separator: ".", omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isNamePart) })
        || ["?", "@", "#"].contains(name)
    else { return nil }
    self.init(name: String(name), path: parts.dropFirst().map(String.init), isBraced: true)
  }
}

/// Collects the pieces of a word, neighbouring text of one kind as one.
struct PieceList {
  private var finished: [Word.Piece] = []
  private var text: [UInt8] = []
  private var isQuoted: Bool?

  var all: [Word.Piece] {
    var copy = self
    copy.finishText()
    return copy.finished
  }

  mutating func add(_ bytes: some Sequence<UInt8>, isQuoted: Bool) {
    if self.isQuoted != isQuoted { finishText() }
    self.isQuoted = isQuoted
    text.append(contentsOf: bytes)
  }

  mutating func add(_ piece: Word.Piece) {
    finishText()
    finished.append(piece)
  }

  private mutating func finishText() {
    guard let quoted = isQuoted else { return }
    finished.append(.text(String(decoding: text, as: UTF8.self), isQuoted: quoted))
    (text, isQuoted) = ([], nil)
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  /// Whether a name may hold it.
  var isNamePart: Bool {
    isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self == 0x5F || self >= 0x80
  }
}
