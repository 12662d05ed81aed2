import Platform
import Values

/// CSV or TSV with a header; the cells read back as the values they were (`JSON.cell`).
struct DelimitedEncoder: RecordEncoder {
  let columns: [String]
  /// Whether members without a column are unexpected.
  let noticesHidden: Bool
  /// Members that no column shows, in the order met.
  private(set) var hidden: [String] = []
  /// Whether a terminal shows the text, which must not be driven by it.
  private let isShown: Bool
  private let writer: DelimitedWriter
  private var needsHeader = true

  init(columns: [String], delimiter: UInt8, noticesHidden: Bool, isShown: Bool) {
    self.isShown = isShown
    self.columns = columns
    self.noticesHidden = noticesHidden
    writer = DelimitedWriter(delimiter: delimiter)
  }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    writeHeader(to: &bytes)
    let members = record.object?.members ?? []
    for (index, column) in columns.enumerated() {
      // Most records have their members in the order of the columns.
      let value =
        index < members.count && members[index].key.hasSameBytes(as: column)
        ? members[index].value : Projection.value(at: column, in: record)
      writer.write(shown(value?.cell ?? ""), at: index, of: columns.count, to: &bytes)
    }
    if noticesHidden, case .object(let object) = record { notice(object) }
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) { writeHeader(to: &bytes) }

  private mutating func writeHeader(to bytes: inout [UInt8]) {
    guard needsHeader else { return }
    needsHeader = false
    if !columns.isEmpty { writer.write(columns.map(shown), to: &bytes) }
  }

  private func shown(_ text: String) -> String { isShown ? Console.printable(text) : text }

  private mutating func notice(_ object: JSON.Object) {
    for key in object.keys where !columns.contains(key) && !hidden.contains(key) { hidden.append(key) }
  }
}

extension JSON {
  /// The value in a cell of CSV or TSV: null is empty, a text is itself, a list of texts is joined by commas
  /// where that can be told apart again, everything else is compact JSON.
  var cell: String {
    switch self {
    case .null: ""
    case .string(let text): text
    case .number(let number): number.lexeme
    case .array(let elements): JSON.joined(elements) ?? text()
    case .bool, .object: text()
    }
  }

  private static func joined(_ elements: [JSON]) -> String? {
    let texts = elements.compactMap(\.string)
    guard !texts.isEmpty, texts.count == elements.count, texts.allSatisfy(canJoin) else { return nil }
    return texts.joined(separator: ",")
  }

  private static func canJoin(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return false }
    let space = UInt8(ascii: " ")
    return first != UInt8(ascii: "[") && first > space && last > space && !bytes.contains(UInt8(ascii: ","))
  }
}
