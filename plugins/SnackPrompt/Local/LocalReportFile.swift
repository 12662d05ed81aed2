import Sandbox
import Values

/// What a report says, and the forms in which it says it.
struct LocalReportFile {
  private struct Line {
    var id: String
    var title: String
    var counts: LocalTraffic.Counts
    var rating: JSON
  }

  private let report: JSON.Object
  private let lines: [Line]
  private let total: LocalTraffic.Counts

  /// Gathers what the report is about at this moment, the best earners first.
  init(_ report: JSON.Object, _ store: Store) throws(Refusal) {
    self.report = report
    let hours = try LocalPeriod(report["period"]?.string ?? "all", now: store.now).hours
    let asked = Set((report["prompt_ids"]?.array ?? []).compactMap(\.string))
    var sums: [String: LocalTraffic.Counts] = [:]
    for week in try LocalTraffic.weeks(in: hours, store) {
      sums[week.prompt, default: .init()] += week.sum(hours)
    }
    var lines: [Line] = []
    var total = LocalTraffic.Counts()
    for prompt in try store.records("prompts").all() {
      let id = prompt["id"]?.string ?? ""
      guard asked.isEmpty || asked.contains(id) else { continue }
      let counts = sums[id] ?? .init()
      total += counts
      lines.append(
        Line(id: id, title: prompt["title"]?.string ?? "", counts: counts, rating: prompt["rating"] ?? 0))
    }
    self.lines = lines.sorted { ($0.counts.cents, $0.counts.views) > ($1.counts.cents, $1.counts.views) }
    self.total = total
  }

  /// The file in a form: `pdf`, `csv` or `json`.
  func file(_ format: String) -> Store.File {
    switch format {
    case "csv": Store.File(type: "text/csv; charset=utf-8", bytes: csv)
    case "json": Store.File(type: "application/json", bytes: Array((json.text() + "\n").utf8))
    default: Store.File(type: "application/pdf", bytes: LocalPDF(title: title, lines: text).bytes)
    }
  }

  private var title: String { "SnackPrompt report: \(report["type"]?.string ?? "")" }

  private var recommendations: [String] {
    guard report["include_recommendations"] == true else { return [] }
    var advice: [String] = []
    if let best = lines.first, best.counts.cents > 0 {
      advice.append("\(best.title) earns most: show it first.")
    }
    let weak = lines.filter { $0.counts.views > 0 && $0.counts.sales == 0 }
    if let weak = weak.max(by: { $0.counts.views < $1.counts.views }) {
      advice.append("\(weak.title) is viewed and not bought: try a lower price or a clearer description.")
    }
    let keen = lines.filter { $0.counts.sales * 100 > $0.counts.views * 10 }.prefix(3).map(\.title)
    if !keen.isEmpty { advice.append("One in ten buys \(keen.joined(separator: ", ")): the price may rise.") }
    return advice.isEmpty ? ["Nothing was viewed in this time: announce your prompts."] : advice
  }

  private var csv: [UInt8] {
    var bytes: [UInt8] = []
    let writer = DelimitedWriter()
    writer.write(
      ["prompt_id", "title", "views", "sales", "revenue", "conversion_rate", "average_rating"], to: &bytes)
    for line in lines {
      let counts = line.counts
      writer.write(
        [
          line.id, line.title, String(counts.views), String(counts.sales), counts.revenue.text(),
          counts.conversion.text(), line.rating.text(),
        ], to: &bytes)
    }
    return bytes
  }

  private var json: JSON {
    var sum = JSON.Object()
    total.add(to: &sum)
    return [
      "report_id": report["report_id"] ?? .null, "type": report["type"] ?? .null,
      "period": report["period"] ?? .null, "created_at": report["created_at"] ?? .null,
      "summary": .object(sum),
      "prompts": .array(
        lines.map { line in
          var record = JSON.Object()
          record["id"] = .string(line.id)
          record["title"] = .string(line.title)
          line.counts.add(to: &record)
          record["average_rating"] = line.rating
          return .object(record)
        }),
      "recommendations": .array(recommendations.map(JSON.string)),
    ]
  }

  /// The report as lines of at most 92 characters, for a page of text in columns.
  private var text: [String] {
    var text = [
      "Period: \(report["period"]?.string ?? "")", "Made: \(report["completed_at"]?.string ?? "")", "",
      "Views \(total.views), sales \(total.sales), revenue \(total.revenue.text()) USD, "
        + "conversion \(total.conversion.text())", "",
      row("Prompt", "Views", "Sales", "Revenue", "Conversion"),
    ]
    text += lines.map { line in
      row(
        line.title, String(line.counts.views), String(line.counts.sales), line.counts.revenue.text(),
        line.counts.conversion.text())
    }
    if !recommendations.isEmpty { text += ["", "Recommendations"] + recommendations.map { "- \($0)" } }
    return text
  }

  private func row(_ title: String, _ columns: String...) -> String {
    let name = String(title.prefix(44))
    return name + String(repeating: " ", count: 46 - name.count)
      + columns.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
  }
}
