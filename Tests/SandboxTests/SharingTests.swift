import Glibc
import HTTP
import Platform
import Sandbox
import Synchronization
import Testing
import Values

/// Several users of one sandbox: clients over HTTP, hosts over one file.
@Suite struct SharingTests {
  private static let record = #"{"title": "T", "content": "C"}"#

  @Test func servesOverHTTP() throws {
    let playground = try Playground()
    // The server and the host belong to the thread that runs them; stopping is for any thread.
    nonisolated(unsafe) let host = playground.host
    nonisolated(unsafe) let server = try Server { host.serve($0) }
    let port = server.port
    let thread = RunningThread { try? server.run() }
    defer {
      server.stop()
      thread.join()
    }
    let transport = CurlTransport(.init(userAgent: "sp-tests"))
    func ask(
      _ method: Method, _ path: String, _ body: String? = nil, key: String? = Account.localCredential
    ) throws -> (response: Response, json: JSON) {
      var headers: Headers = ["Content-Type": "application/json"]
      if let key { headers.add("Authorization", "Bearer \(key)") }
      let address = try #require(Address("http://127.0.0.1:\(port)\(path)"))
      let response = try transport.send(
        Request(method, address, headers: headers, body: body.map { Array($0.utf8) }, timeout: .seconds(10)))
      return (response, try JSON.parse(response.body))
    }
    let prompts = Playground.root + "/prompts"
    #expect(try ask(.post, prompts, Self.record).response.status == .created)
    #expect(try ask(.get, prompts + "/prompt-1").json.value(at: "data.title") == "T")
    #expect(try ask(.get, prompts + "/prompt%2D1").json.value(at: "data.id") == "prompt-1")
    #expect(try ask(.get, prompts + "?search=t&fields=id,content").json.value(at: "data.0.content") == "C")
    #expect(try ask(.get, prompts, key: nil).json.value(at: "error.code") == "UNAUTHORIZED")
    #expect(try ask(.get, prompts, key: "sk_test_other").json.value(at: "meta.total") == 0)
    #expect(try ask(.get, "/nobody/prompts").response.status == .notFound)

    // Another process sets the fault, and sees what became of it.
    let other = try playground.another()
    var fault = Fault(.drop)
    fault.moment = .afterCommit
    fault.count = 1
    try other.setFault(fault)
    let dropped = #expect(throws: TransportError.self) { try ask(.post, prompts, Self.record) }
    #expect(dropped?.sent == .perhaps)
    #expect(try ask(.get, prompts).json.value(at: "meta.total") == 2)
    #expect(try other.status().value(at: "faults.0.fired") == 1)
  }

  @Test func hostsShareOneFile() throws {
    let playground = try Playground()
    let path = playground.path
    let clock = playground.clock
    let made = Gathered()
    let threads = (0..<4).map { _ in
      RunningThread {
        guard let host = try? Playground.host(at: path, clock: clock) else { return }
        for _ in 0..<25 {
          let reply = host.answer(
            SandboxRequest(
              method: "POST", target: Playground.root + "/prompts",
              headers: ["Content-Type": "application/json"],
              body: Array(Self.record.utf8), isLocal: true))
          made.add((try? Heard(reply))?.data["id"]?.string ?? "\(reply.response.status)")
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(Set(made.all) == Set((1...100).map { "prompt-\($0)" }))
    #expect(try playground.ask("GET", "/prompts?limit=1").meta["total"] == 100)
    let status = try playground.host.status()
    #expect(status.value(at: "requests.snackprompt")?["prompts.create"] == ["201": 100])
  }

  @Test func refusesForeignFiles() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/sandbox.db"
    try Files.writePrivate(Array("not a database, but long enough to look at".utf8), to: path)
    let refusal = #expect(throws: Refusal.self) { try Playground.host(at: path, clock: StillClock()) }
    #expect(refusal?.message.contains(path) == true)
    #expect(try Files.readAll(path, limit: 100).count == 42)
  }
}

/// A thread of the test's own, so that what waits does not keep one of the test library's.
final class RunningThread {
  private let thread: pthread_t

  init(_ body: @escaping @Sendable () -> Void) {
    final class Work {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, Unmanaged.passRetained(Work(body)).toOpaque())
    self.thread = thread
  }

  func join() { pthread_join(thread, nil) }
}

/// What several threads found.
final class Gathered: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock(\.self) }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
