import Glibc
import HTTP
import Platform
import Testing
import Values

@Suite struct SendingTests {
  struct Sent: Sendable {
    var method = Method.get
    var headers: Headers = [:]
    var body: String?
    let has: [String]
    var lacks: [String] = []
  }

  static let sent: [Sent] = [
    Sent(
      has: ["GET /a/b?c=%20d HTTP/1.1", "User-Agent: sp/test", "Accept-Encoding: gzip"],
      lacks: ["Content-Length", "Content-Type", "Cookie", "Expect"]),
    Sent(method: .head, has: ["HEAD /a/b?c=%20d HTTP/1.1"]),
    Sent(method: .delete, has: ["DELETE /a/b"], lacks: ["Content-Length"]),
    Sent(method: .post, has: ["POST /a/b", "Content-Length: 0"], lacks: ["Content-Type"]),
    Sent(
      method: .patch, headers: ["Content-Type": "application/json", "Authorization": "Bearer t"], body: "{}",
      has: ["PATCH /a/b", "Content-Type: application/json", "Authorization: Bearer t", "\r\n\r\n{}"]),
    Sent(
      method: .put, headers: ["X-Empty": "", "X-Two": "1"], body: String(repeating: "e", count: 2 << 20),
      has: ["PUT /a/b", "X-Empty:\r\n", "X-Two: 1", "Content-Length: 2097152"],
      lacks: ["Expect", "Content-Type"]),
  ]

