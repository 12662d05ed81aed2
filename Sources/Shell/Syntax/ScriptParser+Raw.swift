extension ScriptParser {
  /// Takes a line for the system's shell as it stands, up to a newline, `;`, `&&` or `||` that is not inside quotes,
  /// parentheses, braces or backquotes. Within it `|`, `>` and `&` are the shell's.
  mutating func raw() throws(SyntaxError) -> String {
    let start = position
    var open: [UInt8] = []
    while let byte = peek {
      if open.isEmpty, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ";") || doublesHere { break }
      switch byte {
      case UInt8(ascii: "\\"):
        if position + 1 == bytes.count { throw error("a line must follow '\\'", waitingFor: "\\") }
        position += 1
      case UInt8(ascii: "'"): try skipQuote(byte)
      case UInt8(ascii: "\""), UInt8(ascii: "`"): try skipQuote(byte)
      case UInt8(ascii: "("), UInt8(ascii: "{"): open.append(byte)
      case UInt8(ascii: ")") where open.last == UInt8(ascii: "("): open.removeLast()
      case UInt8(ascii: "}") where open.last == UInt8(ascii: "{"): open.removeLast()
      default: break
      }
      position += 1
    }
    if let sign = open.last {
      throw error("'\(UnicodeScalar(sign))' is not closed", waitingFor: String(UnicodeScalar(sign)))
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self).trimmingBlanks
    guard !text.isEmpty else { throw error("a command of the system's shell is missing") }
    return text
  }

  private var doublesHere: Bool {
    let rest = bytes[position...]
    return rest.starts(with: "&&".utf8) || rest.starts(with: "||".utf8)
  }

  /// Goes to the end of a quoted text; only `'` has no escapes.
  private mutating func skipQuote(_ quote: UInt8) throws(SyntaxError) {
    let opening = position
    position += 1
    while let byte = peek, byte != quote {
      position += byte == UInt8(ascii: "\\") && quote != UInt8(ascii: "'") ? 2 : 1
    }
    guard peek != nil else {
      position = opening
      let sign = String(UnicodeScalar(quote))
      throw error("the quote \(sign) is not closed", waitingFor: sign)
    }
  }

  /// Reads `<<TAG` and, behind the end of this line, the lines up to the tag. `<<-` takes tabs off their
  /// beginning; variables are put in unless the tag is quoted.
  mutating func hereDocument() throws(SyntaxError) -> Word {
    let start = position
    guard take("<<") else { throw error("'<' reads no file here: give the file's name to the command") }
    let dropsTabs = take("-")
    skipBlanks()
    let tagWord = try word()
    guard let tag = tagWord.literal, !tag.isEmpty else { throw error("a tag must follow '<<'") }
    let isLiteral = tagWord.bare == nil
    guard let lineEnd = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw error("the lines of '<<\(tag)' are missing", waitingFor: tag)
    }
    var next = bodies[lineEnd] ?? lineEnd + 1
    let bodyStart = next
    var lines: [ArraySlice<UInt8>] = []
    while next < bytes.count {
      let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var line = bytes[next..<end]
      if dropsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
      next = min(end + 1, bytes.count)
      if line.elementsEqual(tag.utf8) {
        bodies[lineEnd] = next
        return body(lines, isLiteral: isLiteral, from: bodyStart)
      }
      lines.append(line)
    }
    position = start
    throw error("'\(tag)' does not end the lines of '<<\(tag)'", waitingFor: tag)
  }

  private func body(_ lines: [ArraySlice<UInt8>], isLiteral: Bool, from start: Int) -> Word {
    let text = lines.flatMap { $0 + [UInt8(ascii: "\n")] }
    var pieces = PieceList()
    if isLiteral {
      pieces.add(text, isQuoted: true)
    } else {
      var inner = ScriptParser(text)
      while let byte = inner.peek {
        if byte == UInt8(ascii: "$") {
          inner.variable(into: &pieces, isQuoted: true)
        } else {
          let isEscape =
            byte == UInt8(ascii: "\\") && inner.position + 1 < text.count
            && "$\\".utf8.contains(text[inner.position + 1])
          if isEscape { inner.position += 1 }
          pieces.add(text[inner.position...inner.position], isQuoted: true)
          inner.position += 1
        }
      }
    }
    return Word(pieces: pieces.all, place: place(at: start), source: String(decoding: text, as: UTF8.self))
  }
}
