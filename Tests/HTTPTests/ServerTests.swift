import HTTP
import Platform
import Testing
import Values

/// How answers are written, connections kept and the server ended.
@Suite struct ServerTests {
  private static func request(_ line: String, _ fields: String = "") -> String {
    "\(line) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() throws {
    let client = try RawClient(RunningServer())
    client.send((0..<200).map { Self.request("GET /\($0)") }.joined())
    for index in 0..<200 { #expect(client.answer()?.body == "GET /\(index)  ") }
  }

  struct Writing {
    let line: String
    let response: Response
    let head: [String]
    let body: String
  }

  @Test(arguments: [
    Writing(
      line: "GET /", response: Response(status: 200, headers: ["X-A": "1", "X-A": "2"], body: [0x61]),
      head: ["X-A: 1", "X-A: 2", "Content-Length: 1"], body: "a"),
    Writing(
      line: "HEAD /", response: Response(status: 200, body: [0x61]), head: ["Content-Length: 1"], body: ""),
    Writing(line: "DELETE /", response: Response(status: 204, body: [0x61]), head: [], body: ""),
    Writing(
      line: "GET /", response: Response(status: 304, headers: ["ETag": "\"x\""]), head: ["ETag: \"x\""],
      body: ""),
    Writing(
      line: "GET /",
      response: Response(status: 418, headers: ["Content-Length": "9", "transfer-encoding": "chunked"]),
      head: ["Content-Length: 0"], body: ""),
    Writing(
      line: "GET /", response: Response(status: 200, headers: ["X": "a\r\nY: b"]),
      head: ["Content-Length: 0"],
      body: ""),
  ])
  func writes(_ row: Writing) throws {
    let client = try RawClient(RunningServer { _ in ServerReply(row.response) })
    client.send(Self.request(row.line) + Self.request(row.line, "Connection: close\r\n"))
    let answers = [0, 1].map { _ in client.answer(toHead: row.line.hasPrefix("HEAD")) }
    let isInvalid = row.response.headers.firstInvalidName != nil
    for (answer, ending) in zip(answers, [[], ["Connection: close"]]) {
      #expect(answer?.status == (isInvalid ? 500 : row.response.status.code))
      let date = answer?.field("Date") ?? ""
      #expect(Timestamp(httpDate: date) != nil)
      #expect(answer?.fields.filter { !$0.hasPrefix("Date: ") } == row.head + ending)
      #expect(answer?.body == row.body)
    }
    #expect(client.isClosed())
  }

  /// Requests that are answered at the end of the turn.
  private final class Turn {
    private var paths: [String] = []

    func take(_ request: ServerRequest) -> ServerReply? {
      guard request.method == .post else { return RunningServer.echo(request) }
      paths.append(request.path)
      return nil
    }

    /// A reply for each but `/unmet`.
    func settle() -> [ServerReply] {
      defer { paths = [] }
      return paths.filter { $0 != "/unmet" }.map {
        ServerReply(Response(status: .ok, body: Array("settled \($0)".utf8)))
      }
    }
  }

  @Test func settlesAtTheEndOfTheTurn() throws {
    let turn = Turn()
    let server = try RunningServer(handler: turn.take, settle: turn.settle)
    for _ in 0..<20 {
      let gone = try RawClient(server)
      gone.send(Self.request("POST /gone"))
      gone.reset()
    }
    let clients = try (0..<20).map { _ in try RawClient(server) }
    for (index, client) in clients.enumerated() {
      client.send(Self.request("POST /\(index)") + Self.request("GET /between") + Self.request("POST /last"))
    }
    for (index, client) in clients.enumerated() {
      #expect(client.answer()?.body == "settled /\(index)")
      #expect(client.answer()?.body == "GET /between  ")
      #expect(client.answer()?.body == "settled /last")
    }
    let client = try RawClient(server)
    client.send(Self.request("POST /unmet", "Connection: close\r\n"))
    #expect(client.answer()?.status == 500)
    #expect(client.isClosed())
  }

  @Test func continuesWhenAskedTo() throws {
    let client = try RawClient(RunningServer())
    client.send(Self.request("POST /", "Content-Length: 2\r\nExpect: 100-Continue\r\n"))
    #expect(client.answer()?.status == 100)
    client.send("hi" + Self.request("GET /", "Expect: 100-continue\r\n"))
    #expect(client.answer()?.body == "POST /  hi")
    #expect(client.answer()?.status == 200)
  }

  enum Ending: CaseIterable {
    case clientAsks, handlerAsks, oldVersion, requestLimit, halfClosed, drop, delayedDrop
  }

  @Test(arguments: Ending.allCases)
  func closes(_ ending: Ending) throws {
    let server = try RunningServer(.loopback.with { $0.requestLimit = ending == .requestLimit ? 1 : 9 }) {
      request in
      switch ending {
      case .drop: .dropped()
      case .delayedDrop: .dropped(after: .milliseconds(50))
      case .handlerAsks: ServerReply(Response(status: 200, headers: ["Connection": "close"]))
      default: RunningServer.echo(request)
      }
    }
    let client = try RawClient(server)
    switch ending {
    case .clientAsks: client.send(Self.request("GET /", "Connection: Close\r\n") + Self.request("GET /2"))
    case .oldVersion: client.send("GET / HTTP/1.0\r\n\r\n")
    case .halfClosed:
      client.send(Self.request("GET /"))
      client.finishWriting()
    default: client.send(Self.request("GET /"))
    }
    let isDrop = [.drop, .delayedDrop].contains(ending)
    #expect(client.answer()?.status == (isDrop ? nil : 200))
    #expect(client.isClosed())  // long before the idle deadline
  }

  @Test func largeBodiesGoBothWays() throws {
    let server = try RunningServer { ServerReply(Response(status: .ok, body: $0.body)) }
    let body = String(repeating: "0123456789abcdef", count: 300_000)
    let client = try RawClient(server)
    client.send(Self.request("POST /", "Content-Length: \(body.utf8.count)\r\n") + body)
    #expect(client.answer()?.body == body)
    client.send(Self.request("POST /", "Transfer-Encoding: chunked\r\n"))
    client.send("\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n")
    #expect(client.answer()?.body == body)
  }

  @Test func connectionsLeaveNothingBehind() throws {
    let server = try RunningServer()
    #expect(try RawClient(server).isServed())
    let before = try Files.list("/proc/self/fd").count
    for index in 0..<2000 {
      let client = try RawClient(server)
      switch index % 4 {
      case 0: #expect(client.isServed())
      case 1: client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc")
      case 2: client.send("GET /")
      default: break
      }
      if index % 3 == 0 { client.reset() }
    }
    #expect(try RawClient(server).isServed())
    SystemClock.system.sleep(.milliseconds(100))
    #expect(try Files.list("/proc/self/fd").count < before + 500)
  }

  @Test func listensOnBothLoopbackAddressesAndAPath() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/socket"
    do {
      let abandoned = try SocketListener(.unix("\(directory.path)/other"))
      try Files.rename("\(directory.path)/other", to: path)  // what a killed server leaves
      _ = abandoned
    }
    var options = Server.Options()
    options.addresses = ["127.0.0.1", "::1"]
    options.socketPath = path
    do {
      let server = try RunningServer(options)
      for host in options.addresses {
        guard let client = try? RawClient(.internet(host, port: server.port), server) else {
          #expect(host == "::1")  // a machine without IPv6
          continue
        }
        #expect(client.isServed())
      }
      let local = try RawClient(.unix(path), server)
      local.send("GET / HTTP/1.1\r\nHost: any.name\r\n\r\n")
      #expect(local.answer()?.status == 200)
      #expect(Files.status(path)?.permissions == 0o600)
      #expect(throws: SystemError.self) { try Server(options, handler: RunningServer.echo) }
    }
    #expect(try Files.list(directory.path).isEmpty)
  }

