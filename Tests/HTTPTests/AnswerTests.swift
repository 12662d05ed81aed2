import Glibc
import HTTP
import Platform
import Testing
import Values

@Suite struct AnswerTests {
  struct Good: Sendable {
    let bytes: [UInt8]
    let status: Status
    let fields: [String: [String]]
    let body: String

    init(
      _ text: String, _ status: Status, _ fields: [String: [String]], _ body: String, then more: [UInt8] = []
    ) {
      bytes = Array(text.utf8) + more
      (self.status, self.fields, self.body) = (status, fields, body)
    }
  }

  static let gzipped = Base64.decode("H4sIAAAAAAACA8tIzcnJ11HIQKIAn6HKCRMAAAA=") ?? []

  static let good: [Good] = [
    Good(
      "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:  b=2 \r\nLink: <1>\r\nLink: <2>\r\nContent-Length: 2\r\n\r\nok",
      200, ["SET-COOKIE": ["a=1", "b=2"], "link": ["<1>", "<2>"], "X": []], "ok"),
    Good(
      "HTTP/1.1 103 Early Hints\r\nLink: early\r\n\r\nHTTP/1.1 404 Not Found\r\nX: 1\r\nContent-Length: 0\r\n\r\n",
      404, ["Link": [], "X": ["1"]], ""),
    Good(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nX-Late: 1\r\n\r\n",
      200, ["X-Late": []], "abcd"),
    Good(
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(gzipped.count)\r\n\r\n", 200,
      ["Content-Encoding": [], "Content-Length": []], "hello, hello, hello", then: gzipped),
    Good(
      "HTTP/1.1 200 OK\r\nX: a\r\n  b\r\nConnection: close\r\n\r\nto the end", 200, ["X": ["a b"]],
      "to the end"),
    Good("HTTP/1.0 599 Whatever\r\n\r\n", 599, [:], ""),
    Good("HTTP/1.1 204 No Content\r\n\r\n", 204, [:], ""),
    Good("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\u{0}b", 200, [:], "a\u{0}b"),
  ]

  @Test("Answers are read whole, repeated fields stay apart", arguments: good)
  func reads(_ row: Good) throws {
    let peer = Peer(.read, .send(row.bytes))
    defer { peer.close() }
    let response = try Exchange.transport().send(Exchange.request("http://127.0.0.1:\(peer.port)/"))
    #expect(response.status == row.status && response.text == row.body)
    for (name, values) in row.fields { #expect(response.headers.all(name) == values) }
  }

  struct Bad: Sendable {
    let steps: [Peer.Step]
    let reason: TransportError.Reason
    init(_ reason: TransportError.Reason, _ steps: Peer.Step...) {
      (self.reason, self.steps) = (reason, steps)
    }
    init(_ reason: TransportError.Reason, _ text: String) {
      (self.reason, self.steps) = (reason, [.text(text)])
    }
  }

  static let head = "HTTP/1.1 200 OK\r\n"
  static let bad: [Bad] = [
    Bad(.dropped), Bad(.dropped, .reset), Bad(.dropped, .text("HTTP/1.1 200"), .reset),
    Bad(.dropped, "\(head)Content-Length: 10\r\n\r\nshort"),
    Bad(.dropped, "\(head)Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
    Bad(.dropped, "\(head)Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"),
    Bad(.dropped, .text("\(head)Content-Length: 10\r\n\r\nshort"), .reset),
    Bad(.dropped, "\(head)Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n"),
    Bad(.malformed, "<html>not at all</html>\r\n\r\n"), Bad(.malformed, "SSH-2.0-OpenSSH_9.2\r\n"),
    Bad(.malformed, "HTTP/9.9 200 OK\r\n\r\n"), Bad(.malformed, "\(head)Content-Length: abc\r\n\r\nok"),
    Bad(.malformed, "\(head)Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc"),
    Bad(.malformed, "\(head)no colon here\r\n\r\n"), Bad(.malformed, "\(head)X: a\u{0}b\r\n\r\n"),
    Bad(.malformed, "\(head)Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"),
    Bad(.tooLarge, "\(head)Content-Length: 1048577\r\n\r\n"),
    Bad(.tooLarge, "\(head)\r\n" + String(repeating: "a", count: 1 << 20 + 1)),
    Bad(.tooLarge, head + String(repeating: "X: \(String(repeating: "a", count: 1000))\r\n", count: 300)),
    Bad(.timeout, .text("\(head)Content-Length: 10\r\n\r\nshort"), .stall), Bad(.timeout, .stall),
  ]

  @Test("What is truncated, oversized, late or garbage is an error", arguments: bad)
  func refuses(_ row: Bad) throws {
    let peer = Peer([[.read] + row.steps])
    defer { peer.close() }
    let timeout: TimeSpan = row.reason == .timeout ? .milliseconds(300) : .seconds(5)
    let request = try Exchange.request("http://127.0.0.1:\(peer.port)/", timeout: timeout)
    let error = try Exchange.failure(Exchange.transport(), request)
    #expect(error.reason == row.reason, "\(error)")
    #expect(error.sent == .perhaps && error.message.contains("127.0.0.1"), "\(error)")
  }

  @Test("A small answer that unpacks to a large one is stopped at the limit")
  func bomb() throws {
    let packed = try Subprocess.run(
      ["gzip", "-c"], input: [UInt8](repeating: 0, count: 8 << 20), environment: .process,
      timeout: .seconds(20),
      inheritError: true)
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.output.count)\r\n\r\n"
    let peer = Peer(.read, .send(Array(head.utf8) + packed.output))
    defer { peer.close() }
    let error = try Exchange.failure(
      Exchange.transport(), Exchange.request("http://127.0.0.1:\(peer.port)/"))
    #expect(packed.output.count < 100_000 && error.reason == .tooLarge)
  }

  @Test("A failure before the first byte says that nothing was sent")
  func unsent() throws {
    let (closed, port) = Socket.listen(backlog: 1)
    close(closed)
    let refused = try Exchange.failure(
      Exchange.transport(), Exchange.request("http://127.0.0.1:\(port)/", .post))
    #expect(refused.reason == .connect && refused.sent == .no)
    #expect(refused.message == "cannot connect to 127.0.0.1 port \(port): Connection refused")

    let unresolvable = "http://\(String(repeating: "a", count: 64)).invalid/"
    let lost = try Exchange.failure(Exchange.transport(), Exchange.request(unresolvable))
    #expect(lost.reason == .resolve && lost.sent == .no)

    let (full, fullPort) = Socket.listen(backlog: 0)
    let waiting = (1...4).map { _ in Socket.connect(port: fullPort, flags: Int32(SOCK_NONBLOCK.rawValue)) }
    defer { for descriptor in waiting + [full] { close(descriptor) } }
    let late = try Exchange.failure(
      Exchange.transport(connectTimeout: .milliseconds(200)),
      Exchange.request("http://127.0.0.1:\(fullPort)/"))
    #expect(late.reason == .timeout && late.sent == .no && late.message.contains("within 200ms"), "\(late)")
  }
}
