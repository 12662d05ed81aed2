@preconcurrency import Glibc
import Synchronization

/// A server on a free loopback port that does to its n-th connection what the n-th script says.
final class Peer: Sendable {
  enum Step: Sendable {
    /// Reads one whole request and keeps it.
    case read
    /// Sends these bytes.
    case send([UInt8])
    /// Goes on as a tunnel to another port until either side ends.
    case tunnel(Int)
    /// Says nothing until the client goes away.
    case stall
    /// Ends the connection with a reset, as a crashing server does.
    case reset

    static func text(_ text: String) -> Step { .send(Array(text.utf8)) }
  }

  let port: Int
  private let listener: Int32
  private let state = Mutex(State())

  private struct State {
    var requests: [String] = []
    var connections = 0
    var isListening = true
  }

  init(_ scripts: [[Step]]) {
    (listener, port) = Socket.listen(backlog: 16)
    Thread.start { [self] in
      for script in scripts {
        let connection = Socket.accept(listener)
        guard connection >= 0 else { break }
        state.withLock { $0.connections += 1 }
        Thread.start { self.play(script, on: connection) }
      }
      state.withLock { $0.isListening = false }
      Glibc.close(listener)
    }
  }

  convenience init(_ script: Step...) { self.init([script]) }

  /// Ends the wait for connections; those that stand end with the client.
  func close() {
    state.withLock { if $0.isListening { _ = shutdown(listener, Int32(SHUT_RDWR)) } }
  }

  /// The requests that arrived whole, head and body, over all connections.
  var requests: [String] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }

  private func play(_ script: [Step], on connection: Int32) {
    defer { Glibc.close(connection) }
    for step in script {
      switch step {
      case .read:
        guard let request = Socket.readRequest(connection) else { return }
        state.withLock { $0.requests.append(request) }
      case .send(let bytes): Socket.write(bytes, to: connection)
      case .tunnel(let port): tunnel(connection, to: port)
      case .stall: while !Socket.read(connection).isEmpty {}
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        return
      }
    }
  }

  private func tunnel(_ connection: Int32, to port: Int) {
    let other = Socket.connect(port: port)
    Thread.start {
      Socket.pump(from: other, to: connection)
      shutdown(connection, Int32(SHUT_WR))
      Glibc.close(other)
    }
    Socket.pump(from: connection, to: other)
    shutdown(other, Int32(SHUT_WR))
  }
}

/// The few calls of the socket interface that a scripted server needs.
enum Socket {
  static func listen(backlog: Int32) -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port: 0)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var actualLength = length
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = getsockname(descriptor, $0, &actualLength)
      }
    }
    Glibc.listen(descriptor, backlog)
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  static func connect(port: Int, flags: Int32 = 0) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | flags, 0)
    var address = loopback(port: port)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return descriptor
  }

  /// Closed in children: `openssl` must not keep a connection open that has been closed here.
  static func accept(_ listener: Int32) -> Int32 {
    let connection = Glibc.accept(listener, nil, nil)
    if connection >= 0 { _ = fcntl(connection, F_SETFD, FD_CLOEXEC) }
    return connection
  }

  static func read(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return Array(buffer.prefix(max(0, count)))
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  static func pump(from source: Int32, to target: Int32) {
    while true {
      let bytes = read(source)
      if bytes.isEmpty { return }
      write(bytes, to: target)
    }
  }

  /// The head, and as much body as it announces; nil where the client ended first.
  static func readRequest(_ descriptor: Int32) -> String? {
    var text = ""
    while true {
      if let end = text.firstRange(of: "\r\n\r\n") {
        let length = text[..<end.lowerBound].split(separator: "\r\n")
          .first { $0.lowercased().hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).filter { $0 != " " }) }
        if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
      }
      let bytes = read(descriptor)
      if bytes.isEmpty { return nil }
      text += String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

/// A thread of the system's: the blocking calls of a scripted server must not hold the test runner's.
enum Thread {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func start(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, work)
    pthread_detach(thread)
  }
}
