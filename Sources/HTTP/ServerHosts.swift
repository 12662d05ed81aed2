/// The names under which a server may be asked for.
///
/// A page of a stranger can make a browser send requests to this machine: by a name of its own that resolves
/// to a loopback address, which the Host field betrays, or across origins, which the Origin field betrays.
struct ServerHosts: Sendable {
  private let names: Set<String>

  /// The loopback names, and `others` (a name or a literal address, without a port).
  init(others: [String]) {
    names = Set(["localhost", "127.0.0.1", "[::1]"] + others.map { Self.bracketed($0.lowercased()) })
  }

  func check(_ fields: RequestHeadFields, target: RequestTarget, method: Method) throws(ServerRefusal) {
    for authority in [fields.host, target.authority].compactMap(\.self) where !admits(authority) {
      throw .malformed("this server does not answer for that host")
    }
    guard method.isSafe || fields.origins.allSatisfy(admits(origin:)) else {
      throw .foreign("a page of another origin may not write")
    }
  }

  /// Whether `host[:port]` names this server.
  private func admits(_ authority: some StringProtocol) -> Bool {
    let bytes = authority.utf8
    let hostEnd =
      bytes.firstIndex(of: UInt8(ascii: "]")).map(bytes.index(after:))
      ?? bytes.firstIndex(of: UInt8(ascii: ":"))
    let host = authority[..<(hostEnd ?? authority.endIndex)]
    let port = authority[host.endIndex...]
    guard port.isEmpty || port == ":" || (port.first == ":" && ASCII.decimal(port.dropFirst()) != nil) else {
      return false
    }
    return names.contains(host.lowercased())
  }

  private func admits(origin: String) -> Bool {
    let origin = origin.lowercased()
    return ["http://", "https://"].contains {
      origin.hasPrefix($0) && admits(origin.dropFirst($0.utf8.count))
    }
  }

  private static func bracketed(_ host: String) -> String {
    host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
  }
}
