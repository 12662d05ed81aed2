import CCurl
import Values

extension CurlTransport {
  /// Says how the exchange is to be made; the body and the fields come after. A streamed answer may take any time
  /// and length, as long as bytes come.
  func configure(_ session: CurlSession, for request: Request, proxy: String?, isStreamed: Bool) {
    let tls12 = 6
    let http11 = 2
    session.set(SP_CURL_URL, request.address.text)
    session.set(SP_CURL_USERAGENT, options.userAgent)
    session.set(SP_CURL_HTTP_VERSION, http11)
    session.set(SP_CURL_SSLVERSION, tls12)
    session.set(SP_CURL_FOLLOWLOCATION, 0)
    session.set(SP_CURL_NETRC, 0)
    session.set(SP_CURL_NOSIGNAL, 1)
    session.set(SP_CURL_NOPROGRESS, 1)
    session.set(SP_CURL_ACCEPT_ENCODING, "gzip")
    session.prefer(SP_CURL_PATH_AS_IS, 1)
    session.prefer(SP_CURL_SUPPRESS_CONNECT_HEADERS, 1)
    session.prefer(SP_CURL_QUICK_EXIT, 1)
    session.set(SP_CURL_PROXY, proxy ?? "")
    session.set(SP_CURL_NOPROXY, proxies.bypass)
    if isStreamed {
      session.set(SP_CURL_LOW_SPEED_LIMIT, 1)
      session.set(SP_CURL_LOW_SPEED_TIME, max(1, CurlTransport.milliseconds(request.timeout) / 1000))
    } else {
      session.set(SP_CURL_TIMEOUT_MS, CurlTransport.milliseconds(request.timeout))
    }
    session.set(
      SP_CURL_CONNECTTIMEOUT_MS, CurlTransport.milliseconds(min(options.connectTimeout, request.timeout)))
    if !request.isReplayable {
      session.set(SP_CURL_FRESH_CONNECT, 1)
      session.set(SP_CURL_FORBID_REUSE, 1)
    }
    if request.method == .head {
      session.set(SP_CURL_NOBODY, 1)
    } else {
      session.set(SP_CURL_HTTPGET, 1)
      session.set(SP_CURL_CUSTOMREQUEST, request.method.name)
      if !isStreamed { session.set(SP_CURL_MAXFILESIZE, options.responseLimit) }
    }
  }

  /// Zero would mean forever.
  private static func milliseconds(_ span: TimeSpan) -> Int {
    Int(clamping: max(1, min(span.milliseconds, Int64(Int32.max))))
  }
}

extension Request {
  /// Refuses what would not arrive as it is meant.
  func refuseUnsendable() throws(TransportError) {
    if let name = headers.firstInvalidName {
      throw TransportError(
        .invalidRequest, "the header field \(name.debugDescription) has a character that may not be sent",
        hint: "a value may hold no line break and no control character", sent: .no)
    }
    for name in ["Content-Length", "Transfer-Encoding", "Expect"] where headers[name] != nil {
      throw TransportError(.invalidRequest, "the header field \(name) is not for callers to set", sent: .no)
    }
  }

  /// The body, empty where the method expects one and there is none.
  var bodyToSend: [UInt8]? {
    if let body { return body }
    return [.post, .put, .patch].contains(method) ? [] : nil
  }

  /// The fields as libcurl wants them; its own `Expect` and the type of a form are switched off.
  var headerLines: [String] {
    var headers = headers
    if let form { headers.set("Content-Type", form.contentType) }
    var lines = headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    lines.append("Expect:")
    if headers["Content-Type"] == nil { lines.append("Content-Type:") }
    return lines
  }
}

extension AnswerCollector {
  /// The answer; the fields that describe a coding which has been undone are left out.
  func response(status: Int) -> Response {
    var headers = headers
    if !body.isEmpty, headers["Content-Encoding"] != nil {
      headers.remove("Content-Encoding")
      headers.remove("Content-Length")
    }
    return Response(status: Status(status), headers: headers, body: body)
  }
}
