import Values

/// The rows of CSV or TSV below the header.
final class DelimitedRows: RowStream {
  let header: [String]
  let facts: InputFacts
  private var reader: DelimitedReader
  private var offset: Int

  /// Reads the header, which must name every column, each differently.
  init(_ source: InputSource, _ format: ImportFormat) throws(Failure) {
    let delimiter = format.delimiter(in: source.head)
    reader = DelimitedReader(delimiter: delimiter) { try source.read(into: $0) }
    let record = try DelimitedRows.header(&reader, source.name)
    facts = InputFacts(source, format, delimiter: delimiter, rawHeader: record.raw)
    header = record.texts
    offset = record.end
    let row = InputRow(line: record.line, content: .fields(record), offset: 0, facts: facts)
    for (index, name) in header.enumerated() {
      let (line, column) = row.place(ofField: index)
      let place = "\(source.name), line \(line), column \(column)"
      if name.trimmingSpaces.isEmpty {
        throw .usage(
          "\(place): the header's column \(index + 1) has no name", hint: "name the column, or remove it")
      }
      if header[..<index].contains(name) {
        throw .usage("\(place): the header names '\(name)' twice", hint: "give each column a name of its own")
      }
    }
  }

  private static func header(_ reader: inout DelimitedReader, _ name: String) throws(Failure)
    -> DelimitedRecord
  {
    try Failure.local {
      while let record = try reader.next() {
        if record.isBlank { continue }
        if let problem = record.problem {
          throw Failure.usage(
            "\(name), \(problem)",
            hint: "the first line must name the columns, in UTF-8; --format-in tells the format")
        }
        return record
      }
      throw Failure.usage("\(name) has no header", hint: "the first line must name the columns")
    }
  }

  func next() throws -> RowInput? {
    guard let record = try reader.next() else { return nil }
    defer { offset = record.end }
    if record.isBlank || isBlank(record) { return .blank(record.line) }
    let row = InputRow(line: record.line, content: .fields(record), offset: offset, facts: facts)
    if let problem = record.problem {
      let found = RowProblem(
        line: problem.line, column: problem.column, code: problem.kind.code, reason: problem.kind.rawValue)
      return .bad(found, problem.kind.isCut ? nil : row)
    }
    guard record.fieldCount == header.count else { return .bad(ragged(row, record.fieldCount), row) }
    return .row(row)
  }

  /// Whether there is nothing but separators, as spreadsheets write empty rows.
  private func isBlank(_ record: DelimitedRecord) -> Bool {
    record.problem == nil
      && record.raw.allSatisfy {
        $0 == facts.delimiter || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
      }
  }

  private func ragged(_ row: InputRow, _ count: Int) -> RowProblem {
    let (line, column) = row.place(ofField: count > header.count ? header.count : .max)
    let fields = count == 1 ? "1 field" : "\(count) fields"
    return RowProblem(
      line: line, column: column, code: "ragged", reason: "the row has \(fields), the header \(header.count)")
  }
}

extension DelimitedProblem.Kind {
  fileprivate var code: String {
    switch self {
    case .strayQuote: "stray_quote"
    case .unterminatedQuote: "unterminated_quote"
    case .invalidUTF8: "invalid_utf8"
    case .nul: "nul"
    case .fieldTooLong: "field_too_long"
    case .recordTooLong: "row_too_long"
    }
  }

  /// Whether not all bytes of the row were kept.
  fileprivate var isCut: Bool { self == .fieldTooLong || self == .recordTooLong }
}
