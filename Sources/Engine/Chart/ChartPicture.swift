import Values

/// A series as a picture that needs nothing beside itself: SVG, or an HTML page with it and its numbers.
struct ChartPicture {
  private static let width = 800.0
  private static let left = 72.0
  private static let right = 24.0
  private static let top = 56.0
  private static let bottom = 56.0
  private static let barHeight = 24.0
  private static let nameWidth = 220.0

  private let drawing: Drawing
  private let scale: Scale

  init(_ drawing: Drawing) {
    self.drawing = drawing
    scale = Scale(to: drawing.greatest, marks: 5)
  }

  /// The picture.
  var svg: String {
    let (body, height) = drawing.points.isEmpty ? (nothing, 160.0) : drawing.isOverTime ? curve : bars
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 \(text(height))" role="img" aria-labelledby="title summary" font-family="system-ui, sans-serif" font-size="12">
      <title id="title">\(escaped(drawing.title))</title>
      <desc id="summary">\(escaped(drawing.summary))</desc>
      <rect width="800" height="\(text(height))" fill="#ffffff"/>
      <text x="16" y="28" font-size="18" font-weight="600" fill="#1a1a1a">\(escaped(drawing.title))</text>
      <text x="16" y="46" fill="#595959">\(escaped(drawing.measureText))</text>
      \(body)
      </svg>
      """
  }

  /// A page with the picture and a table of its numbers.
  var page: String {
    let rows = drawing.points.map { point in
      "<tr><th scope=\"row\">\(escaped(drawing.placeText(point)))</th><td>\(Scale.text(point.value))</td></tr>"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(drawing.title))</title>
      <style>
      body { font-family: system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      svg { width: 100%; height: auto; }
      table { border-collapse: collapse; }
      th, td { padding: .2rem .8rem; text-align: left; border-bottom: 1px solid #ddd; }
      td { text-align: right; font-variant-numeric: tabular-nums; }
      </style>
      </head>
      <body>
      \(svg)
      <p>\(escaped(drawing.summary)).</p>
      <details>
      <summary>The numbers</summary>
      <table>
      <thead><tr><th scope="col">\(drawing.isOverTime ? "Time" : "Name")</th><th scope="col">\(escaped(drawing.measureText))</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </details>
      </body>
      </html>

      """
  }

  private var nothing: String { "<text x=\"16\" y=\"100\" fill=\"#595959\">Nothing to draw</text>" }

  // MARK: Along time

  private var curve: (String, Double) {
    let height = 420.0
    let plot = height - ChartPicture.top - ChartPicture.bottom
    let span = ChartPicture.width - ChartPicture.left - ChartPicture.right
    let base = ChartPicture.top + plot
    func y(_ value: Double) -> Double { base - max(0, value) / scale.top * plot }
    var parts = scale.marks.map { mark in
      """
      <line x1="72" x2="776" y1="\(text(y(mark)))" y2="\(text(y(mark)))" stroke="\(mark == 0 ? "#595959" : "#e0e0e0")"/>
      <text x="64" y="\(text(y(mark) + 4))" text-anchor="end" fill="#595959">\(Scale.text(mark))</text>
      """
    }
    let points = drawing.points
    let step = span / Double(points.count)
    if points.count <= 60 {
      parts += points.enumerated().map { index, point in
        let x = ChartPicture.left + step * (Double(index) + 0.1)
        return """
          <rect x="\(text(x))" y="\(text(y(point.value)))" width="\(text(step * 0.8))" height="\(text(base - y(point.value)))" fill="#1f6feb"><title>\(label(point))</title></rect>
          """
      }
    } else {
      let line = points.enumerated().map { index, point in
        "\(text(ChartPicture.left + step * (Double(index) + 0.5))),\(text(y(point.value)))"
      }.joined(separator: " ")
      let (start, end) = (ChartPicture.left + step / 2, ChartPicture.left + span - step / 2)
      parts.append(
        "<polygon points=\"\(text(start)),\(text(base)) \(line) \(text(end)),\(text(base))\" fill=\"#1f6feb\" fill-opacity=\"0.15\"/>"
      )
      parts.append("<polyline points=\"\(line)\" fill=\"none\" stroke=\"#1f6feb\" stroke-width=\"1.5\"/>")
    }
    let shown = min(points.count, 6)
    for number in 0..<shown {
      let index = shown == 1 ? 0 : number * (points.count - 1) / (shown - 1)
      let anchor = number == 0 && shown > 1 ? "start" : number == shown - 1 && shown > 1 ? "end" : "middle"
      let x = ChartPicture.left + step * (Double(index) + (anchor == "start" ? 0 : anchor == "end" ? 1 : 0.5))
      parts.append(
        "<text x=\"\(text(x))\" y=\"\(text(base + 20))\" text-anchor=\"\(anchor)\" fill=\"#595959\">\(escaped(drawing.placeText(points[index])))</text>"
      )
    }
    return (parts.joined(separator: "\n"), height)
  }

  // MARK: A bar a point

  private var bars: (String, Double) {
    let count = Double(drawing.points.count)
    let height = ChartPicture.top + count * ChartPicture.barHeight + ChartPicture.bottom
    let start = ChartPicture.nameWidth
    let span = ChartPicture.width - start - 72
    let base = ChartPicture.top + count * ChartPicture.barHeight
    var parts = scale.marks.map { mark in
      let x = text(start + mark / scale.top * span)
      return """
        <line x1="\(x)" x2="\(x)" y1="56" y2="\(text(base))" stroke="\(mark == 0 ? "#595959" : "#e0e0e0")"/>
        <text x="\(x)" y="\(text(base + 18))" text-anchor="middle" fill="#595959">\(Scale.text(mark))</text>
        """
    }
    for (index, point) in drawing.points.enumerated() {
      let y = ChartPicture.top + Double(index) * ChartPicture.barHeight
      let length = max(0, point.value) / scale.top * span
      let name = point.name.count > 32 ? point.name.prefix(31) + "…" : point.name[...]
      parts.append(
        """
        <text x="\(text(start - 8))" y="\(text(y + 16))" text-anchor="end" fill="#1a1a1a">\(escaped(String(name)))</text>
        <rect x="\(text(start))" y="\(text(y + 3))" width="\(text(length))" height="18" fill="#1f6feb"><title>\(label(point))</title></rect>
        <text x="\(text(start + length + 6))" y="\(text(y + 16))" fill="#1a1a1a">\(Scale.text(point.value))</text>
        """)
    }
    return (parts.joined(separator: "\n"), height)
  }

  private func label(_ point: ChartPoint) -> String {
    escaped("\(drawing.placeText(point)): \(Scale.text(point.value))")
  }

  /// A coordinate to a tenth.
  private func text(_ value: Double) -> String { JSON.Number((value * 10).rounded() / 10)?.lexeme ?? "0" }

  /// Text for XML and HTML alike; what neither may hold is left out.
  private func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        if isAllowed { result.unicodeScalars.append(scalar) }
      }
    }
  }
}
