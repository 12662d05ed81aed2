import Platform
import Values

/// Writes a list record by record, in any form, with memory for no more than its first thousand rows.
///
/// Functions throw `Failure` for a field nobody has, and `SystemError` when standard output takes no more.
public struct ListWriter {
  /// How many records were written.
  public private(set) var count = 0

  private let output: Output
  private let shape: RecordShape
  /// The form as bytes; nil until the first records have told the columns.
  private var encoder: (any RecordEncoder)?
  private var sample: [JSON] = []
  private var bytes: [UInt8] = []

  private static let sampleLimit = 1000
  private static let bufferLimit = 32 << 10

  init(_ output: Output, shape: RecordShape) {
    self.output = output
    self.shape = shape
    if !needsSample { encoder = output.encoder(shape, sample: []) }
  }

  /// Writes a record.
  public mutating func record(_ record: JSON) throws {
    let record = shape.shown(record)
    count += 1
    output.observer?.record(record, shape)
    guard encoder != nil else {
      sample.append(record)
      if sample.count >= ListWriter.sampleLimit { try open() }
      return
    }
    append(record)
    try drain(above: ListWriter.bufferLimit)
  }

  /// Writes a record that is JSON text already, such as a stored document: as it is where the form allows.
  public mutating func record(raw text: UnsafeBufferPointer<UInt8>) throws {
    guard encoder != nil, output.passesRaw, !shape.hidesSecrets, !text.contains(UInt8(ascii: "\n")) else {
      try record(ListWriter.parse(text))
      return
    }
    count += 1
    do {
      try encoder?.append(raw: text, to: &bytes)
    } catch {
      throw ListWriter.broken(error)
    }
    try drain(above: ListWriter.bufferLimit)
  }

  /// Says that nothing more comes soon, such as between two pages: what can be shown is shown.
  public mutating func endPage() throws {
    if encoder == nil, output.form != .table { try open() }
    guard encoder != nil, output.form != .table else { return }
    try drain(above: 0)
    if output.form == .jsonl { try output.console.flush() }
  }

  /// Closes the list. Forms that are one document carry `meta` inside when `--meta` was given; for the others it
  /// is one line of JSON on standard error. `footer` is said to a person in front of a terminal.
  public mutating func end(meta: @autoclosure () -> JSON.Object, footer: String? = nil) throws {
    if encoder == nil { try open() }
    if let observer = output.observer { observer.end(meta()) }
    let meta = output.showsMeta ? meta() : nil
    encoder?.end(meta: meta, to: &bytes)
    try drain(above: 0)
    try output.console.endPager()
    output.reportMeta(meta)
    notice(footer)
  }

  /// Whether the first records decide something: the columns, or whether a field exists.
  private var needsSample: Bool {
    switch output.form {
    case .table: true
    case .csv, .tsv: output.projection == nil || hasUndeclaredFields
    case .json, .jsonl, .yaml: hasUndeclaredFields
    }
  }

  private var hasUndeclaredFields: Bool {
    guard let projection = output.projection, !shape.fields.isEmpty else { return false }
    return !projection.paths.allSatisfy(shape.declares)
  }

  private mutating func open() throws {
    try output.projection?.check(shape, sample: sample)
    if output.form == .table { output.usePager() }
    encoder = output.encoder(shape, sample: sample)
    for record in sample { append(record) }
    sample = []
    try drain(above: ListWriter.bufferLimit)
  }

  private mutating func append(_ record: JSON) {
    let shown = output.projects ? output.projection?.apply(to: record) ?? record : record
    encoder?.append(shown, to: &bytes)
  }

  private mutating func drain(above limit: Int) throws {
    guard bytes.count > limit else { return }
    try output.console.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  private func notice(_ footer: String?) {
    var parts = footer.map { [$0] } ?? []
    if let table = encoder as? TableEncoder, !table.layout.hidden.isEmpty {
      parts.append("not shown: \(table.layout.hidden.joined(separator: ", "))")
    }
    output.footer(parts.joined(separator: " · "))
    if let columns = encoder as? DelimitedEncoder, !columns.hidden.isEmpty {
      output.note(
        "fields without a column: \(columns.hidden.joined(separator: ", ")); --fields names columns")
    }
  }

  private static func parse(_ text: UnsafeBufferPointer<UInt8>) throws(Failure) -> JSON {
    do {
      return try JSON.parse(text)
    } catch {
      throw broken(error)
    }
  }

  private static func broken(_ error: JSONError) -> Failure {
    Failure(.other, "a stored record is not JSON: \(error)", code: "broken_record")
  }
}
