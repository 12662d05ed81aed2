import Platform
import Values

/// What the connections of one server share.
final class ServerContext {
  let options: Server.Options
  let hosts: ServerHosts
  let handler: (ServerRequest) -> ServerReply?
  let settle: () -> [ServerReply]
  /// The connections whose request is answered at the end of the turn, in the order of the requests.
  var unsettled: [ServerConnection] = []
  private let larger: (Method, String) -> Server.BodyLimit?
  /// Milliseconds of `SystemClock.uptime` when the events now handled were learnt.
  var now: Int64 = 0
  /// Counts the times that events were learnt.
  private(set) var turn = 0
  /// Whether `stop()` was called: each connection ends with the answer it owes.
  var isStopping = false
  private var writer = ServerReplyWriter()
  private let clock = SystemClock.system

  init(
    _ options: Server.Options, larger: @escaping (Method, String) -> Server.BodyLimit?,
    settle: @escaping () -> [ServerReply], handler: @escaping (ServerRequest) -> ServerReply?
  ) {
    self.options = options
    self.larger = larger
    self.settle = settle
    self.handler = handler
    hosts = ServerHosts(others: options.allowHosts + options.addresses)
  }

  /// How large the body of a request may be; paths are asked only about what would be too large for most.
  func bodyLimit(of head: RequestHead) -> Server.BodyLimit {
    let usual = Server.BodyLimit(options.bodyLimit)
    switch head.framing {
    case .empty: return usual
    case .length(let length) where length <= usual.bytes: return usual
    case .length, .chunked: return larger(head.method, head.target.rawPath) ?? usual
    }
  }

  /// Begins a turn: the events that are handled next have been learnt.
  func readClock() {
    now = clock.uptime()
    turn += 1
  }

  func instant(after span: TimeSpan) -> Int64 { now + span.milliseconds }

  func write(_ response: Response, _ occasion: ServerReplyWriter.Occasion, to output: inout ServerOutput) {
    writer.write(response, occasion, now: clock.now(), to: &output.bytes)
  }
}
