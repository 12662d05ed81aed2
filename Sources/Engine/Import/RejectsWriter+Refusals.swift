import Platform
import Values

extension RejectsWriter {
  /// Adds rows that the service refused after they were queued, read again from where they came from, to the
  /// rejects of their files; a row that is not there any more is kept as the body that was sent. Returns where
  /// the rows are.
  static func add(_ writes: [QueuedWrite]) throws -> [String] {
    var inputs: [String] = []
    var refused: [String: [QueuedWrite]] = [:]
    for write in writes {
      guard let origin = write.origin, let input = (origin["input"] ?? origin["file"])?.string else {
        continue
      }
      if refused[input] == nil { inputs.append(input) }
      refused[input, default: []].append(write)
    }
    var hints: [String] = []
    for input in inputs {
      var appended = Refusals(input)
      for write in refused[input] ?? [] { try appended.add(write) }
      hints += try appended.close()
    }
    return hints
  }
}

/// Appends the refused rows of one input to its rejects.
private struct Refusals {
  private let input: String
  private var files: [String: [UInt8]] = [:]
  private var headers: [String: [UInt8]] = [:]
  private var reasons: [UInt8] = []
  private var reasonsPath = ""
  private var table: RowReader?

  init(_ input: String) { self.input = input }

  mutating func add(_ write: QueuedWrite) throws {
    guard let origin = write.origin, let file = origin["file"]?.string else { return }
    let format =
      origin["format"]?.string.flatMap(ImportFormat.init(rawValue:)) ?? ImportFormat(path: file) ?? .jsonl
    let names = RejectNames(input, format)
    reasonsPath = names.reasons
    let error = write.error?["error"] ?? write.error
    let problem = RowProblem(
      line: origin["line"]?.int ?? 0, field: error?["field"]?.string,
      code: error?["code"]?.string ?? "refused",
      reason: error?["message"]?.string ?? "the service refused it")
    reasons += Array(problem.json(file: file).text().utf8) + [UInt8(ascii: "\n")]
    if let (row, header) = try original(origin, file, format) {
      if let header { headers[names.rows] = header }
      files[names.rows, default: []] += row + [UInt8(ascii: "\n")]
    } else if let body = write.body {
      files[RejectNames(input, .jsonl).rows, default: []] += Array(body.text().utf8) + [UInt8(ascii: "\n")]
    }
  }

  /// The row as it stood in the input, and the header that belongs above it; nil where it is not there.
  private mutating func original(_ origin: JSON, _ file: String, _ format: ImportFormat) throws
    -> (row: [UInt8], header: [UInt8]?)?
  {
    if let raw = origin["raw"]?.string {
      let header = origin["header"]?.string.map { Array($0.utf8) }
      return format == .markdown || header == nil && format.isDelimited
        ? nil : (oneLine(Array(raw.utf8), header), header)
    }
    guard let offset = origin["offset"]?.int, let length = origin["length"]?.int, format != .markdown,
      let raw = try? Refusals.bytes(of: file, offset, length, isLine: format.isDelimited)
    else { return nil }
    guard format.isDelimited else {
      return (try? JSON.parse(raw, as: .input))?.object == nil ? nil : (oneLine(raw, nil), nil)
    }
    if table == nil { table = try? RowReader(file, format: format) }
    guard let header = table?.rawHeader, let columns = table?.header?.count,
      Refusals.isRow(raw, of: columns, delimiter: format.delimiter(in: header))
    else { return nil }
    return (raw, header)
  }

  private func oneLine(_ raw: [UInt8], _ header: [UInt8]?) -> [UInt8] {
    header == nil
      ? raw.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 } : raw
  }

  /// The bytes of a row; nil where the file has changed so that no line begins there.
  private static func bytes(
    of file: String, _ offset: Int, _ length: Int, isLine: Bool
  ) throws(SystemError) -> [UInt8]? {
    let source = try FileSource(path: file)
    guard isLine else {
      try source.seek(to: offset)
      return try source.bytes(length)
    }
    try source.seek(to: max(offset - 1, 0))
    let bytes = try source.bytes(length + 1)
    return bytes?.first == UInt8(ascii: "\n") ? bytes.map { Array($0.dropFirst()) } : nil
  }

  /// Whether the bytes are one row of so many fields, as they are where the file has not changed.
  private static func isRow(_ raw: [UInt8], of columns: Int, delimiter: UInt8) -> Bool {
    var rest = raw[...]
    var reader = DelimitedReader(delimiter: delimiter) { buffer in
      let part = rest.prefix(buffer.count)
      buffer.copyBytes(from: part)
      rest = rest.dropFirst(part.count)
      return part.count
    }
    guard let record = try? reader.next(), record.problem == nil, record.fieldCount == columns else {
      return false
    }
    return record.end == raw.count
  }

  /// Writes everything behind what the rejects hold.
  func close() throws -> [String] {
    guard !reasons.isEmpty else { return [] }
    for (path, rows) in files {
      let header = headers[path].map { $0 + [UInt8(ascii: "\n")] } ?? []
      let isThere = try Files.exists(path) && FileSource(path: path).bytes(header.count) == header
      let sink =
        try isThere
        ? FileSink(appendingTo: path, access: .shared) : FileSink(replacing: path, access: .shared)
      if !isThere { try sink.write(header) }
      try sink.write(rows)
      try sink.commit()
    }
    let sink = try FileSink(appendingTo: reasonsPath, access: .shared)
    try sink.write(reasons)
    try sink.commit()
    return files.keys.sorted().map { "rejected rows: \($0), reasons: \(reasonsPath)" }
  }
}
