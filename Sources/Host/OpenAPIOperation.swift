import Catalog
import Engine
import Values

/// One operation of an OpenAPI document on its way to a row of a manifest.
struct OpenAPIOperation {
  /// Why it is no command.
  var problem: String?
  /// What of it was left out.
  var notes: [String] = []

  let document: OpenAPIDocument
  let path: String
  let method: String
  let operation: JSON
  private let parameters: [JSON]

  init(_ document: OpenAPIDocument, _ path: String, _ method: String, _ operation: JSON, _ shared: [JSON]) {
    (self.document, self.path, self.method, self.operation) = (document, path, method, operation)
    let own = (operation["parameters"]?.array ?? []).map { document.resolved($0) }
    let inherited = shared.map { document.resolved($0) }.filter { parameter in
      !own.contains { $0["name"] == parameter["name"] && $0["in"] == parameter["in"] }
    }
    parameters = own + inherited
  }

  /// The row; nil where the operation cannot be a command.
  mutating func row(_ resources: inout OpenAPIResources, plugin: String, taken: inout Set<String>) -> JSON? {
    guard segments.allSatisfy(OpenAPIOperation.isPlain) else {
      problem = "its path has holes that are no names or fill a part of a word"
      return nil
    }
    guard let body = bodyParameters() else { return nil }
    let success = document.success(of: operation)
    let list = method == "get" && !path.hasSuffix("}") ? self.list(success.schema) : nil
    let item = list?.item ?? success.schema
    let isRecord = list != nil || method != "delete" && document.type(of: document.resolved(item)) == "object"
    let resource = isRecord ? resources.name(of: item, noun: noun, in: document) : nil
    let action = action(isList: list != nil && resource != nil, hasResource: resource != nil, body)
    var options = Set(GlobalOptions.all.flatMap { [$0.name, $0.option] })
    let at = holes.map(pathParameter)
    let query = parameters.filter { $0["in"] == "query" || isField($0) }.compactMap {
      queryParameter($0, isList: action == "list", &options)
    }
    let fields = body.filter { unused($0, &options, isInBody: true) }
    guard problem == nil else { return nil }
    var row: JSON = [
      "command": .string(command(action, taken: &taken)), "action": .string(action),
      "method": .string(method.uppercased()), "path": .string(path), "summary": .string(summary),
      "success": .number(.init(success.status)), "at": .array(at), "query": .array(query),
      "body": .array(fields),
    ]
    if let resource { row["resource"] = .string(resource) }
    if let place = list?.place, !place.isEmpty { row["data"] = .string(place) }
    if let paging = paging(query) { row["paging"] = paging }
    return row
  }

  /// Whether a parameter is a header field of its own; those of HTTP and of the authentication are not for options.
  private func isField(_ parameter: JSON) -> Bool {
    guard parameter["in"] == "header", let name = parameter["name"]?.string?.lowercased() else {
      return false
    }
    return !["accept", "content-type", "authorization", "idempotency-key"].contains(name)
      && !document.keyNames.contains(name)
  }

  private var holes: [String] {
    segments.filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map { String($0.dropFirst().dropLast()) }
  }

  /// The last word of the path that names something, as SQL may call it.
  private var noun: String {
    let word = segments.last { !$0.contains("{") } ?? "records"
    let name = word.commandWord.replacing("-", with: "_")
    return name.isEmpty ? "records" : name
  }

  private var summary: String {
    let text = operation["summary"]?.string ?? operation["description"]?.string ?? ""
    let line = text.manifestLine
    return line.isEmpty ? "\(method.uppercased()) \(path)".manifestLine : line
  }

  // MARK: What it does

  private func action(isList: Bool, hasResource: Bool, _ body: [JSON]) -> String {
    switch method {
    case "get": isList ? "list" : "get"
    case "delete": "delete"
    case _ where body.contains { $0["wholeBody"] == true }: "call"
    case "post": hasResource && !path.hasSuffix("}") && !isDeed && !body.isEmpty ? "create" : "call"
    default: hasResource && path.hasSuffix("}") && !body.isEmpty ? "update" : "call"
    }
  }

