import Platform
import Values

/// Gathers the points of a list and draws them at its end.
struct ChartEncoder: RecordEncoder {
  let plan: ChartPlan
  let pen: ChartPen
  private var points: [ChartPoint] = []

  init(plan: ChartPlan, pen: ChartPen) {
    self.plan = plan
    self.pen = pen
  }

  mutating func append(_ record: JSON, to bytes: inout [UInt8]) {
    if let point = plan.point(record) { points.append(point) }
  }

  mutating func end(meta: JSON.Object?, to bytes: inout [UInt8]) {
    bytes.append(text: pen.draw(plan.drawing(points), as: plan.form))
  }
}

/// What a drawing may use of the terminal.
struct ChartPen {
  /// How many columns there are.
  var columns: Int
  /// Whether blocks and lines can be shown; else ASCII.
  var hasBlocks: Bool
  /// Whether the title may be bold.
  var isStyled: Bool

  /// Draws in a form.
  func draw(_ drawing: Drawing, as form: ChartPlan.Form) -> String {
    switch form {
    case .text: TextChart(drawing: drawing, pen: self).lines.map { $0 + "\n" }.joined()
    case .svg: ChartPicture(drawing).svg + "\n"
    case .html: ChartPicture(drawing).page
    }
  }
}
