/// Carries a request to a server and its answer back; one exchange at a time.
public protocol Transport {
  /// Sends once and waits for the whole answer, of whatever status; redirects are answers.
  func send(_ request: Request) throws(TransportError) -> Response
}