  @Test("A request arrives as it was made", arguments: sent)
  func request(_ row: Sent) throws {
    let peer = Peer(.read, answer(row.method == .head ? "" : "ok"))
    defer { peer.close() }
    let request = try Exchange.request(
      "http://127.0.0.1:\(peer.port)/a/b?c=%20d", row.method, headers: row.headers, body: row.body)
    #expect(try Exchange.transport().send(request).status == .ok)
    let arrived = try #require(peer.requests.first)
    for part in row.has { #expect(arrived.contains(part)) }
    for part in row.lacks { #expect(!arrived.contains("\r\n\(part):")) }
  }

  @Test(
    "A field that would become two, or that frames the message, is refused unsent",
    arguments: [
      ("X-A", "1\r\nX-B: 2"), ("X-A", "1\n2"), ("X-A", "1\0"), ("X A", "1"), ("", "1"), ("X-A:", "1"),
      ("content-length", "5"), ("Transfer-Encoding", "chunked"), ("Expect", "100-continue"),
    ])
  func refusedField(name: String, value: String) throws {
    let peer = Peer(.read, answer())
    defer { peer.close() }
    let request = try Exchange.request("http://127.0.0.1:\(peer.port)/", headers: Headers([(name, value)]))
    let error = try Exchange.failure(Exchange.transport(), request)
    #expect(error.reason == .invalidRequest && error.sent == .no && peer.connections == 0)
  }

  @Test("Kept connections serve replayable requests, every other request has its own")
  func connections() throws {
    let peer = Peer([
      [.read, answer(), .read, answer(), .read, answer(), .stall], [.read, answer(), .stall],
    ])
    defer { peer.close() }
    let transport = Exchange.transport()
    let address = "http://127.0.0.1:\(peer.port)/"
    for (method, isReplayable) in [(Method.get, true), (.put, true), (.post, false), (.post, true)] {
      _ = try transport.send(Exchange.request(address, method, isReplayable: isReplayable))
    }
    #expect(peer.connections == 2)
    #expect(peer.requests.map { $0.prefix(4) } == ["GET ", "PUT ", "POST", "POST"])
  }

  @Test("A write beside a kept connection that dies is sent exactly once; a read is repeated")
  func deadConnection() throws {
    let peer = Peer([[.read, answer(), .read, .reset], [.read], [.read, answer("second")]])
    defer { peer.close() }
    let transport = Exchange.transport()
    let address = "http://127.0.0.1:\(peer.port)/"
    #expect(try transport.send(Exchange.request(address)).text == "ok")
    let error = try Exchange.failure(transport, Exchange.request(address, .post, body: "once"))
    #expect(error.reason == .dropped && error.sent == .perhaps)
    #expect(peer.requests.filter { $0.hasPrefix("POST") }.count == 1)
    #expect(try transport.send(Exchange.request(address)).text == "second")
    #expect(peer.requests.map { $0.prefix(4) } == ["GET ", "POST", "GET ", "GET "])
  }

  @Test("A redirect is an answer: nobody follows it, and the credentials stay here")
  func redirect() throws {
    let other = Peer(.read, answer())
    let peer = Peer(.read, answer("", status: "302 Found", "Location: http://localhost:\(other.port)/x"))
    defer {
      peer.close()
      other.close()
    }
    let request = try Exchange.request(
      "http://127.0.0.1:\(peer.port)/", headers: ["Authorization": "Bearer t"])
    let response = try Exchange.transport().send(request)
    #expect(response.status.isRedirect && response.headers["location"] == "http://localhost:\(other.port)/x")
    #expect(other.connections == 0)
  }

  @Test("No cookie comes back")
  func cookies() throws {
    let peer = Peer(.read, answer("ok", "Set-Cookie: a=1"), .read, answer())
    defer { peer.close() }
    let transport = Exchange.transport()
    for _ in 1...2 { _ = try transport.send(Exchange.request("http://127.0.0.1:\(peer.port)/")) }
    #expect(peer.requests.count == 2 && peer.requests.allSatisfy { !$0.contains("Cookie") })
  }

  struct Proxied: Sendable {
    let variables: [String: String]
    let isProxied: Bool
  }

  static let proxied: [Proxied] = [
    Proxied(variables: ["http_proxy": "PROXY"], isProxied: true),
    Proxied(variables: ["HTTP_PROXY": "PROXY"], isProxied: false),
    Proxied(variables: ["ALL_PROXY": "PROXY"], isProxied: true),
    Proxied(variables: ["http_proxy": "", "all_proxy": "PROXY"], isProxied: true),
    Proxied(variables: ["https_proxy": "PROXY"], isProxied: false),
    Proxied(variables: ["http_proxy": "PROXY", "NO_PROXY": "other.example,127.0.0.1"], isProxied: false),
    Proxied(variables: ["http_proxy": "PROXY", "no_proxy": "*"], isProxied: false),
    Proxied(variables: ["http_proxy": "PROXY", "NO_PROXY": "127.0.0.2"], isProxied: true),
  ]

  @Test("A proxy is used as curl reads the environment", arguments: proxied)
  func proxy(_ row: Proxied) throws {
    let proxy = Peer(.read, answer("proxy"))
    let peer = Peer(.read, answer("direct"))
    defer {
      proxy.close()
      peer.close()
    }
    let variables = row.variables.mapValues { $0 == "PROXY" ? "http://u:secret@127.0.0.1:\(proxy.port)" : $0 }
    let address = "http://127.0.0.1:\(peer.port)/x"
    let response = try Exchange.transport(variables).send(Exchange.request(address))
    #expect(response.text == (row.isProxied ? "proxy" : "direct"))
    #expect(proxy.requests.allSatisfy { $0.hasPrefix("GET \(address) HTTP/1.1\r\n") })
  }

  @Test("Interrupting ends a wait within 200 ms")
  func interrupt() throws {
    let peer = Peer(.read, .stall)
    defer { peer.close() }
    let clock = ContinuousClock()
    let start = clock.now
    let transport = Exchange.transport(isInterrupted: { clock.now - start > .milliseconds(150) })
    let error = try Exchange.failure(transport, Exchange.request("http://127.0.0.1:\(peer.port)/"))
    #expect(error.reason == .interrupted && error.sent == .perhaps)
    #expect(clock.now - start < .milliseconds(150 + 500))
  }
}
