import Values

/// The objects of JSON Lines; a bad line leaves the others as they are.
final class JSONLineRows: RowStream {
  private let facts: InputFacts
  private var lines: LineReader
  private var number = 0

  init(_ source: InputSource) {
    facts = InputFacts(source, .jsonl)
    lines = LineReader(source, limit: JSONRows.longest)
  }

  func next() throws -> RowInput? {
    guard let line = try lines.next() else { return nil }
    number += 1
    if line.isCut {
      let reason = "the line is longer than \(JSONRows.longest >> 20) MiB"
      return .bad(RowProblem(line: number, column: 1, code: "row_too_long", reason: reason), nil)
    }
    if line.bytes.allSatisfy({ $0 == UInt8(ascii: " ") || (9...13).contains($0) }) { return .blank(number) }
    let row = InputRow(line: number, content: .unreadable(line.bytes), offset: line.offset, facts: facts)
    return JSONRows.read(row) { 0 }
  }
}

/// Reads lines that end with LF or CR LF; of a line that is too long only the beginning is kept.
struct LineReader {
  /// A line without its end.
  struct Line {
    var bytes: [UInt8] = []
    var offset = 0
    var isCut = false
  }

  private let source: InputSource
  private let limit: Int
  private var block = [UInt8](repeating: 0, count: 64 << 10)
  private var position = 0
  private var count = 0
  private var offset = 0

  init(_ source: InputSource, limit: Int) {
    self.source = source
    self.limit = limit
    if source.head.starts(with: InputSource.byteOrderMark) { offset = -1 }
  }

  /// The next line, nil at the end.
  mutating func next() throws -> Line? {
    guard try fill() else { return nil }
    if offset < 0 { (position, offset) = (3, 3) }
    var line = Line(offset: offset)
    while try fill() {
      let part = block[position..<count]
      let end = part.firstIndex(of: UInt8(ascii: "\n"))
      let piece = part[..<(end ?? count)]
      line.bytes.append(contentsOf: piece.prefix(limit + 1 - line.bytes.count))
      let length = piece.count + (end == nil ? 0 : 1)
      position += length
      offset += length
      if end != nil { break }
    }
    line.isCut = line.bytes.count > limit
    if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
    return line
  }

  /// Reads the next block where this one is used up; false at the end.
  private mutating func fill() throws -> Bool {
    if position < count { return true }
    position = 0
    count = 0
    let source = source
    count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
    return count > 0
  }
}
