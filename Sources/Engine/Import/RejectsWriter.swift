import Platform
import Values

/// Keeps the rows that could not be imported, ready to be mended and imported again, and why.
///
/// `FILE.rejects.csv` has the header and the original bytes of the rows; rows of other formats than CSV and
/// TSV go to `FILE.rejects.data.jsonl`. `FILE.rejects.jsonl` has an object a row. Both are made at the first
/// reject, and appear whole when the writer is closed.
final class RejectsWriter {
  private let input: String
  private let names: RejectNames
  private let header: [UInt8]?
  private var rows: FileSink?
  private var reasons: FileSink?

  init(for path: String, header: [UInt8]?, format: ImportFormat) {
    input = path
    names = RejectNames(path, format)
    self.header = header
  }

  /// Where the rows and the reasons are; nil where nothing was rejected.
  private(set) var hint: String?

  /// Adds a row, where its bytes could be kept, and why it cannot be imported.
  func add(_ problem: RowProblem, _ row: InputRow?) throws {
    if reasons == nil { reasons = try FileSink(replacing: names.reasons, access: .shared) }
    try reasons?.write(problem.json(file: row?.file ?? input).text() + "\n")
    if let row { try add(row) }
    hint = names.hint(hasRows: rows != nil)
  }

  private func add(_ row: InputRow) throws {
    if rows == nil {
      rows = try FileSink(replacing: names.rows, access: .shared)
      if let header { try rows?.write(header + [UInt8(ascii: "\n")]) }
    }
    try rows?.write((header == nil ? row.line(of: row.content) : row.raw) + [UInt8(ascii: "\n")])
  }

  /// Puts the files in place.
  func close() throws {
    try rows?.commit()
    try reasons?.commit()
    rows = nil
    reasons = nil
  }
}

/// The files beside an input; those of standard input are in the current directory.
struct RejectNames {
  let rows: String
  let reasons: String

  init(_ path: String, _ format: ImportFormat) {
    var base = path
    while base.utf8.count > 1, base.hasSuffix("/") { base.removeLast() }
    if path == "-" || Files.status(path)?.kind == .other { base = "stdin" }
    rows = "\(base).rejects.\(format.isDelimited ? format.rawValue : "data.jsonl")"
    reasons = "\(base).rejects.jsonl"
  }

  func hint(hasRows: Bool) -> String {
    hasRows ? "rejected rows: \(rows), reasons: \(reasons)" : "reasons: \(reasons)"
  }
}

extension RowProblem {
  /// The object of `FILE.rejects.jsonl`.
  func json(file: String) -> JSON {
    var object = JSON.Object()
    object["file"] = .string(file)
    object["line"] = .number(.init(line))
    object["column"] = column.map { .number(.init($0)) } ?? .null
    object["field"] = field.map(JSON.string) ?? .null
    object["code"] = .string(code)
    object["reason"] = .string(reason)
    return .object(object)
  }
}

extension InputRow {
  /// The row on one line of JSON Lines, its own bytes where they fit on one; line ends stand only between
  /// the values of JSON.
  func line(of content: Content) -> [UInt8] {
    let isMarkdown = facts.format == .markdown
    if case .object(let object, _) = content, isMarkdown || raw.contains(UInt8(ascii: "\n")) {
      return Array(JSON.object(object).text().utf8)
    }
    if isMarkdown {
      return Array((["content": .string(String(decoding: raw, as: UTF8.self))] as JSON).text().utf8)
    }
    return raw.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
  }
}
