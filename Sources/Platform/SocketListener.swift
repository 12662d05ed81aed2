@preconcurrency import Glibc

/// A socket that takes connections, non-blocking; dropping it stops listening and removes its path.
public final class SocketListener {
  /// Where it listens, with the port that the system chose.
  public let address: SocketAddress
  private let socket: Descriptor

  /// Listens. A Unix socket gets mode 0600 and replaces one that nobody listens on any more.
  public init(_ address: SocketAddress, backlog: Int32 = 128) throws(SystemError) {
    let action = "listen on \(address)"
    socket = try .socket(address, flags: Int32(SOCK_NONBLOCK.rawValue), action: action)
    switch address {
    case .internet:
      socket.enable(SO_REUSEADDR, SOL_SOCKET)
      socket.enable(TCP_NODELAY, Int32(IPPROTO_TCP))  // the accepted connections inherit it
      if address.family == AF_INET6 { socket.enable(IPV6_V6ONLY, Int32(IPPROTO_IPV6)) }
    case .unix(let path):
      _ = fchmod(socket.number, 0o600)  // before the path exists: there is no moment with a wider mode
      Self.removeAbandoned(path)
    }
    guard let bound = address.withSystemForm({ [socket] in bind(socket.number, $0, $1) }) else {
      throw SystemError(code: EINVAL, action: action)
    }
    guard bound == 0, listen(socket.number, backlog) == 0 else { throw .last(action) }
    self.address = address.port == 0 ? socket.localAddress : address
  }

  deinit { if case .unix(let path) = address { _ = unlink(path) } }

  /// The number a `Poller` watches.
  public var descriptor: Int32 { socket.number }

  /// The next connection that waits, nil where none does.
  public func accept() throws(SystemError) -> SocketStream? {
    while true {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let number = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(socket.number, $0, &length) }
      }
      if number >= 0 {
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        _ = fcntl(number, F_SETFL, O_NONBLOCK)
        let peer = SocketAddress(storage)
        return SocketStream(Descriptor(number, name: peer.description), peer: peer)
      }
      switch errno {
      case EAGAIN: return nil
      case EINTR, ECONNABORTED, EPROTO: continue
      default: throw .last("accept a connection on \(address)")
      }
    }
  }

  /// A path that refuses connections was left behind by a process that died; any other file stays.
  private static func removeAbandoned(_ path: String) {
    do {
      _ = try SocketStream.connect(to: .unix(path))
    } catch {
      if error.code == ECONNREFUSED, isSocket(path) { _ = unlink(path) }
    }
  }

  private static func isSocket(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }
}

extension SystemError {
  /// Whether the process or the system has no descriptor or memory left for another connection.
  public var isExhausted: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }

  /// Whether another socket listens there.
  public var isAddressInUse: Bool { code == EADDRINUSE }

  /// Whether this machine has no such address or no such protocol.
  public var isAddressMissing: Bool { code == EADDRNOTAVAIL || code == EAFNOSUPPORT }
}

extension Descriptor {
  fileprivate func enable(_ option: Int32, _ level: Int32) {
    var on: Int32 = 1
    setsockopt(number, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  fileprivate var localAddress: SocketAddress {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    _ = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
    }
    return SocketAddress(storage)
  }
}