  @Test func stopGivesTheAnswersThatAreOwed() throws {
    let server = try RunningServer(.brisk) { request in
      let delay = request.path == "/never" ? TimeSpan.seconds(30) : .milliseconds(200)
      return ServerReply(RunningServer.echo(request).response, delay: delay)
    }
    let (owed, never, idle) = (try RawClient(server), try RawClient(server), try RawClient(server))
    owed.send(Self.request("GET /owed"))
    never.send(Self.request("GET /never"))
    SystemClock.system.sleep(.milliseconds(50))
    server.server.stop()
    #expect(idle.isClosed())
    let answer = owed.answer()
    #expect(answer?.body == "GET /owed  ")
    #expect(answer?.field("Connection") == "close")
    #expect(server.hasEnded(within: .seconds(2)))
    #expect(never.isClosed())
    #expect(throws: SystemError.self) { try RawClient(server) }
  }

  @Test func requestsCanBeMadeWithoutAConnection() {
    let request = ServerRequest(.get, "/a/b%2Fc/?q=1")
    #expect(request?.segments == ["a", "b/c", ""])
    #expect(request?.rawPath == "/a/b%2Fc/")
    #expect(request?.rawQuery == "q=1")
    #expect(ServerRequest(.get, "/")?.segments == [])
    #expect(ServerRequest(.get, "/..") == nil)
    #expect(ServerRequest(.get, "*") == nil)
  }
}
