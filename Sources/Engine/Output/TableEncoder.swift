import Catalog
import Platform
import Values

/// Aligned columns with a header; the first rows decide the widths for all.
struct TableEncoder: RecordEncoder {
  let layout: TableLayout
  private let kinds: [Resource.Field.Kind?]
  private let cells: CellText
  private let paintsHeader: Bool
  private var needsHeader = true

  /// Lays out a table for records that begin with `sample`; nil for `width` leaves every value whole.
  init(
    columns: [String], shape: RecordShape, sample: [JSON], width: Int?, now: Timestamp?, paintsHeader: Bool
  ) {
    let cells = CellText(now: now, longest: width.map { $0 + 1 })
    let kinds = columns.map { shape.kind(at: $0) }
    layout = TableLayout(
      zip(columns, kinds).map { name, kind in
        let values = sample.map { Projection.value(at: name, in: $0) ?? .null }
        var widths = values.map { Console.width(cells.text($0, kind: kind)) }
        widths.append(Console.width(CellText.line(name)))
        let isNumeric = kind.isNumeric || (kind == nil && values.allAreNumbers)
        return TableLayout.Column(
          name: name, isNumeric: isNumeric,
          isCuttable: !(isNumeric || kind == .timestamp || kind == .boolean || name == shape.id),
          width: widths.max() ?? 0)
      }, within: width)
    self.cells = cells
    self.kinds = kinds
    self.paintsHeader = paintsHeader
  }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    if needsHeader {
      needsHeader = false
      let header = layout.line(layout.columns.map { CellText.line($0.name) })
      bytes.append(text: TextStyle.bold.paint(header, if: paintsHeader) + "\n")
    }
    let texts = zip(layout.columns, kinds).map { column, kind in
      cells.text(Projection.value(at: column.name, in: record), kind: kind)
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
