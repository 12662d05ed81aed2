import Catalog
import Database
import HTTP
import Manual
import Platform
import Sandbox
import Testing
import Values

@testable import App

/// Every row keeps its contract: its documented request gets an answer of the declared status and shape.
///
/// Requests and shapes are read from the OpenAPI document, which the rows alone make; the answers are the sandbox's.
@Suite struct ContractTests {
  /// A row and the service it belongs to.
  struct Row: Sendable, CustomTestStringConvertible {
    var service: String
    var endpoint: Endpoint
    var testDescription: String { "\(service) \(endpoint.method.rawValue) \(endpoint.path)" }
  }

  static let rows: [Row] = Services.all.catalog.providers.flatMap { provider in
    provider.domains.flatMap { domain in
      domain.plugin().endpoints.filter { $0.reach != .outside }.map {
        Row(service: provider.name, endpoint: $0)
      }
    }
  }

  @Test(arguments: rows) func declaresItsAnswer(_ row: Row) {
    let endpoint = row.endpoint
    let isFile = if case .body = endpoint.download { true } else { false }
    #expect(
      endpoint.resource != nil || endpoint.returns != nil || isFile || endpoint.success / 100 != 2,
      "nothing says what it answers")
  }

  @Test(arguments: rows) func answersAsDeclared(_ row: Row) throws {
    let contract = try Contract(row.service)
    let operation = try #require(
      contract.document["paths"]?[row.endpoint.path]?[row.endpoint.method.rawValue.lowercased()])
    let playground = try TemporaryDirectory()
    let host = try SandboxHost(
      path: "\(playground.path)/sandbox.db", catalog: Services.all.catalog, rules: Services.all.rules)
    if row.endpoint.reach != .builtin { _ = try host.seed(row.service) }
    if row.endpoint.operation == contract.service.signIn?.operation { try signUp(contract, on: host) }
    for request in try contract.requests(row.endpoint, operation) {
      let response = host.answer(request).response
      let text = String(decoding: response.body.prefix(400), as: UTF8.self)
      let answers = operation["responses"]?[String(response.status.code)]
      #expect(response.status.code == row.endpoint.success, "\(request.target): \(text)")
      guard let schema = answers?["content"]?["application/json"]?["schema"], response.status.isSuccess else {
        continue
      }
      let answer = try JSON.parse(response.body)
      #expect(contract.schema.breaches(of: answer, by: schema) == [], "\(request.target)")
      #expect(contract.schema.lacking(in: answer, of: schema) == [], "\(request.target)")
    }
  }
}

extension ContractTests {
  /// What wants a credential refuses whoever has none, or one that is malformed, whatever else is asked.
  @Test(arguments: rows) func refusesStrangers(_ row: Row) throws {
    let contract = try Contract(row.service)
    let path = "/\(row.service)\(contract.service.mount)\(row.endpoint.path)"
    let playground = try TemporaryDirectory()
    let host = try SandboxHost(
      path: "\(playground.path)/sandbox.db", catalog: Services.all.catalog, rules: Services.all.rules)
    let way = row.endpoint.authentication ?? contract.service.authentication
    for headers: Headers in [[:], ["Authorization": "Bearer two words"], ["Authorization": "Basic abc"]] {
      let request = SandboxRequest(method: row.endpoint.method.rawValue, target: path, headers: headers)
      let status = host.answer(request).response.status.code
      if way == .none {
        #expect(status != 401)
      } else if way != .optionalBearer {
        #expect(status == 401, "\(headers.fields)")
      } else {
        #expect((status == 401) == !headers.fields.isEmpty)
      }
    }
  }

  /// Who signs in has signed up before, as the document shows.
  private func signUp(_ contract: Contract, on host: SandboxHost) throws {
    let row = try #require(
      Self.rows.first { $0.endpoint.operation == contract.service.signIn?.signUp }?.endpoint)
    let operation = try #require(contract.document["paths"]?[row.path]?[row.method.rawValue.lowercased()])
    for request in try contract.requests(row, operation) {
      #expect(host.answer(request).response.status.code == row.success)
    }
  }
}

/// A service as its OpenAPI document describes it.
private struct Contract {
  let service: Service
  let document: JSON
  let schema: Schema

  init(_ name: String) throws {
    let provider = try #require(Services.all.catalog.provider(name))
    service = provider.service()
    document = OpenAPI.document(service, plugins: provider.domains.map { $0.plugin() }, version: "1")
    schema = Schema(document: document)
  }

  /// The requests that the document shows: one with each example of the body, or one.
  func requests(_ endpoint: Endpoint, _ operation: JSON) throws -> [SandboxRequest] {
    let parameters = operation["parameters"]?.array ?? []
    var path = endpoint.path
    var query: [String] = []
    for parameter in parameters {
      let name = parameter["name"]?.string ?? ""
      guard let value = parameter["example"] else {
        #expect(parameter["required"] != true, "\(endpoint.operation) has no example of \(name)")
        continue
      }
      let text =
        value.array.map { $0.compactMap(\.string).joined(separator: ",") } ?? value.string ?? value.text()
      if parameter["in"] == "path" {
        path = path.replacing("{\(name)}", with: Address.encode(text))
      } else if parameter["required"] == true {
        query.append("\(name)=\(Address.encode(text))")
      }
    }
    let target =
      "/\(service.name)\(service.mount)\(path)" + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
    let bodies = operation["requestBody"]?["content"]?["application/json"]?["examples"]?.object?.members
    guard let bodies else {
      return endpoint.isMultipart
        ? [] : [SandboxRequest(method: endpoint.method.rawValue, target: target, isLocal: true)]
    }
    return bodies.prefix(1).map { example in
      SandboxRequest(
        method: endpoint.method.rawValue, target: target, headers: ["Content-Type": "application/json"],
        body: Array((example.value["value"] ?? .null).text().utf8), isLocal: true)
    }
  }
}
