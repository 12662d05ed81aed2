extension Endpoint {
  /// What is wrong with the parameters, each alone, all together, and against the resource.
  func parameterViolations(of resource: Resource?) -> [Violation] {
    var inspection = Inspection(name)
    let all = pathParameters + query + body
    inspection.requireUnique(pathParameters.map(\.name), "path parameters")
    inspection.requireUnique((query + body).map(\.name), "parameters")
    for parameter in all {
      for step in parameter.name.split(separator: ".") {
        inspection.requireIdentifier(String(step), "name of a parameter")
      }
      inspection.add(parameter.violations(in: name))
    }
    for parameter in query + pathParameters {
      inspection.add(parameter.violations(in: name, filtering: resource))
    }
    let roles = query.compactMap(\.role)
    inspection.require(roles.count == Set(roles).count, "two parameters have the same role")
    inspection.add(Command(row: self, resource: resource, service: "").optionViolations)
    if let chronology {
      for name in [chronology.start, chronology.end] where !all.contains(where: { $0.name == name }) {
        inspection.require(false, "orders '\(name)', which is no parameter")
      }
    }
    guard let resource, action == .create || action == .update else { return inspection.violations }
    for parameter in body
    where !parameter.isSecret && resource.field(Resource.root(of: parameter.recordPath)) == nil {
      let row = "\(name) --\(parameter.option)"
      let problem = "what it writes is not shown: '\(parameter.recordPath)' is not a declared field"
      inspection.add([Violation(row: row, problem: problem)])
    }
    return inspection.violations
  }
}

extension Parameter {
  /// What is wrong with the parameter alone.
  func violations(in owner: String) -> [Violation] {
    var inspection = Inspection("\(owner) --\(option)")
    inspection.requireLine(help, "help")
    inspection.requireUnique(allowed, "allowed values")
    inspection.require(!allowed.contains(""), "an allowed value is empty")
    inspection.require(range == nil || isNumber, "has a range and is no number")
    inspection.require(unit == nil || isNumber, "has a unit and is no number")
    inspection.require(form == nil || kind == .text || kind == .texts, "has a form and is no text")
    inspection.require(!isSecret || kind == .text, "is a secret and no text")
    inspection.require(parts.isEmpty == (kind != .records), "records have parts, and nothing else has")
    for member in [ascent?.low, ascent?.high].compactMap(\.self) {
      inspection.require(
        parts.contains { $0.name == member && $0.isNumber },
        "orders '\(member)', which is no number of its elements")
    }
    inspection.require(mediaTypes.isEmpty || kind == .file, "has media types and is no file")
    for part in parts { inspection.add(part.violations(in: owner)) }
    if let fallback {
      inspection.require(
        allowed.isEmpty || allowed.contains(fallback), "the default '\(fallback)' is not allowed")
      inspection.require(
        !isNumber || Double(fallback).map { range?.contains($0) ?? true } ?? false,
        "the default '\(fallback)' is no number in its range")
      inspection.require(!isRequired, "is required and has a default")
    }
    return inspection.violations
  }

  /// What is wrong with how it chooses among the records of a list.
  fileprivate func violations(in owner: String, filtering resource: Resource?) -> [Violation] {
    var inspection = Inspection("\(owner) --\(option)")
    inspection.require(role == nil || filter == nil, "has a role and filters")
    inspection.require(role != .order || allowed == ["asc", "desc"], "is an order and allows \(allowed)")
    guard let filter else { return inspection.violations }
    inspection.require(!filter.fields.isEmpty, "filters by no field")
    for name in filter.fields {
      let field = resource?.field(name)
      inspection.require(field != nil, "filters by '\(name)', which is not a declared field")
      // What must be asked for is known of every record, whether it repeats it or not.
      let isKnown = isRequired && filter == .equals(name)
      inspection.require(
        field?.isInLists ?? true || isKnown, "filters by '\(name)', which lists do not show")
    }
    return inspection.violations
  }

  private var isNumber: Bool { kind == .integer || kind == .number }
}

extension Filter {
  /// The fields it looks into.
  var fields: [String] {
    switch self {
    case .equals(let field), .anyOf(let field), .atLeast(let field), .atMost(let field), .excluded(let field):
      [field]
    case .equalsUnless(let field, _): [field]
    case .text(let fields): fields
    }
  }
}
