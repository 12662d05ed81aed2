@preconcurrency import Glibc

/// One connection, non-blocking, closed when dropped and never inherited by children.
public final class SocketStream {
  /// The other end.
  public let peer: SocketAddress
  private let socket: Descriptor

  init(_ socket: Descriptor, peer: SocketAddress) {
    self.socket = socket
    self.peer = peer
  }

  /// Connects, waiting until the connection stands; reading and writing do not wait.
  public static func connect(to address: SocketAddress) throws(SystemError) -> SocketStream {
    let action = "connect to \(address)"
    let socket = try Descriptor.socket(address, action: action)
    guard let outcome = address.withSystemForm({ Glibc.connect(socket.number, $0, $1) }) else {
      throw SystemError(code: EINVAL, action: action)
    }
    guard outcome == 0 else { throw .last(action) }
    _ = fcntl(socket.number, F_SETFL, O_NONBLOCK)
    return SocketStream(socket, peer: address)
  }

  /// The number a `Poller` watches.
  public var descriptor: Int32 { socket.number }

  /// Reads what is there into a non-empty buffer: nil where nothing is yet, 0 where the other end is done.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int? {
    while true {
      let count = recv(socket.number, buffer.baseAddress, buffer.count, 0)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return nil
      default: throw .last("read from \(peer)")
      }
    }
  }

  /// Writes as much as the system takes now; 0 where it takes nothing. A gone reader is an error, no signal.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    while true {
      let count = send(socket.number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case EAGAIN: return 0
      default: throw .last("write to \(peer)")
      }
    }
  }

  /// Tells the other end that no more bytes come; reading goes on.
  public func finishWriting() { _ = shutdown(socket.number, Int32(SHUT_WR)) }

  /// Makes the closing a reset: what the other end has not taken is thrown away.
  public func abandon() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket.number, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }
}

extension Descriptor {
  /// A new stream socket of the address's family.
  static func socket(_ address: SocketAddress, flags: Int32 = 0, action: String) throws(SystemError)
    -> Descriptor
  {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | flags
    let number = Glibc.socket(address.family, kind, 0)
    guard number >= 0 else { throw .last(action) }
    return Descriptor(number, name: address.description)
  }
}
