import Values

/// Why a row cannot be imported, and where in the input that stands.
struct RowProblem: Error {
  var line: Int
  /// In bytes, the first is 1.
  var column: Int?
  /// The field of the body that has no or no right value.
  var field: String?
  /// A word for scripts.
  var code: String
  /// A sentence for people, without a full stop.
  var reason: String

  init(line: Int, column: Int? = nil, field: String? = nil, code: String, reason: String) {
    self.line = line
    self.column = column
    self.field = field
    self.code = code
    self.reason = reason
  }
}

/// What the rows of one input have in common.
final class InputFacts {
  /// Whether the input cannot be read again, so that each row must carry its bytes along.
  let isStream: Bool
  /// The format, where the name of the file does not tell it.
  let untoldFormat: ImportFormat?
  let format: ImportFormat
  /// What separates the fields.
  let delimiter: UInt8
  /// The original bytes of the header.
  let rawHeader: [UInt8]?

  init(_ source: InputSource, _ format: ImportFormat, delimiter: UInt8 = 0, rawHeader: [UInt8]? = nil) {
    isStream = source.isStream
    self.format = format
    untoldFormat = ImportFormat(path: source.path) == format ? nil : format
    self.delimiter = delimiter
    self.rawHeader = rawHeader
  }
}

/// One row of an input, still in the bytes it was read from.
struct InputRow {
  enum Content {
    /// Fields below a header.
    case fields(DelimitedRecord)
    /// An object, and the bytes that said it.
    case object(JSON.Object, raw: [UInt8])
    /// Bytes that could not be read.
    case unreadable([UInt8])
  }

  /// The line it begins on, the first is 1.
  var line: Int
  var content: Content
  /// Where its bytes begin in the input.
  var offset: Int
  var facts: InputFacts
  /// The file it is in, where the input is a folder of files.
  var file: String?

  /// Its original bytes, without the line end.
  var raw: [UInt8] {
    switch content {
    case .fields(let record): record.raw
    case .object(_, let raw), .unreadable(let raw): raw
    }
  }

  /// Where its bytes can be found again: by file, line, offset and length, or in the value itself for what
  /// can be read only once.
  func origin(_ path: String) -> JSON {
    var members: [JSON.Object.Member] = []
    members.reserveCapacity(6)
    members.append(.init(key: "file", value: .string(file ?? path)))
    members.append(.init(key: "line", value: .number(.init(line))))
    if facts.isStream {
      members.append(.init(key: "raw", value: .string(String(decoding: raw, as: UTF8.self))))
      if let header = facts.rawHeader {
        members.append(.init(key: "header", value: .string(String(decoding: header, as: UTF8.self))))
      }
    } else {
      members.append(.init(key: "offset", value: .number(.init(offset))))
      members.append(.init(key: "length", value: .number(.init(raw.count))))
    }
    if let format = facts.untoldFormat {
      members.append(.init(key: "format", value: .string(format.rawValue)))
    }
    if file != nil { members.append(.init(key: "input", value: .string(path))) }
    return .object(JSON.Object(unique: members))
  }

  /// The line and column where a field begins; behind the last field, where the row ends.
  func place(ofField index: Int) -> (line: Int, column: Int) {
    let raw = raw
    var (line, lineStart, field, isQuoted) = (line, 0, 0, false)
    for (offset, byte) in raw.enumerated() {
      if field == index { return (line, offset - lineStart + 1) }
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = offset + 1
      case facts.delimiter where !isQuoted: field += 1
      default: break
      }
    }
    return (line, raw.count - lineStart + 1)
  }
}

/// What the next part of an input is.
enum RowInput {
  /// A line that says nothing, by its number.
  case blank(Int)
  /// A row that cannot be read, with its bytes where they could be kept.
  case bad(RowProblem, InputRow?)
  /// A row.
  case row(InputRow)
}
