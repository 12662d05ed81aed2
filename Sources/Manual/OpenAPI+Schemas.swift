import Catalog
import Values

extension Parameter {
  /// The JSON Schema of a value.
  var schema: JSON {
    var schema = kind.schema
    if !allowed.isEmpty {
      let values = JSON.array(allowed.map(JSON.string))
      if kind == .texts {
        schema["items"] = ["type": "string", "enum": values]
      } else {
        schema["enum"] = values
      }
    }
    if let range {
      schema["minimum"] = JSON.Number(range.lowerBound).map(JSON.number)
      schema["maximum"] = JSON.Number(range.upperBound).map(JSON.number)
    }
    if kind == .records {
      schema["items"] = .object(OpenAPI.objectSchema(parts))
    } else if kind == .file {
      schema["contentMediaType"] = "application/octet-stream"
    } else if let length {
      let isList = kind == .texts
      schema[isList ? "minItems" : "minLength"] = .number(.init(length.lowerBound))
      if length.upperBound < Int.max {
        schema[isList ? "maxItems" : "maxLength"] = .number(.init(length.upperBound))
      }
    }
    sayFilled(in: &schema)
    if let pattern = form?.pattern {
      if kind == .texts {
        schema["items"] = ["type": "string", "pattern": .string(pattern)]
      } else {
        schema["pattern"] = .string(pattern)
      }
    }
    if let fallback { schema["default"] = value(fallback) ?? .string(fallback) }
    if let unit { schema["x-unit"] = .string(unit) }
    return schema
  }

  /// The schema of a value that may name fields of a resource.
  func schema(naming resource: Resource?) -> JSON {
    var schema = schema
    guard let resource else { return schema }
    switch role {
    case .sort: schema["enum"] = .array(resource.sortWords.map(JSON.string))
    case .fields:
      schema["items"] = ["type": "string", "enum": .array(resource.fields.map { .string($0.name) })]
    default: break
    }
    return schema
  }

  /// The schema of a member of a body, where null says the same as leaving it out.
  var memberSchema: JSON {
    var schema = schema
    schema["description"] = .string(unit.map { "\(help), in \($0)" } ?? help)
    guard !isFilled, let type = schema["type"] else { return schema }
    schema["type"] = [type, "null"]
    if let values = schema["enum"]?.array { schema["enum"] = .array(values + [.null]) }
    return schema
  }

  /// Says that what must be given is not empty.
  private func sayFilled(in schema: inout JSON) {
    switch kind {
    case .id: schema["minLength"] = 1
    case .text where isFilled && allowed.isEmpty:
      schema["minLength"] = schema["minLength"] ?? 1
      if form == nil { schema["pattern"] = #"\S"# }
    case .texts where isFilled, .records where isFilled: schema["minItems"] = schema["minItems"] ?? 1
    case .text, .integer, .number, .boolean, .flag, .timestamp, .span, .texts, .json, .object, .records,
      .file:
      break
    }
  }

  /// The value that a text on the command line stands for; nil when it is none of this kind.
  func value(_ text: String) -> JSON? {
    switch kind {
    case .text, .timestamp, .span, .id, .file: .string(text)
    case .integer, .number, .json, .object, .records: try? JSON.parse(text)
    case .boolean, .flag: .bool(text == "true")
    case .texts: .array(text.split(separator: ",").map { .string(String($0)) })
    }
  }
}

extension Parameter.Kind {
  fileprivate var schema: JSON {
    switch self {
    case .text, .span, .id, .file: ["type": "string"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .boolean, .flag: ["type": "boolean"]
    case .timestamp: ["type": "string", "format": "date-time"]
    case .texts: ["type": "array", "items": ["type": "string"]]
    case .json: [:]
    case .object: ["type": "object"]
    case .records: ["type": "array"]
    }
  }
}

extension Resource {
  /// Whether lists leave out some of its fields.
  var differsInLists: Bool { fields.contains { !$0.isInLists || !$0.isInSingles } }

  /// The name of its schema: `SupportTicket`, and `SupportTicketInList` where lists leave out fields.
  func schemaName(inLists: Bool) -> String {
    let words = singular.split { !$0.isLetter && !$0.isNumber }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return inLists && differsInLists ? name + "InList" : name
  }

  /// The schema of a record with these fields.
  func schema(_ fields: [Field], in plugin: Plugin) -> JSON {
    var properties = JSON.Object()
    for field in fields {
      let isTextList = plugin.endpoints.contains { endpoint in
        endpoint.body.contains { $0.kind == .texts && $0.recordPath == field.name }
      }
      properties[field.name] = field.schema(isRequired: field.name == id, isTextList: isTextList)
    }
    var schema: JSON = ["type": "object", "properties": .object(properties)]
    // Where a caller chooses the fields, none is certain.
    let isChosen = plugin.endpoints.contains { $0.resource == name && $0.parameter(.fields) != nil }
    if !isChosen, fields.contains(where: { $0.name == id }) { schema["required"] = [.string(id)] }
    return schema
  }
}

extension Resource.Field {
  /// The schema of its value, null where a record may have none.
  func schema(isRequired: Bool, isTextList: Bool = false) -> JSON {
    var schema: JSON = ["type": isRequired ? .string(typeName) : [.string(typeName), "null"]]
    switch kind {
    case .timestamp: schema["format"] = "date-time"
    case .list where !parts.isEmpty: schema["items"] = ["type": "object", "properties": partsSchema]
    case .list where isTextList: schema["items"] = ["type": "string"]
    case .object where !parts.isEmpty:
      schema["properties"] = partsSchema
      if isOpen { schema["additionalProperties"] = true }
    case .text, .integer, .number, .boolean, .list, .object: break
    }
    schema["description"] = .string(unit.map { "\(help), in \($0)" } ?? help)
    return schema
  }

  private var partsSchema: JSON {
    .object(JSON.Object(unique: parts.map { .init(key: $0.name, value: $0.schema(isRequired: false)) }))
  }

  private var typeName: String {
    switch kind {
    case .text, .timestamp: "string"
    case .integer: "integer"
    case .number: "number"
    case .boolean: "boolean"
    case .list: "array"
    case .object: "object"
    }
  }
}

extension Authentication {
  /// The name and the definition of the security scheme; nil when nothing is sent.
  var scheme: (name: String, definition: JSON)? {
    switch self {
    case .bearer, .optionalBearer: ("bearer", ["type": "http", "scheme": "bearer"])
    case .basic: ("basic", ["type": "http", "scheme": "basic"])
    case .cookie(let name): ("cookie", ["type": "apiKey", "in": "cookie", "name": .string(name)])
    case .header(let name): ("key", ["type": "apiKey", "in": "header", "name": .string(name)])
    case .query(let name): ("key", ["type": "apiKey", "in": "query", "name": .string(name)])
    case .secret(let name): (name, ["type": "http", "scheme": "bearer"])
    case .none: nil
    }
  }
}

extension Parameter.Form {
  /// The form as JSON Schema says it.
  fileprivate var pattern: String {
    switch self {
    case .phone: #"^\+[1-9][0-9]{6,14}$"#
    case .url: #"^[Hh][Tt][Tt][Pp][Ss]?://[!"$-.0-9:-\x3E@-~][!-~]*$"#
    case .place: #"^([Hh][Tt][Tt][Pp][Ss]?://[!"$-.0-9:-\x3E@-~][!-~]*|/[!-~]*)$"#
    case .email: #"^[!-?A-~]+@[!--/-?A-~][!-?A-~]*\.[!-?A-~]*[!--/-?A-~]$"#
    }
  }
}
