import Catalog
import Values

/// Makes the body of a write from a row: which column goes to which field, and as what type.
final class RowMapping {
  private struct Cell {
    var column: Int
    var field: Int
    var name: String
    var isPlainText: Bool
    var isRequired: Bool
  }

  private let fields: FieldNames
  private let endpoint: Endpoint
  private let parameters: [Parameter]
  private let isUpdate: Bool
  private let fixed: [JSON.Object.Member]
  private let isFixed: [Bool]
  private var cells: [Cell] = []
  private var idColumn: Int?
  private var targets: [String: FieldNames.Target] = [:]
  /// Columns that are no fields, so far as the rows have shown.
  private(set) var ignoredColumns: [String] = []

  /// Plans the columns: `map` holds `column=field`, `set` holds `field=value`, which wins over columns; for an
  /// update, required fields may be missing.
  init(
    resource: Resource, create: Endpoint, map: [String], set: [String], header: [String]?, isUpdate: Bool
  ) throws(Failure) {
    fields = try FieldNames(resource, create, map: map, header: header)
    endpoint = create
    parameters = create.body
    self.isUpdate = isUpdate
    let fixed = try RowMapping.fixed(set, fields, create.body)
    self.fixed = fixed
    let isFixed = create.body.map { parameter in set.contains { $0.hasPrefix("\(parameter.name)=") } }
    self.isFixed = isFixed
    for (parameter, isFixed) in zip(create.body, isFixed)
    where isFixed && parameter.isRequired && !isUpdate && !fixed.contains(where: { $0.key == parameter.name })
    {
      throw .usage("--set \(parameter.name)= is empty, but every \(resource.singular) needs it")
    }
    if let header { try plan(header, resource) }
  }

