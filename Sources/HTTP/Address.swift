/// An absolute `http` or `https` URL (RFC 3986), taken apart and checked.
///
/// Scheme and host are lower-case, the path begins with a slash and has no dot segments, a fragment is dropped.
public struct Address: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String
  /// A name, an IPv4 address, or an IPv6 address without its brackets.
  public let host: String
  /// The port that is written, else 80 or 443.
  public let port: Int
  /// The path, percent-encoded.
  public private(set) var path: String
  /// The query without its question mark, percent-encoded; nil where there is none.
  public private(set) var query: String?

  init(scheme: String, host: String, port: Int, path: String, query: String?) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }

  /// Scheme, host and port: what credentials are pinned to. The default port is left out.
  public var origin: String {
    let isDefault = port == Address.defaultPort(scheme)
    return "\(scheme)://\(hostText)\(isDefault ? "" : ":\(port)")"
  }

  /// The whole URL.
  public var text: String { origin + target }

  /// The path and the query, as they stand in a request line.
  public var target: String { query.map { "\(path)?\($0)" } ?? path }

  /// The whole URL.
  public var description: String { text }

  /// Whether the host can only be this machine: `localhost`, 127.0.0.0/8 or `::1`.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { (ASCII.decimal($0) ?? 256) < 256 }
  }

  /// The address with a percent-encoded path after its own, joined by one slash.
  ///
  /// Nil where the path has a character that must be encoded, or a `.` or `..` segment: a value filled into a
  /// path never leads out of it.
  public func appending(path more: String) -> Address? {
    guard Address.isEncoded(more, also: Address.pathBytes),
      !more.split(separator: "/").contains(where: Address.isDotSegment)
    else { return nil }
    var result = self
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    result.path = base + (more.hasPrefix("/") ? more : "/" + more)
    return result
  }

  /// The address with pairs after those of its own query, each name and value encoded.
  public func with(query pairs: [(String, String)]) -> Address {
    guard !pairs.isEmpty else { return self }
    let added = pairs.map { "\(Address.encode($0.0))=\(Address.encode($0.1))" }.joined(separator: "&")
    var result = self
    result.query = query.map { $0.isEmpty ? added : "\($0)&\(added)" } ?? added
    return result
  }

  private var hostText: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host }

  static func defaultPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}
