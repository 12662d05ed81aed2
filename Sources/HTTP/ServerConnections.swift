import Platform

/// The open connections of a server by their descriptor, and when the next of them is due.
struct ServerConnections {
  /// How long a connection may wait for a request before it can be closed in favour of a new one.
  static let patience: Int64 = 25

  private var slots: [ServerConnection?] = []
  private(set) var count = 0
  /// No deadline is sooner than this instant.
  private(set) var soonest = Int64.max

  var isEmpty: Bool { count == 0 }

  /// Adds a connection and watches it.
  mutating func add(_ stream: SocketStream, _ context: ServerContext, _ poller: SocketPoller) {
    let connection = ServerConnection(stream, context)
    poller.watch(stream.descriptor, for: connection.interest)
    let slot = Int(stream.descriptor)
    if slot >= slots.count { slots += Array(repeating: nil, count: slot + 1 - slots.count) }
    slots[slot] = connection
    count += 1
    soonest = min(soonest, connection.nextDeadline)
  }

  /// Lets the connection of that descriptor do something.
  mutating func update(_ descriptor: Int32, _ poller: SocketPoller, _ change: (ServerConnection) -> Void) {
    let slot = Int(descriptor)
    guard slot < slots.count, let connection = slots[slot] else { return }
    change(connection)
    settle(connection, slot, poller)
  }

  /// Ends a turn: gives the requests that were left to its end their answers, until those behind them are met too.
  mutating func settle(_ context: ServerContext, _ poller: SocketPoller) {
    while !context.unsettled.isEmpty {
      let waiting = context.unsettled
      context.unsettled = []
      let replies = context.settle()
      for (index, connection) in waiting.enumerated() {
        let reply =
          index < replies.count ? replies[index] : ServerReply(Response(status: .internalServerError))
        update(connection.stream.descriptor, poller) { $0.handleSettled(reply, context) }
      }
    }
  }

  /// Lets every connection do what is due.
  mutating func sweep(_ context: ServerContext, _ poller: SocketPoller) {
    guard soonest <= context.now else { return }
    soonest = .max
    forEach(poller) { $0.handleDeadline(context) }
  }

  /// Lets every connection do something.
  mutating func forEach(_ poller: SocketPoller, _ change: (ServerConnection) -> Void) {
    for slot in slots.indices {
      guard let connection = slots[slot] else { continue }
      change(connection)
      settle(connection, slot, poller)
    }
  }

  /// Closes the connection that has waited longest for a request; false where all are busy or new.
  mutating func closeLongestWaiting(_ now: Int64, _ poller: SocketPoller) -> Bool {
    let waiting = slots.compactMap(\.self).filter { $0.isWaiting && $0.waitingSince + Self.patience <= now }
    guard let victim = waiting.min(by: { $0.waitingSince < $1.waitingSince }) else { return false }
    remove(Int(victim.stream.descriptor), poller)
    return true
  }

  /// Removes the connection if it is closed, else watches it for what it waits for now.
  private mutating func settle(_ connection: ServerConnection, _ slot: Int, _ poller: SocketPoller) {
    guard !connection.isClosed else { return remove(slot, poller) }
    poller.watch(connection.stream.descriptor, for: connection.interest)
    soonest = min(soonest, connection.nextDeadline)
  }

  private mutating func remove(_ slot: Int, _ poller: SocketPoller) {
    poller.forget(Int32(slot))
    slots[slot] = nil
    count -= 1
  }
}
