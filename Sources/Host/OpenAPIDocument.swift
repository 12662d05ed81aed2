import Engine
import Values

/// An OpenAPI 3.0 or 3.1 document, as far as it tells of commands.
struct OpenAPIDocument {
  let root: JSON

  /// Takes a document; says what else it is where it is none.
  init(_ root: JSON) throws(Failure) {
    self.root = root
    if let old = root["swagger"]?.string {
      throw .usage("this is a Swagger \(old) document", hint: "OpenAPI 3.0 or 3.1 as JSON is understood")
    }
    guard let version = root["openapi"]?.string, version.hasPrefix("3.") else {
      throw .usage("this is no OpenAPI 3.0 or 3.1 document: it has no \"openapi\": \"3.…\"")
    }
  }

  /// What a value refers to within the document, or the value itself; a choice between one schema and null is that schema.
  func resolved(_ value: JSON?, depth: Int = 0) -> JSON {
    guard let value, depth < 16 else { return .null }
    if let reference = value["$ref"]?.string, reference.hasPrefix("#/") {
      let target = reference.dropFirst(2).split(separator: "/").reduce(root) { place, step in
        place[String(step).replacing("~1", with: "/").replacing("~0", with: "~")] ?? .null
      }
      return resolved(target, depth: depth + 1)
    }
    guard let only = onlyChoice(of: value) else { return value }
    var chosen = resolved(only, depth: depth + 1)
    for key in ["description", "readOnly"] {
      if let own = value[key] { chosen[key] = own }
    }
    return chosen
  }

  private func onlyChoice(of schema: JSON) -> JSON? {
    guard schema["type"] == nil, schema["properties"] == nil else { return nil }
    let choices = ["anyOf", "oneOf", "allOf"].compactMap { schema[$0]?.array }
    guard choices.count == 1 else { return nil }
    let kinds = choices[0].filter { $0["type"] != "null" }
    guard let only = kinds.first, kinds.count == 1 else { return nil }
    return only
  }

  /// Whether one method is all that there is at a path and below it.
  func isLeaf(_ path: String) -> Bool {
    let paths = root["paths"]?.object?.members ?? []
    let methods = ["get", "post", "put", "patch", "delete"]
    let here = paths.first { $0.key == path }.map { resolved($0.value) } ?? .null
    return methods.filter { here[$0] != nil }.count == 1 && !paths.contains { $0.key.hasPrefix(path + "/") }
  }

  /// The names, in small letters, of the header fields that carry a key.
  var keyNames: [String] {
    (root["components"]?["securitySchemes"]?.object?.members ?? []).compactMap { scheme in
      let value = resolved(scheme.value)
      return value["in"] == "header" ? value["name"]?.string?.lowercased() : nil
    }
  }

  /// The name of the schema that a value refers to.
  func name(of value: JSON?) -> String? {
    let named = value?["$ref"] == nil ? value.flatMap(onlyChoice) : value
    return named?["$ref"]?.string?.split(separator: "/").last.map(String.init)
  }

  /// The properties of a schema with those of all schemas that it joins, and the names of the required ones.
  func properties(of schema: JSON?, depth: Int = 0) -> (members: [JSON.Object.Member], required: Set<String>)
  {
    let schema = resolved(schema)
    guard depth < 8 else { return ([], []) }
    var members = JSON.Object()
    var required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
    for part in schema["allOf"]?.array ?? [] {
      let inner = properties(of: part, depth: depth + 1)
      for member in inner.members { members[member.key] = member.value }
      required.formUnion(inner.required)
    }
    // Of several alternatives every member may be given, and those must be that all of them require.
    let alternatives = (schema["anyOf"]?.array ?? schema["oneOf"]?.array ?? []).filter {
      $0["type"] != "null"
    }
    let parts = alternatives.map { properties(of: $0, depth: depth + 1) }
    for member in parts.flatMap(\.members) where members[member.key] == nil {
      members[member.key] = member.value
    }
    let demanded = parts.dropFirst().reduce(parts.first?.required ?? []) { $0.intersection($1.required) }
    required.formUnion(demanded)
    for member in schema["properties"]?.object?.members ?? [] { members[member.key] = member.value }
    return (members.members, required)
  }

  /// The type of a schema; of several the first that is not null.
  func type(of schema: JSON) -> String {
    if let type = schema["type"]?.string { return type }
    if let types = schema["type"]?.array?.compactMap(\.string) {
      return types.first { $0 != "null" } ?? "null"
    }
    if schema["properties"] != nil || schema["allOf"] != nil { return "object" }
    if schema["items"] != nil { return "array" }
    return schema["enum"]?[0]?.string == nil ? "" : "string"
  }

  /// The schema of a body or an answer in JSON.
  func schema(ofContent holder: JSON) -> JSON? {
    let content = holder["content"]?.object?.members ?? []
    let isJSON = { (key: String) in key.hasPrefix("application/json") || key.contains("+json") }
    return (content.first { isJSON($0.key) } ?? content.first { $0.key == "*/*" })?.value["schema"]
  }

  /// The schema of a body that is sent as a form with files.
  func schema(ofForm holder: JSON) -> JSON? {
    holder["content"]?.object?.members.first { $0.key.hasPrefix("multipart/form-data") }?.value["schema"]
  }

  /// The schema of the answer in success, and its status.
  func success(of operation: JSON) -> (status: Int, schema: JSON?) {
    let answers = operation["responses"]?.object?.members ?? []
    guard let found = answers.first(where: { $0.key.hasPrefix("2") }) else { return (200, nil) }
    return (Int(found.key) ?? 200, schema(ofContent: resolved(found.value)))
  }
}

extension String {
  /// The text as a word of a command line: `listPets` becomes `list-pets`.
  var commandWord: String {
    var word = ""
    var wasSmall = false
    for scalar in unicodeScalars {
      let isUpper = (0x41...0x5A).contains(scalar.value)
      let isPlain = isUpper || (0x61...0x7A).contains(scalar.value) || (0x30...0x39).contains(scalar.value)
      if !isPlain || isUpper && wasSmall, !word.hasSuffix("-"), !word.isEmpty { word.append("-") }
      if isPlain { word += String(scalar).lowercased() }
      wasSmall = isPlain && !isUpper
    }
    while word.hasSuffix("-") { word.removeLast() }
    return Manifest.isWord(word) || word.isEmpty ? word : "x-\(word)"
  }

  /// The text on one line of at most 72 columns, without a full stop.
  var manifestLine: String {
    var text = split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    text = String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init))
    if text.count > 72 { text = String(text.prefix(71)) + "…" }
    while text.hasSuffix(".") || text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
