import Values

/// What its body and its path take.
extension OpenAPIOperation {
  /// The members of the body; nil where it can be given neither as JSON nor as a form with files.
  mutating func bodyParameters() -> [JSON]? {
    guard method != "get", operation["requestBody"] != nil else { return [] }
    let holder = document.resolved(operation["requestBody"])
    guard holder["content"]?.object?.members.isEmpty == false else { return [] }
    if let schema = document.schema(ofContent: holder) { return members(of: schema, holder) }
    if let schema = document.schema(ofForm: holder), let parts = formParts(schema) { return parts }
    problem = "its body is neither JSON nor a form with files"
    return nil
  }

  /// The members of a body in JSON, or the whole of it where they are not known.
  private func members(of schema: JSON, _ holder: JSON) -> [JSON] {
    let (members, required) = document.properties(of: schema)
    guard !members.isEmpty else {
      let isList = document.type(of: document.resolved(schema)) == "array"
      let help =
        holder["description"]?.string
        ?? (isList ? "The whole body, an array in JSON" : "The whole body in JSON")
      var whole = parameter("body", ["type": "object"], help, isRequired: holder["required"] == true) ?? [:]
      whole["wholeBody"] = true
      return [whole]
    }
    return members.compactMap { member in
      let value = document.resolved(member.value)
      guard value["readOnly"] != true else { return nil }
      return parameter(
        member.key, value, value["description"]?.string, isRequired: required.contains(member.key))
    }
  }

  /// The parts of a form; nil where none is a file, or one that is required cannot be an option.
  private func formParts(_ schema: JSON) -> [JSON]? {
    let (members, required) = document.properties(of: schema)
    var parts: [JSON] = []
    for member in members {
      let value = document.resolved(member.value)
      let isRequired = required.contains(member.key)
      var part = parameter(member.key, value, value["description"]?.string, isRequired: isRequired)
      if isFile(value) { part?["kind"] = "file" }
      if part?["open"] != nil { part?["open"] = nil }
      let isList = value["items"].map { isFile(document.resolved($0)) } ?? false
      guard let part, !isList else {
        if isRequired { return nil }
        continue
      }
      parts.append(part)
    }
    return parts.contains { $0["kind"] == "file" } ? parts : nil
  }

  private func isFile(_ schema: JSON) -> Bool {
    document.type(of: schema) == "string"
      && (schema["format"] == "binary" || schema["contentMediaType"] != nil)
  }

  /// Whether a segment of a path is a word, or a hole with a name.
  static func isPlain(_ segment: String) -> Bool {
    guard segment.contains("{") || segment.contains("}") else { return true }
    return segment.hasPrefix("{") && segment.hasSuffix("}") && isName(String(segment.dropFirst().dropLast()))
  }

  /// Whether a text can be the name of a parameter.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
      }
  }

  /// A parameter; nil where its name is none.
  func parameter(_ name: String, _ schema: JSON, _ description: String?, isRequired: Bool) -> JSON? {
    guard OpenAPIOperation.isName(name) else { return nil }
    let help = (description ?? "").manifestLine
    var made: JSON = ["name": .string(name), "help": .string(help.isEmpty ? name : help)]
    let words = schema["enum"]?.array?.compactMap(\.string) ?? []
    switch (document.type(of: schema), schema["format"]?.string) {
    case ("integer", _), ("number", _):
      made["kind"] = .string(document.type(of: schema))
      for (key, bound) in [("min", "minimum"), ("max", "maximum")] {
        if schema[bound]?.double != nil { made[key] = schema[bound] }
      }
    case ("boolean", _): made["kind"] = "boolean"
    case ("array", _):
      let item = document.type(of: document.resolved(schema["items"]))
      made["kind"] = item == "string" ? "texts" : "json"
    case ("object", _): made["kind"] = "json"
    case ("string", "date-time"): made["kind"] = "timestamp"
    default:
      made["kind"] = "text"
      // What the description leaves open, or gives several types, may be more than a text.
      if document.type(of: schema) != "string" { made["open"] = true }
      if !words.isEmpty { made["allowed"] = .array(words.map(JSON.string)) }
    }
    if isRequired { made["required"] = true }
    return made
  }
}
