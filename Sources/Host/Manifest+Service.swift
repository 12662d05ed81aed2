import Catalog
import Engine
import Values

extension Service {
  /// Reads the service that a plugin declares; it has the plugin's name.
  init(manifest node: ManifestNode, name: String, summary: String) throws(Failure) {
    var addresses = try node.nodes("addresses").map { (node) throws(Failure) in
      Address(try node.required("name"), try Service.url(node))
    }
    if addresses.isEmpty { addresses = [Address("production", try Service.url(node))] }
    let path = addresses[0].url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
    self.init(
      name: name, title: try node.text("title") ?? name, summary: try node.text("summary") ?? summary,
      addresses: addresses, mount: path.count > 2 ? "/\(path[2])" : "",
      authentication: try node.node("auth").map { (node) throws(Failure) in
        try Authentication(manifest: node)
      } ?? .none,
      envelope: try node.node("envelope").map { (node) throws(Failure) in try Envelope(manifest: node) }
        ?? Envelope(message: "message"),
      paging: try node.node("paging").map { (node) throws(Failure) in try Paging(manifest: node) } ?? .none,
      limits: try node.nodes("limits").map { (node) throws(Failure) in try RateLimit(manifest: node) },
      retryHints: [.header("Retry-After")], keyPrefixes: try node.texts("keyPrefixes"),
      probe: try node.text("probe") ?? "/")
  }

  /// An absolute address without a final slash.
  private static func url(_ node: ManifestNode) throws(Failure) -> String {
    var url = try node.required("url")
    while url.hasSuffix("/") { url.removeLast() }
    guard ["https://", "http://"].contains(where: { url.hasPrefix($0) && url.utf8.count > $0.utf8.count })
    else { throw node.failure("has the url '\(url)', which is no address such as https://api.example/v1") }
    return url
  }
}

extension Authentication {
  init(manifest node: ManifestNode) throws(Failure) {
    switch try node.required("kind") {
    case "bearer": self = .bearer
    case "basic": self = .basic
    case "header": self = .header(try node.required("name"))
    case "query": self = .query(try node.required("name"))
    case "cookie": self = .cookie(try node.required("name"))
    case "none": self = .none
    case let other:
      throw node.failure(
        "proves by '\(other)', which is none of bearer, basic, header, query, cookie or none")
    }
  }
}

extension Envelope {
  init(manifest node: ManifestNode) throws(Failure) {
    self.init(
      data: try node.text("data") ?? "", meta: try node.text("meta"), success: try node.text("success"),
      code: try node.text("code"), message: try node.text("message") ?? "message",
      details: try node.text("details"))
  }
}

extension Paging {
  init(manifest node: ManifestNode) throws(Failure) {
    let (largest, total) = (try node.integer("largest") ?? 100, try node.text("total") ?? "total")
    guard largest > 0 else { throw node.failure("has pages without room") }
    switch try node.required("kind") {
    case "pages": self = .pages(largest: largest, total: total)
    case "offsets": self = .offsets(largest: largest, total: total)
    case "none": self = .none
    case let other: throw node.failure("has pages by '\(other)', which is none of pages, offsets or none")
    }
  }
}

extension RateLimit {
  /// `{"class":"read","limit":"60/1m"}`.
  init(manifest node: ManifestNode) throws(Failure) {
    let text = try node.required("limit")
    guard let limit = RateLimit(RateClass(try node.required("class")), parsing: text) else {
      throw node.failure("has the limit '\(text)', which is none such as 60/1m")
    }
    self = limit
  }
}

extension Endpoint {
  /// Reads a row.
  init(manifest node: ManifestNode, plugin: String) throws(Failure) {
    let word = try node.text("method") ?? "GET"
    guard let method = Method(rawValue: word) else {
      throw node.failure("has the method '\(word)', which is none of GET, POST, PUT, PATCH or DELETE")
    }
    let path = try node.required("path")
    guard path.hasPrefix("/"), !path.contains("?") else { throw node.failure("has the path '\(path)'") }
    let words = try Command.words(node, plugin)
    guard words.count > 1 else { throw node.failure("has no command") }
    let action = try Endpoint.action(node, method)
    self = .call(
      method, path, words.joined(separator: " "), of: try node.text("resource"),
      try Manifest.line(node, "summary"),
      rate: RateClass(try node.text("rate") ?? (method == .get ? "read" : "write")),
      success: try node.integer("success") ?? 200,
      at: try node.nodes("at").map { (node) throws(Failure) in try Parameter(manifest: node) },
      query: try node.nodes("query").map { (node) throws(Failure) in try Parameter(manifest: node) },
      body: try node.nodes("body").map { (node) throws(Failure) in try Parameter(manifest: node) },
      examples: [])
    self.action = action
    for index in pathParameters.indices { pathParameters[index].isRequired = true }
    let holes = path.split(separator: "{").dropFirst().compactMap {
      $0.split(separator: "}").first.map(String.init)
    }
    guard holes == pathParameters.map(\.name) else {
      throw node.failure("has 'at', which does not name the holes of '\(path)' in order")
    }
    guard action == .call || method == .get || action != .list && action != .get else {
      throw node.failure("is a \(word) and only reads")
    }
    data = try node.text("data")
    paging = try node.node("paging").map { (node) throws(Failure) in try Paging(manifest: node) }
    if let word = try node.text("consent") {
      guard let consent = Consent(rawValue: word) else { throw node.failure("has the consent '\(word)'") }
      self.consent = consent
    } else if method == .delete {
      consent = .destructive
    }
    examples = try Example.all(node, default: sample, summary: summary)
  }

  private var sample: String {
    let required = (query + body).filter(\.isRequired).map { "--\($0.option) \($0.label.uppercased())" }
    return (["sp"] + command + pathParameters.map { $0.label.uppercased() } + required).joined(separator: " ")
  }

  private static func action(_ node: ManifestNode, _ method: Method) throws(Failure) -> Action {
    switch try node.text("action") {
    case "list": .list
    case "get": .get
    case "create": .create
    case "update": .update
    case "delete": .delete
    case "call": .call
    case nil: method == .get ? .get : method == .delete ? .delete : .call
    case let other?:
      throw node.failure("does '\(other)', which is none of list, get, create, update, delete or call")
    }
  }
}
