import Catalog
import Platform
import Values

/// Aligned columns with a header; the first rows decide the widths for all.
struct TableEncoder: RecordEncoder {
  let layout: TableLayout
  private let kinds: [Resource.Field.Kind?]
  private let cells: CellText
  private let longest: Int?
  private let paintsHeader: Bool
  private var needsHeader = true
  /// The number of the next row, where rows are numbered.
  private var number: Int?

  /// Columns are dropped before any is narrower than this, and the label than that.
  private static let narrowest = 8
  private static let narrowestLabel = 20

  /// Lays out a table for records that begin with `sample`; nil for `width` leaves every value whole.
  init(
    columns: [String], shape: RecordShape, sample: [JSON], width: Int?, now: Timestamp?, paintsHeader: Bool,
    numbersRows: Bool = false
  ) {
    let cells = CellText(now: now)
    let kinds = columns.map { shape.kind(at: $0) }
    let longest = width.map { $0 + 1 }
    var laid: [TableLayout.Column] = []
    for (name, kind) in zip(columns, kinds) {
      let values = sample.map { Projection.value(at: name, in: $0) ?? .null }
      let isNumeric = kind.isNumeric || (kind == nil && values.allAreNumbers)
      let isFixed = isNumeric || kind == .timestamp || kind == .boolean || name == shape.id
      let texts = values.map { cells.text($0, kind: kind, longest: isFixed ? nil : longest) }
      let width = (texts + [CellText.line(name)]).map(Console.width).max() ?? 0
      let narrowest =
        isFixed ? nil : name == shape.label ? TableEncoder.narrowestLabel : TableEncoder.narrowest
      laid.append(.init(name: name, isNumeric: isNumeric, narrowest: narrowest, width: width))
    }
    if numbersRows {
      number = 1
      laid.insert(.init(name: "#", isNumeric: true, width: "\(max(1, sample.count))".utf8.count), at: 0)
    }
    layout = TableLayout(laid, within: width)
    self.cells = cells
    self.longest = longest
    self.kinds = kinds
    self.paintsHeader = paintsHeader
  }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    if needsHeader {
      needsHeader = false
      let header = layout.line(layout.columns.map { CellText.line($0.name) })
      bytes.append(text: TextStyle.bold.paint(header, if: paintsHeader) + "\n")
    }
    var texts: [String] = []
    if let number {
      texts.append(String(number))
      self.number = number + 1
    }
    for (column, kind) in zip(layout.columns.dropFirst(texts.count), kinds) {
      let value = Projection.value(at: column.name, in: record)
      texts.append(cells.text(value, kind: kind, longest: column.isCuttable ? longest : nil))
    }
    bytes.append(text: layout.line(texts) + "\n")
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) {}
}

extension Resource.Field.Kind? {
  fileprivate var isNumeric: Bool { self == .integer || self == .number }
}

extension [JSON] {
  fileprivate var allAreNumbers: Bool {
    var hasNumber = false
    for value in self {
      switch value {
      case .number: hasNumber = true
      case .null: continue
      case .bool, .string, .array, .object: return false
      }
    }
    return hasNumber
  }
}
