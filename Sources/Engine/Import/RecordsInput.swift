import Catalog
import Values

extension Session {
  /// The elements of a list of objects, one for each row of a file: CSV and TSV by the names of their columns, JSON
  /// and JSON Lines by the names of the members. Refuses the first row that does not fit, with its line.
  func records(in path: String, as parameter: Parameter) throws(Failure) -> JSON {
    let reader = try RowReader(path, format: nil)
    let name = path == "-" ? "standard input" : path
    let columns = try (reader.header ?? []).map { (column) throws(Failure) in
      guard let part = parameter.part(named: column) else {
        throw .usage(
          "\(name) has a column '\(column)'; \(parameter.name) take \(parameter.partNames)",
          hint: Nearest.match(column, in: parameter.parts.map(\.name)).map { "did you mean \($0)?" })
      }
      return part
    }
    var elements: [JSON] = []
    let most = parameter.length?.upperBound ?? Int.max
    while let input = try reader.next() {
      switch input {
      case .blank: continue
      case .bad(let problem, _):
        let column = problem.column.map { ", column \($0)" } ?? ""
        throw .usage("\(name), line \(problem.line)\(column): \(problem.reason)")
      case .row(let row):
        do throws(Failure) {
          elements.append(try parameter.element(row, columns))
        } catch {
          throw .usage("\(name), line \(row.line): \(error.message)", hint: error.hint)
        }
      }
      if elements.count > most { throw .usage("\(name) has more than \(most) \(parameter.name)") }
    }
    return .array(elements)
  }
}

extension Parameter {
  fileprivate var partNames: String { parts.map(\.name).joined(separator: ", ") }

  /// The member that a column or a member of a row means.
  fileprivate func part(named name: String) -> Parameter? {
    let plain = name.trimmingSpaces.lowercased()
    return parts.first { [$0.name.lowercased(), $0.option].contains(plain) }
  }

  fileprivate func element(_ row: InputRow, _ columns: [Parameter]) throws(Failure) -> JSON {
    var element = JSON.Object()
    switch row.content {
    case .fields(let record):
      for (index, part) in columns.enumerated() {
        let text = record.field(index)
        if !text.isEmpty { element[part.name] = try part.read(text, as: part.name) }
      }
    case .object(let object, _):
      for member in object.members {
        guard let part = part(named: member.key) else {
          throw .usage("there is no '\(member.key)'; \(name) take \(partNames)")
        }
        if !member.value.isNull { element[part.name] = try part.accept(member.value) }
      }
    case .unreadable: throw .usage("the row cannot be read")
    }
    for part in parts where part.isRequired && element[part.name] == nil {
      throw .usage("\(part.name) is missing")
    }
    return .object(element)
  }
}
