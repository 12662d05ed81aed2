import Platform
import Values

/// A series in characters: columns along time, else a bar a point.
struct TextChart {
  private static let height = 10
  private static let eighths: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let widths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  let drawing: Drawing
  let pen: ChartPen

  /// The lines, none wider than the pen's columns.
  var lines: [String] {
    let title = Console.cut(drawing.title, to: pen.columns, ellipsis: pen.hasBlocks ? "…" : "~")
    let heading = TextStyle.bold.paint(plain(title), if: pen.isStyled)
    guard !drawing.points.isEmpty else { return [heading, "nothing to draw"] }
    let body = drawing.isOverTime ? columns : bars
    let edge = pen.columns
    return [heading] + body.map { Console.cut($0, to: edge, ellipsis: "") }
      + TextFlow.wrapped(plain(drawing.summary), to: edge).map { Console.cut($0, to: edge, ellipsis: "") }
  }

  /// Without blocks nothing but ASCII is of our own making; names stay as they are.
  private func plain(_ text: String) -> String { pen.hasBlocks ? text : text.replacing("·", with: "-") }

  // MARK: Columns along time

  private var columns: [String] {
    let scale = Scale(to: drawing.greatest, marks: 2)
    let names = scale.marks.map(Scale.text)
    let edge = names.map(\.count).max() ?? 1
    let room = max(8, pen.columns - edge - 3)
    let (values, bundled) = condensed(to: room)
    let step = max(1, min(4, room / values.count))
    var lines: [String] = []
    for row in (0..<TextChart.height).reversed() {
      let mark = name(ofRow: row, scale, names)
      let cells = values.map { cell($0 / scale.top * Double(TextChart.height) - Double(row), step) }
      lines.append(axis(mark, edge) + trimmed(cells.joined()))
    }
    let width = values.count * step
    lines.append(
      pad("0", edge) + " " + (pen.hasBlocks ? "└" : "+")
        + String(repeating: pen.hasBlocks ? "─" : "-", count: width))
    lines.append(String(repeating: " ", count: edge + 2) + places(width))
    let each = bundled > 1 ? "; each column is the mean of \(bundled) points" : ""
    return lines + [plain("up: \(drawing.measureText)\(each)")]
  }

  /// The values, several bundled into their mean where there are more than fit.
  private func condensed(to room: Int) -> (values: [Double], bundled: Int) {
    let points = drawing.points
    let size = (points.count + room - 1) / room
    guard size > 1 else { return (points.map(\.value), 1) }
    let values = stride(from: 0, to: points.count, by: size).map { start in
      let part = points[start..<min(points.count, start + size)]
      return part.reduce(0) { $0 + $1.value } / Double(part.count)
    }
    return (values, size)
  }

  /// One row of a column: how much of it is filled, and the gap to the next.
  private func cell(_ filled: Double, _ step: Int) -> String {
    let share = min(1, max(0, filled))
    let character: Character =
      pen.hasBlocks
      ? TextChart.eighths[Int((share * 8).rounded())] : share >= 0.5 ? "#" : " "
    let width = step > 1 ? step - 1 : 1
    return String(repeating: character, count: width) + (step > 1 ? " " : "")
  }

  private func name(ofRow row: Int, _ scale: Scale, _ names: [String]) -> String? {
    for (mark, name) in zip(scale.marks, names) where mark > 0 {
      if Int((mark / scale.top * Double(TextChart.height)).rounded()) == row + 1 { return name }
    }
    return nil
  }

  private func axis(_ name: String?, _ edge: Int) -> String {
    let line = pen.hasBlocks ? (name == nil ? "│" : "┤") : (name == nil ? "|" : "+")
    return pad(name ?? "", edge) + " " + line
  }

  /// The first and the last place below the axis, where both fit.
  private func places(_ width: Int) -> String {
    guard let first = drawing.points.first, let last = drawing.points.last else { return "" }
    let (start, end) = (drawing.placeText(first), drawing.placeText(last))
    let gap = width - start.count - end.count
    guard gap > 0, drawing.points.count > 1 else {
      return drawing.points.count > 1 ? "\(start) - \(end)" : start
    }
    return start + String(repeating: " ", count: gap) + end
  }

  // MARK: A bar a point

  private var bars: [String] {
    let names = drawing.points.map { Console.cut(drawing.placeText($0), to: max(8, pen.columns * 2 / 5)) }
    let numbers = drawing.points.map { Scale.text($0.value) }
    let edge = names.map(Console.width).max() ?? 0
    let room = max(4, pen.columns - edge - 2 - (numbers.map(\.count).max() ?? 0) - 1)
    let top = drawing.greatest > 0 ? drawing.greatest : 1
    var lines = zip(zip(names, numbers), drawing.points).map { text, point in
      let (name, number) = text
      let blank = String(repeating: " ", count: edge - Console.width(name))
      return "\(name)\(blank)  \(bar(point.value / top * Double(room))) \(number)"
    }
    let end = Scale.text(drawing.greatest)
    let line = String(repeating: pen.hasBlocks ? "─" : "-", count: max(1, room - end.count - 1))
    lines.append(String(repeating: " ", count: edge + 2) + "0\(line)\(end)")
    lines.append("bars: \(drawing.measureText)")
    return lines
  }

  private func bar(_ length: Double) -> String {
    let length = max(0, length)
    guard pen.hasBlocks else { return String(repeating: "#", count: Int(length.rounded())) }
    let eighths = Int((length * 8).rounded())
    let rest = eighths % 8 == 0 ? "" : String(TextChart.widths[eighths % 8])
    return String(repeating: "█", count: eighths / 8) + rest
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// Sentences in lines.
private enum TextFlow {
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if Console.width(lines[lines.count - 1]) + 1 + Console.width(String(word)) <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
