import Values

/// A JSON Schema as the OpenAPI documents use it: enough to hold an answer against.
struct Schema {
  private let root: JSON

  /// Reads references within a document.
  init(document: JSON) { root = document }

  /// Where a value breaks a schema, each with its place; empty when it fits. Members that an object schema does not
  /// know count as breaches, because no record may have an undeclared member; an open envelope may.
  func breaches(of value: JSON, by schema: JSON, at place: String = "") -> [String] {
    if let reference = schema["$ref"]?.string {
      return breaches(of: value, by: resolved(reference), at: place)
    }
    if let constant = schema["const"], constant != value { return ["\(place) is \(value.text())"] }
    if let allowed = schema["enum"]?.array, !allowed.contains(value) {
      return ["\(place) is \(value.text())"]
    }
    let types = schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    guard types.isEmpty || types.contains(where: { value.isOf(type: $0) }) else {
      return ["\(place) is \(value.text().prefix(60)), not \(types.joined(separator: " or "))"]
    }
    switch value {
    case .object(let object): return members(of: object, by: schema, at: place)
    case .array(let elements):
      guard let items = schema["items"] else { return [] }
      return elements.prefix(3).enumerated().flatMap { index, element in
        breaches(of: element, by: items, at: "\(place)[\(index)]")
      }
    default: return []
    }
  }

  private func members(of object: JSON.Object, by schema: JSON, at place: String) -> [String] {
    guard let properties = schema["properties"]?.object else { return [] }
    let required = schema["required"]?.array?.compactMap(\.string) ?? []
    let missing = required.filter { object[$0] == nil }.map { "\(place).\($0) is missing" }
    return missing
      + object.members.flatMap { member -> [String] in
        let inner = "\(place).\(member.key)"
        guard let property = properties[member.key] else {
          return schema["additionalProperties"] == true ? [] : ["\(inner) is not declared"]
        }
        return breaches(of: member.value, by: property, at: inner)
      }
  }

  /// The declared properties of an object, or of the objects of a list, that a value lacks.
  func lacking(in value: JSON, of schema: JSON, at place: String = "") -> [String] {
    if let reference = schema["$ref"]?.string {
      return lacking(in: value, of: resolved(reference), at: place)
    }
    switch value {
    case .object(let object):
      return (schema["properties"]?.object?.members ?? []).flatMap { property -> [String] in
        let inner = "\(place).\(property.key)"
        guard let member = object[property.key] else { return ["\(inner) is missing"] }
        return lacking(in: member, of: property.value, at: inner)
      }
    case .array(let elements):
      guard let items = schema["items"], let first = elements.first else { return [] }
      return lacking(in: first, of: items, at: "\(place)[0]")
    default: return []
    }
  }

  private func resolved(_ reference: String) -> JSON {
    root.value(at: reference.dropFirst(2).split(separator: "/").joined(separator: ".")) ?? .null
  }
}

extension JSON {
  fileprivate func isOf(type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"),
      (.number, "number"):
      true
    case (.number(let number), "integer"): number.int != nil
    default: false
    }
  }
}
