import Platform
import Testing
import Values

/// Malformed and hostile HTTP, to both servers of `sp`: refused as HTTP and its limits want it, and nothing that is
/// sent behind it is taken for a request.
@Suite struct HostileTests {
  /// One of the servers: how it is started, and a path that it knows.
  struct Target: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var start: String
    var path: String
    /// More bytes than a body may have.
    var tooMany: Int
    /// What a request in order to the path gets.
    var status: Int
  }

  static let targets = [
    Target(
      testDescription: "listen", start: "listen snackprompt --port 0", path: "/snackprompt",
      tooMany: (5 << 20) + 1, status: 401),
    Target(
      testDescription: "sandbox serve", start: "sandbox serve --port 0", path: "/snackprompt/api/v1/prompts",
      tooMany: (10 << 20) + 1, status: 401),
  ]

  private static let host = "Host: localhost\r\n"

  /// What is refused, and how.
  private static func refusals(_ target: Target) -> [(Int, String)] {
    func post(_ field: String, _ body: String = "") -> String {
      "POST \(target.path) HTTP/1.1\r\n\(host)\(field)\r\n\r\n\(body)"
    }
    func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\n\(host)\r\n" }
    func chunked(_ coding: String) -> String { post("Transfer-Encoding: chunked", coding) }
    func long(_ count: Int) -> String { String(repeating: "a", count: count) }
    let hosts = [
      (400, "GET \(target.path) HTTP/1.1\r\n\r\n"), (400, "GET / HTTP/1.1\r\n\(host)\(host)\r\n"),
      (400, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
      (400, "GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n"), (403, post("Origin: https://evil.example")),
      (403, post("Origin: null")),
    ]
    let sizes = [
      (414, get("/" + long(8192))), (431, post("X: \(long(8188))")),
      (431, post((1...5).map { "X-\($0): \(long(4000))" }.joined(separator: "\r\n"))),
      (431, post((1...100).map { "X-\($0): 1" }.joined(separator: "\r\n"))),
      (413, post("Content-Length: \(target.tooMany)")),
      (413, post("Content-Length: \(target.tooMany)\r\nExpect: 100-continue")),
    ]
    let framing = [
      (400, post("Content-Length: 1\r\nTransfer-Encoding: chunked")),
      (400, post("Content-Length: 1\r\nContent-Length: 1")), (400, post("Content-Length: 1, 1")),
      (400, post("Content-Length: -1")), (400, post("Content-Length: +1")),
      (400, post("Content-Length: 0x1")),
      (400, post("Content-Length: 1234567890123456")), (501, post("Transfer-Encoding: gzip")),
      (501, post("Transfer-Encoding: gzip, chunked")), (501, post("Transfer-Encoding: xchunked")),
      (400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
      (400, "POST \(target.path) HTTP/1.0\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"),
      (400, chunked("g\r\n")), (400, chunked("0x1\r\na\r\n")), (400, chunked("000000001\r\na\r\n")),
      (400, chunked("+1\r\na\r\n")), (400, chunked("1;\(long(264))\r\n")), (400, chunked("1\r\nab\r\n")),
      (431, chunked("0\r\n" + (1...5).map { "X-\($0): \(long(1000))\r\n" }.joined())),
      (413, chunked("ffffffff\r\n")), (417, post("Expect: tea")),
    ]
    let heads = [
      (400, post("X: a\nY: b")), (400, post("X: a\rY: b")), (400, post("X: 1\r\n folded")),
      (400, post("X : 1")), (400, post(" X: 1")), (400, post("X: a\u{0}b")), (400, post("X: a\u{7F}b")),
      (400, post("X: a\u{7}b")), (400, post("X[]: 1")), (400, post("X\u{E9}: 1")),
      (400, "G(T / HTTP/1.1\r\n\(host)\r\n"), (400, get("/\u{E9}")), (400, get("*")),
      (400, get("localhost:80")),
      (400, get("http://evil.example/")), (505, "GET / HTTP/2.0\r\n\(host)\r\n"),
      (505, "GET / HTTP/0.9\r\n\(host)\r\n"), (501, "BREW \(target.path) HTTP/1.1\r\n\(host)\r\n"),
      (501, "CONNECT localhost:80 HTTP/1.1\r\n\(host)\r\n"), (400, get("/%00")), (400, get("/%ff")),
      (400, get("/a%zz")), (400, get("/..")), (400, get("/a/%2E%2e/%2e./b")),
    ]
    return hosts + sizes + framing + heads
  }

  @Test(arguments: targets) func isRefused(_ target: Target) throws {
    let server = try Served(target)
    let next = "GET /smuggled HTTP/1.1\r\n\(Self.host)\r\n"
    for (status, request) in Self.refusals(target) {
      let answer = try server.answer(to: request + next)
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(90).debugDescription): \(answer)")
      #expect(answer.components(of: "\r\nDate: ") == 1, "\(request.prefix(90).debugDescription): \(answer)")
      #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
      let dripped = try server.answer(to: request, inOnePiece: false)
      #expect(dripped.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(90).debugDescription): \(dripped)")
    }
    #expect(try server.knows(target))
  }

  /// What is no attack is understood: methods, heads without bodies, trailers that change nothing, and patience asked for.
  @Test(arguments: targets) func isUnderstood(_ target: Target) throws {
    let server = try Served(target)
    let fields = "\(Self.host)Connection: close\r\n"
    let wrong = try server.answer(to: "DELETE \(target.path) HTTP/1.1\r\n\(fields)\r\n")
    #expect(
      wrong.hasPrefix("HTTP/1.1 405 ") && wrong.contains("\r\nAllow: ") && wrong.contains("POST"), "\(wrong)")
    let head = try server.answer(to: "HEAD /nowhere HTTP/1.1\r\n\(fields)\r\n")
    #expect(head.hasPrefix("HTTP/1.1 404 ") && head.hasSuffix("\r\n\r\n"), "\(head)")
    let trailer = try server.answer(
      to: "POST \(target.path) HTTP/1.1\r\n\(fields)Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
        + "x-snackprompt-signature: \(String(repeating: "0", count: 64))\r\nAuthorization: Bearer x\r\n\r\n")
    #expect(trailer.hasPrefix("HTTP/1.1 401 "), "\(trailer)")
    let patient = try server.answer(
      to: "POST \(target.path) HTTP/1.1\r\n\(fields)Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(patient.hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"), "\(patient)")
  }

  /// A connection takes a thousand requests, a head has ten seconds however it drips, and an idle one is closed after five.
  @Test(arguments: targets) func hasLimits(_ target: Target) throws {
    let server = try Served(target)
    let request = "POST \(target.path) HTTP/1.1\r\n\(Self.host)Content-Length: 2\r\n\r\n{}"
    let many = try server.answer(to: String(repeating: request, count: 1000))
    #expect(many.components(of: "HTTP/1.1 \(target.status) ") == 1000)
    #expect(many.components(of: "Connection: close") == 1)
    let (dripping, idle) = (
      try SocketStream.connect(to: server.address), try SocketStream.connect(to: server.address)
    )
    _ = try Array(request.utf8).withUnsafeBytes { try idle.write($0) }
    let began = SystemClock.system.uptime()
    var closed: [String: Int64] = [:]
    while closed.count < 2, SystemClock.system.uptime() - began < 14_000 {
      _ = try? [UInt8(ascii: "G")].withUnsafeBytes { try dripping.write($0) }
      for (name, stream) in [("dripping", dripping), ("idle", idle)] where closed[name] == nil {
        if try Served.isClosed(stream, within: 200) { closed[name] = SystemClock.system.uptime() - began }
      }
    }
    #expect((4500..<8000).contains(closed["idle"] ?? 0), "\(closed)")
    #expect((9500..<12_500).contains(closed["dripping"] ?? 0), "\(closed)")
  }

  /// With few descriptors, many connections that say nothing or break off: those who ask are answered all the same.
  @Test(arguments: targets) func outlivesACrowd(_ target: Target) throws {
    let server = try Served(target, descriptors: 64)
    var idle: [SocketStream] = []
    for number in 0..<200 {
      guard let stream = try? SocketStream.connect(to: server.address) else { continue }
      let begun = Array("POST \(target.path) HTTP/1.1\r\n\(Self.host)Content-Length: 9\r\n\r\nabc".utf8)
      _ = try? begun.withUnsafeBytes { try stream.write($0) }
      if number % 2 == 0 { stream.abandon() } else { idle.append(stream) }
    }
    idle = []
    #expect(try server.knows(target))
  }
}

