import Platform

/// The columns of a table: their widths in cells of the terminal, found from the first rows.
struct TableLayout {
  /// One column.
  struct Column {
    let name: String
    /// Whether its values stand at the right edge.
    var isNumeric = false
    /// How many cells its values keep however narrow the terminal; nil where they may not be cut, as ids,
    /// numbers and dates.
    var narrowest: Int?
    var width: Int

    var isCuttable: Bool { narrowest != nil }

    /// Its width when it gives all it can.
    var least: Int { min(width, narrowest ?? width) }
  }

  private(set) var columns: [Column]
  /// The names of columns there was no room for.
  private(set) var hidden: [String] = []
  /// Whether there is an edge that rows must not cross.
  let isBounded: Bool

  private static let gap = 2

  /// Lays out columns in order of importance, the first one always shown.
  init(_ columns: [Column], within width: Int?) {
    self.columns = columns
    isBounded = width != nil
    guard let width else { return }
    while self.columns.count > 1, least > width {
      hidden.insert(self.columns.removeLast().name, at: 0)
    }
    shrink(to: width)
  }

  /// The width of all columns at their narrowest.
  private var least: Int {
    columns.reduce(-TableLayout.gap) { $0 + TableLayout.gap + $1.least }
  }

  /// Takes what is too much from the widest columns that can be cut.
  private mutating func shrink(to width: Int) {
    var excess = columns.reduce(-TableLayout.gap) { $0 + TableLayout.gap + $1.width } - width
    while excess > 0 {
      let candidates = columns.indices.filter { columns[$0].width > columns[$0].least }
      guard let widest = candidates.max(by: { columns[$0].width < columns[$1].width }) else { return }
      columns[widest].width -= 1
      excess -= 1
    }
  }

  /// One row as a line without its end; the last cell is not padded.
  func line(_ cells: [String]) -> String {
    var line = ""
    for (index, column) in columns.enumerated() {
      let text = isBounded && column.isCuttable ? Console.cut(cells[index], to: column.width) : cells[index]
      let padding = String(repeating: " ", count: max(0, column.width - Console.width(text)))
      if index > 0 { line += String(repeating: " ", count: TableLayout.gap) }
      line += column.isNumeric ? padding + text : text + padding
    }
    while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
    return line
  }
}
