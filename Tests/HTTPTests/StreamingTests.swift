import HTTP
import Platform
import Testing
import Values

/// Bodies that go to a receiver and not into memory.
@Suite struct StreamingTests {
  /// Keeps what a transport hands over.
  final class Sink {
    private(set) var heads: [Response] = []
    private(set) var bytes: [UInt8] = []
    private let room: Int

    init(room: Int = .max) { self.room = room }

    var receiver: BodyReceiver {
      BodyReceiver { head in
        self.heads.append(head)
        self.bytes = []
        return true
      } take: { piece in
        guard self.bytes.count + piece.count <= self.room else { return false }
        self.bytes += piece
        return true
      }
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var answer: String
    var received: String?
    var body = ""
    var testDescription: String { answer.debugDescription }
  }

  static let long = String(repeating: "0123456789", count: 300_000)

  /// Only a success goes to the receiver, of any length; a refusal comes whole.
  @Test(arguments: [
    Row(answer: "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n\(long)", received: long),
    Row(answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", received: "ab"),
    Row(answer: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", received: ""),
    Row(
      answer: "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
      received: "ok"),
    Row(answer: "HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\ngone", received: nil, body: "gone"),
    Row(
      answer: "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 2\r\n\r\nno", received: nil, body: "no"),
  ])
  func handsOver(_ row: Row) throws {
    let peer = Peer(.read, .text(row.answer))
    defer { peer.close() }
    let sink = Sink()
    let response = try Exchange.transport(limit: 1000).send(
      Exchange.request("http://127.0.0.1:\(peer.port)/"), into: sink.receiver)
    #expect(sink.heads.count == (row.received == nil ? 0 : 1))
    #expect(sink.heads.first?.headers["Link"] == nil)
    #expect(sink.bytes == Array((row.received ?? "").utf8))
    #expect(response.text == row.body)
  }

  @Test func endsWithItsReceiver() throws {
    let peer = Peer(.read, .text("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n\(Self.long)"))
    defer { peer.close() }
    let request = try Exchange.request("http://127.0.0.1:\(peer.port)/")
    let failure = #expect(throws: TransportError.self) {
      try Exchange.transport().send(request, into: Sink(room: 10).receiver)
    }
    #expect(failure?.reason == .unwanted)
  }

  /// The time of the request is for bytes to come: a slow answer ends well, one that stalls does not.
  @Test func waitsWhileBytesCome() throws {
    let peer = Peer([
      [.read, .text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), .stall],
      [.read, .text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")],
    ])
    defer { peer.close() }
    let transport = Exchange.transport()
    for reason in [TransportError.Reason.timeout, .dropped] {
      let request = try Exchange.request("http://127.0.0.1:\(peer.port)/", timeout: .seconds(1))
      let failure = #expect(throws: TransportError.self) {
        try transport.send(request, into: Sink().receiver)
      }
      #expect(failure?.reason == reason)
    }
  }
}
