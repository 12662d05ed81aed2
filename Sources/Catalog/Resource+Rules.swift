extension Resource {
  /// What is wrong with the resource's own row and its fields.
  public var violations: [Violation] {
    var inspection = Inspection(name)
    inspection.requireIdentifier(name, "name")
    inspection.requireIdentifier(singular, "singular")
    inspection.require(!columns.isEmpty, "has no columns")
    inspection.requireUnique(fields.map(\.name), "fields")
    inspection.requireUnique(columns, "columns")
    for (use, path) in uses where field(Resource.root(of: path)) == nil {
      inspection.require(false, "the \(use) '\(path)' is not a declared field")
    }
    for (use, name) in [("id", id), ("label", label)] {
      inspection.require(
        field(name)?.isInLists ?? true, "the \(use) '\(name)' is not in lists")
    }
    if let created, let field = field(created) {
      inspection.require(field.kind == .timestamp, "the moment of creation '\(created)' is no timestamp")
    }
    for field in fields { inspection.add(field.violations(in: name)) }
    return inspection.violations
  }

  /// Everything that names a field, and what for.
  private var uses: [(String, String)] {
    (isSingle ? [] : [("id", id)]) + [("label", label)]
      + [version.map { ("version", $0) }, created.map { ("moment of creation", $0) }].compactMap(\.self)
      + columns.map { ("column", $0) } + identity.map { ("identity", $0) }
      + sortKeys.sorted { $0.key < $1.key }.map { ("sort key", $0.value) }
  }

  /// The field that holds a path such as `user.username`.
  static func root(of path: String) -> String { String(path.prefix { $0 != "." }) }
}

extension Resource.Field {
  fileprivate func violations(in owner: String) -> [Violation] {
    var inspection = Inspection("\(owner).\(name)")
    inspection.requireIdentifier(name, "name")
    inspection.requireLine(help, "help")
    inspection.require(
      parts.isEmpty || kind == .list || kind == .object, "is no object and no list, and has parts")
    inspection.require(unit == nil || kind == .integer || kind == .number, "is no number and has a unit")
    inspection.requireUnique(parts.map(\.name), "parts")
    for part in parts { inspection.add(part.violations(in: "\(owner).\(name)")) }
    return inspection.violations
  }
}
