import Platform

/// Which proxy the environment names for an address, as curl reads it.
///
/// `http_proxy` counts in lower case only: a server hands a request's `Proxy` field to its programs as
/// `HTTP_PROXY`.
struct ProxySettings {
  private let environment: Environment

  init(_ environment: Environment) { self.environment = environment }

  /// The proxy's URL or host, nil for a direct connection; `bypass` is for libcurl to judge.
  func proxy(for address: Address) -> String? {
    let own = address.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    return first(own + ["all_proxy", "ALL_PROXY"])
  }

  /// The hosts that are reached directly, separated by commas.
  var bypass: String { first(["no_proxy", "NO_PROXY"]) ?? "" }

  private func first(_ names: [String]) -> String? {
    for name in names {
      if let value = environment.nonEmpty(name) { return value }
    }
    return nil
  }

  /// A proxy's URL without its credentials.
  static func shown(_ proxy: String) -> String {
    guard let at = proxy.lastIndex(of: "@") else { return proxy }
    return String(proxy[proxy.index(after: at)...])
  }
}
