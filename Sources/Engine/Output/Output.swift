import Catalog
import Platform
import Values

/// The answer of one command: its form, its fields, and the console it goes to.
///
/// Standard output carries the answer alone; notes and footers go to standard error.
public struct Output {
  /// The form on standard output.
  public let form: OutputForm
  /// Whether the answer carries its paging, source and age (`--meta`).
  public let showsMeta: Bool
  /// Whether notes and footers are left out (`--quiet`).
  public let isQuiet: Bool
  /// The streams.
  public let console: Console

  let projection: Projection?
  /// What is drawn in place of the records; nil to write them.
  let plan: ChartPlan?
  private let allowsPager: Bool
  let now: Timestamp
  /// Sees every record of a list; where there is one, a table on a terminal numbers its rows.
  let observer: AnswerObserver?
  /// Whether a list stands as a sheet for each record in place of a table.
  private let isExpanded: Bool

  /// Reads `--output`, `--json`, `--fields`, `--meta`, `--quiet` and `--no-pager`; `fallback` is the form that the
  /// environment or the configuration names. Without any, a terminal gets a table and everything else JSON.
  public init(
    _ invocation: Invocation, of resource: Resource? = nil, fallback: String? = nil, console: Console,
    now: Timestamp, observer: AnswerObserver? = nil
  ) throws(Failure) {
    plan = try ChartPlan(invocation, resource: resource)
    if plan != nil {
      form = .json
    } else if let asked = try OutputForm(asked: invocation) {
      form = asked
    } else if let fallback {
      form = try OutputForm(fallback, from: "the setting output")
    } else {
      form = console.outputIsTerminal ? .table : .json
    }
    projection = plan == nil ? try Projection(invocation.all("fields")) : nil
    showsMeta = invocation.flag("meta")
    isQuiet = invocation.flag("quiet")
    allowsPager = !invocation.flag("no-pager")
    self.console = console
    self.now = now
    self.observer = observer
    isExpanded = invocation.flag("expanded")
  }

  /// The paths of `--fields`; nil when every field is wanted.
  public var fields: [String]? { projection?.paths }

  /// Starts a list.
  public func list(_ shape: RecordShape) -> ListWriter { ListWriter(self, shape: shape) }

  /// Writes one answer: an object as a record, a list of objects as a list, anything else as itself.
  ///
  /// On a terminal JSON has a member a line and a table shows every field; elsewhere JSON is one line.
  public func record(
    _ value: JSON, _ shape: RecordShape = .unknown, meta: @autoclosure () -> JSON.Object = .init(),
    footer: String? = nil
  ) throws {
    if case .array(let elements) = value, form != .json && form != .yaml || projection != nil {
      var writer = list(shape)
      for element in elements { try writer.record(element) }
      try writer.end(meta: meta(), footer: footer)
      return
    }
    let value = shape.shown(value)
    if case .object = value { try projection?.check(shape, sample: [value]) }
    if let observer {
      var alone = shape
      alone.isAlone = true
      observer.record(value, alone)
    }
    let meta = showsMeta ? meta() : nil
    try write(projection?.apply(to: value) ?? value, shape, meta: meta)
    try console.endPager()
    reportMeta(meta)
    if let footer { self.footer(footer) }
  }

  /// Says something on standard error, unless `--quiet`.
  public func note(_ text: String) {
    if !isQuiet { console.report(text) }
  }

  /// Says something below a table, to a person in front of a terminal.
  public func footer(_ text: String) {
    guard form == .table, console.outputIsTerminal, console.errorIsTerminal, !text.isEmpty else { return }
    note(TextStyle.dim.paint(text, if: console.colorsError))
  }

