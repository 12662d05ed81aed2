import HTTP
import Testing

/// What RFC 9112 and the server's limits forbid: refused with that status, and nothing behind it is a request.
@Suite struct ServerRefusalTests {
  struct Row: CustomTestStringConvertible {
    let status: Int
    let request: String
    var testDescription: String { "\(status) \(request.prefix(70).debugDescription)" }
  }

  private static let host = "Host: localhost\r\n"
  private static let chunked = "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"

  private static func get(_ target: String) -> Row {
    Row(status: 400, request: "GET \(target) HTTP/1.1\r\n\(host)\r\n")
  }

  private static func field(_ line: String, _ status: Int = 400, method: String = "POST") -> Row {
    Row(status: status, request: "\(method) / HTTP/1.1\r\n\(host)\(line)\r\n\r\n")
  }

  private static func line(_ line: String, _ status: Int = 400) -> Row {
    Row(status: status, request: "\(line)\r\n\(host)\r\n")
  }

  private static func host(_ line: String, _ status: Int = 400) -> Row {
    Row(status: status, request: "GET / HTTP/1.1\r\n\(line)\r\n")
  }

  private static func body(_ coding: String, _ status: Int = 400) -> Row {
    Row(status: status, request: chunked + coding)
  }

  private static let requestLines = [
    line("GET / "), line("GET /"), line("GET"), line("GET  / HTTP/1.1"), line("GET /  HTTP/1.1"),
    line("GET / HTTP/1.1 "), line(" GET / HTTP/1.1"), line("\tGET / HTTP/1.1"), line("GET\t/\tHTTP/1.1"),
    line("Extra lineGET / HTTP/1.1"), line("GET / http/1.1"), line("GET / HTTP/1.10"), line("GET / HTTP/1"),
    line("GET / HTTP/+1.1"), line("GET / HTTP 1.1"), line("GET / ICY/1.1"), line("G\u{E9}T / HTTP/1.1"),
    line("G(T / HTTP/1.1"), line("GET\u{0}X / HTTP/1.1"), line("GET /\u{7F} HTTP/1.1"),
    line("\r\n\r\nGET / HTTP/1.1"), line("\u{16}\u{3}\u{1}"), line("/ HTTP/1.1"),
    line("GET / HTTP/1.2", 505), line("GET / HTTP/2.0", 505), line("GET / HTTP/0.9", 505),
    line("GET / HTTP/9.9", 505), line("PRI * HTTP/2.0", 505),
    line("get / HTTP/1.1", 501), line("BREW /pot HTTP/1.1", 501),
    line("CONNECT localhost:80 HTTP/1.1", 501), line("GETX / HTTP/1.1", 501),
  ]

  private static let targets = [
    get("*"), get("localhost:80"), get("index.html"), get("//\u{E9}"), get("/a#b"), get("ftp://localhost/"),
    get("http://evil.example/"), get("http://user@localhost/"), get("http:///x"),
    get("/%00"), get("/a%"), get("/a%2"), get("/a%zz"), get("/%ff"), get("/%c0%af"), get("/.."),
    get("/a/../../b"), get("/%2e%2e/etc"), get("/a/%2E./.%2e/b"),
  ]

  private static let fields = [
    field("X : 1"), field(" X: 1"), field("X: 1\r\n folded"), field("X: 1\r\n\tfolded"), field("X"),
    field(": 1"), field("X[]: 1"), field("X\u{E9}: 1"), field("X: a\u{0}b"), field("X: a\u{7}b"),
    field("X: a\u{7F}b"), field("X: a\nY: b"), field("X: a\rY: b"), field("X: a\r\r"), field("X: a\n"),
    field("\rX: 1"), field("Expect: tea", 417),
    field("Origin: https://evil.example", 403), field("Origin: null", 403),
    field("Origin: http://localhost.evil.example", 403), field("Origin: http://localhost:1x", 403),
  ]

  private static let hosts = [
    host(""), host("Host: localhost\r\nHost: localhost\r\n"), host("Host:\r\n"),
    host("Host: evil.example\r\n"),
    host("Host: evil.example:80\r\n"), host("Host: localhost:8x\r\n"), host("Host: localhost.\r\n"),
    host("Host: user@localhost\r\n"), host("Host: [::2]\r\n"), host("Host: [::1]x\r\n"),
    host("Host: localhost, evil.example\r\n"), host("Host: 127.0.0.1.evil.example\r\n"),
  ]

