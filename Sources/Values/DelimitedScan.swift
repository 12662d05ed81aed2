/// Builds one record across the pieces it arrives in.
struct DelimitedScan {
  enum State { case fieldStart, plain, quoted, quoteInQuoted, returnAfterQuote }

  private static let fieldCountLimit = 16_384

  private let delimiter: UInt8
  private let fieldLimit: Int
  private let recordLimit: Int
  private(set) var state = State.fieldStart
  private(set) var field = DelimitedRecord.Field(start: 0, end: 0)
  var fault: (kind: DelimitedProblem.Kind, offset: Int)?
  /// Bytes of the record in earlier pieces.
  private(set) var seen = 0
  /// Whether the rest of the record is skipped.
  private(set) var isCut = false

  var record = DelimitedRecord()
  /// Whether the record's line end has been read.
  private(set) var isDone = false
  /// Line ends read, those in quotes and the record's own.
  private(set) var lineBreaks = 0

  init(delimiter: UInt8, fieldLimit: Int) {
    self.delimiter = delimiter
    self.fieldLimit = fieldLimit
    recordLimit = fieldLimit * 8
  }

  mutating func begin(line: Int) {
    record.line = line
    record.problem = nil
    record.raw.removeAll(keepingCapacity: true)
    record.fields.removeAll(keepingCapacity: true)
    state = .fieldStart
    fault = nil
    seen = 0
    isCut = false
    isDone = false
    lineBreaks = 0
  }

  /// Reads on and returns how many bytes of the piece belong to the record.
  mutating func advance(over piece: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = piece.baseAddress else { return 0 }
    let end = piece.count
    var index = 0
    while index < end, !isDone {
      switch state {
      case .fieldStart: index = fieldStart(base, index)
      case .plain: index = plain(base, from: index, to: end)
      case .quoted: index = quoted(base, from: index, to: end)
      case .quoteInQuoted: index = quoteInQuoted(base, index)
      case .returnAfterQuote: index = returnAfterQuote(base, index)
      }
    }
    keep(UnsafeBufferPointer(rebasing: piece[..<index]))
    return index
  }

  @inline(__always)
  private mutating func fieldStart(_ base: UnsafePointer<UInt8>, _ index: Int) -> Int {
    beginField(at: seen + index)
    guard base[index] == ASCII.quote else {
      state = .plain
      return index
    }
    field.start += 1
    state = .quoted
    return index + 1
  }

  @inline(__always)
  private mutating func plain(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let delimiter = delimiter
    let index = base.firstIndex(from: start, to: end) {
      $0.equal(delimiter) | $0.equal(ASCII.lineFeed) | $0.equal(ASCII.quote)
    }
    guard index < end else { return end }
    switch base[index] {
    case delimiter: closeField(at: seen + index)
    case ASCII.lineFeed:
      let last = index > 0 ? base[index - 1] : record.raw.last
      let hasReturn = last == ASCII.carriageReturn && seen + index > field.start
      closeField(at: seen + index - (hasReturn ? 1 : 0))
      endLine()
    default: note(.strayQuote, at: seen + index)
    }
    return index + 1
  }

  @inline(__always)
  private mutating func quoted(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let index = base.firstIndex(from: start, to: end) { $0.equal(ASCII.quote) | $0.equal(ASCII.lineFeed) }
    guard index < end else { return end }
    if base[index] == ASCII.quote { state = .quoteInQuoted } else { lineBreaks += 1 }
    return index + 1
  }

  /// Decides, by the byte behind it, what a quote inside quotes is.
  @inline(__always)
  private mutating func quoteInQuoted(_ base: UnsafePointer<UInt8>, _ index: Int) -> Int {
    switch base[index] {
    case ASCII.quote:
      field.hasDoubledQuotes = true
      state = .quoted
    case delimiter: closeField(at: seen + index - 1)
    case ASCII.lineFeed:
      closeField(at: seen + index - 1)
      endLine()
    case ASCII.carriageReturn: state = .returnAfterQuote
    default:
      note(.strayQuote, at: seen + index - 1)
      state = .plain
      return index
    }
    return index + 1
  }

  private mutating func returnAfterQuote(_ base: UnsafePointer<UInt8>, _ index: Int) -> Int {
    guard base[index] == ASCII.lineFeed else {
      note(.strayQuote, at: seen + index - 2)
      state = .plain
      return index
    }
    closeField(at: seen + index - 2)
    endLine()
    return index + 1
  }

  @inline(__always)
  mutating func beginField(at start: Int) { field = DelimitedRecord.Field(start: start, end: start) }

  @inline(__always)
  mutating func closeField(at end: Int) {
    state = .fieldStart
    guard !isCut else { return }
    field.end = end
    if end - field.start > fieldLimit {
      cut(.fieldTooLong, at: field.start)
    } else if record.fields.count == Self.fieldCountLimit {
      cut(.recordTooLong, at: field.start)
    } else {
      record.fields.append(field)
    }
  }

  private mutating func endLine() {
    lineBreaks += 1
    isDone = true
  }

  private mutating func note(_ kind: DelimitedProblem.Kind, at offset: Int) {
    if fault == nil { fault = (kind, offset) }
  }

  private mutating func cut(_ kind: DelimitedProblem.Kind, at offset: Int) {
    note(kind, at: offset)
    isCut = true
  }

  /// Takes a piece into the record unless it has grown too long.
  private mutating func keep(_ piece: UnsafeBufferPointer<UInt8>) {
    seen += piece.count
    guard !isCut || record.raw.count + piece.count == seen else { return }
    record.raw.append(contentsOf: piece)
    let isOpen = state == .plain || state == .quoted || state == .quoteInQuoted
    if !isCut, isOpen, !isDone, seen - field.start > fieldLimit { cut(.fieldTooLong, at: field.start) }
    if !isCut, seen > recordLimit { cut(.recordTooLong, at: recordLimit) }
    if isCut { record.raw.removeLast(max(0, record.raw.count - keptLength)) }
  }

  private var keptLength: Int {
    guard let fault, fault.kind == .fieldTooLong else { return recordLimit }
    return min(fault.offset + fieldLimit, recordLimit)
  }
}
