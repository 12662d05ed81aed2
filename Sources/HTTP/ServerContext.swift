import Platform
import Values

/// What the connections of one server share.
final class ServerContext {
  let options: Server.Options
  let hosts: ServerHosts
  let handler: (ServerRequest) -> ServerReply
  /// Milliseconds of `SystemClock.uptime` when the events now handled were learnt.
  var now: Int64 = 0
  /// Counts the times that events were learnt.
  private(set) var turn = 0
  /// Whether `stop()` was called: each connection ends with the answer it owes.
  var isStopping = false
  private var writer = ServerReplyWriter()
  private let clock = SystemClock.system

  init(_ options: Server.Options, handler: @escaping (ServerRequest) -> ServerReply) {
    self.options = options
    self.handler = handler
    hosts = ServerHosts(others: options.allowHosts + options.addresses)
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
