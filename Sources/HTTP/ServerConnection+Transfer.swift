import Platform

extension ServerConnection {
  private enum Size {
    static let leastRead = 4 * 1024
    static let mostRead = 64 * 1024
    /// How much a client may still send after its last answer before the connection is cut.
    static let drain = 64 * 1024
  }

  /// What the connection has to be watched for: no bytes are taken while answers wait to be sent.
  var interest: SocketPoller.Readiness {
    guard output.isEmpty else { return .writable }
    guard !inputEnded else { return [] }
    switch phase {
    case .head, .body, .lingering: return .readable
    case .settling, .delayed, .ended, .closed: return []
    }
  }

  var isClosed: Bool { if case .closed = phase { true } else { false } }

  /// Handles what the poller saw.
  func handle(_ readiness: SocketPoller.Readiness, _ context: ServerContext) {
    do {
      if !readiness.isDisjoint(with: .readable), interest == .readable {
        try receive(context)
      } else if !readiness.isDisjoint(with: .hungUp) {
        phase = .closed
      }
      try send(context)
    } catch {
      phase = .closed  // the client is gone: there is nobody to tell
    }
  }

  /// Takes the answer that was left to the end of the turn, and sends it.
  func handleSettled(_ reply: ServerReply, _ context: ServerContext) {
    settle(reply, context)
    do { try send(context) } catch { phase = .closed }  // the client is gone: there is nobody to tell
  }

  /// Does what is due, then sends what came of it.
  func handleDeadline(_ context: ServerContext) {
    if let stallDeadline, stallDeadline <= context.now {
      stream.abandon()
      phase = .closed
      return
    }
    guard deadline <= context.now, output.isEmpty || isDelayed else { return }
    expire(context)
    do { try send(context) } catch { phase = .closed }
  }

  /// The next moment at which `handleDeadline` has something to do.
  var nextDeadline: Int64 {
    guard let stallDeadline else { return deadline }
    return isDelayed ? min(deadline, stallDeadline) : stallDeadline
  }

  private var isDelayed: Bool { if case .delayed = phase { true } else { false } }

  private func receive(_ context: ServerContext) throws(SystemError) {
    if case .lingering = phase { return try drain() }
    let appetite = if case .body = phase { body.appetite } else { 0 }
    let room = min(max(appetite, Size.leastRead), Size.mostRead)
    guard let count = try input.fill(from: stream, room: room) else { return }
    inputEnded = count == 0
    advance(context)
  }

  /// Sends the answers; requests that arrived together are handled in turns with the sending.
  private func send(_ context: ServerContext) throws(SystemError) {
    while !output.isEmpty {
      let progress = try output.flush(to: stream)
      output.reuse()
      guard output.isEmpty else {
        if progress || stallDeadline == nil {
          stallDeadline = context.instant(after: context.options.deadlines.write)
        }
        if !progress { return }
        continue
      }
      stallDeadline = nil
      advance(context)
    }
    if case .ended = phase { linger(context) }
  }

  private func linger(_ context: ServerContext) {
    guard !inputEnded else {
      phase = .closed
      return
    }
    stream.finishWriting()
    phase = .lingering
    deadline = context.instant(after: context.options.deadlines.drain)
  }

  private func drain() throws(SystemError) {
    input.consume(input.count)
    guard let count = try input.fill(from: stream, room: Size.leastRead) else { return }
    drained += count
    if count == 0 || drained > Size.drain { phase = .closed }
  }
}
