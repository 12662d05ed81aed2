import HTTP
import Platform
import Values

/// Brings requests to the sandbox within the process: the same requests as the network takes, answered without
/// a socket.
///
/// Addresses are `http://sandbox.invalid/<service><mount>` and what follows; the name can never resolve
/// (RFC 6761), so that a request that goes astray reaches no one. A request without a credential speaks for
/// the local account.
public final class SandboxTransport: Transport {
  private let host: SandboxHost
  private let sleep: @Sendable (TimeSpan) -> Void

  /// Takes the host, and what waits when a fault asks for delay.
  public init(_ host: SandboxHost, sleep: @escaping @Sendable (TimeSpan) -> Void = SystemClock.system.sleep) {
    self.host = host
    self.sleep = sleep
  }

  /// The base address of a service, to which the paths of its rows are appended.
  public static func address(of service: String, mount: String) -> String {
    "http://\(hostName)/\(service)\(mount)"
  }

  /// Whether a request to the address is one for this transport.
  public static func serves(_ address: Address) -> Bool { address.host == hostName }

  /// Answers the request, or ends like a connection that a fault has cut.
  public func send(_ request: Request) throws(TransportError) -> Response {
    guard SandboxTransport.serves(request.address) else {
      throw TransportError(
        .invalidRequest, "\(request.address.host) is outside the sandbox, which reaches no other host",
        hint: "fetch it yourself: curl -O \(request.address.text)", sent: .no)
    }
    var headers = request.headers
    if let form = request.form { headers.set("Content-Type", form.contentType) }
    let reply = host.answer(
      SandboxRequest(
        method: request.method.name, target: request.address.target, headers: headers,
        body: try request.wholeBody(), isLocal: true))
    if reply.delay > .zero { sleep(min(reply.delay, request.timeout)) }
    if reply.delay > request.timeout {
      throw TransportError(.timeout, "The sandbox did not answer in time", sent: .perhaps)
    }
    if reply.isDropped {
      throw TransportError(.dropped, "The sandbox ended the connection without an answer", sent: .perhaps)
    }
    return reply.response
  }

  static let hostName = "sandbox.invalid"
}

extension Request {
  /// The body as the sandbox takes it: at once.
  fileprivate func wholeBody() throws(TransportError) -> [UInt8] {
    guard let form else { return body ?? [] }
    do throws(SystemError) { return try form.bytes() } catch {
      throw TransportError(.invalidRequest, error.description, sent: .no)
    }
  }
}
