import Platform
import Testing
import Values

/// What a service and the way to it can do wrong: the exit code of each, what is said, and that nothing is lost.
@Suite struct NetworkTests {
  static let canary = "sk_test_canary_4242424242424242"
  static let record = #"{"success":true,"data":{"id":"p","title":"T","content":"C"}}"#

  static func refusal(_ message: String = "the words of the service") -> String {
    #"{"success":false,"error":{"code":"ITS_CODE","message":"\#(message)"}}"#
  }

  /// An `sp` whose default profile reaches a server, with a credential that must not be seen anywhere.
  static func home(_ url: String, _ more: String = "") throws -> Sp {
    let sp = try Sp()
    let config = "profile = live\nlimits = off\n\(more)\n[profile \"live\"]\nsnackprompt.url = \(url)\n"
    try Files.writePrivate(Array(config.utf8), to: "\(sp.home.path)/config.ini")
    #expect(try sp("auth", "login", "snackprompt", input: canary).status == 0)
    return sp
  }

  /// An answer, how often a read and a write are sent for it, and what both end with.
  struct Row: Sendable {
    let name: String
    let reply: Peer.Reply
    var reads = 1
    var writes = 1
    let status: Int32
    let message: String
    var hint = ""
    /// Whether the write may have arrived.
    var isInDoubt = false
  }

