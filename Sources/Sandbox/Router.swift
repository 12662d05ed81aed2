import Catalog

/// Finds the row a request means among the rows of one service.
struct Router {
  /// A row, its resource, and the pattern of its path.
  final class Route {
    let endpoint: Endpoint
    let resource: Resource?
    let pattern: [Segment]
    let holes: Int

    init(_ endpoint: Endpoint, _ resource: Resource?) {
      self.endpoint = endpoint
      self.resource = resource
      pattern = endpoint.path.split(separator: "/").map(Segment.init)
      holes = pattern.count { if case .hole = $0 { true } else { false } }
    }
  }

  enum Segment {
    case literal(String)
    case hole(String)

    init(_ part: Substring) {
      self =
        part.hasPrefix("{") && part.hasSuffix("}")
        ? .hole(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }

  /// A route with the values of its holes.
  struct Match {
    let route: Route
    let path: [String: String]
  }

  private let mount: [String]
  /// By the number of segments, those with fewer holes first.
  private let routes: [Int: [Route]]

  /// Gathers the rows of a provider's domains.
  init(_ provider: Catalog.Provider, mount: String) {
    let routes = provider.domains.map { $0.plugin() }.flatMap { plugin in
      plugin.endpoints.map { Route($0, plugin.resource($0.resource)) }
    }
    self.routes = Dictionary(grouping: routes, by: \.pattern.count).mapValues { routes in
      routes.sorted { $0.holes < $1.holes }
    }
    self.mount = mount.split(separator: "/").map(String.init)
  }

  /// The row for a method and the segments after the service's name.
  ///
  /// Refuses 404 when no row has the path, 405 with the methods it has when none has the method. A path with
  /// fewer holes goes before one with more: `/prompts/popular` before `/prompts/{promptId}`.
  func match(_ method: String, _ segments: ArraySlice<String>) throws(Refusal) -> Match {
    guard segments.starts(with: mount) else { throw Refusal(404, "There is no such path") }
    let rest = segments.dropFirst(mount.count)
    var refusal = Refusal(405, "The path does not know the method \(method)")
    var fewest: Int?
    for route in routes[rest.count] ?? [] where route.fits(rest) {
      if let fewest, route.holes > fewest { break }
      fewest = route.holes
      if route.endpoint.method.rawValue == method { return Match(route: route, path: route.values(in: rest)) }
      refusal.allowed.append(route.endpoint.method.rawValue)
    }
    throw fewest == nil ? Refusal(404, "There is no such path") : refusal
  }
}

extension Router.Route {
  /// Whether the literals of the pattern stand in the segments, which are as many.
  fileprivate func fits(_ segments: ArraySlice<String>) -> Bool {
    zip(pattern, segments).allSatisfy { segment, text in
      if case .literal(let literal) = segment { literal == text } else { true }
    }
  }

  /// What stands in the holes.
  fileprivate func values(in segments: ArraySlice<String>) -> [String: String] {
    var values: [String: String] = [:]
    for case (.hole(let name), let text) in zip(pattern, segments) { values[name] = text }
    return values
  }
}
