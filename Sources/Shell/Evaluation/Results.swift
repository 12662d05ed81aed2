import Engine
import Values

/// The rows of the last lists, to which `@1` and its like refer: frozen when they were shown.
struct Results {
  /// One list.
  struct Rows {
    var records: [JSON] = []
    /// The plural word for the records.
    var name = "records"
    /// The field that names a record.
    var id: String?
    /// The field people know a record by.
    var label: String?
    /// Its paging, source and age.
    var about = JSON.Object()
  }

  /// The newest first.
  private(set) var lists: [Rows] = []
  /// The list that is being shown.
  private var pending: Rows?
  /// The records that the last command answered with, of a list or one alone.
  private(set) var answer: [JSON] = []

  /// How many lists and rows of each are kept.
  private static let depth = 3
  private static let rowLimit = 10_000

  var last: Rows? { lists.first }

  /// Begins another command.
  mutating func begin() { (pending, answer) = (nil, []) }

  /// Takes a record of what is being shown; `@1` and its like mean lists only.
  mutating func take(_ record: JSON, _ shape: RecordShape) {
    if shape.isAlone {
      answer = [record]
      return
    }
    if pending == nil { pending = Rows(name: shape.name, id: shape.id, label: shape.label) }
    if pending.map({ $0.records.count < Results.rowLimit }) ?? false { pending?.records.append(record) }
  }

  /// Takes what is known about the list that is being shown; a list without records is one too.
  mutating func take(about list: JSON.Object) {
    if pending == nil { pending = Rows() }
    pending?.about = list
  }

  /// Ends the list that is being shown; only a command that succeeded replaces what `@1` means.
  mutating func finish(_ isKept: Bool) {
    defer { pending = nil }
    if let pending { answer = pending.records }
    guard isKept, let pending else { return }
    lists.insert(pending, at: 0)
    if lists.count > Results.depth { lists.removeLast() }
  }

  /// The records a reference means; throws where there is no such row.
  func records(_ reference: RowReference) throws(Failure) -> [JSON] {
    guard let rows = last else {
      throw .usage("there is no list yet that '\(reference.text)' could mean", hint: "list something first")
    }
    guard !reference.isAboutList else {
      throw .usage("'\(reference.text)' tells about the last list and is no row", hint: "@* is every row")
    }
    let count = rows.records.count
    guard let range = reference.range else { return rows.records }
    let first = range.first < 0 ? count + 1 + range.first : range.first
    let last = range.last < 0 ? count + 1 + range.last : range.last
    guard first >= 1, last <= count, first <= last else {
      let rows = count == 1 ? "1 row" : "\(count) rows"
      throw .usage(
        "the last list has \(rows), not '\(reference.text)'", hint: count > 0 ? "@1 to @\(count)" : nil)
    }
    return Array(rows.records[(first - 1)..<last])
  }

  /// The texts a reference stands for: ids, or the values of a field.
  func texts(_ reference: RowReference) throws(Failure) -> [String] {
    if reference.isAboutList, let last { return [try Results.text(about: last, reference)] }
    return try records(reference).map { (record) throws(Failure) in
      let name = reference.path ?? last?.id ?? "id"
      let plain: JSON? = record.object == nil ? .some(record) : .none
      guard let value = record.value(at: name) ?? plain else {
        let what =
          reference.path == nil ? "no id: say which field, as in \(reference.text).title" : "no '\(name)'"
        throw .usage("the row '\(reference.text)' has \(what)")
      }
      return value.wordText
    }
  }
}

extension Results {
  /// What is known about a list: all of it as JSON, or one member.
  private static func text(about rows: Rows, _ reference: RowReference) throws(Failure) -> String {
    let about = JSON.object(rows.about)
    guard let path = reference.path else { return about.text() }
    guard let value = about.value(at: path) else {
      throw .usage(
        "the last list tells no '\(path)'",
        hint: rows.about.keys.map { "@_.\($0)" }.joined(separator: ", "))
    }
    return value.wordText
  }
}

extension RowReference {
  /// As it is typed.
  var text: String {
    if isAboutList { return "@_\(path.map { ".\($0)" } ?? "")" }
    let rows = range.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)..\($0.last)" } ?? "*"
    return "@\(rows)\(path.map { ".\($0)" } ?? "")"
  }
}

extension JSON {
  /// The value as a word: a text as it is, nothing for null, anything with members as JSON.
  var wordText: String {
    switch self {
    case .string(let text): text
    case .null: ""
    default: self.text()
    }
  }
}
