import Catalog
import Manual
import Testing
import Values

/// The OpenAPI description, part by part.
@Suite struct OpenAPITests {
  static let document = OpenAPI.document(Toyland.service, plugins: [Toyland.plugin], version: "1.2")

  /// The steps to a part, separated by spaces because paths hold slashes and dots; what stands there as JSON.
  static let parts: [(steps: String, json: String)] = [
    ("openapi", #""3.1.0""#),
    ("info", #"{"title":"Toyland","version":"1.2","description":"Toys for rent."}"#),
    ("servers 1", #"{"url":"http://127.0.0.1:8080/v1","description":"test"}"#),
    ("tags", #"[{"name":"toys","description":"Toys for rent: list, add, return."}]"#),
    ("security", #"[{"bearer":[]}]"#),
    ("components securitySchemes", #"{"bearer":{"type":"http","scheme":"bearer"}}"#),
    ("paths /toys get operationId", #""toys.list""#),
    ("paths /toys get x-command", #""sp toys list""#),
    (
      "paths /toys get parameters 0",
      """
      {"name":"page","in":"query","required":false,"description":"Number of the page",\
      "schema":{"type":"integer","minimum":1,"maximum":1000000000,"default":1}}
      """
    ),
    (
      "paths /toys get parameters 2",
      """
      {"name":"tags","in":"query","required":false,"description":"With any of these tags",\
      "schema":{"type":"array","items":{"type":"string"}},"style":"form","explode":false,"example":["wood","old"]}
      """
    ),
    (
      "paths /toys/{toyId} delete parameters 0",
      """
      {"name":"toyId","in":"path","required":true,"description":"Id of the toy",\
      "schema":{"type":"string","minLength":1},"example":"t-1"}
      """
    ),
    (
      "paths /toys get responses 200 content application/json schema",
      """
      {"type":"object","properties":{"ok":{"const":true},"data":{"type":"array","items":\
      {"$ref":"#/components/schemas/ToyInList"}},"meta":{"type":"object","properties":{"total":\
      {"type":"integer","minimum":0}},"additionalProperties":true}},"additionalProperties":true,\
      "required":["ok","data"]}
      """
    ),
    (
      "paths /toys/{toyId} get responses 200 content application/json schema properties data",
      ##"{"$ref":"#/components/schemas/Toy"}"##
    ),
    ("paths /toys post responses 429", ##"{"$ref":"#/components/responses/TooManyRequests"}"##),
    (
      "paths /toys post requestBody",
      """
      {"required":true,"content":{"application/json":{"schema":{"type":"object","properties":{\
      "name":{"type":"string","minLength":1,"pattern":"\\\\S","description":"Name; @file reads it"},\
      "price":{"type":["number","null"],"minimum":0,"maximum":100,"x-unit":"EUR",\
      "description":"Price a day, in EUR"},\
      "size":{"type":["string","null"],"enum":["small","large",null],"default":"small","description":"Size"},\
      "tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags"},\
      "is_new":{"type":["boolean","null"],"description":"Whether nobody played with it"}},"required":["name"]},\
      "examples":{"example-1":{"summary":"A new ball","value":\
      {"name":"Red ball","price":2.50,"tags":["wood","old"],"is_new":true}}}}}}
      """
    ),
    (
      "components schemas ToyInList",
      """
      {"type":"object","properties":{"id":{"type":"string","description":"Identifier"},\
      "name":{"type":["string","null"],"description":"Name"},\
      "price":{"type":["number","null"],"description":"Price a day, in EUR"},\
      "made":{"type":["string","null"],"format":"date-time","description":"When it was made"},\
      "tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags"}},"required":["id"]}
      """
    ),
    (
      "components schemas Toy properties owner",
      """
      {"type":["object","null"],"properties":{"name":{"type":["string","null"],"description":"Name"}},\
      "description":"Whose it is"}
      """
    ),
    (
      "components schemas Error",
      """
      {"type":"object","properties":{"ok":{"const":false},"error":{"type":"object","properties":{\
      "code":{"type":["string","integer"]},"text":{"description":"What happened, for people"},"details":{},\
      "wait":{"type":["number","null"]}},"additionalProperties":true,"required":["code","text"]}},\
      "additionalProperties":true,"required":["ok","error"]}
      """
    ),
    (
      "components responses TooManyRequests headers",
      """
      {"Retry-After":{"description":"Seconds, or the date, until the next try","schema":{"type":"string"}}}
      """
    ),
  ]

  @Test(arguments: parts)
  func part(_ row: (steps: String, json: String)) {
    let found = row.steps.split(separator: " ").reduce(Self.document as JSON?) { value, step in
      Int(step).flatMap { value?[$0] } ?? value?[String(step)]
    }
    #expect(found?.text() == row.json)
  }

  /// What a value must be, as the description of a member of a body says it.
  static let members: [(parameter: Parameter, json: String)] = [
    (.object("m", "M"), #"{"type":["object","null"],"description":"M"}"#),
    (
      Parameter.text("m", "M", required: true).optional,
      #"{"type":"string","minLength":1,"pattern":"\\S","description":"M"}"#
    ),
    (
      Parameter.text("m", "M").of(.url),
      #"{"type":["string","null"],"pattern":"^[Hh][Tt][Tt][Pp][Ss]?://[!\"$-.0-9:-\\x3E@-~][!-~]*$","description":"M"}"#
    ),
    (
      Parameter.text("m", "M").of(.phone),
      #"{"type":["string","null"],"pattern":"^\\+[1-9][0-9]{6,14}$","description":"M"}"#
    ),
    (
      Parameter.texts("m", "M", required: true).sized(1...9),
      #"{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":9,"description":"M"}"#
    ),
    (
      .records("m", "M", of: [.number("n", "N", in: 0...1)]),
      """
      {"type":["array","null"],"items":{"type":"object","properties":{"n":{"type":["number","null"],"minimum":0,\
      "maximum":1,"description":"N"}}},"description":"M"}
      """
    ),
    (
      .upload("m", "M", largest: 9),
      #"{"type":"string","contentMediaType":"application/octet-stream","description":"M"}"#
    ),
  ]

  /// Describes an endpoint that stands alone.
  private func operation(_ endpoint: Endpoint) -> JSON? {
    let plugin = Plugin(name: "toys", summary: "Toys", endpoints: [endpoint])
    let document = OpenAPI.document(Toyland.service, plugins: [plugin], version: "1")
    return document["paths"]?[endpoint.path]?[endpoint.method.rawValue.lowercased()]
  }

  @Test(arguments: members) func member(_ row: (parameter: Parameter, json: String)) {
    let wound = operation(.call(.post, "/wind", "toys wind", "Wind", body: [row.parameter], examples: []))
    let content = wound?["requestBody"]?["content"]?.object?.members.first?.value
    #expect(content?["schema"]?["properties"]?["m"]?.text() == row.json)
    #expect(
      (wound?["responses"]?["415"] != nil) == (row.parameter.kind == .file), "only files may be of no use")
  }

  @Test func whatStandsInThePathIsNotEmpty() {
    let named = operation(
      .call(
        .get, "/toys/{name}", "toys named", "Name", at: [.text("name", "N", required: true)], examples: []))
    #expect(
      named?["parameters"]?[0]?["schema"]?.text() == #"{"type":"string","minLength":1,"pattern":"\\S"}"#)
  }

  @Test func wordsForFieldsAreThoseThatThereAre() {
    var toys = Toyland.plugin
    toys.endpoints[0].query += [.text("sort", "S", role: .sort), .texts("fields", "F", role: .fields)]
    let document = OpenAPI.document(Toyland.service, plugins: [toys], version: "1")
    let parameters = document["paths"]?["/toys"]?["get"]?["parameters"]?.array ?? []
    #expect(
      parameters.suffix(2).map { $0["schema"]?.text() } == [
        #"{"type":"string","enum":["id","name","price","made"]}"#,
        #"{"type":"array","items":{"type":"string","enum":["id","name","price","made","tags","owner"]}}"#,
      ])
  }

  @Test func whoMayChooseTheFieldsIsNotPromisedAnId() {
    var toys = Toyland.plugin
    toys.endpoints[0].query.append(.texts("fields", "Only these fields", role: .fields))
    let document = OpenAPI.document(Toyland.service, plugins: [toys], version: "1")
    for name in ["Toy", "ToyInList"] {
      #expect(document["components"]?["schemas"]?[name]?["required"] == nil)
      #expect(Self.document["components"]?["schemas"]?[name]?["required"] == ["id"])
    }
  }

  @Test func everyFailureOfEveryOperationIsDescribed() {
    let operations = Self.document["paths"]?.object?.members.flatMap { $0.value.object?.members ?? [] } ?? []
    #expect(operations.count == Toyland.plugin.endpoints.count)
    for operation in operations {
      let statuses = operation.value["responses"]?.object?.keys.dropFirst()
      #expect(statuses.map(Array.init) == ["400", "401", "403", "404", "409", "429", "500"])
    }
  }

  @Test func aCookieAndABareBody() {
    var service = Toyland.service
    service.authentication = .cookie("session")
    service.envelope = Envelope(message: "detail")
    let document = OpenAPI.document(service, plugins: [Toyland.plugin], version: "1")
    let schema = document["paths"]?["/toys"]?["get"]?["responses"]?["200"]?["content"]?["application/json"]
    #expect(
      schema?["schema"]?.text() == ##"{"type":"array","items":{"$ref":"#/components/schemas/ToyInList"}}"##)
    #expect(
      document["components"]?["securitySchemes"]?.text()
        == #"{"cookie":{"type":"apiKey","in":"cookie","name":"session"}}"#)
    #expect(document["components"]?["schemas"]?["Error"]?["required"]?.text() == #"["detail"]"#)
  }
}
