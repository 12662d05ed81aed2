import Platform
import Values

/// A small HTTP/1.1 server (RFC 9110, 9112): one thread, one handler, many connections.
///
/// Requests are parsed strictly, and whatever makes the place of the next request doubtful is refused and
/// closes the connection. The handler is called for one request at a time, answers for known methods and
/// paths, and should not wait: to answer late it returns a reply with a delay. What costs the same for one request
/// and for many, such as a commit, it leaves to the end of the turn, in which the server has learnt of many.
public final class Server {
  /// The port of all internet addresses, 0 where there is a Unix socket alone.
  public let port: Int

  private enum Pace {
    static let acceptsATurn = 64
    /// Milliseconds until the system is asked again for descriptors or memory that it did not have.
    static let whenExhausted: Int64 = 100
    /// Milliseconds until a connection may have become free.
    static let whenFull = ServerConnections.patience
  }

  private let context: ServerContext
  private let poller: SocketPoller
  private var door: ServerDoor
  private var connections = ServerConnections()

  /// Listens; connections wait until `run()`.
  ///
  /// `larger` is asked, for a body that may be larger than `options.bodyLimit`, how much its path takes. Where `handler`
  /// gives no reply, `settle` is asked at the end of the turn for the replies to all such requests, in their order.
  public init(
    _ options: Options = Options(),
    larger: @escaping (Method, _ path: String) -> BodyLimit? = { _, _ in nil },
    settle: @escaping () -> [ServerReply] = { [] },
    handler: @escaping (ServerRequest) -> ServerReply?
  ) throws(SystemError) {
    context = ServerContext(options, larger: larger, settle: settle, handler: handler)
    poller = try SocketPoller()
    door = try ServerDoor(options)
    port = door.port
    door.open(poller)
  }

  /// Serves until `stop()`, an interrupt, or the end of the time given, then gives the answers that are owed, for at
  /// most `deadlines.shutdown`.
  public func run(atMost span: TimeSpan? = nil) throws(SystemError) {
    var end = Int64.max
    context.readClock()
    let closing = span.map { context.instant(after: $0) } ?? .max
    while context.now < end, !context.isStopping || !connections.isEmpty {
      let soonest = min(connections.soonest, door.reopening ?? .max, end, context.isStopping ? .max : closing)
      try poller.wait(milliseconds: min(soonest - context.now, 60_000))
      context.readClock()
      let someoneKnocks = serve()
      connections.settle(context, poller)
      connections.sweep(context, poller)
      if !context.isStopping, poller.isWoken || Interrupt.requested != nil || context.now >= closing {
        end = context.instant(after: context.options.deadlines.shutdown)
        beginStopping()
      }
      // New connections come last, so that no event of a closed one can meet a new one of the same descriptor.
      if door.reopen(at: context.now, poller) || someoneKnocks { admit() }
    }
    connections = ServerConnections()
  }

  /// Ends `run()`, from the handler or from any thread.
  public func stop() { poller.wake() }

  /// Handles the events of one wait; whether new connections wait.
  private func serve() -> Bool {
    var someoneKnocks = false
    for event in poller.ready {
      if door.has(event.descriptor) {
        someoneKnocks = true
      } else {
        connections.update(event.descriptor, poller) { $0.handle(event.readiness, context) }
      }
    }
    return someoneKnocks
  }

  /// Lets new connections in, in place of those that only wait where there is no room.
  private func admit() {
    do {
      for _ in 0..<Pace.acceptsATurn {
        guard
          connections.count < context.options.connectionLimit
            || connections.closeLongestWaiting(context.now, poller)
        else { return door.pause(until: context.now + Pace.whenFull, poller) }
        guard let stream = try door.accept() else { return }
        connections.add(stream, context, poller)
      }
    } catch {
      door.pause(until: context.now + Pace.whenExhausted, poller)
    }
  }

  /// Requests that are here already are still answered, then all that only wait are closed.
  private func beginStopping() {
    context.isStopping = true
    door.close(poller)
    connections.forEach(poller) { connection in
      connection.handle(.readable, context)
      if connection.isWaiting { connection.phase = .closed }
    }
    connections.settle(context, poller)
  }
}
