import Catalog
import Values

/// The description of a service in OpenAPI 3.1, for any client generator and contract test.
public enum OpenAPI {
  /// Describes the endpoints of a service below its base addresses; `version` is that of the description.
  public static func document(_ service: Service, plugins: [Plugin], version: String) -> JSON {
    var document: JSON = [
      "openapi": "3.1.0",
      "info": [
        "title": .string(service.title), "version": .string(version),
        "description": .string(service.summary + "."),
      ],
      "servers": .array(service.addresses.map { ["url": .string($0.url), "description": .string($0.name)] }),
      "tags": .array(plugins.map { ["name": .string($0.name), "description": .string($0.summary + ".")] }),
    ]
    if let scheme = service.authentication.scheme {
      document["security"] = [.object(JSON.Object(unique: [.init(key: scheme.name, value: [])]))]
    }
    document["paths"] = paths(service, plugins)
    document["components"] = components(service, plugins)
    return document
  }

  private static func paths(_ service: Service, _ plugins: [Plugin]) -> JSON {
    var paths = JSON.Object()
    for plugin in plugins {
      for endpoint in plugin.endpoints {
        var item = paths[endpoint.path] ?? [:]
        item[endpoint.method.rawValue.lowercased()] = operation(endpoint, plugin, service)
        paths[endpoint.path] = item
      }
    }
    return .object(paths)
  }

  private static func operation(_ endpoint: Endpoint, _ plugin: Plugin, _ service: Service) -> JSON {
    var operation: JSON = [
      "operationId": .string(endpoint.operation),
      "summary": .string(endpoint.summary),
      "tags": [.string(plugin.name)],
    ]
    let samples = endpoint.examples.compactMap { SampleCall($0, of: endpoint) }
    let resource = plugin.resource(endpoint.resource)
    let parameters =
      endpoint.pathParameters.map { parameter($0, of: resource, in: "path", samples) }
      + endpoint.query.map { parameter($0, of: resource, in: "query", samples) }
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let own = endpoint.authentication {
      let scheme = own.scheme.map { JSON.object(JSON.Object(unique: [.init(key: $0.name, value: [])])) }
      operation["security"] = .array((scheme.map { [$0] } ?? []) + (own == .optionalBearer ? [[:]] : []))
    }
    if !endpoint.body.isEmpty { operation["requestBody"] = requestBody(endpoint, samples) }
    operation["responses"] = responses(endpoint, plugin, service)
    operation["x-rate-class"] = .string(endpoint.rate.name)
    operation["x-command"] = .string(
      endpoint.reachedBy.hasPrefix("(") ? endpoint.reachedBy : "sp " + endpoint.reachedBy)
    return operation
  }

  private static func parameter(
    _ parameter: Parameter, of resource: Resource?, in place: String, _ samples: [SampleCall]
  ) -> JSON {
    var entry: JSON = [
      "name": .string(parameter.name), "in": .string(parameter.isField ? "header" : place),
      "required": .bool(place == "path" || parameter.isRequired),
      "description": .string(parameter.help), "schema": parameter.schema(naming: resource),
    ]
    if parameter.kind == .texts {
      entry["style"] = "form"
      entry["explode"] = false
    }
    if let value = samples.lazy.compactMap({ $0.values[parameter.name] }).first { entry["example"] = value }
    return entry
  }

  private static func requestBody(_ endpoint: Endpoint, _ samples: [SampleCall]) -> JSON {
    let type = endpoint.isMultipart ? "multipart/form-data" : "application/json"
    let whole = endpoint.body.first(where: \.isWholeBody)
    var content: JSON = ["schema": whole?.schema ?? .object(objectSchema(endpoint.body))]
    var examples = JSON.Object()
    if let sample = endpoint.sample.flatMap({ try? JSON.parse($0) }) {
      examples["documented"] = ["summary": "As documented", "value": sample]
    }
    for (index, sample) in samples.enumerated() {
      guard let body = sample.body(of: endpoint) else { continue }
      examples["example-\(index + 1)"] = ["summary": .string(sample.purpose), "value": body]
    }
    if !examples.isEmpty { content["examples"] = .object(examples) }
    return [
      "required": .bool(endpoint.body.contains(where: \.isRequired)),
      "content": .object(JSON.Object(unique: [.init(key: type, value: content)])),
    ]
  }

  /// The schema of an object with these members; what has a dotted name is inside an object of its own.
  static func objectSchema(_ parameters: [Parameter]) -> JSON.Object {
    var properties = JSON.object(JSON.Object())
    for parameter in parameters {
      var steps = parameter.name.split(separator: ".").map(String.init)
      for index in steps.indices.dropLast() { steps[index] += ".properties" }
      if let outer = steps.dropLast().first {
        let isNeeded = parameters.contains {
          $0.isRequired && $0.name.hasPrefix(parameter.name.prefix { $0 != "." } + ".")
        }
        properties.set(
          isNeeded ? "object" : ["object", "null"], at: outer.replacing(".properties", with: ".type"))
      }
      properties.set(parameter.memberSchema, at: steps.joined(separator: "."))
    }
    var schema = JSON.Object()
    schema["type"] = "object"
    schema["properties"] = properties
    let required = parameters.filter { $0.isRequired && !$0.name.contains(".") }.map {
      JSON.string($0.name)
    }
    if !required.isEmpty { schema["required"] = .array(required) }
    return schema
  }
}
