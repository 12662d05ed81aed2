import Platform
import Values

/// The objects of a JSON text: of an array, one alone, or one behind the other.
final class JSONRows: RowStream {
  static let longest = 8 << 20

  private let facts: InputFacts
  private let path: String
  private var splitter: JSONSplitter

  init(_ source: InputSource) {
    facts = InputFacts(source, .json)
    path = source.path
    splitter = JSONSplitter(limit: JSONRows.longest) { try source.read(into: $0) }
  }

  func next() throws -> RowInput? {
    guard let (line, bytes) = try splitter.next() else { return nil }
    let row = InputRow(
      line: line, content: .unreadable(bytes), offset: splitter.offset - bytes.count, facts: facts)
    return JSONRows.read(row) { column(of: row).map { $0 - 1 } }
  }

  /// Reads the object in a row's bytes; `indent` counts the bytes that stand before it on its line.
  static func read(_ row: InputRow, indent: () -> Int?) -> RowInput {
    let raw = row.raw
    do throws(JSONError) {
      guard case .object(let object) = try JSON.parse(raw, as: .input) else {
        let column = indent().map { $0 + 1 }
        return .bad(
          RowProblem(line: row.line, column: column, code: "not_object", reason: "not a JSON object"), row)
      }
      var row = row
      row.content = .object(object, raw: raw)
      return .row(row)
    } catch {
      let column = error.line > 1 ? error.column : indent().map { $0 + error.column }
      let line = row.line + error.line - 1
      return .bad(
        RowProblem(line: line, column: column, code: "json", reason: "not JSON: \(error.reason)"), row)
    }
  }

  /// The column on which a row begins, looked up in the file; nil where it cannot be read again.
  private func column(of row: InputRow) -> Int? {
    guard !facts.isStream, let file = try? FileSource(path: path) else { return nil }
    let start = max(0, row.offset - (64 << 10))
    guard (try? file.seek(to: start)) != nil,
      let before = try? file.bytes(row.offset - start),
      let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 }) ?? (start == 0 ? 0 : nil)
    else { return nil }
    let mark = start == 0 && lineStart == 0 && before.starts(with: InputSource.byteOrderMark) ? 3 : 0
    return before.count - lineStart - mark + 1
  }
}

extension FileSource {
  /// The next bytes, exactly so many; nil where the file ends before.
  func bytes(_ count: Int) throws(SystemError) -> [UInt8]? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let length = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<count]))
      guard length > 0 else { return nil }
      filled += length
    }
    return Array(buffer[..<count])
  }
}
