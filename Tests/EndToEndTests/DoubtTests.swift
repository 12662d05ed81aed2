import Platform
import Synchronization
import Testing
import Values

/// Writes whose answers never came, at a service that shows late, or never, what it was given.
@Suite struct DoubtTests {
  /// How the write was made, and which look is the first to show it.
  struct Row: Sendable, CustomTestStringConvertible {
    var words: [String]
    /// Nil: it never arrived.
    var shownAt: Int?
    var looks: Int
    var posts: Int
    var testDescription: String { "\(words[0]) shown at look \(shownAt.map(String.init) ?? "none")" }
  }

  private static let create = ["prompts", "create", "--title", "T", "--content", "C"]
  private static let api = ["api", "POST", "/prompts", "-f", "title=T", "-f", "content=C"]

  private static let rows: [Row] = [
    Row(words: create, shownAt: 1, looks: 1, posts: 1), Row(words: create, shownAt: 2, looks: 2, posts: 1),
    Row(words: create, looks: 2, posts: 2), Row(words: api, shownAt: 1, looks: 1, posts: 1),
    Row(words: api, shownAt: 2, looks: 2, posts: 1), Row(words: api, looks: 2, posts: 2),
  ]

  @Test("It is looked for twice, five seconds apart, before it may be sent again", arguments: rows)
  func looks(_ row: Row) throws {
    let service = LateService(row.shownAt)
    defer { service.peer.end() }
    let sp = try NetworkTests.home(service.peer.url)
    let lost = try sp(row.words)
    try Refused.check(lost, 5, "broke off", "sp queue run finds out whether it arrived (write 1)")
    #expect(
      try sp("queue", "list", "--fields", "label,state", "-o", "csv").output == "label,state\nT,unknown\n")
    let run = try sp("queue", "run", "-o", "json")
    #expect(run.status == 0 && run.output == #"{"confirmed":1,"rejected":0,"left":0}"# + "\n", "\(run)")
    #expect(service.posts == row.posts)
    #expect(service.looks.count == row.looks)
    if let first = service.looks.first, let last = service.looks.last, row.looks == 2 {
      #expect((5_000...7_000).contains(last - first), "\(last - first) ms between the looks")
    }
    let shown = try JSON.parse(try sp("queue", "show", "1").output)
    #expect(shown["state"] == "confirmed" && shown["remote_id"] == "p" && shown["body"] == .null, "\(shown)")
  }

  @Test("What no table declares cannot be looked up: the message says how to look")
  func undeclared() throws {
    let peer = Peer(.drop)
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let lost = try sp("api", "POST", "/no/such/path", "-f", "a=b", "--service", "snackprompt")
    try Refused.check(lost, 5, "broke off", "sp api GET /no/such/path --service snackprompt")
    #expect(try sp("queue", "list", "-o", "jsonl").output == "")
    try Refused.check(
      try sp("api", "POST", "/no/such/path", "--queue", "--service", "snackprompt"), 2, "cannot be queued",
      "sp api endpoints")
    try Refused.check(try sp("api", "GET", "/prompts", "--offline"), 9, "asks the service itself", "sp api")
    #expect(peer.requests.count == 1)
  }

  @Test("A typed request waits in the queue with its query")
  func queued() throws {
    let peer = Peer(.json(201, NetworkTests.record))
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let path = "/prompts?note=a%26b%20c"
    let queued = try sp("api", "POST", path, "-f", "title=T", "-f", "content=C", "--queue")
    #expect(queued.status == 0 && queued.output.contains(#""queued":1"#) && peer.requests.isEmpty)
    #expect(try sp("queue", "run").status == 0)
    #expect(peer.requests.map(\.line) == ["POST /api/v1\(path) HTTP/1.1"])
    #expect(peer.requests.map(\.body) == [#"{"title":"T","content":"C"}"#])
  }
}

/// A service that takes a prompt without ever answering, and lists it from a certain look on; where it was never to
/// be listed, the first one is lost on its way and the second one is answered.
private final class LateService: Sendable {
  let peer: Peer
  private let state: Seen

  private final class Seen: Sendable {
    let values = Mutex((posts: 0, looks: [Int64]()))
  }

  var posts: Int { state.values.withLock { $0.posts } }
  /// When the list was asked for, in milliseconds since boot.
  var looks: [Int64] { state.values.withLock { $0.looks } }

  init(_ shownAt: Int?) {
    let state = Seen()
    self.state = state
    peer = Peer { request, _ in
      if request.line.hasPrefix("POST") {
        let count = state.values.withLock { values in
          values.posts += 1
          return values.posts
        }
        return count == 2 ? .json(201, NetworkTests.record) : .drop
      }
      if request.line.contains("/prompts/p ") { return .json(200, NetworkTests.record) }
      let look = state.values.withLock { values in
        values.looks.append(SystemClock.system.uptime())
        return values.looks.count
      }
      let isShown = shownAt.map { look >= $0 } ?? false
      return .json(200, #"{"success":true,"data":[\#(isShown ? #"{"id":"p","title":"T"}"# : "")]}"#)
    }
  }
}
