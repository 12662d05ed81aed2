import Catalog
import Engine
import Values

/// `pivot`: the last list as a table of two of its fields, with a count or the sum of a third in each cell.
struct Pivot {
  private let row: String
  private let column: String
  private let measure: String?

  init(_ texts: [String]) throws(Failure) {
    guard (2...3).contains(texts.count) else {
      throw .usage("pivot takes two fields, and perhaps one to add up", hint: "pivot category status sales")
    }
    (row, column, measure) = (texts[0], texts[1], texts.count == 3 ? texts[2] : nil)
  }

  static let command = ShellCommand.row(
    "pivot", "ROW COLUMN [FIELD]",
    "Show the last list as a table of two fields: how many records, or the sum of FIELD, in each cell"
  ) { (shell, words) throws(Failure) in
    let pivot = try Pivot(shell.expansion.texts(words))
    guard let records = shell.results.last?.records, !records.isEmpty else {
      throw .usage("there is no list yet to pivot", hint: "list something first")
    }
    try shell.show(try pivot.table(of: records), of: "rows", singular: "row")
    return 0
  }

  /// A record for each value of the row's field, with a field for each value of the column's.
  func table(of records: [JSON]) throws(Failure) -> [JSON] {
    try records.check([row, column, measure].compactMap(\.self))
    var cells: [String: [String: JSON.Number]] = [:]
    var (rows, columns): ([String], [String]) = ([], [])
    for record in records {
      let (row, column) = (text(record, row), text(record, column))
      if cells[row] == nil { rows.append(row) }
      if !columns.contains(column) { columns.append(column) }
      cells[row, default: [:]][column] = try sum(cells[row]?[column], of: record)
    }
    columns.sort { left, right in
      if let left = Double(left), let right = Double(right) { return left < right }
      return left < right
    }
    return rows.map { row in
      var object = JSON.Object()
      object[self.row] = .string(row)
      for column in columns { object[column] = cells[row]?[column].map(JSON.number) ?? .null }
      return .object(object)
    }
  }

  private func text(_ record: JSON, _ field: String) -> String {
    let text = record.value(at: field)?.wordText ?? ""
    return text.isEmpty ? "-" : text
  }

  private func sum(_ before: JSON.Number?, of record: JSON) throws(Failure) -> JSON.Number? {
    guard let measure else { return .init((before?.int ?? 0) + 1) }
    guard let value = record.value(at: measure), !value.isNull else { return before }
    guard case .number(let number) = value else {
      throw .usage("pivot adds up numbers, and '\(measure)' holds '\(value.wordText)'")
    }
    guard let before else { return number }
    if let left = before.int, let right = number.int {
      let (total, isTooLarge) = left.addingReportingOverflow(right)
      if !isTooLarge { return .init(total) }
    }
    return .init(before.double + number.double)
  }
}

extension [JSON] {
  /// Refuses a field that none of the records has.
  func check(_ fields: [String]) throws(Failure) {
    for field in fields where !contains(where: { $0.value(at: field) != nil }) {
      throw .usage(
        "no record of the last list has '\(field)'",
        hint: Nearest.match(field, in: first?.object?.keys ?? []).map { "did you mean \($0)?" })
    }
  }
}

extension Shell {
  /// Shows records that the shell made itself, as the options in force say.
  func show(_ records: [JSON], of name: String, singular: String) throws(Failure) {
    guard let output = try output(of: name) else { return }
    try Failure.local {
      var writer = output.list(RecordShape(name, singular: singular))
      for record in records { try writer.record(record) }
      try writer.end(meta: .init(), footer: nil)
    }
  }

  /// Where what the shell makes itself goes, as the options in force say.
  func output(of name: String) throws(Failure) -> Output? {
    let own = CommandTable(
      catalog: Catalog([]), builtins: [Command(name, "Records of the shell", globals: [.output, .terminal])])
    guard case .run(let invocation) = try InvocationParser.parse([name] + manner.options, own) else {
      return nil
    }
    return try Output(
      invocation, fallback: try session.settings()["output"], console: console, now: session.clock.now())
  }
}
