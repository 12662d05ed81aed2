import Catalog
import Platform
import Values

/// What a command draws instead of writing its records (`--chart`, `-o svg`, `-o html`).
struct ChartPlan: Sendable {
  /// The form of the drawing.
  enum Form: String, Sendable {
    /// Characters, for a terminal.
    case text
    /// A picture.
    case svg
    /// A page with the picture and its numbers.
    case html
  }

  /// The forms that `--output` names.
  static let pictures = [Form.svg.rawValue, Form.html.rawValue]

  let form: Form
  let chart: Chart
  /// The member of a point that is drawn.
  let measure: String
  /// Its unit.
  let unit: String?
  /// What the series is of, unless the record has a name.
  let subject: String
  /// The field that people know a record by.
  let label: String?

  /// The points of a record that holds a series.
  func points(in record: JSON) -> [ChartPoint] {
    let series = chart.series.isEmpty ? record : record.value(at: chart.series) ?? .null
    return (series.array ?? []).compactMap(point)
  }

  /// A record as a point; nil where it has no number to draw.
  func point(_ record: JSON) -> ChartPoint? {
    guard let value = record.value(at: measure)?.double, value.isFinite, let place = record.value(at: chart.x)
    else {
      return nil
    }
    let text = place.string ?? place.text()
    return ChartPoint(name: text, moment: Timestamp(rfc3339: text), value: value)
  }

  /// The drawing of points; `record` is the one that holds them, where one does.
  func drawing(_ points: [ChartPoint], of record: JSON? = nil) -> Drawing {
    let name = label.flatMap { record?[$0]?.string } ?? subject
    let words = measure.split(separator: "_").joined(separator: " ")
    return Drawing(
      title: "\(words.prefix(1).uppercased() + words.dropFirst()) · \(CellText.line(name))",
      measure: words, unit: unit, points: points)
  }
}

extension ChartPlan {
  /// Reads the options of a command; nil where nothing is to be drawn. Refuses to draw what has no series.
  init?(_ invocation: Invocation, resource: Resource?) throws(Failure) {
    let named = invocation.option("output")
    let picture = named.flatMap { ChartPlan.pictures.contains($0) ? Form(rawValue: $0) : nil }
    guard invocation.flag("chart") || picture != nil else {
      guard invocation.command.chart == nil || invocation.option("measure") == nil else {
        throw .usage("--measure says what --chart draws", hint: "add --chart")
      }
      return nil
    }
    guard let chart = invocation.command.chart else {
      throw .usage(
        "sp \(invocation.command.name) has nothing to draw", hint: "sp help \(invocation.command.name)")
    }
    if let named, picture == nil {
      throw .usage("--chart draws, and --output \(named) writes the numbers", hint: "leave one out")
    }
    if invocation.flag("json") {
      throw .usage("--json writes the numbers and draws nothing", hint: "leave it out")
    }
    form = picture ?? .text
    self.chart = chart
    measure = invocation.option("measure") ?? chart.y.first ?? ""
    let fields = chart.series.isEmpty ? resource?.fields : resource?.field(chart.series)?.parts
    unit = [fields].compactMap(\.self).joined().first { [measure] in $0.name == measure }?.unit
    subject = invocation.command.name
    label = resource?.label
  }
}

extension Command {
  /// The series that the command can draw.
  var chart: Chart? {
    guard case .endpoint(_, let endpoint, _) = action else { return nil }
    return endpoint.chart
  }
}

/// One point of a series.
struct ChartPoint: Sendable, Hashable {
  /// Its place as the service names it.
  var name: String
  /// Its place in time, where it has one.
  var moment: Timestamp?
  /// How much there is.
  var value: Double
}

/// A series ready to be drawn.
struct Drawing: Sendable {
  var title: String
  var measure: String
  var unit: String?
  var points: [ChartPoint]

  /// Whether it goes along time; else every point is a bar of its own.
  var isOverTime: Bool { !points.isEmpty && points.allSatisfy { $0.moment != nil } }

  /// The greatest value, at least zero.
  var greatest: Double { max(0, points.map(\.value).max() ?? 0) }

  /// The measure and its unit.
  var measureText: String { unit.map { "\(measure) in \($0)" } ?? measure }

  /// The series in a sentence, for whoever does not see it.
  var summary: String {
    guard let low = points.min(by: { $0.value < $1.value }),
      let high = points.max(by: { $0.value < $1.value })
    else { return "nothing to draw" }
    let mean = points.reduce(0) { $0 + $1.value } / Double(points.count)
    return
      "\(points.count) \(points.count == 1 ? "point" : "points"); lowest \(Scale.text(low.value)) (\(placeText(low))), highest \(Scale.text(high.value)) (\(placeText(high))), mean \(Scale.text(mean))"
  }

  /// A point's place as people read it: a date, with the time where any point is not at midnight.
  func placeText(_ point: ChartPoint) -> String {
    guard isOverTime, let moment = point.moment else { return CellText.line(point.name) }
    let hasTime = points.contains { $0.moment.map { $0 != $0.startOfDay } ?? false }
    guard hasTime else { return moment.date }
    return "\(moment.date) \(moment.rfc3339.dropFirst(11).prefix(5))"
  }
}

/// Numbers along an axis.
struct Scale {
  /// The end of the axis: the first round number that leaves room for every value.
  let top: Double
  /// How far apart the marks are.
  let step: Double

  /// Makes an axis from zero with about so many marks.
  init(to greatest: Double, marks: Int) {
    guard greatest > 0 else {
      (top, step) = (1, 1)
      return
    }
    let rough = greatest / Double(max(1, marks))
    var power = 1.0
    while power > rough { power /= 10 }
    while power * 10 <= rough { power *= 10 }
    step = ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].first { $0 * power >= rough } ?? 10) * power
    top = (greatest / step).rounded(.up) * step
  }

  /// The marks from zero up.
  var marks: [Double] { (0...Int((top / step).rounded())).map { Double($0) * step } }

  /// A number for people: whole where it is, else with at most four digits behind the point.
  static func text(_ value: Double) -> String {
    let decimals = value.magnitude >= 100 ? 1.0 : value.magnitude >= 1 ? 100.0 : 10_000.0
    let rounded = (value * decimals).rounded() / decimals
    return JSON.Number(rounded)?.lexeme ?? "\(rounded)"
  }
}
