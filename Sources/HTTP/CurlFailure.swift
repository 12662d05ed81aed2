import CCurl
import Platform
import Values

/// Turns libcurl's result into the error that people and the retry policy need.
struct CurlFailure {
  let request: Request
  let options: CurlTransport.Options
  let proxy: String?
  let session: CurlSession
  /// Whether the timeout was for bytes to come, not for the whole answer.
  let isStreamed: Bool

  func error(_ outcome: CurlSession.Outcome, refusal: TransportError.Reason?) -> TransportError {
    guard case .finished(let code) = outcome else {
      return error(.interrupted, "interrupted while waiting for \(host)")
    }
    if let refusal { return refused(refusal) }
    let reason = reason(code)
    return error(reason, message(reason, detail: session.detail(code)), hint: hint(reason))
  }

  private var host: String { request.address.host }

  private func error(_ reason: TransportError.Reason, _ text: String, hint: String? = nil) -> TransportError {
    TransportError(reason, text, hint: hint, sent: session.hasSent ? .perhaps : .no)
  }

  private func refused(_ reason: TransportError.Reason) -> TransportError {
    error(reason, message(reason, detail: "its header contradicts itself"), hint: hint(reason))
  }

  /// The numbers of `CURLcode`.
  private func reason(_ code: Int32) -> TransportError.Reason {
    switch code {
    case 1, 8, 16, 61: .malformed
    case 3: .invalidRequest
    case 5, 97: .proxy
    case 6: .resolve
    case 7: .connect
    case 18, 52, 55: .dropped
    case 56: isRefusedByProxy ? .proxy : .dropped
    case 28: .timeout
    case 35, 53, 54, 58, 59, 64, 66: .tls
    case 60, 77, 83, 90, 91: .untrusted
    case 63: .tooLarge
    default: .other
    }
  }

  /// The proxy answered the request for a tunnel, and with a refusal.
  private var isRefusedByProxy: Bool {
    let status = session.number(SP_CURL_CONNECT_CODE)
    return status != 0 && status / 100 != 2
  }

  private func message(_ reason: TransportError.Reason, detail: String) -> String {
    switch reason {
    case .resolve: "the name \(host) has no address"
    case .connect: "cannot connect to \(host) port \(request.address.port)\(systemReason)"
    case .tls: "no secure connection to \(host): \(detail)"
    case .untrusted: "the certificate of \(host) is not to be trusted: \(detail)"
    case .proxy: "the proxy \(shownProxy) gives no connection to \(host): \(detail)"
    case .timeout: timeoutMessage
    case .dropped: "the answer of \(host) broke off: \(detail)"
    case .tooLarge: "the answer of \(host) is larger than \(options.responseLimit >> 20) MiB"
    case .malformed: "\(host) did not answer in proper HTTP: \(detail)"
    case .unwanted: "the answer of \(host) was not taken"
    case .interrupted, .invalidRequest, .unavailable, .other: "the request to \(host) failed: \(detail)"
    }
  }

  private var shownProxy: String { proxy.map(ProxySettings.shown) ?? "" }

  private var systemReason: String {
    let number = session.number(SP_CURL_OS_ERRNO)
    return number == 0 ? "" : ": \(SystemError(code: Int32(clamping: number), action: "connect").reason)"
  }

  private var timeoutMessage: String {
    if session.hasSent, isStreamed { return "\(host) sent nothing for \(request.timeout.text)" }
    if session.hasSent { return "\(host) did not finish its answer within \(request.timeout.text)" }
    return "no connection to \(host) within \(min(options.connectTimeout, request.timeout).text)"
  }

  private func hint(_ reason: TransportError.Reason) -> String? {
    switch reason {
    case .resolve: "check the spelling of the address, and the network connection"
    case .connect: "check that the address and the port are right, and that the service runs"
    case .untrusted: "if the service has an authority of its own, name its certificate in tls.ca"
    case .proxy: "check HTTPS_PROXY, ALL_PROXY and NO_PROXY in the environment"
    case .timeout where !session.hasSent: "check the network connection, and whether a proxy is needed"
    case .malformed: "check that the address names a web service, and http or https"
    default: nil
    }
  }
}
