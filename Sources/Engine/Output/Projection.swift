import Values

/// The choice of `--fields`: paths such as `title` or `user.username`.
///
/// A projected record has one member a path, in the order asked, named by the path as it was asked
/// (`{"title":…,"user.username":…}`), so that every form shows the same names. A path that leads nowhere
/// gives null.
struct Projection {
  let paths: [String]

  /// The name under which a list of plain values, not objects, shows them.
  static let plain = "value"

  /// The record reduced to the paths; a plain value stays as it is.
  func apply(to record: JSON) -> JSON {
    guard case .object = record else { return record }
    return .object(
      JSON.Object(
        unique: paths.map { .init(key: $0, value: Projection.value(at: $0, in: record) ?? .null) }))
  }

  /// The value a path leads to, nil when it leads nowhere; a member whose own name has dots comes first.
  static func value(at path: String, in record: JSON) -> JSON? {
    switch record {
    case .object(let object):
      object[path] ?? (path.utf8.contains(UInt8(ascii: ".")) ? record.value(at: path) : nil)
    case .array: record.value(at: path)
    default: path == plain ? record : nil
    }
  }

  /// The names of all members of the records, in the order they are first seen.
  static func names(of records: [JSON]) -> [String] {
    var seen: Set<String> = []
    var names: [String] = []
    for record in records {
      guard case .object(let object) = record else {
        if seen.insert(plain).inserted { names.append(plain) }
        continue
      }
      for member in object.members where seen.insert(member.key).inserted { names.append(member.key) }
    }
    return names
  }
}

extension Projection {
  /// Reads the values of `--fields`, each a list separated by commas; nil when there are none.
  init?(_ values: [String]) throws(Failure) {
    guard !values.isEmpty else { return nil }
    var paths: [String] = []
    for name in values.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let path = String(name.trimmingSpaces)
      guard !path.isEmpty else {
        throw .usage("--fields has an empty name in '\(values.joined(separator: ","))'")
      }
      if !paths.contains(path) { paths.append(path) }
    }
    self.paths = paths
  }

  /// Refuses a path that is neither declared nor in one of the first records.
  func check(_ shape: RecordShape, sample: [JSON]) throws(Failure) {
    guard !shape.fields.isEmpty else { return }
    for path in paths where !shape.declares(path) {
      if sample.contains(where: { Projection.value(at: path, in: $0) != nil }) { continue }
      let names = shape.fields.flatMap { field in
        [field.name] + field.parts.map { "\(field.name).\($0.name)" }
      }
      let near = Nearest.match(path, in: names).map { "did you mean \($0)?" }
      throw .usage(
        "no \(shape.singular) has a field '\(path)'",
        hint: near ?? "fields: \(shape.fields.map(\.name).joined(separator: ", "))")
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
