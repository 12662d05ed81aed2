import Catalog
import Values

extension OpenAPI {
  /// The failures that every endpoint can answer with, and the name of each in the components.
  private static let failures: [(status: String, name: String, meaning: String)] = [
    ("400", "BadRequest", "The request is malformed or a value is not allowed."),
    ("401", "Unauthorized", "The credential is missing, expired or unknown."),
    ("403", "Forbidden", "The credential may not do this."),
    ("404", "NotFound", "There is no such record."),
    ("409", "Conflict", "The state of the record does not allow this."),
    ("429", "TooManyRequests", "A rate limit is reached."),
    ("500", "ServerError", "The service failed."),
  ]

  /// What endpoints that take a file can answer with besides.
  private static let uploadFailures = [
    (status: "415", name: "UnsupportedMediaType", meaning: "Files of this kind are not taken.")
  ]

  /// The answers of an endpoint by status.
  static func responses(_ endpoint: Endpoint, _ plugin: Plugin, _ service: Service) -> JSON {
    var responses = JSON.Object()
    responses[String(endpoint.success)] = success(endpoint, plugin, service)
    for failure in failures + (endpoint.isMultipart ? uploadFailures : []) {
      responses[failure.status] = ["$ref": .string("#/components/responses/\(failure.name)")]
    }
    return .object(responses)
  }

  private static func success(_ endpoint: Endpoint, _ plugin: Plugin, _ service: Service) -> JSON {
    let description = JSON.string(endpoint.summary + ".")
    guard endpoint.success != 204, endpoint.success / 100 == 2 else { return ["description": description] }
    if case .body = endpoint.download {
      return ["description": description, "content": ["*/*": ["schema": [:]]]]
    }
    let envelope = service.envelope
    let payload = payload(endpoint, plugin)
    let path = endpoint.data ?? envelope.data
    guard !path.isEmpty else { return json(description, payload) }
    var body = Shape()
    if let success = envelope.success { body.place(["const": true], at: success) }
    body.place(payload, at: path)
    let beside = plugin.resource(endpoint.resource)?.fields.filter { endpoint.joined.contains($0.name) } ?? []
    for field in beside { body.place(field.schema(isRequired: false), at: field.name) }
    if endpoint.action == .list {
      if let meta = envelope.meta, (endpoint.paging ?? service.paging) != .none {
        body.place(["type": "object"], at: meta, isRequired: false)
      }
      if let total = (endpoint.paging ?? service.paging).total {
        body.place(["type": "integer", "minimum": 0], at: total, isRequired: false)
      }
    }
    return json(description, body.schema)
  }

  /// The schema of what the envelope holds.
  private static func payload(_ endpoint: Endpoint, _ plugin: Plugin) -> JSON {
    if let fields = endpoint.returns {
      let properties = fields.map { JSON.Object.Member(key: $0.name, value: $0.schema(isRequired: false)) }
      return ["type": "object", "properties": .object(JSON.Object(unique: properties))]
    }
    guard let resource = plugin.resource(endpoint.resource), endpoint.action != .delete else { return [:] }
    let isList = endpoint.action == .list
    guard endpoint.joined.isEmpty else {
      return resource.schema(
        resource.fields.filter { $0.isInSingles && !endpoint.joined.contains($0.name) }, in: plugin)
    }
    let reference: JSON = ["$ref": .string("#/components/schemas/\(resource.schemaName(inLists: isList))")]
    return isList ? ["type": "array", "items": reference] : reference
  }

  private static func json(_ description: JSON, _ schema: JSON) -> JSON {
    ["description": description, "content": ["application/json": ["schema": schema]]]
  }

