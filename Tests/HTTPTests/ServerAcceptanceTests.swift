import HTTP
import Testing
import Values

/// What has to be understood, whole and byte by byte, and the request behind it.
@Suite struct ServerAcceptanceTests {
  struct Row: CustomTestStringConvertible {
    let request: String
    let echo: String
    var testDescription: String { request.prefix(70).debugDescription }

    init(_ request: String, _ echo: String) {
      self.request = request
      self.echo = echo
    }
  }

  private static let host = "Host: localhost\r\n"
  private static let chunked = "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"

  private static func get(_ target: String, _ echo: String) -> Row {
    Row("GET \(target) HTTP/1.1\r\n\(host)\r\n", "GET \(echo)")
  }

  private static let targets = [
    get("/", "/  "), get("/a/b", "/a/b  "), get("/a/./b/../c", "/a/c  "), get("/a/..", "/  "),
    get("/a/b/.", "/a/b/  "), get("/%61%2Fb", "/a/b  "), get("/caf%C3%A9", "/caf\u{E9}  "),
    get("//x", "//x  "),
    get("/...", "/...  "), get("/%252e", "/%2e  "), get("/a;b=c:@|{}", "/a;b=c:@|{}  "),
    get("/?a=1&b=x+y%21&c&=d&%zz=%", "/ a=1,b=x y!,c=,=d,%zz=% "), get("/?", "/  "),
    get("/?a=b?c=d", "/ a=b?c=d "),
    get("http://localhost/x?y=z", "/x y=z "), get("HTTP://127.0.0.1:80", "/  "),
    get("https://[::1]?q", "/ q= "),
    get("/" + String(repeating: "a", count: 8178), "/" + String(repeating: "a", count: 8178) + "  "),
    Row("OPTIONS * HTTP/1.1\r\n\(host)\r\n", "OPTIONS *  "),
    Row("QUERY /x HTTP/1.1\r\n\(host)\r\n", "QUERY /x  "),
    Row("TRACE /x HTTP/1.1\r\n\(host)\r\n", "TRACE /x  "),
  ]

  private static let fields = [
    Row("\r\nGET / HTTP/1.1\r\n\(host)\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\nhoSt:\tLOCALHOST \t\r\nempty:\r\n\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\nHost: 127.0.0.1:99\r\n\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\nHost: box.test\r\nX: \u{E9}\t~\r\n\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\n\(host)Origin: https://evil.example\r\n\r\n", "GET /  "),
    Row("POST / HTTP/1.1\r\n\(host)Origin: http://localhost:3000\r\n\r\n", "POST /  "),
    Row("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\n\(host)Connection: x, keep-alive\r\n\r\n", "GET /  "),
    Row("GET / HTTP/1.1\r\n\(host)X: \(String(repeating: "a", count: 8187))\r\n\r\n", "GET /  "),
    Row(
      "GET / HTTP/1.1\r\n\(host)\((1...99).map { "X-\($0): 1\r\n" }.joined())\r\n", "GET /  "),
  ]

  private static let bodies = [
    Row("POST / HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello", "POST /  hello"),
    Row("DELETE /x HTTP/1.1\r\n\(host)Content-Length: 00003\r\n\r\nabc", "DELETE /x  abc"),
    Row("GET / HTTP/1.1\r\n\(host)Content-Length: 4\r\n\r\nGET ", "GET /  GET "),
    Row("PUT / HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n", "PUT /  "),
    Row("PATCH / HTTP/1.1\r\n\(host)transfer-encoding:  Chunked \r\n\r\n2\r\nab\r\n0\r\n\r\n", "PATCH /  ab"),
    Row(chunked + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "POST /  hello world"),
    Row(chunked + "0\r\n\r\n", "POST /  "),
    Row(chunked + "00000001\r\n\n\r\n000\r\n\r\n", "POST /  \n"),
    Row(
      chunked + "A;x=\"y;z\";w\r\n0123456789\r\na\r\nabcdefghij\r\n0;last\r\n\r\n",
      "POST /  0123456789abcdefghij"),
    Row(chunked + "1\r\na\r\n0\r\nHost: evil\r\nX: y\r\n\r\n", "POST /  a"),
    Row(chunked + "1;\(String(repeating: "x", count: 255))\r\na\r\n0\r\n\r\n", "POST /  a"),
  ]

  @Test(arguments: [targets, fields, bodies].flatMap(\.self))
  func answers(_ row: Row) throws {
    let server = try RunningServer(.loopback.with { $0.allowHosts = ["box.test"] })
    let next = "GET /next HTTP/1.1\r\n\(Self.host)\r\n"
    let ways: [(RawClient) -> Void] = [{ $0.send(row.request + next) }, { $0.drip(row.request + next) }]
    for send in ways {
      let client = try RawClient(server)
      send(client)
      let answer = client.answer()
      #expect(answer?.status == 200)
      #expect(answer?.body == row.echo)
      #expect(client.answer()?.body == "GET /next  ")
    }
  }

  @Test(arguments: [
    "G", "GET ", "GET /hello", "GET /hello ", "GET /hello HTTP", "GET /hello HTTP/1.1",
    "GET /hello HTTP/1.1\r",
    "GET /hello HTTP/1.1\r\n", "GET /hello HTTP/1.1\r\nHos", "GET /hello HTTP/1.1\r\nHost:",
    "GET /hello HTTP/1.1\r\nHost: ", "GET /hello HTTP/1.1\r\nHost: localhost",
    "GET /hello HTTP/1.1\r\nHost: localhost\r", "GET /hello HTTP/1.1\r\nHost: localhost\r\n",
    "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r",
  ])
  func waitsForTheRest(_ part: String) throws {
    let client = try RawClient(RunningServer())
    client.send(part)
    #expect(client.answer(within: .milliseconds(60)) == nil)
    client.send(String("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".dropFirst(part)))
    #expect(client.answer()?.body == "GET /hello  ")
  }
}

extension String {
  /// What follows `part` in terms of bytes, for CRLF is one character.
  fileprivate func dropFirst(_ part: String) -> String {
    String(decoding: utf8.dropFirst(part.utf8.count), as: UTF8.self)
  }
}
