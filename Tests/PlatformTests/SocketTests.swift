import Platform
import Testing
import Values

@Suite struct SocketTests {
  @Test(
    arguments: [
      .internet("localhost", port: 0), .internet("127.0.0.256", port: 0), .internet("", port: 0),
      .internet("::g", port: 0), .internet("127.0.0.1", port: 65536), .internet("127.0.0.1", port: -1),
      .unix(""), .unix("a\u{0}b"), .unix("/\(String(repeating: "x", count: 107))"),
    ] as [SocketAddress])
  func refusesWhatIsNoAddress(_ address: SocketAddress) {
    let refusal = #expect(throws: SystemError.self) { try SocketListener(address) }
    #expect(refusal?.action == "listen on \(address)")
    #expect(throws: SystemError.self) { try SocketStream.connect(to: address) }
  }

  @Test func bytesGoBothWaysWithoutWaiting() throws {
    let listener = try SocketListener(.internet("127.0.0.1", port: 0))
    #expect(listener.address.port.map { $0 > 0 } == true)
    #expect(try listener.accept() == nil)
    let client = try SocketStream.connect(to: listener.address)
    let poller = try SocketPoller()
    poller.watch(listener.descriptor, for: .readable)
    try poller.wait(milliseconds: 2000)
    #expect(poller.ready.map(\.descriptor) == [listener.descriptor])
    let server = try #require(try listener.accept())

    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try buffer.withUnsafeMutableBytes { try client.read(into: $0) } == nil)
    #expect(try [1, 2, 3].withUnsafeBytes { try server.write($0) } == 24)
    server.finishWriting()
    poller.forget(listener.descriptor)
    poller.watch(client.descriptor, for: .readable)
    try poller.wait(milliseconds: 2000)
    let counts = try (0..<4).map { _ in try buffer.withUnsafeMutableBytes { try client.read(into: $0) } }
    #expect(counts == [8, 8, 8, 0])
    #expect(try buffer.withUnsafeBytes { try client.write($0) } == 8)
  }

  @Test func aGoneReaderIsAnErrorAndNoSignal() throws {
    let listener = try SocketListener(.internet("127.0.0.1", port: 0))
    let client = try SocketStream.connect(to: listener.address)
    try #require(try listener.accept()).abandon()
    #expect(throws: SystemError.self) {
      for _ in 0..<100 {
        _ = try [1].withUnsafeBytes { try client.write($0) }
        SystemClock.system.sleep(.milliseconds(1))
      }
    }
  }

  @Test func wakesFromAnotherThread() throws {
    let poller = try SocketPoller()
    nonisolated(unsafe) let shared = poller
    let start = SystemClock.system.uptime()
    let thread = OtherThread { shared.wake() }
    while !poller.isWoken { try poller.wait(milliseconds: 5000) }
    thread.join()
    #expect(SystemClock.system.uptime() - start < 5000)
  }

  @Test func aSocketPathBelongsToOneListener() throws {
    let directory = try TemporaryDirectory()
    let address = SocketAddress.unix("\(directory.path)/s")
    do {
      let listener = try SocketListener(address)
      #expect(throws: SystemError.self) { try SocketListener(address) }
      #expect(try SocketStream.connect(to: listener.address).peer == address)
    }
    #expect(try Files.list(directory.path).isEmpty)
    try Files.writePrivate([], to: "\(directory.path)/s")
    #expect(throws: SystemError.self) { try SocketListener(address) }
    #expect(Files.exists("\(directory.path)/s"))  // a file that is no socket is not replaced
  }
}
