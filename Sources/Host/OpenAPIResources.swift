import Engine
import Values

/// The resources that the answers of an OpenAPI document hold, each declared once.
struct OpenAPIResources {
  /// The declarations, in the order in which they were met.
  private(set) var all: [JSON] = []
  private var names: [String: String] = [:]

  /// The name of the resource of a schema; nil where its records have no fields. `noun` is what paths call it.
  mutating func name(of schema: JSON?, noun: String, in document: OpenAPIDocument) -> String? {
    let key = document.name(of: schema) ?? "inline \(noun)"
    if let name = names[key] { return name }
    let fields = document.properties(of: schema).members.compactMap { field($0, document) }
    guard !fields.isEmpty else { return nil }
    var name = noun
    var number = 2
    while names.values.contains(name) { (name, number) = ("\(noun)_\(number)", number + 1) }
    names[key] = name
    let keys = fields.compactMap { $0["name"]?.string }
    let id = ["id", "uuid", "\(Self.singular(noun))_id", "\(Self.singular(noun))Id", "key", "slug", "name"]
      .first {
        keys.contains($0)
      }
    let label = ["name", "title", "label", "username", "email", "summary"].first { keys.contains($0) }
    let plain = fields.filter { !["list", "object"].contains($0["kind"]?.string) }
    let columns = (plain.isEmpty ? fields : plain).prefix(6).compactMap { $0["name"] }
    all.append([
      "name": .string(name), "singular": .string(Self.singular(name)), "id": .string(id ?? keys[0]),
      "label": .string(label ?? id ?? keys[0]), "columns": .array(columns), "fields": .array(fields),
    ])
    return name
  }

  private static func singular(_ noun: String) -> String {
    if noun.hasSuffix("ies") { return String(noun.dropLast(3)) + "y" }
    return noun.hasSuffix("s") && !noun.hasSuffix("ss") ? String(noun.dropLast()) : noun
  }

  /// A field; nil where SQL could not name it.
  private func field(_ member: JSON.Object.Member, _ document: OpenAPIDocument) -> JSON? {
    let isPlain = member.key.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    guard isPlain, member.key.utf8.first.map({ (0x61...0x7A).contains($0 | 0x20) }) ?? false else {
      return nil
    }
    let schema = document.resolved(member.value)
    let kind =
      switch (document.type(of: schema), schema["format"]?.string) {
      case ("integer", _): "integer"
      case ("number", _): "number"
      case ("boolean", _): "boolean"
      case ("array", _): "list"
      case ("object", _): "object"
      case ("string", "date-time"): "timestamp"
      default: "text"
      }
    let help = schema["description"]?.string?.manifestLine ?? ""
    var field: JSON = [
      "name": .string(member.key), "kind": .string(kind),
      "help": .string(help.isEmpty ? member.key : help),
    ]
    if kind == "text", ["name", "title", "description", "summary"].contains(member.key) {
      field["searched"] = true
    }
    if schema["format"] == "password" { field["secret"] = true }
    return field
  }
}
