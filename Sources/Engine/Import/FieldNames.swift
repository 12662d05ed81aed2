import Catalog
import Values

/// Tells by the name of a column which field of a body it is.
struct FieldNames {
  enum Target: Equatable {
    /// The field at this place of the body.
    case field(Int)
    /// The id of the record.
    case id
    /// Nothing known.
    case ignored
    /// A field that only the service writes.
    case silent
  }

  private let names: [String]
  private let known: [String: Target]
  private var mapped: [String: Target] = [:]
  private let id: String

  /// Takes the pairs `column=field`; with a header, each column must be in it.
  init(_ resource: Resource, _ create: Endpoint, map: [String], header: [String]?) throws(Failure) {
    names = create.body.map(\.name)
    id = resource.id
    known = FieldNames.known(resource, create.body)
    var fields: Set<String> = []
    for pair in map {
      guard let equals = pair.lastIndex(of: "="), equals > pair.startIndex else {
        throw .usage("--map \(pair) is not COLUMN=FIELD", hint: "--map COLUMN=FIELD")
      }
      let field = String(pair[pair.index(after: equals)...])
      guard
        let target = field == id && !names.contains(id) ? .id : names.firstIndex(of: field).map(Target.field)
      else { throw unknown(field, "--map \(pair)") }
      let column = try FieldNames.column(String(pair[..<equals]), in: header)
      guard fields.insert(field).inserted, mapped.updateValue(target, forKey: column) == nil else {
        throw .usage("--map \(pair): the column or the field was mapped before", hint: "map each once")
      }
    }
  }

  /// What a column is: as it was mapped, else by its name.
  func target(of column: String) -> Target {
    if let target = mapped[column] { return target }
    let target = known[FieldNames.plain(column)] ?? .ignored
    // A field that another column was mapped to is not guessed again.
    return mapped.values.contains(target) ? .silent : target
  }

  /// A column that is no field and may be meant for one that is missing.
  func spare(in header: [String]) -> String? { header.first { target(of: $0) == .ignored } }

  /// Refuses a name that is no field of the body.
  func unknown(_ name: String, _ option: String) -> Failure {
    let nearest = Nearest.match(name, in: names).map { "did you mean \($0)?" }
    return .usage(
      "\(option): '\(name)' is no field that can be written",
      hint: nearest ?? "one of \(names.joined(separator: ", "))")
  }

  private static func known(_ resource: Resource, _ body: [Parameter]) -> [String: Target] {
    var known: [String: Target] = [:]
    for field in resource.fields { known[plain(field.name)] = .silent }
    known[plain(resource.id)] = .id
    for (index, parameter) in body.enumerated() {
      known[plain(parameter.option)] = .field(index)
      known[plain(parameter.name)] = .field(index)
    }
    return known
  }

  /// The column of the header that a person means.
  private static func column(_ name: String, in header: [String]?) throws(Failure) -> String {
    guard let header, !header.contains(name) else { return name }
    let likely = header.filter { plain($0) == plain(name) }
    if likely.count == 1 { return likely[0] }
    let nearest = Nearest.match(name, in: header).map { "did you mean \($0)?" }
    throw .usage(
      "there is no column '\(name)'; the columns are \(header.joined(separator: ", "))", hint: nearest)
  }

  /// The name in small letters with underscores.
  private static func plain(_ name: String) -> String {
    String(name.trimmingSpaces.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }
}
