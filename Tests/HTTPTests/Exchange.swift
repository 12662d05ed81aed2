import HTTP
import Platform
import Values

/// Puts a transport and a request together with what most tests want.
enum Exchange {
  static func transport(
    _ variables: [String: String] = [:], authority: String? = nil, connectTimeout: TimeSpan = .seconds(5),
    limit: Int = 1 << 20, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) -> CurlTransport {
    CurlTransport(
      .init(
        userAgent: "sp/test", environment: Environment(variables), tlsAuthority: authority,
        connectTimeout: connectTimeout, responseLimit: limit, isInterrupted: isInterrupted))
  }

  static func request(
    _ text: String, _ method: Method = .get, headers: Headers = [:], body: String? = nil,
    timeout: TimeSpan = .seconds(5), isReplayable: Bool? = nil
  ) throws -> Request {
    guard let address = Address(text) else { throw Unusable(text: text) }
    return Request(
      method, address, headers: headers, body: body.map { Array($0.utf8) }, timeout: timeout,
      isReplayable: isReplayable)
  }

  /// The error of an exchange that must fail.
  static func failure(_ transport: CurlTransport, _ request: Request) throws -> TransportError {
    let response: Response
    do { response = try transport.send(request) } catch { return error }
    throw Unusable(text: "answered \(response.status)")
  }

  struct Unusable: Error { let text: String }
}

/// A whole answer that leaves the connection open.
func answer(_ body: String = "ok", status: String = "200 OK", _ fields: String...) -> Peer.Step {
  let head = (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + fields).joined(separator: "\r\n")
  return .text("\(head)\r\n\r\n\(body)")
}

extension Response {
  var text: String { String(decoding: body, as: UTF8.self) }
}
