import HTTP
import Platform
import Testing
import Values

/// Who is slow is cut, and keeps nobody else waiting.
@Suite struct ServerTimingTests {
  private static let get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

  private static func elapsed(_ work: () throws -> Void) rethrows -> TimeSpan {
    let start = SystemClock.system.uptime()
    try work()
    return TimeSpan(milliseconds: SystemClock.system.uptime() - start)
  }

  enum Slowness: CaseIterable {
    case silent, head, body, chunks, idle
  }

  /// Deadlines are absolute: a byte now and then does not move them.
  @Test(arguments: Slowness.allCases)
  func cutsTheSlow(_ slowness: Slowness) throws {
    let server = try RunningServer(.brisk.with { $0.deadlines.bodyRate = 1_000_000 })
    let client = try RawClient(server)
    let time = Self.elapsed {
      switch slowness {
      case .silent: break
      case .head: client.drip(String(repeating: "A", count: 60), pause: .milliseconds(10))
      case .body:
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        client.drip(String(repeating: "a", count: 60), pause: .milliseconds(10))
      case .chunks:
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.drip(String(repeating: "1\r\na\r\n", count: 10), pause: .milliseconds(10))
      case .idle:
        client.send(Self.get)
        #expect(client.answer()?.status == 200)
      }
      let answer = client.answer(within: .seconds(2))
      #expect(answer?.status == ([.silent, .idle].contains(slowness) ? nil : 408))
      #expect(client.isClosed())
    }
    #expect(time > .milliseconds(350) && time < .seconds(4))
  }

  @Test func aSteadyBodyMayTakeLonger() throws {
    let server = try RunningServer(.brisk.with { $0.deadlines.bodyRate = 10 })
    let client = try RawClient(server)
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\n")
    let time = Self.elapsed { client.drip(String(repeating: "a", count: 60), pause: .milliseconds(10)) }
    #expect(time > .milliseconds(500))
    #expect(client.answer()?.status == 200)
  }

  @Test func cutsAClientThatDoesNotRead() throws {
    let handled = Counter()
    let body = [UInt8](repeating: 0x61, count: 32 << 20)
    let server = try RunningServer(.brisk) { request in
      guard request.path == "/" else { return RunningServer.echo(request) }
      handled.increment()
      return ServerReply(Response(status: .ok, body: body))
    }
    let client = try RawClient(server)
    client.send(Self.get + Self.get)
    SystemClock.system.sleep(.milliseconds(900))
    #expect(client.answer(within: .seconds(2)) == nil)
    #expect(handled.count == 1)  // the second request is not handled while the first answer is stuck
    #expect(try RawClient(server).isServed())
  }

  @Test func delaysHoldUpNobodyElse() throws {
    let server = try RunningServer { request in
      let reply = RunningServer.echo(request)
      return ServerReply(reply.response, delay: request.path == "/slow" ? .seconds(1) : .zero)
    }
    let slow = try RawClient(server)
    slow.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n" + Self.get)
    let time = Self.elapsed {
      for _ in 0..<20 { #expect((try? RawClient(server).isServed()) == true) }
    }
    #expect(time < .milliseconds(900))
    let wait = Self.elapsed { #expect(slow.answer()?.body == "GET /slow  ") }
    #expect(time + wait >= .milliseconds(900))
    #expect(slow.answer()?.body == "GET /  ")  // in order, behind the delayed one
  }

  @Test func drippersLeaveRoomForOthers() throws {
    let server = try RunningServer(.loopback.with { $0.connectionLimit = 16 })
    let drippers = try (0..<80).map { _ in try RawClient(server) }
    for _ in 0..<3 { for dripper in drippers { dripper.send("G") } }
    for _ in 0..<10 {
      let time = Self.elapsed { #expect((try? RawClient(server).isServed()) == true) }
      #expect(time < .seconds(2))  // a dripper itself may stay for 10
    }
  }

  @Test func busyConnectionsAreNotGivenUp() throws {
    let server = try RunningServer(.loopback.with { $0.connectionLimit = 2 }) { request in
      ServerReply(RunningServer.echo(request).response, delay: .milliseconds(300))
    }
    let clients = try (0..<4).map { _ in try RawClient(server) }
    for client in clients { client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") }
    for client in clients { #expect(client.answer()?.status == 200) }
  }
}

extension RawClient {
  /// Whether a plain request is answered.
  func isServed() -> Bool {
    send("GET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return answer()?.status == 200
  }
}
