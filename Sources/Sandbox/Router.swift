import Catalog

/// Finds the row a request means among the rows of one service.
struct Router {
  /// A row, its resource, and the pattern of its path.
  struct Route {
    let endpoint: Endpoint
    let resource: Resource?
    let pattern: [Segment]
  }

  enum Segment {
    case literal(String)
    case hole(String)
  }

  /// A route with the values of its holes.
  struct Match {
    let route: Route
    let path: [String: String]
  }

  private let mount: [String]
  private let routes: [Int: [Route]]

  /// Gathers the rows of a provider's domains.
  init(_ provider: Catalog.Provider, mount: String) {
    var routes: [Int: [Route]] = [:]
    for plugin in provider.domains.map({ $0.plugin() }) {
      for endpoint in plugin.endpoints {
        let pattern = Router.pattern(endpoint.path)
        routes[pattern.count, default: []].append(
          Route(endpoint: endpoint, resource: plugin.resource(endpoint.resource), pattern: pattern))
      }
    }
    self.routes = routes
    self.mount = mount.split(separator: "/").map(String.init)
  }

  /// The row for a method and the segments after the service's name.
  ///
  /// Refuses 404 when no row has the path, 405 with the methods it has when none has the method. A path with
  /// fewer holes goes before one with more: `/prompts/popular` before `/prompts/{promptId}`.
  func match(_ method: String, _ segments: ArraySlice<String>) throws(Refusal) -> Match {
    guard segments.starts(with: mount) else { throw Refusal(404, "There is no such path") }
    let rest = segments.dropFirst(mount.count)
    let candidates = (routes[rest.count] ?? []).compactMap { Router.match($0, rest) }
    guard let fewest = candidates.map(\.path.count).min() else { throw Refusal(404, "There is no such path") }
    let matches = candidates.filter { $0.path.count == fewest }
    if let match = matches.first(where: { $0.route.endpoint.method.rawValue == method }) { return match }
    var refusal = Refusal(405, "The path does not know the method \(method)")
    refusal.allowed = matches.map(\.route.endpoint.method.rawValue)
    throw refusal
  }

  private static func match(_ route: Route, _ segments: ArraySlice<String>) -> Match? {
    var path: [String: String] = [:]
    for (segment, text) in zip(route.pattern, segments) {
      switch segment {
      case .literal(let literal): if literal != text { return nil }
      case .hole(let name): path[name] = text
      }
    }
    return Match(route: route, path: path)
  }

  private static func pattern(_ path: String) -> [Segment] {
    path.split(separator: "/").map { part in
      part.hasPrefix("{") && part.hasSuffix("}")
        ? .hole(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }
}
