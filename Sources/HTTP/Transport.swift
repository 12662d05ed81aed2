/// Carries a request to a server and its answer back; one exchange at a time.
public protocol Transport {
  /// Sends once and waits for the whole answer, of whatever status; redirects are answers.
  func send(_ request: Request) throws(TransportError) -> Response

  /// The same, but the body of a success goes to the receiver and is not in the response.
  func send(_ request: Request, into receiver: BodyReceiver) throws(TransportError) -> Response
}

extension Transport {
  /// Hands over a body that this transport has in memory anyway.
  public func send(_ request: Request, into receiver: BodyReceiver) throws(TransportError) -> Response {
    var response = try send(request)
    guard response.status.isSuccess else { return response }
    let body = response.body
    response.body = []
    guard receiver.begin(response), body.withUnsafeBytes(receiver.take) else { throw .unwanted }
    return response
  }
}

extension TransportError {
  /// The error of a body that its receiver did not want.
  static let unwanted = TransportError(.unwanted, "the answer was not taken", sent: .perhaps)
}
