import Catalog
import Database
import Values

/// Which records of a list are wanted, and in which order (`--where`, `--sort`, `--limit`, `--all`).
public struct Selection: Sendable {
  /// How many records a list gives when nothing says otherwise.
  public static let usualLimit = 1000

  /// A condition in SQL over the records' fields.
  public var condition: String?
  /// The order that is not the service's own doing.
  public var sort: [RecordSort]
  /// How many records at most; nil for all.
  public var limit: Int?

  /// Chooses records.
  public init(condition: String? = nil, sort: [RecordSort] = [], limit: Int? = usualLimit) {
    self.condition = condition
    self.sort = sort
    self.limit = limit
  }

  /// Reads the options; `isSorted` says that the service orders the records itself. A `resource` knows the
  /// other names of its fields, such as `createdAt`.
  public init(_ invocation: Invocation, resource: Resource? = nil, isSorted: Bool = false) throws(Failure) {
    condition = invocation.option("where")
    sort = isSorted ? [] : try Selection.sort(invocation, resource)
    let limit = try invocation.integer("limit", atLeast: 1)
    if invocation.flag("all") {
      guard limit == nil else { throw .usage("--all and --limit exclude each other", hint: "leave one out") }
      self.limit = nil
    } else {
      self.limit = limit ?? Selection.usualLimit
    }
  }

  private static func sort(_ invocation: Invocation, _ resource: Resource?) throws(Failure) -> [RecordSort] {
    guard let text = invocation.option("sort") else { return [] }
    let isDescending = text.hasPrefix("-")
    let key = isDescending ? String(text.dropFirst()) : text
    guard !key.isEmpty else { throw .usage("--sort takes the name of a field, or -FIELD, not '\(text)'") }
    let field = resource?.sortField(key) ?? key
    if let resource, resource.field(String(field.prefix { $0 != "." })) == nil {
      let names = resource.fields.map(\.name) + resource.sortKeys.keys.sorted()
      throw .usage(
        "no \(resource.singular) has a field '\(key)' to sort by",
        hint: Nearest.match(key, in: names).map { "did you mean \($0)?" })
    }
    return [RecordSort(field, descending: isDescending != (invocation.option("order") == "desc"))]
  }
}