  /// The values of `--set`, the last of a field; an empty one leaves the field out.
  private static func fixed(_ set: [String], _ fields: FieldNames, _ parameters: [Parameter]) throws(Failure)
    -> [JSON.Object.Member]
  {
    var object = JSON.Object()
    for pair in set {
      guard let equals = pair.firstIndex(of: "=") else {
        throw .usage("--set \(pair) has no =", hint: "--set FIELD=VALUE")
      }
      let name = String(pair[..<equals])
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        throw fields.unknown(name, "--set \(pair)")
      }
      let text = String(pair[pair.index(after: equals)...])
      if text.utf8.contains(0) { throw .usage("--set \(name) holds a NUL byte") }
      object[name] = try text.isEmpty ? Optional<JSON>.none : parameter.read(text, as: "--set \(name)")
    }
    return object.members
  }

  private func plan(_ header: [String], _ resource: Resource) throws(Failure) {
    var columns: [Int: String] = [:]
    for (column, name) in header.enumerated() {
      switch fields.target(of: name) {
      case .id: idColumn = column
      case .ignored: ignoredColumns.append(name)
      case .silent: break
      case .field(let field):
        if let other = columns[field] {
          throw .usage(
            "the columns '\(other)' and '\(name)' are both \(parameters[field].name)",
            hint: "--map COLUMN=\(parameters[field].name) says which one")
        }
        columns[field] = name
        if !isFixed[field] { cells.append(cell(column, field)) }
      }
    }
    guard !isUpdate else { return }
    for (field, parameter) in parameters.enumerated()
    where parameter.isRequired && columns[field] == nil && !isFixed[field] {
      let column = fields.spare(in: header) ?? "COLUMN"
      throw .usage(
        "no column is \(parameter.name), which every \(resource.singular) needs; the columns are "
          + header.joined(separator: ", "),
        hint:
          "--map \(column.contains(" ") ? "'\(column)=\(parameter.name)'" : "\(column)=\(parameter.name)")")
    }
  }

  private func cell(_ column: Int, _ field: Int) -> Cell {
    let parameter = parameters[field]
    let isPlainText =
      parameter.kind == .text && parameter.allowed.isEmpty && parameter.form == nil && parameter.length == nil
    return Cell(
      column: column, field: field, name: parameter.name, isPlainText: isPlainText,
      isRequired: parameter.isRequired && !isUpdate)
  }

  // MARK: Rows

  /// The body of a row, its members in the row's order, and the id the row carries.
  func body(of row: InputRow) -> Result<(body: JSON, id: String?), RowProblem> {
    do throws(RowProblem) {
      let made =
        switch row.content {
        case .fields(let record): try body(of: record, row)
        case .object(let object, _): try body(of: object, row)
        case .unreadable:
          throw RowProblem(line: row.line, code: "unreadable", reason: "the row cannot be read")
        }
      try checkOrder(made.body, row)
      return .success(made)
    } catch {
      return .failure(error)
    }
  }

  /// Refuses two moments of which the later one comes first.
  private func checkOrder(_ body: JSON, _ row: InputRow) throws(RowProblem) {
    guard let order = endpoint.chronology else { return }
    do throws(Failure) { try endpoint.checkChronology { body.value(at: $0)?.string } } catch {
      throw problem(row, nil, order.end, "invalid", "\(order.end) must be after \(order.start)")
    }
  }

  private func body(of record: DelimitedRecord, _ row: InputRow) throws(RowProblem) -> (
    body: JSON, id: String?
  ) {
    var members: [JSON.Object.Member] = []
    members.reserveCapacity(cells.count + fixed.count)
    for cell in cells {
      let text = record.field(cell.column)
      if text.isEmpty {
        guard cell.isRequired else { continue }
        throw problem(row, cell.column, cell.name, "missing", "\(cell.name) is missing")
      }
      // What begins with a letter is not blank.
      if cell.isPlainText, text.utf8.first.map({ $0 > UInt8(ascii: " ") }) ?? false {
        members.append(.init(key: cell.name, value: .string(text)))
        continue
      }
      do throws(Failure) {
        members.append(.init(key: cell.name, value: try parameters[cell.field].read(text, as: cell.name)))
      } catch {
        throw problem(row, cell.column, cell.name, "invalid", error.reason)
      }
    }
    members += fixed
    let id = idColumn.map { record.field($0).trimmingSpaces }
    return (.object(JSON.Object(unique: members)), id?.isEmpty == false ? id : nil)
  }

  private func body(of object: JSON.Object, _ row: InputRow) throws(RowProblem) -> (body: JSON, id: String?) {
    var body = JSON.Object()
    var id: String?
    for member in object.members {
      switch target(of: member.key) {
      case .id: id = member.value.idText
      case .ignored, .silent: break
      case .field(let field):
        if isFixed[field] || member.value.isNull || member.value == .string("") { continue }
        let parameter = parameters[field]
        guard body[parameter.name] == nil else {
          throw problem(row, nil, parameter.name, "duplicate", "two members are \(parameter.name)")
        }
        do throws(Failure) { body[parameter.name] = try parameter.accept(member.value) } catch {
          throw problem(row, nil, parameter.name, "invalid", error.reason)
        }
      }
    }
    for (field, parameter) in parameters.enumerated()
    where parameter.isRequired && !isUpdate && !isFixed[field] && body[parameter.name] == nil {
      throw problem(row, nil, parameter.name, "missing", "\(parameter.name) is missing")
    }
    for member in fixed { body[member.key] = member.value }
    return (.object(body), id)
  }

  private func target(of name: String) -> FieldNames.Target {
    if let known = targets[name] { return known }
    let target = fields.target(of: name)
    // Names that differ in every row must not fill the memory.
    guard targets.count < 1000 else { return target }
    targets[name] = target
    if target == .ignored { ignoredColumns.append(name) }
    return target
  }

  private func problem(_ row: InputRow, _ column: Int?, _ field: String, _ code: String, _ reason: String)
    -> RowProblem
  {
    let place = column.map(row.place(ofField:))
    return RowProblem(
      line: place?.line ?? row.line, column: place?.column, field: field, code: code, reason: reason)
  }
}

extension Failure {
  /// What is wrong with a value, and what was probably meant; short, however long the value.
  fileprivate var reason: String {
    let text = [message, hint].compactMap(\.self).joined(separator: "; ")
    return text.utf8.count > 400 ? String(text.prefix(300)) + "…" : text
  }
}

extension JSON {
  /// The text of an id, which some services write as a number.
  fileprivate var idText: String? {
    switch self {
    case .string(let text) where !text.isEmpty: text
    case .number(let number): number.lexeme
    default: nil
    }
  }
}
