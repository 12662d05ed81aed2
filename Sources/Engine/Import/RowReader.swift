import Platform
import Values

/// Rows in one format, one at a time.
protocol RowStream: AnyObject {
  func next() throws -> RowInput?
}

/// Reads the rows of a file, of standard input or of a folder, in whatever format; memory does not grow.
final class RowReader {
  /// The names of the columns, for CSV and TSV.
  let header: [String]?
  /// The original bytes of the header, without the line end.
  let rawHeader: [UInt8]?
  let format: ImportFormat
  private let rows: any RowStream
  private let path: String

  /// Opens a path; the format is found by the name, else by the content, unless one is given.
  init(_ path: String, format: ImportFormat?) throws(Failure) {
    self.path = path
    if Files.isDirectory(path) {
      guard format == nil || format == .markdown else {
        throw .usage(
          "\(path) is a directory, not \(format?.rawValue ?? "") data",
          hint: "name the file in it; only Markdown files are read by the folder")
      }
      (self.format, header, rawHeader) = (.markdown, nil, nil)
      rows = try MarkdownRows(folder: path)
      return
    }
    let source = try InputSource(path)
    let format = format ?? ImportFormat(path: path) ?? ImportFormat(content: source.head)
    self.format = format
    switch format {
    case .csv, .tsv:
      let table = try DelimitedRows(source, format)
      (header, rawHeader, rows) = (table.header, table.facts.rawHeader, table)
    case .json: (header, rawHeader, rows) = (nil, nil, JSONRows(source))
    case .jsonl: (header, rawHeader, rows) = (nil, nil, JSONLineRows(source))
    case .markdown: (header, rawHeader, rows) = (nil, nil, MarkdownRows(source))
    }
  }

  /// The next row, blank line or bad row; nil at the end.
  func next() throws(Failure) -> RowInput? {
    do { return try rows.next() } catch let error as SystemError {
      throw InputSource.failure(path, error)
    } catch let error as JSONError {
      throw .usage(
        "\(path == "-" ? "standard input" : path) is not JSON: \(error)",
        hint: format == .json ? "--format-in jsonl, if each line is an object of its own" : nil)
    } catch {
      throw Failure(local: error)
    }
  }
}
