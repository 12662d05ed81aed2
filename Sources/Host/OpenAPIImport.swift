import Catalog
import Engine
import Platform
import Values

/// Makes the manifest of a plugin from an OpenAPI document: a command for each operation, and resources from the schemas
/// of what lists and single answers hold.
public struct OpenAPIImport {
  /// What could not be taken over, for the person.
  public private(set) var notes: [String] = []

  let document: OpenAPIDocument
  let name: String
  var resources = OpenAPIResources()
  private var used: Set<String> = []
  private let address: String?

  /// Prepares the import; `name` and `address` stand in for what the document says.
  public init(_ bytes: [UInt8], name: String?, address: String?) throws(Failure) {
    let root: JSON
    do throws(JSONError) { root = try JSON.parse(bytes) } catch {
      throw .usage("the OpenAPI document is not JSON: \(error)", hint: "YAML is not read; convert it first")
    }
    document = try OpenAPIDocument(root)
    let title = root["info"]?["title"]?.string ?? "api"
    let words = title.commandWord.split(separator: "-").filter {
      !["api", "rest", "the", "openapi"].contains($0)
    }
    self.name = name ?? (words.isEmpty ? "api" : words.prefix(2).joined(separator: "-"))
    self.address = address
  }

  /// The manifest.
  public mutating func manifest() throws(Failure) -> JSON {
    let info = document.root["info"] ?? [:]
    let rows = endpoints()
    guard !rows.isEmpty else { throw .usage("the document has no operation that can be a command") }
    let title = (info["title"]?.string ?? name).manifestLine
    let summary = (info["summary"]?.string ?? info["description"]?.string ?? title).manifestLine
    return [
      "protocol": 1, "name": .string(name), "version": .string(info["version"]?.string ?? "0"),
      "summary": .string(summary.isEmpty ? title : summary), "requires": ["endpoints"],
      "service": try service(title), "resources": .array(resources.all), "endpoints": .array(rows),
    ]
  }

  // MARK: The service

  private mutating func service(_ title: String) throws(Failure) -> JSON {
    return [
      "title": .string(title), "url": .string(try url()), "auth": authentication(),
      "envelope": ["message": .string(errorPath())],
    ]
  }

  private func url() throws(Failure) -> String {
    if let address { return address }
    let server = document.root["servers"]?[0] ?? .null
    var url = server["url"]?.string ?? ""
    for variable in server["variables"]?.object?.members ?? [] {
      url = url.replacing("{\(variable.key)}", with: variable.value["default"]?.string ?? "")
    }
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      throw .usage("the document does not say where the service is", hint: "--url https://… says it")
    }
    return url
  }

  private mutating func authentication() -> JSON {
    let schemes = document.root["components"]?["securitySchemes"]?.object?.members ?? []
    for scheme in schemes {
      let value = document.resolved(scheme.value)
      switch (value["type"]?.string, value["in"]?.string, value["scheme"]?.string?.lowercased()) {
      case ("http", _, "basic"): return ["kind": "basic"]
      case ("http", _, "bearer"), ("oauth2", _, _), ("openIdConnect", _, _): return ["kind": "bearer"]
      case ("apiKey", "header", _): return ["kind": "header", "name": value["name"] ?? "X-API-Key"]
      case ("apiKey", "query", _): return ["kind": "query", "name": value["name"] ?? "api_key"]
      case ("apiKey", "cookie", _): return ["kind": "cookie", "name": value["name"] ?? "session"]
      default: notes.append("the authentication '\(scheme.key)' is not known to sp")
      }
    }
    return ["kind": "none"]
  }

  /// Where errors have their text, by the first refusal that is described.
  private func errorPath() -> String {
    let operations = document.root["paths"]?.object?.members.flatMap { $0.value.object?.members ?? [] } ?? []
    for operation in operations {
      for answer in operation.value["responses"]?.object?.members ?? []
      where answer.key.hasPrefix("4") || answer.key.hasPrefix("5") || answer.key == "default" {
        let schema = document.schema(ofContent: document.resolved(answer.value))
        let members = document.properties(of: schema).members
        for key in ["message", "detail", "error_description", "title"]
        where members.contains(where: { $0.key == key }) {
          return key
        }
        guard let error = members.first(where: { $0.key == "error" }) else { continue }
        return document.properties(of: error.value).members.isEmpty ? "error" : "error.message"
      }
    }
    return "message"
  }

  // MARK: Operations

  private mutating func endpoints() -> [JSON] {
    var rows: [JSON] = []
    for path in document.root["paths"]?.object?.members ?? [] {
      let item = document.resolved(path.value)
      for method in ["get", "post", "put", "patch", "delete"] {
        guard let operation = item[method] else { continue }
        let shared = item["parameters"]?.array ?? []
        var maker = OpenAPIOperation(document, path.key, method, operation, shared)
        guard let row = maker.row(&resources, plugin: name, taken: &used) else {
          notes.append(
            "\(method.uppercased()) \(path.key) is left out: \(maker.problem ?? "it cannot be a command")")
          continue
        }
        notes += maker.notes.map { "\(method.uppercased()) \(path.key): \($0)" }
        rows.append(row)
      }
    }
    return rows
  }
}
