import CCurl
import Platform
import Values

/// Speaks HTTP/1.1 through libcurl, which is loaded at the first request; for one thread.
///
/// Certificates are always checked, against TLS 1.2 or later. No redirect is followed, no cookie and no password
/// file is used. A request that is not replayable gets a connection of its own, so that it is sent at most once:
/// on a kept connection that has died libcurl would send it again.
public final class CurlTransport: Transport {
  /// What a transport needs to know beside the requests.
  public struct Options: Sendable {
    /// A PEM file of authorities to trust beside the system's.
    public var tlsAuthority: String?
    /// Names the proxies, as curl reads them: `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    public var environment: Environment
    /// How long a connection may take to be set up, TLS included.
    public var connectTimeout: TimeSpan
    /// The largest body in bytes, counted after decompression.
    public var responseLimit: Int
    /// The `User-Agent` field.
    public var userAgent: String
    /// Whether to give up now; asked ten times a second while waiting.
    public var isInterrupted: @Sendable () -> Bool

    /// The options of an ordinary client.
    public init(
      userAgent: String, environment: Environment = .process, tlsAuthority: String? = nil,
      connectTimeout: TimeSpan = .seconds(10), responseLimit: Int = 64 << 20,
      isInterrupted: @escaping @Sendable () -> Bool = { Interrupt.requested != nil }
    ) {
      self.userAgent = userAgent
      self.environment = environment
      self.tlsAuthority = tlsAuthority
      self.connectTimeout = connectTimeout
      self.responseLimit = responseLimit
      self.isInterrupted = isInterrupted
    }
  }

  /// Told how many bytes of how many of a form are on their way, as often as there are more.
  public var onUpload: ((_ sent: Int, _ total: Int) -> Void)?

  let options: Options
  let proxies: ProxySettings
  private var openSession: CurlSession?
  private var foundAuthorities: Authorities?

  /// Keeps the options; nothing is loaded or opened before the first request.
  public init(_ options: Options) {
    self.options = options
    proxies = ProxySettings(options.environment)
  }

  /// Sends once and waits for the whole answer, decompressed.
  public func send(_ request: Request) throws(TransportError) -> Response { try send(request, to: nil) }

  /// The same without a limit of length: the timeout of the request is then how long nothing may come.
  public func send(_ request: Request, into receiver: BodyReceiver) throws(TransportError) -> Response {
    try send(request, to: receiver)
  }

  private func send(_ request: Request, to receiver: BodyReceiver?) throws(TransportError) -> Response {
    try request.refuseUnsendable()
    let session = try session()
    session.reset()
    if request.address.scheme == "https" { try authorities(session).apply(to: session) }
    let proxy = proxies.proxy(for: request.address)
    configure(session, for: request, proxy: proxy, isStreamed: receiver != nil)
    let collector = AnswerCollector(bodyLimit: options.responseLimit, receiver: receiver)
    collector.attach(to: session)
    let feed = request.form.map { FormFeed($0, report: onUpload) }
    feed?.attach(to: session)
    guard !session.lacksOption else { throw CurlTransport.missingLibrary }
    let outcome = perform(request, on: session)
    if let failure = feed?.failure {
      throw TransportError(.invalidRequest, failure.description, sent: session.hasSent ? .perhaps : .no)
    }
    if case .finished(0) = outcome, collector.refusal == nil, collector.begin() {
      return collector.response(status: session.number(SP_CURL_RESPONSE_CODE))
    }
    let failure = CurlFailure(
      request: request, options: options, proxy: proxy, session: session, isStreamed: receiver != nil)
    throw failure.error(outcome, refusal: collector.refusal)
  }

  /// Sends with the body in place, which libcurl does not copy.
  private func perform(_ request: Request, on session: CurlSession) -> CurlSession.Outcome {
    let lines = request.headerLines
    guard request.form == nil, let body = request.bodyToSend else {
      return session.perform(lines, isInterrupted: options.isInterrupted)
    }
    return body.withUnsafeBytes { bytes in
      if bytes.isEmpty {
        session.set(SP_CURL_COPYPOSTFIELDS, "")
      } else {
        session.set(SP_CURL_POSTFIELDSIZE, bytes.count)
        session.set(SP_CURL_POSTFIELDS, borrowed: bytes.baseAddress)
      }
      return session.perform(lines, isInterrupted: options.isInterrupted)
    }
  }

  private func session() throws(TransportError) -> CurlSession {
    if let openSession { return openSession }
    guard let library = CurlLibrary.shared, let session = CurlSession(library) else {
      throw CurlTransport.missingLibrary
    }
    openSession = session
    return session
  }

  private static let missingLibrary = TransportError(
    .unavailable, "libcurl.so.4 is missing, or older than 7.77; sp speaks HTTP through it",
    hint: "install it: apt install libcurl4, dnf install libcurl, apk add libcurl", sent: .no)

  private func authorities(_ session: CurlSession) throws(TransportError) -> Authorities {
    if let foundAuthorities { return foundAuthorities }
    let found = try Authorities.find(
      bundle: session.place(SP_CURL_BUNDLE), directory: session.place(SP_CURL_DIRECTORY),
      environment: options.environment, extra: options.tlsAuthority)
    foundAuthorities = found
    return found
  }
}

extension CurlTransport {
  /// Whether libcurl is installed and can be loaded.
  public static var isAvailable: Bool { CurlLibrary.shared != nil }
}