  static let rows: [Row] = [
    Row(
      name: "400", reply: .json(400, refusal()), status: 6, message: "the words of the service",
      hint: "sp help"),
    Row(name: "401", reply: .json(401, refusal()), status: 4, message: "the words", hint: "sp auth login"),
    Row(name: "403", reply: .json(403, refusal()), status: 6, message: "the words", hint: "sp auth status"),
    Row(name: "404", reply: .json(404, refusal()), status: 3, message: "the words", hint: "sp prompts list"),
    Row(name: "409", reply: .json(409, refusal()), status: 6, message: "the words", hint: "sp help"),
    Row(name: "422", reply: .json(422, refusal()), status: 6, message: "the words", hint: "sp help"),
    Row(
      name: "500", reply: .json(500, refusal()), reads: 3, status: 5, message: "the words", isInDoubt: true),
    Row(
      name: "502 in HTML", reply: .answer(502, ["Content-Type: text/html"], Array("<html>\u{1B}[2J".utf8)),
      reads: 3, status: 5, message: "502 Bad Gateway and no JSON: <html>", isInDoubt: true),
    Row(name: "501", reply: .json(501, refusal()), status: 5, message: "the words", hint: "sp status"),
    Row(
      name: "503 with a time", reply: .json(503, refusal(), "Retry-After: 3600"), status: 5,
      message: "the words", hint: "sp status"),
    Row(
      name: "429 with a long time", reply: .json(429, refusal(), "Retry-After: 3600"), status: 5,
      message: "the words", hint: "try again in 1h"),
    Row(
      name: "429 with a date", reply: .json(429, refusal(), "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT"),
      status: 5, message: "the words", hint: "try again in"),
    Row(
      name: "429 with eons", reply: .json(429, refusal(), "Retry-After: 99999999999999999999"), status: 5,
      message: "the words", hint: "try again in"),
    Row(
      name: "429 with nonsense", reply: .json(429, refusal(), "Retry-After: soon"), reads: 3, writes: 3,
      status: 5, message: "the words", hint: "sp limits"),
    Row(
      name: "success: false", reply: .json(200, refusal()), status: 6, message: "the words", hint: "sp help"),
    Row(
      name: "HTML", reply: .answer(200, ["Content-Type: text/html"], Array("<html>".utf8)), status: 1,
      message: "something that is not JSON", isInDoubt: true),
    Row(name: "no body", reply: .json(200, ""), status: 1, message: "an empty body", isInDoubt: true),
    Row(name: "no data", reply: .json(200, "{}"), status: 1, message: "has no 'data'", isInDoubt: true),
    Row(
      name: "half an answer", reply: .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"a\"".utf8)),
      reads: 3, status: 5, message: "broke off", isInDoubt: true),
    Row(
      name: "depth", reply: .json(200, String(repeating: "[", count: 100_000)), status: 1,
      message: "not JSON", isInDoubt: true),
    Row(
      name: "invalid UTF-8", reply: .answer(200, [], Array("{\"data\":\"".utf8) + [0xFF, 0x22, 0x7D]),
      status: 1,
      message: "not JSON", isInDoubt: true),
    Row(
      name: "not HTTP", reply: .raw(Array("SSH-2.0-OpenSSH\r\n".utf8)), status: 5,
      message: "did not answer in proper HTTP", isInDoubt: true),
    Row(name: "nothing", reply: .drop, reads: 3, status: 5, message: "broke off", isInDoubt: true),
    Row(
      name: "a redirect to a file", reply: .json(302, "", "Location: file:///etc/passwd"), status: 6,
      message: "to no web address", hint: "sp config set snackprompt.url"),
    Row(
      name: "a redirect to nowhere", reply: .json(302, ""), status: 6, message: "to no web address"),
  ]

  @Test(arguments: 0..<rows.count) func answers(_ index: Int) throws {
    let row = NetworkTests.rows[index]
    let peer = Peer(row.reply)
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let read = try sp("prompts", "get", "p")
    try Refused.check(read, row.status, row.message, row.isInDoubt ? "" : row.hint, row.name)
    #expect(read.output == "" && peer.requests.count == row.reads, "\(row.name): \(peer.requests.count)")
    let write = try sp("prompts", "create", "--title", "T", "--content", "C", "-v")
    try Refused.check(write, row.status, row.message, row.isInDoubt ? "sp queue run" : row.hint, row.name)
    #expect(write.output == "" && peer.requests.count == row.reads + row.writes, "\(row.name)")
    let keys = Set(peer.requests.compactMap { $0.header("Idempotency-Key") })
    #expect(keys.count == 1, "one key for every attempt")
    let queued = try sp("queue", "list", "--fields", "label,state", "-o", "csv").output
    #expect(
      queued == (row.isInDoubt ? "label,state\nT,unknown\n" : "label,state\n"), "\(row.name): \(queued)")
    let error = try JSON.parse(String(write.error.split(separator: "\n").last ?? ""))["error"]
    #expect(error?["service"] == "snackprompt" && error?["request"] == "POST /prompts", "\(row.name)")
    try NetworkTests.expectNoSecret(sp, read, write)
  }

  /// The canary stands in the keyring and nowhere else.
  static func expectNoSecret(_ sp: Sp, _ outcomes: Sp.Outcome...) throws {
    for outcome in outcomes {
      #expect(!(outcome.output + outcome.error).contains("canary"), "\(outcome)")
    }
    let found = try sp.shell("grep -rl canary $SP_HOME").output
    #expect(found == "\(sp.home.path)/keyring.json\n", "\(found)")
  }

  @Test func aSecretThatTheServiceRepeatsIsNotRepeated() throws {
    let words = "no such key: \(NetworkTests.canary)"
    let error =
      #"{"code":"\#(NetworkTests.canary)","message":"\#(words)","details":{"k":"\#(NetworkTests.canary)"}}"#
    let peer = Peer(.json(500, #"{"success":false,"error":\#(error)}"#))
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let read = try sp("prompts", "get", "p", "-v")
    let write = try sp("prompts", "create", "--title", "T", "--content", "C", "-v")
    let dry = try sp("prompts", "create", "--title", "T", "--content", "C", "--dry-run")
    let rest = try [["status"], ["auth", "status"], ["queue", "list"], ["doctor"]].map { try sp($0) }
    #expect(read.error.contains("no such key: [redacted]"), "\(read.error)")
    try NetworkTests.expectNoSecret(sp, read, write, dry)
    for outcome in rest { try NetworkTests.expectNoSecret(sp, outcome) }
    #expect(peer.requests.first?.header("Authorization") == "Bearer \(NetworkTests.canary)")
    #expect(try sp("auth", "token", "snackprompt").output == "\(NetworkTests.canary)\n")
  }

  @Test func childrenGetNoSecret() throws {
    let sp = try Sp()
    let editor =
      "sh -c 'tr \"\\0\" \"\\n\" < /proc/self/environ >> \(sp.home.path)/seen; echo \"$@\" >> \(sp.home.path)/seen' x"
    let path = "\(sp.home.path)/editor"
    try Files.writePrivate(Array("#!/bin/sh\n\(editor)\n".utf8), to: path)
    let outcome = try sp.shell(
      "chmod 700 \(path); SP_EDITOR=\(path) sp config edit; cat $SP_HOME/seen",
      environment: ["SP_SNACKPROMPT_TOKEN": NetworkTests.canary])
    #expect(outcome.output.contains("SP_EDITOR=") && !outcome.output.contains("canary"), "\(outcome.output)")
  }

  @Test func redirects() throws {
    let other = Peer(.json(200, NetworkTests.record))
    defer { other.end() }
    let elsewhere = "http://localhost:\(other.port)/x?token=secret"
    let peer = Peer { request, _ in
      if request.line.contains("/away") { return .json(302, "", "Location: \(elsewhere)") }
      if request.line.contains("/moved") { return .json(301, "", "Location: /api/v1/prompts/p") }
      if request.line.contains("/loop") { return .json(302, "", "Location: loop") }
      if request.line.hasPrefix("POST") { return .json(307, "", "Location: /api/v1/other") }
      return .json(200, NetworkTests.record)
    }
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let moved = try sp("prompts", "get", "moved", "--fields", "id")
    #expect(moved.output == "{\"id\":\"p\"}\n" && peer.requests.count == 2, "\(moved)")
    #expect(peer.requests.allSatisfy { $0.header("Authorization") != nil })
    let hint = "sp config set snackprompt.url"
    try Refused("prompts get away", 6, "http://localhost:\(other.port)/x; it was not followed", hint).check(
      sp)
    try Refused("prompts get loop", 6, "/api/v1/prompts/loop; it was not followed", hint).check(sp)
    #expect(peer.requests.count == 2 + 1 + 6)
    try Refused("prompts create --title T --content C", 6, "/api/v1/other; it was not followed", hint).check(
      sp)
    #expect(peer.requests.count == 10 && other.connections == 0)
  }

  /// Where no answer can come from; a read is then answered from the cache, if it may be.
  @Test func unreachable() throws {
    let gone = Peer(.drop)
    gone.end()
    let silent = Peer(.stall)
    defer { silent.end() }
    let rows: [(url: String, message: String, hint: String, isInDoubt: Bool)] = [
      ("http://127.0.0.1:\(gone.port)/api/v1", "Connection refused", "address and the port", false),
      ("https://host.invalid/api/v1", "host.invalid has no address", "spelling", false),
      (silent.url, "did not finish its answer within 300ms", "", true),
    ]
    let good = Peer { request, _ in
      .json(
        200,
        request.line.contains("/prompts/p ") ? NetworkTests.record : #"{"success":true,"data":[{"id":"p"}]}"#)
    }
    defer { good.end() }
    for row in rows {
      let sp = try NetworkTests.home(row.url, "timeout = 300ms")
      let unknown = try sp("prompts", "get", "p")
      try Refused.check(unknown, 5, row.message, row.hint, row.url)
      let write = try sp("prompts", "create", "--title", "T", "--content", "C")
      try Refused.check(write, 5, row.message, row.isInDoubt ? "sp queue run" : row.hint, row.url)
      #expect(try sp("queue", "list", "-o", "jsonl").output.isEmpty == !row.isInDoubt)
      // The same profile, once with a way to a server.
      let online = ["SP_SNACKPROMPT_URL": good.url, "SP_SNACKPROMPT_TOKEN": NetworkTests.canary]
      _ = try sp("config", "unset", "snackprompt.url", "--profile", "live")
      for words in [["prompts", "get", "p"], ["prompts", "list"]] {
        let before = try sp(words, environment: online)
        #expect(before.status == 0, "\(before.error)")
        let stale = try sp(
          words, environment: ["SP_SNACKPROMPT_URL": row.url, "SP_SNACKPROMPT_TOKEN": NetworkTests.canary])
        #expect(stale.status == 0 && stale.output == before.output, "\(stale)")
        #expect(
          stale.error.contains("note: ") && stale.error.contains("this is what the cache has"), "\(stale)")
        #expect(stale.error.contains(row.message), "\(stale.error)")
      }
    }
  }

  /// A server that ends kept-alive connections without a word must not see a write twice; reads may come again.
  @Test func aDeadConnectionNeverMakesASecondWrite() throws {
    let peer = Peer { request, number in
      if request.line.hasPrefix("POST") { return .drop }
      if request.line.contains("page=2") || number % 2 == 0 { return .drop }
      return .json(200, #"{"success":true,"data":[],"meta":{"total":0}}"#)
    }
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let queued = try sp("prompts", "create", "--title", "T", "--content", "C", "--queue")
    #expect(queued.status == 0)
    // The drain reads and writes over one client; the write finds the connection of the read dead.
    let created = try sp("prompts", "create", "--title", "U", "--content", "C")
    try Refused.check(created, 5, "broke off", "sp queue run")
    let posts = { peer.requests.filter { $0.line.hasPrefix("POST") }.map(\.body) }
    #expect(posts().count == 1)
    #expect(try sp("queue", "run", "--within", "1s").status != 0)
    for body in Set(posts()) { #expect(posts().filter { $0 == body }.count == 1, "\(body) was sent twice") }
    let states = try sp("queue", "list", "--fields", "label,state", "--sort", "label", "-o", "csv").output
    #expect(states.contains("T,") && states.contains("U,unknown"), "\(states)")
  }

  @Test func statusTellsWhatIsWrong() throws {
    let rows: [(Peer.Reply, Int32, String)] = [
      (.json(200, #"{"success":true,"data":[]}"#), 0, "true"), (.json(401, refusal), 4, "true"),
      (.json(500, refusal), 5, "true"), (.drop, 5, "false"),
    ]
    for (reply, status, reachable) in rows {
      let peer = Peer(reply)
      defer { peer.end() }
      let outcome = try NetworkTests.home(peer.url)(
        "status", "snackprompt", "--fields", "reachable", "-o", "csv")
      #expect(outcome.status == status && outcome.output == "reachable\n\(reachable)\n", "\(outcome)")
    }
  }

  private var refusal: String { NetworkTests.refusal() }

  @Test func plainHTTPCarriesNoCredential() throws {
    let sp = try Sp()
    let secret = [
      "SP_SNACKPROMPT_TOKEN": NetworkTests.canary, "SP_SNACKPROMPT_URL": "http://192.0.2.1/api/v1",
    ]
    #expect(try sp("config", "profile", "add", "live").status == 0)
    let refused = Refused("prompts list --profile live", 4, "not sent to http://192.0.2.1", "https")
    try refused.check(sp, environment: secret)
  }

  @Test func credentialsThatCannotBeSentAreRefused() throws {
    let sp = try NetworkTests.home("http://127.0.0.1:1/api/v1")
    for secret in [
      "a\r\nX-Evil: 1 canary", "canary\u{7F}", "canary\u{E9}\u{E9}", String(repeating: "k", count: 70_000),
    ] {
      let outcome = try sp("prompts", "list", environment: ["SP_SNACKPROMPT_TOKEN": secret])
      #expect(outcome.status == 4 && !outcome.error.contains("canary"), "\(outcome.error.prefix(300))")
    }
  }
}