  /// The records of an answer: an array, or the only array of objects in an object.
  private func list(_ schema: JSON?) -> (place: String, item: JSON?)? {
    let resolved = document.resolved(schema)
    if document.type(of: resolved) == "array" {
      let item = resolved["items"]
      return document.type(of: document.resolved(item)) == "object" ? ("", item) : nil
    }
    let arrays = document.properties(of: schema).members.filter { member in
      let value = document.resolved(member.value)
      return document.type(of: value) == "array"
        && document.type(of: document.resolved(value["items"])) == "object"
    }
    let usual = ["data", "items", "results", "records", noun]
    let isKnown = { (member: JSON.Object.Member) in usual.contains(member.key) }
    guard let found = arrays.first(where: isKnown) ?? (arrays.count == 1 ? arrays[0] : nil) else {
      return nil
    }
    return (found.key, document.resolved(found.value)["items"])
  }

  // MARK: What it takes

  private func pathParameter(_ hole: String) -> JSON {
    let declared = parameters.first { $0["name"]?.string == hole && $0["in"] == "path" }
    let schema = document.resolved(declared?["schema"])
    var made = parameter(hole, schema, declared?["description"]?.string, isRequired: true) ?? [:]
    made["name"] = .string(hole)
    made["default"] = nil
    return made
  }

  private static let roles: [String: String] = [
    "page": "page", "page_number": "page", "pageNumber": "page", "limit": "page-size",
    "per_page": "page-size",
    "page_size": "page-size", "pageSize": "page-size", "perPage": "page-size", "offset": "offset",
    "skip": "offset",
  ]

  private mutating func queryParameter(_ declared: JSON, isList: Bool, _ options: inout Set<String>) -> JSON?
  {
    guard let name = declared["name"]?.string else { return nil }
    let schema = document.resolved(declared["schema"])
    let isRequired = declared["required"] == true
    guard var made = parameter(name, schema, declared["description"]?.string, isRequired: isRequired) else {
      if isRequired { problem = "its parameter '\(name)' cannot be an option" }
      notes.append("'\(name)' cannot be an option")
      return nil
    }
    if declared["in"] == "header" {
      made["in"] = "header"
      made["default"] = nil
      return unused(made, &options) ? made : nil
    }
    if isList, let role = role(of: name, schema) {
      made["role"] = .string(role)
      made["required"] = nil
      if role == "page-size" {
        (made["min"], made["max"]) = (1, schema["maximum"] ?? schema["default"] ?? 25)
      }
      made["default"] = nil
      return made
    }
    guard unused(made, &options) else {
      if isRequired { problem = "its parameter '\(name)' has the name of an option of sp" }
      return nil
    }
    return made
  }

  /// What a number of a list's query is for; pages that are counted from 0 are left to the person.
  private func role(of name: String, _ schema: JSON) -> String? {
    guard let role = OpenAPIOperation.roles[name], ["integer", "number"].contains(document.type(of: schema)),
      role != "page" || schema["default"] != 0 && schema["minimum"] != 0
    else { return nil }
    return role
  }

  /// Notes the option of a parameter as used; false, with a note, where another one has it.
  private mutating func unused(_ parameter: JSON, _ options: inout Set<String>, isInBody: Bool = false)
    -> Bool
  {
    let name = parameter["name"]?.string ?? ""
    let option = Parameter.text(name, "").option
    guard options.insert(option).inserted else {
      let way = isInBody && parameter["kind"] != "file" ? "; --input can give it" : ", and cannot be given"
      notes.append("'\(name)' is not an option, because another one has its name\(way)")
      return false
    }
    return true
  }

  private func paging(_ query: [JSON]) -> JSON? {
    let roles = query.compactMap { $0["role"]?.string }
    guard roles.contains("page-size") else { return nil }
    return [
      "kind": roles.contains("offset") && !roles.contains("page") ? "offsets" : "pages", "total": "total",
    ]
  }
}