  private func write(_ value: JSON, _ shape: RecordShape, meta: JSON.Object?) throws {
    if let plan {
      try console.write(pen.draw(plan.drawing(plan.points(in: value), of: value), as: plan.form))
      return
    }
    var bytes: [UInt8] = []
    switch form {
    case .json:
      Output.wrap(value, meta).write(to: &bytes, style: console.outputIsTerminal ? .pretty : .compact)
      bytes.append(UInt8(ascii: "\n"))
    case .yaml: bytes = YAMLWriter.document(Output.wrap(value, meta))
    case .jsonl:
      value.write(to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    case .csv, .tsv:
      var encoder = encoder(shape, sample: [value])
      encoder.append(value, to: &bytes)
    case .table:
      usePager()
      bytes = sheet(shape).lines(value).flatMap { Array("\($0)\n".utf8) }
    }
    try console.write(bytes)
  }

  private static func wrap(_ value: JSON, _ meta: JSON.Object?) -> JSON {
    guard let meta else { return value }
    return ["data": value, "meta": .object(meta)]
  }
}

extension Output {
  /// Gives the meta data of forms that have no place for it: one line of JSON on standard error.
  func reportMeta(_ meta: JSON.Object?) {
    guard let meta, !form.isDocument else { return }
    console.report((["meta": .object(meta)] as JSON).text())
  }

  /// Whether stored text may be written as it is: nothing to choose, and no terminal to protect.
  var passesRaw: Bool { projection == nil && !console.outputIsTerminal && observer == nil }

  /// Whether records are reduced before they are encoded; tables and delimited text pick their columns themselves.
  var projects: Bool { projection != nil && (form == .json || form == .jsonl || form == .yaml) }

  /// Dates are relative on a terminal only.
  private var relativeNow: Timestamp? { console.outputIsTerminal ? now : nil }

  /// Nothing is cut where no terminal has an edge.
  private var edge: Int? { console.outputIsTerminal ? console.columns : nil }

  func usePager() {
    if allowsPager { console.usePager() }
  }

  /// The encoder of the form for a list that begins with `sample`.
  func encoder(_ shape: RecordShape, sample: [JSON]) -> any RecordEncoder {
    if let plan { return ChartEncoder(plan: plan, pen: pen) }
    return switch form {
    case .json: JSONListEncoder(wrapsWithMeta: showsMeta)
    case .jsonl: JSONLinesEncoder()
    case .yaml: YAMLListEncoder(wrapsWithMeta: showsMeta)
    case .csv, .tsv:
      DelimitedEncoder(
        columns: columns(shape, sample), delimiter: form == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"),
        noticesHidden: projection == nil, isShown: console.outputIsTerminal)
    case .table where isExpanded:
      SheetEncoder(
        sheet: sheet(shape), projection: projection, numbersRows: observer != nil && console.outputIsTerminal)
    case .table:
      TableEncoder(
        columns: tableColumns(shape, sample), shape: shape, sample: sample, width: edge, now: relativeNow,
        paintsHeader: console.colorsOutput, numbersRows: observer != nil && console.outputIsTerminal)
    }
  }

  private func sheet(_ shape: RecordShape) -> RecordSheet {
    RecordSheet(shape: shape, now: relativeNow, width: edge, paintsNames: console.colorsOutput)
  }

  private var pen: ChartPen {
    ChartPen(columns: console.columns, hasBlocks: console.drawsBlocks, isStyled: console.colorsOutput)
  }

  /// The fields asked for, else the declared ones and after them whatever else the first records have.
  private func columns(_ shape: RecordShape, _ sample: [JSON]) -> [String] {
    if let projection { return projection.paths }
    let declared = shape.fields.map(\.name)
    return declared + Projection.names(of: sample).filter { !declared.contains($0) }
  }

  /// The fields asked for, else the resource's columns as far as the first records have them, else all.
  private func tableColumns(_ shape: RecordShape, _ sample: [JSON]) -> [String] {
    if let projection { return projection.paths }
    let present = shape.columns.filter { column in
      sample.contains { Projection.value(at: column, in: $0) != nil }
    }
    return present.isEmpty ? Projection.names(of: sample) : present
  }
}

extension OutputForm {
  /// Whether an answer is one document that can carry its meta data.
  var isDocument: Bool { self == .json || self == .yaml }
}

extension Output {
  /// Draws records that are at hand in characters: `x` names each, a moment or a word, and `y` is how much; false
  /// where none of them has both.
  public func draw(_ records: [JSON], x: String, y: String, of subject: String) throws -> Bool {
    let plan = ChartPlan(
      form: .text, chart: Chart(x: x, y: [y]), measure: y, unit: nil, subject: subject, label: nil)
    let points = records.compactMap(plan.point)
    guard !points.isEmpty else { return false }
    usePager()
    try console.write(pen.draw(plan.drawing(points), as: plan.form))
    try console.endPager()
    return true
  }
}