  private static let framing = [
    field("Content-Length: 1\r\nTransfer-Encoding: chunked"),
    field("Transfer-Encoding: chunked\r\nContent-Length: 5"),
    field("Content-Length: 1\r\nContent-Length: 1"), field("Content-Length: 1\r\nContent-Length: 2"),
    field("Content-Length: 1, 1"), field("Content-Length: -1"), field("Content-Length: +1"),
    field("Content-Length: 0x1"), field("Content-Length: 1 1"), field("Content-Length: 1_0"),
    field("Content-Length:"), field("Content-Length: abc"), field("Content-Length: 1234567890123456"),
    field("Content-Length: -123456789123456789123456789"), field("Content-Length: \u{FF11}"),
    field("Transfer-Encoding: gzip", 501), field("Transfer-Encoding: chunked, chunked", 501),
    field("Transfer-Encoding: gzip, chunked", 501), field("Transfer-Encoding: identity", 501),
    field("Transfer-Encoding: xchunked", 501), field("Transfer-Encoding: \"chunked\"", 501),
    field("Transfer-Encoding:", 501), field("Transfer-Encoding: \u{B}chunked"),
    field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
    field("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
    Row(status: 400, request: "POST / HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"),
    field("Content-Length: 2000", 413), field("Content-Length: 2000\r\nExpect: 100-continue", 413),
  ]

  private static let chunks = [
    body("g\r\n"), body("\r\n"), body("-1\r\n"), body("+1\r\n"), body("0x1\r\n"), body("1 \r\na\r\n"),
    body(" 1\r\na\r\n"), body(";x=y\r\n"), body("1 ;x\r\na\r\n"), body("000000001\r\na\r\n"),
    body("1\na\r\n"), body("1\r\nab\r\n"), body("1\r\na\n"), body("1\r\na\r\r\n"), body("1\r\na0\r\n\r\n"),
    body("1;x\ry\r\na\r\n"), body("1;x\u{0}\r\na\r\n"), body("1;x=y\nz\r\na\r\n"),
    body("1;\(String(repeating: "x", count: 264))\r\n"), body("\u{FF11}\r\n"), body("1_0\r\n"),
    body("0\r\nX : 1\r\n\r\n"), body("0\r\n X: 1\r\n\r\n"), body("0\r\nX: \u{0}\r\n\r\n"),
    body("0\r\nX\r\n\r\n"),
    body("0\r\nContent-Length: x\r\n\r\n"),
    body("0\r\n" + String(repeating: "X: \(String(repeating: "y", count: 1000))\r\n", count: 5), 431),
    body("ffffffff\r\n", 413), body("400\r\n\(String(repeating: "a", count: 1024))\r\n1\r\na\r\n", 413),
  ]

  private static let sizes = [
    line("GET /\(String(repeating: "a", count: 8179)) HTTP/1.1", 414),
    line(String(repeating: "A", count: 9000), 414),
    field("X: \(String(repeating: "a", count: 8188))", 431),
    field(String(repeating: "X: \(String(repeating: "a", count: 4000))\r\n", count: 5), 431),
    field((1...100).map { "X-\($0): 1" }.joined(separator: "\r\n"), 431),
  ]

  @Test(arguments: [requestLines, targets, fields, hosts, framing, chunks, sizes].flatMap(\.self))
  func refuses(_ row: Row) throws {
    let calls = Counter()
    let options = Server.Options.loopback.with { $0.bodyLimit = 1024 }
    let server = try RunningServer(options) { request in
      calls.increment()
      return RunningServer.echo(request)
    }
    let next = "GET /smuggled HTTP/1.1\r\n\(Self.host)\r\n"
    let ways: [(RawClient) -> Void] = [
      { $0.send(row.request) }, { $0.send(row.request + next) },
      { client in
        client.drip(row.request)
        client.send(next)
      },
    ]
    for send in ways {
      let client = try RawClient(server)
      send(client)
      let answer = client.answer()
      #expect(answer?.status == row.status)
      #expect(answer?.field("Connection") == "close")
      client.finishWriting()
      #expect(client.isClosed())
    }
    #expect(calls.count == 0)
  }
}
