import HTTP
import Sandbox
import Testing
import Values

/// What is refused, with which status and code, and which field the details name.
@Suite struct RefusalTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var method = "POST"
    var path = "/prompts"
    var body: String?
    var headers: Headers?
    var isLocal = true
    var status = 400
    var code = "INVALID_REQUEST"
    var field: String?
    var testDescription: String { "\(method) \(path) \(body ?? "") \(headers.map { "\($0.fields)" } ?? "")" }
  }

  static func refused(_ body: String, _ field: String) -> Row { Row(body: body, field: field) }
  static func changed(_ body: String, _ field: String) -> Row {
    Row(method: "PATCH", path: "/prompts/prompt-1", body: body, field: field)
  }
  static func query(_ query: String, _ field: String) -> Row {
    Row(method: "GET", path: "/prompts?\(query)", field: field)
  }
  static func bundle(_ body: String, _ field: String) -> Row {
    Row(path: "/bundles", body: body, field: field)
  }
  static func stranger(_ authorization: String?) -> Row {
    Row(
      method: "GET", headers: authorization.map { ["Authorization": $0] } ?? [:], isLocal: false, status: 401,
      code: "UNAUTHORIZED")
  }

  static let paths: [Row] = [
    Row(method: "GET", path: "/nothing", status: 404, code: "NOT_FOUND"),
    Row(method: "GET", path: "/prompts/prompt-1/more", status: 404, code: "NOT_FOUND"),
    Row(method: "GET", path: "/prompts/prompt-9", status: 404, code: "NOT_FOUND", field: "id"),
    Row(method: "PATCH", path: "/prompts/prompt-9", body: "{}", status: 404, code: "NOT_FOUND", field: "id"),
    Row(method: "DELETE", path: "/bundles/bundle-9", status: 404, code: "NOT_FOUND", field: "id"),
    Row(method: "PUT", path: "/prompts", status: 405, code: "METHOD_NOT_ALLOWED"),
    Row(method: "TRACE", path: "/prompts", status: 405, code: "METHOD_NOT_ALLOWED"),
    Row(method: "DELETE", path: "/prompts/prompt-2", status: 409, code: "CONFLICT", field: "bundles"),
    stranger(nil), stranger(""), stranger("Bearer"), stranger("Bearer "), stranger("Basic abc"),
    stranger("Bearer two words"), stranger("Bearer schlüssel"),
  ]
  static let bodies: [Row] = [
    refused("", "title"), refused("{}", "title"), refused(#"{"title": "T"}"#, "content"),
    refused(#"{"title": "  ", "content": "C"}"#, "title"),
    refused(#"{"title": null, "content": "C"}"#, "title"),
    refused(#"{"title": 5, "content": "C"}"#, "title"),
    refused(#"{"title": "T", "content": "C", "price": -1}"#, "price"),
    refused(#"{"title": "T", "content": "C", "price": "5"}"#, "price"),
    refused(#"{"title": "T", "content": "C", "price": 1e400}"#, "price"),
    refused(#"{"title": "T", "content": "C", "tags": "a,b"}"#, "tags"),
    refused(#"{"title": "T", "content": "C", "tags": ["a", 1]}"#, "tags"),
    refused(#"{"title": "T", "content": "C", "variations": {}}"#, "variations"),
    refused(#"{"title": "T", "content": "C", "variations": [{"description": "d"}]}"#, "variations"),
    refused(#"{"title": "T", "content": "C", "price": {}}"#, "price"),
    Row(body: #"{"title": "T", "title": "U", "content": "C"}"#), Row(body: "[]"), Row(body: "{"),
    Row(body: "\u{0}"),
    Row(body: #"{"title": "T", "content": "C"}"#, headers: ["Content-Type": "text/plain"]),
    Row(body: #"{"title": "T", "content": "C"}"#, headers: [:]),
    changed(#"{"title": ""}"#, "title"), changed(#"{"title": null}"#, "title"),
    changed(#"{"content": " "}"#, "content"),
    changed(#"{"on_promotion": "yes"}"#, "on_promotion"),
    changed(#"{"promotion_percentage": 101}"#, "promotion_percentage"),
    changed(#"{"promotion_percentage": -1}"#, "promotion_percentage"),
    changed(#"{"on_promotion": true, "promotion_percentage": 0}"#, "promotion_percentage"),
    changed(#"{"promotion_end_date": "soon"}"#, "promotion_end_date"),
    changed(#"{"promotion_end_date": "2025-02-30"}"#, "promotion_end_date"),
    bundle(#"{"name": "B", "prompt_ids": []}"#, "prompt_ids"), bundle(#"{"name": "B"}"#, "prompt_ids"),
    bundle(#"{"name": "B", "prompt_ids": ["prompt-1", "prompt-7"]}"#, "prompt_ids"),
    bundle(#"{"name": "", "prompt_ids": ["prompt-1"]}"#, "name"),
  ]
  static let queries: [Row] = [
    query("page=0", "page"), query("page=x", "page"), query("page=1.5", "page"), query("limit=101", "limit"),
    query("limit=0", "limit"), query("order=up", "order"), query("sort=tags", "sort"),
    query("sort=colour", "sort"),
    query("min_price=cheap", "min_price"), query("max_price=-1", "max_price"),
    query("fields=id,colour", "fields"),
  ]

  @Test(arguments: paths + bodies + queries) func refuses(row: Row) throws {
    let playground = try Playground()
    for title in ["A", "B"] {
      #expect(
        try playground.ask("POST", "/prompts", #"{"title": "\#(title)", "content": "C"}"#).status == 201)
    }
    #expect(
      try playground.ask("POST", "/bundles", #"{"name": "N", "prompt_ids": ["prompt-2"]}"#).status == 201)

    let heard = try playground.ask(row.method, row.path, row.body, headers: row.headers, isLocal: row.isLocal)
    #expect(heard.status == row.status)
    #expect(heard.code == row.code)
    #expect(heard.json["success"] == false)
    #expect(heard.json.value(at: "error.message")?.string?.isEmpty == false)
    if let field = row.field {
      #expect(heard.json.value(at: "error.details")?[field] != nil, "\(heard.json)")
    }
    #expect(try playground.ask("GET", "/prompts").ids == ["prompt-1", "prompt-2"])
  }

  @Test func namesWhatIsAllowedAndWhatIsMissing() throws {
    let playground = try Playground()
    let wrong = try playground.ask("PUT", "/prompts")
    #expect(wrong.reply.response.headers["Allow"] == "GET, POST")
    let many = try playground.ask("POST", "/prompts", #"{"price": -1}"#)
    #expect(many.json.value(at: "error.details")?.object?.keys == ["title", "content", "price"])
    #expect(try playground.ask("GET", "").status == 404)
    let odd = [
      "/%00", "/..%2F..", "/%F0%9F%8D%AA", "?search=%00", "?search=%22'*", "?page=1000000000&limit=100",
      "?sort=",
      "?min_price=1e308", "?fields=,", "?exclude_ids=,,", "?search=+", "?tags=", "?&&=&=x", "?category=%FF",
    ]
    for path in odd { #expect(try playground.ask("GET", "/prompts" + path).status < 500, "\(path)") }
    let deep = String(repeating: "[", count: 100_000)
    #expect(try playground.ask("POST", "/prompts", #"{"title": \#(deep)"#).status == 400)
    for target in ["/nobody/api/v1/prompts", "/snackprompt/api/v2/prompts", "/", "/%ZZ"] {
      let reply = playground.host.answer(SandboxRequest(method: "GET", target: target, isLocal: true))
      #expect(reply.response.status.isClientError, "\(target)")
    }
  }
}
