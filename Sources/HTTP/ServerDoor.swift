import Platform
import Values

/// The listening sockets of a server: opened together on one port, closed for a while when there is no room.
struct ServerDoor {
  /// The port of the internet addresses, 0 where there is none.
  let port: Int
  /// When the door opens again, where it was closed for a while.
  private(set) var reopening: Int64?
  private var listeners: [SocketListener]

  init(_ options: Server.Options) throws(SystemError) {
    listeners = try Self.listen(options.addresses, options.port)
    port = listeners.first?.address.port ?? 0
    if let path = options.socketPath { listeners.append(try SocketListener(.unix(path))) }
  }

  /// Starts to watch for connections.
  func open(_ poller: SocketPoller) {
    for listener in listeners { poller.watch(listener.descriptor, for: .readable) }
  }

  func has(_ descriptor: Int32) -> Bool { listeners.contains { $0.descriptor == descriptor } }

  /// Leaves new connections to the system's queue until `instant`.
  mutating func pause(until instant: Int64, _ poller: SocketPoller) {
    for listener in listeners { poller.forget(listener.descriptor) }
    reopening = instant
  }

  /// Opens again when it is time; whether it did.
  mutating func reopen(at now: Int64, _ poller: SocketPoller) -> Bool {
    guard let instant = reopening, instant <= now else { return false }
    open(poller)
    reopening = nil
    return true
  }

  /// The next connection that waits at any of the listeners.
  func accept() throws(SystemError) -> SocketStream? {
    for listener in listeners {
      if let stream = try listener.accept() { return stream }
    }
    return nil
  }

  /// Stops listening for good.
  mutating func close(_ poller: SocketPoller) {
    for listener in listeners { poller.forget(listener.descriptor) }
    listeners = []
    reopening = nil
  }

  /// Listens on all addresses with one port; of several addresses those that the machine has not are left out.
  private static func listen(_ addresses: [String], _ port: Int) throws(SystemError) -> [SocketListener] {
    var attempt = 1
    while true {
      do {
        return try listenOnce(addresses, port)
      } catch {
        // The port that the first address got may be taken on the next one: another draw helps.
        guard port == 0, error.isAddressInUse, attempt < 10 else { throw error }
        attempt += 1
      }
    }
  }

  private static func listenOnce(_ addresses: [String], _ port: Int) throws(SystemError) -> [SocketListener] {
    var listeners: [SocketListener] = []
    var missing: SystemError?
    for address in addresses {
      let port = listeners.first?.address.port ?? port
      do {
        listeners.append(try SocketListener(.internet(address, port: port)))
      } catch {
        guard error.isAddressMissing else { throw error }
        missing = error
      }
    }
    if listeners.isEmpty, let missing { throw missing }
    return listeners
  }
}
