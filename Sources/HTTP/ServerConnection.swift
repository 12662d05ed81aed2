import Platform
import Values

/// One client's connection: requests are read, handled and answered strictly one after the other.
final class ServerConnection {
  enum Phase {
    /// Waits for a request, or reads its head.
    case head
    case body
    /// The request is whole, and is answered at the end of the turn.
    case settling
    /// The answer is there and is held back.
    case delayed(ServerReply)
    /// Nothing more is understood; closes once the output is sent.
    case ended
    /// All is sent; what still arrives is thrown away, so that no reset overtakes the last answer.
    case lingering
    case closed
  }

  let stream: SocketStream
  var phase = Phase.head
  var input = ServerInput()
  var output = ServerOutput()
  /// Whether the client has sent its last byte.
  var inputEnded = false
  /// When `expire` has to be called, in milliseconds of `ServerContext.now`.
  var deadline: Int64
  /// The same while output waits for the client to take it.
  var stallDeadline: Int64?
  /// Bytes thrown away while lingering.
  var drained = 0
  /// When the connection began to wait for the request that it still waits for.
  var waitingSince: Int64
  private let checksHosts: Bool
  private let peer: String
  private var scanner = RequestHeadScanner()
  private var head: RequestHead?
  private(set) var body = ServerBody()
  private var bodyLimit = Server.BodyLimit(0)
  private var bodySince: Int64 = 0
  private var hasBegun = false
  private var served = 0

  init(_ stream: SocketStream, _ context: ServerContext) {
    self.stream = stream
    peer = stream.peer.description
    checksHosts = stream.peer.port != nil
    waitingSince = context.now
    deadline = context.instant(after: context.options.deadlines.idle)
  }

  /// Carries on with what has arrived, until more has to arrive or the output has to be sent.
  func advance(_ context: ServerContext) {
    do {
      while output.bytes.count < ServerOutput.comfortable {
        switch phase {
        case .head: guard try readHead(context) else { return }
        case .body: guard try readBody(context) else { return }
        case .settling, .delayed, .ended, .lingering, .closed: return
        }
      }
    } catch {
      refuse(error, context)
    }
  }

  /// Does what is due at `deadline`.
  func expire(_ context: ServerContext) {
    switch phase {
    case .head where !hasBegun: phase = .closed
    case .head, .body: refuse(.tooSlow, context)
    case .delayed(let reply):
      phase = .head
      finish(reply, context)
      advance(context)
    case .ended, .lingering: phase = .closed
    case .settling, .closed: break
    }
  }

  /// Whether the connection could be closed without a client losing an answer.
  var isWaiting: Bool {
    switch phase {
    case .head: output.isEmpty
    case .lingering: true
    case .body, .settling, .delayed, .ended, .closed: false
    }
  }

  private func readHead(_ context: ServerContext) throws(ServerRefusal) -> Bool {
    guard !input.isEmpty else { return awaitMore() }
    if !hasBegun {
      hasBegun = true
      deadline = context.instant(after: context.options.deadlines.head)
    }
    guard let head = try takeHead(context) else { return awaitMore() }
    self.head = head
    bodyLimit = context.bodyLimit(of: head)
    try body.begin(head.framing, limit: bodyLimit.bytes)
    if head.expectsContinue, head.framing != .empty, input.isEmpty {
      output.bytes.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8)
    }
    bodySince = context.now
    phase = .body
    return true
  }

  private func takeHead(_ context: ServerContext) throws(ServerRefusal) -> RequestHead? {
    let found = try input.withUnread { unread throws(ServerRefusal) -> (head: RequestHead, length: Int)? in
      guard let length = try scanner.scan(unread) else { return nil }
      let hosts = checksHosts ? context.hosts : nil
      return (try RequestHead(unread, lines: scanner.lines, hosts: hosts), length)
    }
    guard let found else { return nil }
    input.consume(found.length)
    scanner.reset()
    return found.head
  }

  private func readBody(_ context: ServerContext) throws(ServerRefusal) -> Bool {
    let deadlines = context.options.deadlines
    guard try body.take(from: &input, limit: bodyLimit.bytes) else {
      let earned = Int64(body.count) * 1000 / Int64(max(deadlines.bodyRate, 1))
      deadline = bodySince + deadlines.body.milliseconds + earned
      return awaitMore()
    }
    guard let head else { return false }
    let request = ServerRequest(head, body: body.finish(), peer: peer, turn: context.turn)
    if let reply = context.handler(request) {
      take(reply, context)
    } else {
      phase = .settling
      context.unsettled.append(self)
    }
    return true
  }

  /// Goes on with the answer that was left to the end of the turn.
  func settle(_ reply: ServerReply, _ context: ServerContext) {
    guard case .settling = phase else { return }
    take(reply, context)
    advance(context)
  }

  private func take(_ reply: ServerReply, _ context: ServerContext) {
    if reply.delay > .zero {
      deadline = context.instant(after: reply.delay)
      phase = .delayed(reply)
    } else {
      finish(reply, context)
    }
  }

  /// False: the caller waits. A client that has sent its last byte sends no more of this request.
  private func awaitMore() -> Bool {
    if inputEnded { phase = .ended }
    return false
  }

  private func finish(_ reply: ServerReply, _ context: ServerContext) {
    guard let head, !reply.drop else {
      phase = .ended
      return
    }
    served += 1
    let asksToClose = reply.response.headers["Connection"].map { $0.lowercased() == "close" } ?? false
    let keeps =
      head.keepsConnection && !asksToClose && !context.isStopping && served < context.options.requestLimit
    let occasion = ServerReplyWriter.Occasion(
      isHead: head.method == .head, version: head.version, keepsConnection: keeps)
    if reply.response.headers.firstInvalidName == nil {
      context.write(reply.response, occasion, to: &output)
    } else {
      context.write(Response(status: .internalServerError), occasion, to: &output)
    }
    phase = keeps ? .head : .ended
    hasBegun = false
    waitingSince = context.now
    deadline = context.instant(after: context.options.deadlines.idle)
  }

  private func refuse(_ refusal: ServerRefusal, _ context: ServerContext) {
    let own = refusal.status == .contentTooLarge ? bodyLimit.refusal : nil
    context.write(own ?? refusal.response, .init(), to: &output)
    phase = .ended
  }
}
