@preconcurrency import Glibc
import Synchronization

/// A server on a free loopback port that answers each request as a function of it and of its number, from 1.
final class Peer: Sendable {
  /// A request as it arrived.
  struct Request: Sendable {
    var head: String
    var body: String
    var line: String { String(head.prefix { $0 != "\r\n" }) }

    /// The value of a header field; names are compared without case.
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }
  }

  /// What becomes of a request.
  enum Reply: Sendable {
    /// An answer with its length.
    case answer(Int, [String] = [], [UInt8])
    /// These bytes, and the end of the connection.
    case raw([UInt8])
    /// The end of the connection.
    case drop
    /// Nothing until the client goes away.
    case stall
    /// A tunnel to the port that a `CONNECT` names.
    case tunnel

    static func json(_ status: Int, _ body: String, _ fields: String...) -> Reply {
      .answer(status, ["Content-Type: application/json"] + fields, Array(body.utf8))
    }
  }

  let port: Int
  private let listener: Int32
  private let reply: @Sendable (Request, Int) -> Reply
  private let state = Mutex((requests: [Request](), connections: 0))

  init(_ reply: @escaping @Sendable (Request, Int) -> Reply) {
    self.reply = reply
    (listener, port) = Socket.listen()
    Thread.start { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { break }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        state.withLock { $0.connections += 1 }
        Thread.start { self.serve(connection) }
      }
      close(listener)
    }
  }

  convenience init(_ reply: Reply) { self.init { _, _ in reply } }

  /// Ends the wait for connections.
  func end() { shutdown(listener, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)/api/v1" }
  var requests: [Request] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    while let request = Socket.request(connection) {
      let number = state.withLock {
        $0.requests.append(request)
        return $0.requests.count
      }
      switch reply(request, number) {
      case .answer(let status, let fields, let body):
        let length = "Content-Length: \(body.count)"
        let head = (["HTTP/1.1 \(status) Scripted", length] + fields).joined(separator: "\r\n") + "\r\n\r\n"
        Socket.write(Array(head.utf8) + body, to: connection)
      case .raw(let bytes): return Socket.write(bytes, to: connection)
      case .drop: return
      case .stall:
        while !Socket.read(connection).isEmpty {}
        return
      case .tunnel: return tunnel(connection, request)
      }
    }
  }

  private func tunnel(_ connection: Int32, _ request: Request) {
    let target = request.line.split(separator: " ").dropFirst().first?.split(separator: ":").last
    let other = Socket.connect(port: target.flatMap { Int($0) } ?? 0)
    Socket.write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8), to: connection)
    Thread.start {
      Socket.pump(from: other, to: connection)
      shutdown(connection, Int32(SHUT_WR))
      close(other)
    }
    Socket.pump(from: connection, to: other)
    shutdown(other, Int32(SHUT_WR))
  }
}

/// The few calls of the socket interface that a scripted server needs.
private enum Socket {
  static func listen() -> (descriptor: Int32, port: Int) {
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
    Glibc.listen(descriptor, 32)
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  static func connect(port: Int) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port: port)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return descriptor
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
  static func request(_ descriptor: Int32) -> Peer.Request? {
    var text = ""
    while true {
      if let end = text.firstRange(of: "\r\n\r\n") {
        let request = Peer.Request(
          head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
        if request.body.utf8.count >= request.header("Content-Length").flatMap({ Int($0) }) ?? 0 {
          return request
        }
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
private enum Thread {
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
