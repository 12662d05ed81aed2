@preconcurrency import Glibc

/// Where a stream socket listens or connects to.
public enum SocketAddress: Sendable, Hashable, CustomStringConvertible {
  /// A literal IPv4 or IPv6 address (no name is resolved) and a port; port 0 asks the system for a free one.
  case internet(String, port: Int)
  /// The path of a Unix domain socket.
  case unix(String)

  /// `127.0.0.1:80`, `[::1]:80`, or the path.
  public var description: String {
    switch self {
    case .internet(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path.isEmpty ? "unix" : path
    }
  }

  /// The port of an internet address.
  public var port: Int? { if case .internet(_, let port) = self { port } else { nil } }
}

extension SocketAddress {
  /// The protocol family as `socket` takes it.
  var family: Int32 {
    switch self {
    case .internet(let host, _): host.contains(":") ? AF_INET6 : AF_INET
    case .unix: AF_UNIX
    }
  }

  /// Calls `body` with the address in the system's form; false where it has none.
  func withSystemForm(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32? {
    var storage = sockaddr_storage()
    guard let length = fill(&storage) else { return nil }
    return withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  private func fill(_ storage: inout sockaddr_storage) -> socklen_t? {
    switch self {
    case .internet(let host, let port):
      guard let port = in_port_t(exactly: port) else { return nil }
      return family == AF_INET6
        ? Self.write(&storage, as: sockaddr_in6.self) {
          $0.sin6_family = sa_family_t(AF_INET6)
          $0.sin6_port = port.bigEndian
          return inet_pton(AF_INET6, host, &$0.sin6_addr) == 1
        }
        : Self.write(&storage, as: sockaddr_in.self) {
          $0.sin_family = sa_family_t(AF_INET)
          $0.sin_port = port.bigEndian
          return inet_pton(AF_INET, host, &$0.sin_addr) == 1
        }
    case .unix(let path):
      let bytes = Array(path.utf8)
      return Self.write(&storage, as: sockaddr_un.self) {
        $0.sun_family = sa_family_t(AF_UNIX)
        return withUnsafeMutableBytes(of: &$0.sun_path) { room in
          guard !bytes.isEmpty, bytes.count < room.count, !bytes.contains(0) else { return false }
          room.copyBytes(from: bytes)
          return true
        }
      }
    }
  }

  private static func write<Form>(
    _ storage: inout sockaddr_storage, as form: Form.Type, _ fill: (inout Form) -> Bool
  ) -> socklen_t? {
    let filled = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: form, capacity: 1) { fill(&$0.pointee) }
    }
    return filled ? socklen_t(MemoryLayout<Form>.size) : nil
  }

  /// The address in the system's form, as `accept` and `getsockname` give it.
  init(_ storage: sockaddr_storage) {
    var storage = storage
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = Int32(storage.ss_family)
    guard family != AF_UNIX else {
      self = .unix("")
      return
    }
    let port = withUnsafePointer(to: &storage) { pointer in
      if family == AF_INET6 {
        pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
          withUnsafePointer(to: address.pointee.sin6_addr) {
            _ = inet_ntop(family, $0, &text, socklen_t(text.count))
          }
          return in_port_t(bigEndian: address.pointee.sin6_port)
        }
      } else {
        pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
          withUnsafePointer(to: address.pointee.sin_addr) {
            _ = inet_ntop(family, $0, &text, socklen_t(text.count))
          }
          return in_port_t(bigEndian: address.pointee.sin_port)
        }
      }
    }
    let host = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    self = .internet(String(decoding: host, as: UTF8.self), port: Int(port))
  }
}
