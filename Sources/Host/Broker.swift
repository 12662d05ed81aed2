import Catalog
import Engine
import Platform
import Values

/// What the host does for a plugin while it runs: each line on its channel is a request `{"id","method","params"}`, and
/// each gets one line `{"id","result"}` or `{"id","error"}`.
///
/// The plugin never holds a credential: the host sends requests in its place, within the limits, and refuses what was
/// not granted.
final class Broker {
  let session: Session
  let invocation: Invocation
  let plugin: String
  let grant: Grant
  private var pending: [UInt8] = []
  private static let longest = 16 << 20

  init(_ session: Session, _ invocation: Invocation, _ plugin: String, _ grant: Grant) {
    (self.session, self.invocation, self.plugin, self.grant) = (session, invocation, plugin, grant)
  }

  /// The answers to whatever requests these bytes complete.
  func answers(to bytes: [UInt8]) throws(Failure) -> [UInt8] {
    pending += bytes
    var replies: [UInt8] = []
    while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Array(pending[..<end])
      pending.removeFirst(end + 1)
      if !line.isEmpty { replies += Array((answer(to: line).text() + "\n").utf8) }
    }
    guard pending.count <= Broker.longest else {
      throw Failure(
        .other, "the plugin '\(plugin)' asks in a line of more than 16 MB", code: "plugin_request")
    }
    return replies
  }

  private func answer(to line: [UInt8]) -> JSON {
    var id = JSON.null
    do throws(Failure) {
      let request: JSON
      do { request = try JSON.parse(line) } catch {
        throw .usage("a request is one JSON object a line: \(error)")
      }
      id = request["id"] ?? .null
      let params = ManifestNode(request["params"] ?? [:], "the request of '\(plugin)'")
      return ["id": id, "result": try carryOut(request["method"]?.string ?? "", params)]
    } catch {
      return ["id": id, "error": error.json["error"] ?? .null]
    }
  }

  private func carryOut(_ method: String, _ params: ManifestNode) throws(Failure) -> JSON {
    switch method {
    case "http": return try http(params)
    case "queue.add": return try enqueue(params)
    case "cache.get":
      let resource = try params.required("resource")
      guard tables.contains(resource) else { throw refusal("may not read the table '\(resource)'") }
      return try session.cached(try params.required("id"), of: resource) ?? .null
    case "sql": return try select(params)
    case "progress":
      session.console.progress(try params.text("text").map { Console.printable($0).firstLine })
      return .null
    case "ask": return try ask(params)
    default:
      throw .usage(
        "there is no method '\(method)'",
        hint: Nearest.match(method, in: Broker.methods).map { "did you mean \($0)?" }
          ?? Broker.methods.joined(separator: ", "))
    }
  }

  private static let methods = ["http", "queue.add", "cache.get", "sql", "progress", "ask"]

  // MARK: Grants

  func refusal(_ message: String, _ code: String = "not_granted") -> Failure {
    Failure(
      .refused, "the plugin '\(plugin)' \(message)", code: code,
      hint: "its plugin.json asks for grants; sp plugin show \(plugin) tells what it has")
  }

  /// The tables that it may read: those granted, and its own.
  private var tables: Set<String> {
    let own = session.table.catalog.provider(plugin)?.domains.first?.resources ?? []
    return Set(grant.tables + own)
  }

  // MARK: The cache

  /// Rows of a SELECT over the tables that it may read, at most `limit`.
  private func select(_ params: ManifestNode) throws(Failure) -> JSON {
    guard !tables.isEmpty else { throw refusal("may not read any table") }
    let (query, limit) = (try params.required("query"), try params.integer("limit") ?? 1000)
    let views = try Views(session, only: tables)
    let rows: [JSON]
    do { rows = try views.rows(of: query, limit: limit) } catch {
      throw Failure(.refused, "SQL: \(error)", code: "sql")
    }
    return .array(rows)
  }

  // MARK: The person

  private func ask(_ params: ManifestNode) throws(Failure) -> JSON {
    let console = session.console
    guard console.inputIsTerminal, console.errorIsTerminal, !invocation.flag("no-input") else {
      throw .usage("the plugin '\(plugin)' asks, and nobody is here to answer")
    }
    let question = "[\(plugin)] \(Console.printable(try params.required("question")).firstLine) "
    let isSecret = try params.flag("secret")
    let answer = try Failure.local { isSecret ? try console.askSecret(question) : console.ask(question) }
    return answer.map(JSON.string) ?? .null
  }
}

extension String {
  /// The text up to its first line end, at most 500 characters.
  var firstLine: String { String(prefix { !$0.isNewline }.prefix(500)) }
}