  /// The shared parts: records, the error, failures and the security scheme.
  static func components(_ service: Service, _ plugins: [Plugin]) -> JSON {
    var schemas = JSON.Object()
    for plugin in plugins {
      for resource in plugin.resources {
        schemas[resource.schemaName(inLists: false)] = resource.schema(
          resource.fields.filter(\.isInSingles), in: plugin)
        guard resource.differsInLists else { continue }
        schemas[resource.schemaName(inLists: true)] = resource.schema(
          resource.fields.filter(\.isInLists), in: plugin)
      }
    }
    schemas["Error"] = error(service)
    var responses = JSON.Object()
    let takesFiles = plugins.contains { $0.endpoints.contains(where: \.isMultipart) }
    for failure in failures + (takesFiles ? uploadFailures : []) {
      var response = json(.string(failure.meaning), ["$ref": "#/components/schemas/Error"])
      if failure.status == "429", let headers = retryHeaders(service) { response["headers"] = headers }
      responses[failure.name] = response
    }
    var components: JSON = ["schemas": .object(schemas), "responses": .object(responses)]
    var schemes = JSON.Object()
    for way in [service.authentication] + plugins.flatMap(\.endpoints).compactMap(\.authentication) {
      if let scheme = way.scheme { schemes[scheme.name] = scheme.definition }
    }
    if !schemes.isEmpty { components["securitySchemes"] = .object(schemes) }
    return components
  }

  /// The body of a failure: the paths that the service's envelope names.
  private static func error(_ service: Service) -> JSON {
    let envelope = service.envelope
    var body = Shape()
    if let success = envelope.success {
      body.place(["const": false], at: success, isRequired: envelope.marksFailures)
    }
    if let code = envelope.code { body.place(["type": ["string", "integer"]], at: code) }
    body.place(["description": "What happened, for people"], at: envelope.message)
    if let details = envelope.details { body.place([:], at: details, isRequired: false) }
    for hint in service.retryHints {
      switch hint {
      case .bodySeconds(let path):
        // A failure that no waiting mends says null.
        body.place(["type": ["number", "null"]], at: path, isRequired: false)
      case .bodyTimestamp(let path):
        body.place(["type": "string", "format": "date-time"], at: path, isRequired: false)
      case .header, .epochHeader: continue
      }
    }
    return body.schema
  }

  private static func retryHeaders(_ service: Service) -> JSON? {
    var headers = JSON.Object()
    for hint in service.retryHints {
      switch hint {
      case .header(let name):
        headers[name] = [
          "description": "Seconds, or the date, until the next try", "schema": ["type": "string"],
        ]
      case .epochHeader(let name):
        headers[name] = ["description": "Seconds since 1970 of the next try", "schema": ["type": "integer"]]
      case .bodySeconds, .bodyTimestamp: continue
      }
    }
    return headers.isEmpty ? nil : .object(headers)
  }
}

/// An object schema that grows by what stands at paths such as `error.code`.
private struct Shape {
  private var members: [(name: String, isRequired: Bool, shape: Shape, leaf: JSON)] = []

  mutating func place(_ leaf: JSON, at path: String, isRequired: Bool = true) {
    place(leaf, at: path.split(separator: ".").map(String.init)[...], isRequired: isRequired)
  }

  private mutating func place(_ leaf: JSON, at path: ArraySlice<String>, isRequired: Bool) {
    guard let name = path.first else { return }
    if !members.contains(where: { $0.name == name }) { members.append((name, isRequired, Shape(), [:])) }
    for index in members.indices where members[index].name == name {
      members[index].isRequired = members[index].isRequired || isRequired
      if path.count == 1 {
        members[index].leaf = leaf
      } else {
        members[index].shape.place(leaf, at: path.dropFirst(), isRequired: isRequired)
      }
    }
  }

  var schema: JSON {
    var properties = JSON.Object()
    for member in members {
      properties[member.name] = member.shape.members.isEmpty ? member.leaf : member.shape.schema
    }
    // Around what is declared a service may say more.
    var schema: JSON = ["type": "object", "properties": .object(properties), "additionalProperties": true]
    let required = members.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { schema["required"] = .array(required) }
    return schema
  }
}
