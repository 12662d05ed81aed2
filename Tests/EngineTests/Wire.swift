import HTTP
import Testing
import Values

/// A transport that answers what a test lined up, in that order, and nothing else.
final class Wire: Transport {
  /// What comes of one request.
  enum Outcome: Sendable {
    case answer(Int, Headers, String)
    case trouble(TransportError)

    static func ok(_ body: String) -> Outcome { .answer(200, [:], body) }

    static func answer(_ status: Int, _ body: String, _ headers: Headers = [:]) -> Outcome {
      .answer(status, headers, body)
    }

    static func lost(_ reason: TransportError.Reason, sent: TransportError.Sent) -> Outcome {
      .trouble(TransportError(reason, "toys.example: \(reason.rawValue)", sent: sent))
    }
  }

  private var script: [(asked: String, outcome: Outcome)] = []
  /// The requests so far.
  private(set) var requests: [Request] = []

  /// Lines up the answer to the next request, such as `GET /v1/toys?page=2`.
  func expect(_ asked: String, _ outcome: Outcome) { script.append((asked, outcome)) }

  func send(_ request: Request) throws(TransportError) -> Response {
    requests.append(request)
    let asked = "\(request.method.name) \(request.address.target)"
    guard !script.isEmpty, script[0].asked == asked else {
      Issue.record("\(asked) was asked; expected \(script.first?.asked ?? "nothing")")
      throw TransportError(.other, "unexpected \(asked)", sent: .no)
    }
    switch script.removeFirst().outcome {
    case .answer(let status, let headers, let body):
      return Response(status: Status(status), headers: headers, body: Array(body.utf8))
    case .trouble(let error): throw error
    }
  }

  /// Every answer that was lined up must have been asked for.
  func finish() { #expect(script.map(\.asked) == [], "never asked") }
}