/// A server of `sp` that runs until it is dropped.
private final class Served {
  let address: SocketAddress
  private let sp: Sp
  private let process: String

  init(_ target: HostileTests.Target, descriptors: Int = 1024) throws {
    sp = try Sp()
    let outcome = try sp.shell(
      """
      ulimit -n \(descriptors)
      sp \(target.start) > $SP_HOME/output 2> $SP_HOME/errors & echo $!
      until cat $SP_HOME/output $SP_HOME/errors 2> /dev/null | grep -o 'http://127.0.0.1:[0-9][0-9]*'; do
        sleep 0.02; kill -0 $! || exit 1
      done
      """)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    process = try #require(lines.first)
    let port = try #require(lines.dropFirst().first?.split(separator: ":").last.flatMap { Int($0) })
    address = .internet("127.0.0.1", port: port)
  }

  deinit { _ = try? sp.shell("kill \(process)") }

  /// All that comes back until the server closes the connection, or has nothing to say for a second.
  func answer(to request: String, inOnePiece: Bool = true) throws -> String {
    let stream = try SocketStream.connect(to: address)
    let poller = try SocketPoller()
    poller.watch(stream.descriptor, for: .readable)
    let bytes = Array(request.utf8)
    let piece = inOnePiece ? bytes.count : max(1, bytes.count / 200)
    for start in stride(from: 0, to: bytes.count, by: piece) {
      var rest = bytes[start..<min(start + piece, bytes.count)]
      while !rest.isEmpty {
        guard let count = try? rest.withUnsafeBytes({ try stream.write($0) }) else { break }
        rest = rest.dropFirst(count)
      }
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      try poller.wait(milliseconds: 1000)
      guard !poller.ready.isEmpty,
        let count = try? buffer.withUnsafeMutableBytes({ try stream.read(into: $0) }),
        count > 0
      else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer[..<count]
    }
  }

  /// Whether the other side closes a connection, reading whatever it says before.
  static func isClosed(_ stream: SocketStream, within milliseconds: Int64) throws -> Bool {
    let poller = try SocketPoller()
    poller.watch(stream.descriptor, for: .readable)
    var buffer = [UInt8](repeating: 0, count: 4096)
    try poller.wait(milliseconds: milliseconds)
    guard !poller.ready.isEmpty else { return false }
    return (try? buffer.withUnsafeMutableBytes { try stream.read(into: $0) }) ?? 0 == 0
  }

  /// Whether it still answers a request in order.
  func knows(_ target: HostileTests.Target) throws -> Bool {
    try answer(
      to:
        "POST \(target.path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    ).hasPrefix("HTTP/1.1 \(target.status) ")
  }
}

extension String {
  /// How often a text is in it.
  fileprivate func components(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
