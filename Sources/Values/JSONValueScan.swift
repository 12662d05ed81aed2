/// Finds the end of one JSON value across the pieces it arrives in.
struct JSONValueScan {
  private enum State { case scalar, structure, string, escape }

  private var state: State
  private var depth = 0

  /// Whether the value has ended.
  private(set) var isDone = false
  /// Why the value cannot be JSON.
  private(set) var fault: String?
  /// Line feeds in the last piece, and the index behind the last of them.
  private(set) var lineBreaks = 0
  private(set) var lineStart = 0

  /// Begins before a value's first byte.
  init(first: UInt8) {
    switch first {
    case ASCII.openBrace, ASCII.openBracket, ASCII.quote: state = .structure
    default: state = .scalar
    }
  }

  /// Whether the end of the stream ends the value: only a number, `true`, `false` or `null` has no last byte
  /// of its own.
  var mayEnd: Bool { state == .scalar }

  /// Reads on and returns how many bytes of the piece belong to the value.
  mutating func advance(over piece: UnsafeBufferPointer<UInt8>) -> Int {
    lineBreaks = 0
    guard let base = piece.baseAddress else { return 0 }
    var index = 0
    while index < piece.count, !isDone, fault == nil {
      switch state {
      case .scalar: index = scalar(base, from: index, to: piece.count)
      case .structure: index = structure(base, from: index, to: piece.count)
      case .string: index = string(base, from: index, to: piece.count)
      case .escape:
        state = .string
        index += 1
      }
    }
    return index
  }

  private mutating func scalar(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    for index in start..<end {
      switch base[index] {
      case ASCII.space, ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn, ASCII.comma, ASCII.quote,
        ASCII.openBrace, ASCII.closeBrace, ASCII.openBracket, ASCII.closeBracket:
        isDone = true
        return index
      default: continue
      }
    }
    return end
  }

  private mutating func structure(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let byte = base[index]
      index &+= 1
      switch byte {
      case ASCII.quote:
        state = .string
        return index
      case ASCII.openBrace, ASCII.openBracket: depth &+= 1
      case ASCII.closeBrace, ASCII.closeBracket:
        depth &-= 1
        if depth == 0 {
          isDone = true
          return index
        }
      case ASCII.lineFeed:
        lineBreaks &+= 1
        lineStart = index
      default: continue
      }
    }
    return end
  }

  private mutating func string(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let index = base.firstIndex(from: start, to: end) {
      $0.equal(ASCII.quote) | $0.equal(ASCII.backslash) | $0.below(ASCII.space)
    }
    guard index < end else { return end }
    switch base[index] {
    case ASCII.backslash: state = .escape
    case ASCII.quote:
      state = .structure
      isDone = depth == 0
    default:
      fault = "a control character stands in a string"
      return index
    }
    return index + 1
  }
}
