import HTTP
import Platform
import Values

/// A server on a thread of its own, stopped when dropped.
final class RunningServer {
  let server: Server
  private let ended = Flag()

  /// Serves `handler`, or an echo: the method, the path, the query and the body in one line.
  init(
    _ options: Server.Options = .loopback,
    handler: @escaping (ServerRequest) -> ServerReply? = RunningServer.echo,
    settle: @escaping () -> [ServerReply] = { [] }
  ) throws {
    let server = try Server(options, settle: settle, handler: handler)
    self.server = server
    nonisolated(unsafe) let shared = server
    Thread.start { [ended] in
      try? shared.run()
      ended.set()
    }
  }

  deinit {
    server.stop()
    _ = hasEnded(within: .seconds(2))
  }

  var port: Int { server.port }

  func hasEnded(within span: TimeSpan) -> Bool { ended.isSet(within: span) }

  static func echo(_ request: ServerRequest) -> ServerReply {
    let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    let body = String(decoding: request.body, as: UTF8.self)
    let text = [request.method.name, request.path, query, body].joined(separator: " ")
    return ServerReply(Response(status: .ok, body: Array(text.utf8)))
  }
}

extension Server.Options {
  /// A server as it is by default, on one address.
  static var loopback: Server.Options {
    var options = Server.Options()
    options.addresses = ["127.0.0.1"]
    return options
  }

  /// Deadlines of a fraction of a second.
  static var brisk: Server.Options {
    var options = loopback
    options.deadlines.head = .milliseconds(400)
    options.deadlines.body = .milliseconds(400)
    options.deadlines.idle = .milliseconds(400)
    options.deadlines.write = .milliseconds(400)
    options.deadlines.drain = .milliseconds(300)
    options.deadlines.shutdown = .milliseconds(600)
    return options
  }

  /// The same with other values.
  func with(_ change: (inout Server.Options) -> Void) -> Server.Options {
    var options = self
    change(&options)
    return options
  }
}

/// A client that sends exactly the bytes it is told, and reads answers one by one.
final class RawClient {
  struct Answer: Equatable {
    var status: Int
    var fields: [String]
    var body: String

    func field(_ name: String) -> String? {
      fields.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }
  }

  private let server: RunningServer?
  private let stream: SocketStream
  private let poller: SocketPoller
  private(set) var received: [UInt8] = []
  private var isEnded = false

  /// Connects; `server` is kept running as long as the client lives.
  init(_ address: SocketAddress, _ server: RunningServer? = nil) throws {
    self.server = server
    stream = try SocketStream.connect(to: address)
    poller = try SocketPoller()
    poller.watch(stream.descriptor, for: .readable)
  }

  convenience init(_ server: RunningServer) throws {
    try self.init(.internet("127.0.0.1", port: server.port), server)
  }

  /// Sends all of it; a server that has closed the connection is no error here.
  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let count = try? rest.withUnsafeBytes({ try stream.write($0) }) else { return }
      rest = rest.dropFirst(count)
      if count == 0 { SystemClock.system.sleep(.milliseconds(1)) }
    }
  }

  /// Sends every byte in a packet of its own.
  func drip(_ text: String, pause: TimeSpan = .zero) {
    for byte in text.utf8 {
      send([byte])
      if pause > .zero { SystemClock.system.sleep(pause) }
    }
  }

  func finishWriting() { stream.finishWriting() }

  func reset() { stream.abandon() }

  /// The next answer; nil where none arrives whole. An answer to HEAD has no body.
  func answer(within span: TimeSpan = .seconds(3), toHead: Bool = false) -> Answer? {
    let end = SystemClock.system.uptime() + span.milliseconds
    while true {
      if let answer = takeAnswer(toHead: toHead) { return answer }
      guard !isEnded, receive(until: end) else { return nil }
    }
  }

  /// Whether the server closes the connection and sends nothing more before that.
  func isClosed(within span: TimeSpan = .seconds(3)) -> Bool {
    let end = SystemClock.system.uptime() + span.milliseconds
    while !isEnded, receive(until: end) {}
    return isEnded && received.isEmpty
  }

  private func receive(until end: Int64) -> Bool {
    let left = end - SystemClock.system.uptime()
    guard left > 0, (try? poller.wait(milliseconds: left)) != nil else { return false }
    guard !poller.ready.isEmpty else { return true }
    var buffer = [UInt8](repeating: 0, count: 65536)
    // A reset is an end as well.
    guard let read = try? buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }) ?? -1, read != 0 else {
      isEnded = true
      return true
    }
    received += buffer.prefix(max(read, 0))
    return true
  }

  private func takeAnswer(toHead: Bool) -> Answer? {
    guard let end = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
    let lines = head.split(separator: "\r\n").map(String.init)
    let status = Int(lines[0].split(separator: " ")[1]) ?? 0
    var answer = Answer(status: status, fields: Array(lines.dropFirst()), body: "")
    let length = toHead || status == 304 ? 0 : Int(answer.field("Content-Length") ?? "0") ?? 0
    let bodyStart = end.upperBound
    guard received.count >= bodyStart + length else { return nil }
    answer.body = String(decoding: received[bodyStart..<bodyStart + length], as: UTF8.self)
    received.removeFirst(bodyStart + length)
    return answer
  }
}

/// Set once by one thread, awaited by another.
final class Flag: Sendable {
  private let value = Counter()

  func set() { value.increment() }

  func isSet(within span: TimeSpan) -> Bool {
    let end = SystemClock.system.uptime() + span.milliseconds
    while value.count == 0, SystemClock.system.uptime() < end { SystemClock.system.sleep(.milliseconds(2)) }
    return value.count > 0
  }
}
