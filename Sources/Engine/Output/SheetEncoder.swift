import Platform
import Values

/// A list as one sheet after another, a field a line (`--expanded`).
struct SheetEncoder: RecordEncoder {
  private let sheet: RecordSheet
  private let projection: Projection?
  private let numbersRows: Bool
  private var count = 0

  init(sheet: RecordSheet, projection: Projection?, numbersRows: Bool) {
    self.sheet = sheet
    self.projection = projection
    self.numbersRows = numbersRows
  }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    if count > 0 { bytes.append(text: "\n") }
    count += 1
    if numbersRows { bytes.append(text: TextStyle.bold.paint("@\(count)", if: sheet.paintsNames) + "\n") }
    for line in sheet.lines(projection?.apply(to: record) ?? record) { bytes.append(text: line + "\n") }
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) {}
}
