extension DelimitedScan {
  /// Ends the record, also at the end of the input; false where there was none.
  mutating func finish(at end: Int) -> Bool {
    guard isDone || seen > 0 else { return false }
    record.end = end
    if isDone { dropLineEnd() } else { closeAtEnd() }
    if fault == nil { fault = textFault() }
    if let fault { record.problem = problem(fault.kind, at: fault.offset) }
    return true
  }

  private mutating func dropLineEnd() {
    guard record.raw.count == seen else { return }
    record.raw.removeLast()
    if record.raw.last == ASCII.carriageReturn { record.raw.removeLast() }
  }

  private mutating func closeAtEnd() {
    switch state {
    case .fieldStart:
      beginField(at: seen)
      closeField(at: seen)
    case .plain: closeField(at: seen - dropReturn())
    case .quoteInQuoted: closeField(at: seen - 1)
    case .returnAfterQuote: closeField(at: seen - 1 - dropReturn())
    case .quoted:
      if fault == nil || fault?.offset == field.start { fault = (.unterminatedQuote, field.start - 1) }
    }
  }

  /// Drops a carriage return at the end of the input, half a line end; how many bytes that was.
  private mutating func dropReturn() -> Int {
    guard record.raw.count == seen, seen > field.start, record.raw.last == ASCII.carriageReturn else {
      return 0
    }
    record.raw.removeLast()
    return 1
  }

  /// The first NUL or byte that is no UTF-8.
  private func textFault() -> (kind: DelimitedProblem.Kind, offset: Int)? {
    record.raw.withUnsafeBytes { bytes in
      guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
      let first = base.firstIndex(from: 0, to: bytes.count) { $0.equal(0) | $0.notASCII }
      guard first < bytes.count else { return nil }
      if let invalid = UTF8Text.firstInvalid(in: bytes) { return (.invalidUTF8, invalid) }
      let nul = base.firstIndex(from: first, to: bytes.count) { $0.equal(0) }
      return nul < bytes.count ? (.nul, nul) : nil
    }
  }

  private func problem(_ kind: DelimitedProblem.Kind, at offset: Int) -> DelimitedProblem {
    let before = record.raw.prefix(offset)
    let breaks = before.count { $0 == ASCII.lineFeed }
    let lineStart = before.lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
    return DelimitedProblem(kind: kind, line: record.line + breaks, column: offset - lineStart + 1)
  }
}
