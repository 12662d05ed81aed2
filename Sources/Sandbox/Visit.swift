import Values

/// A request to a path below a service's name that none of its rows has: a download, a page, a provider's form.
public struct Visit {
  /// The method.
  public let method: String
  /// The segments of the path after the service's name, decoded.
  public let path: [String]
  /// The query, decoded, in order.
  public let query: [(name: String, value: String)]
  /// Where clients reach the service in this sandbox, without a final slash.
  public let origin: String
  /// The data of the local account.
  public let store: Store

  let request: SandboxRequest

  /// The bytes of the body as they came.
  public var rawBody: [UInt8] { request.body }

  /// The value of a header field; of several the first.
  public func header(_ name: String) -> String? { request.headers[name] }

  /// The last value of a query parameter.
  public func value(_ name: String) -> String? { query.last { $0.name == name }?.value }
}
