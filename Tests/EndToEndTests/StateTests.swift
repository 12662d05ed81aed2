import Database
import Platform
import Testing
import Values

/// The queue's database: brought up to date, made by a newer program, with writes that nothing can send.
struct StateTests {
  private static let kills =
    (1...14).map { Strace("pwrite64", at: $0 * 4 - 3) } + (1...6).map { Strace("fdatasync", at: $0) }
    + [Strace("fsync", at: 1), Strace("ftruncate", at: 1)]

  @Test(
    "An older state.db is brought up to date, or stays as it is, wherever sp is killed",
    .enabled("strace is missing, or ptrace is forbidden", { Strace.isAllowed }), arguments: kills)
  func migration(_ kill: Strace) throws {
    let sp = try Sp()
    let collection = Collection(12)
    try sp.makeOlderState(collection)
    let hurt = try sp.shell("\(kill.command) sp queue list")
    #expect([0, Ending.killed].contains(hurt.status))
    let state = try Connection(path: sp.state, access: .readOnly)
    #expect((1...(try present())).contains(try state.userVersion))
    #expect(try state.integrityProblem() == nil)
    #expect(try sp("queue", "run").status == 0)
    try sp.holds(collection)
    #expect(try Connection(path: "\(sp.state).v1", access: .readOnly).userVersion == 1)
  }

  /// The version of a new state.db.
  private func present() throws -> Int {
    let sp = try Sp()
    #expect(try sp("queue", "list").status == 0)
    return try Connection(path: sp.state, access: .readOnly).userVersion
  }

  @Test("A state.db of a newer sp is refused with both versions and stays as it is")
  func newer() throws {
    let sp = try Sp()
    try sp.makeOlderState(Collection(3))
    try Connection(path: sp.state).execute("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)")
    let before = try sp.stateBytes()
    let refused = try sp("queue", "run")
    let present = try present()
    #expect(refused.status == 1)
    #expect(refused.error.contains("999") && refused.error.contains("versions up to \(present)"))
    #expect(try sp.stateBytes() == before)
  }

  @Test("What was written leaves state.db and its log once the service has it; what was refused stays")
  func forgetting() throws {
    let sp = try Sp()
    let rows = (1...400).map { number -> String in
      let content = String(repeating: "Canary words \(number). ", count: 300)
      return #"{"title":"Row \#(number)","content":"\#(content)"}"#
    }
    try Files.writePrivate(Array(rows.joined(separator: "\n").utf8), to: "\(sp.home.path)/rows.jsonl")
    let importing = """
      cd $SP_HOME; sp prompts import - --format-in jsonl --set price=5 --yes -o jsonl < rows.jsonl
      """
    let traces = "cat $SP_HOME/state.db* | grep -ao 'Canary words [0-9]*' | sort -u"
    #expect(try sp.shell("\(importing) --detach").status == 0)
    #expect(try sp.shell(traces).output.contains("400"), "the queue holds what it is to send")
    let before = try sp.stateBytes().count
    #expect(try sp("sandbox", "fail", "--status", "422", "--method", "POST", "--count", "1").status == 0)
    #expect(try sp.shell("cd $SP_HOME; sp queue run").status == 7)
    #expect(try sp("queue", "show", "1").output.contains("Canary words 1."))
    #expect(try sp.shell(traces).output == "Canary words 1\n")
    #expect(try sp("queue", "cancel", "1").status == 0)
    #expect(try sp("queue", "retry", "1").status == 0)
    #expect(try sp("queue", "run").status == 0)
    #expect(try sp.shell(traces).output == "")
    #expect(try sp.stateBytes().count < before / 2)
    let again = try sp.shell(importing).output
    #expect(again.contains(#""unchanged":400"#) && again.contains(#""confirmed":0"#), "\(again)")
    let shown = try JSON.parse(try sp("queue", "show", "2").output)
    #expect(shown["state"] == "confirmed" && shown["label"] == "Row 2" && shown["body"] == .null)

    // With no time to be remembered, the next drain forgets that it was there.
    #expect(try sp("prompts", "create", "--title", "New", "--content", "C", "--queue").status == 0)
    #expect(try sp("queue", "run", environment: ["SP_QUEUE_KEEP": "0s"]).status == 0)
    #expect(try sp("queue", "show", "2").status == 3)
  }

  @Test("A write of an operation that is gone is refused and holds up nobody")
  func unknownOperation() throws {
    let sp = try Sp()
    let collection = Collection(5)
    #expect(try sp.shell(try sp.importing(collection) + " --detach").status == 0)
    let state = try Connection(path: sp.state)
    try state.execute("UPDATE writes SET operation = 'gone.create' WHERE write = 1")
    try state.execute(
      "UPDATE writes SET operation = 'gone.create', state = 'unknown', sent = 1, attempts = 1 WHERE write = 2"
    )
    let drained = try sp("queue", "run")
    #expect(drained.status == 8, "\(drained)")
    #expect(drained.output.contains(#""confirmed":3"#) && drained.output.contains(#""rejected":1"#))
    #expect(drained.output.contains(#""left":1"#))
  }
}

extension Sp {
  /// Runs lines of the shell that must succeed.
  fileprivate func prepare(_ lines: String) throws {
    let outcome = try shell(lines)
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  fileprivate var state: String { "\(home.path)/state.db" }

  fileprivate func stateBytes() throws -> [UInt8] { try Files.readAll(state, limit: 64 << 20) }

  /// Queues a collection in a `state.db` as version 1 had it.
  fileprivate func makeOlderState(_ collection: Collection) throws {
    #expect(try shell(try importing(collection) + " --detach").status == 0)
    let new = try Connection(path: state)
    let old = try Connection(path: "\(home.path)/older.db")
    let script = try Files.readAll("\(Files.split(#filePath).directory)/state-v1.sql", limit: 1 << 20)
    try old.execute(String(decoding: script, as: UTF8.self))
    for (table, columns) in [("jobs", 10), ("writes", 19)] {
      let rows = try new.all("SELECT * FROM \(table)") { row in
        (0..<columns).map { row.value($0) }
      }
      let places = Array(repeating: "?", count: columns).joined(separator: ", ")
      for row in rows { try old.execute("INSERT INTO \(table) VALUES (\(places))", row) }
    }
    try old.checkpoint()
    try prepare("cd $SP_HOME && rm -f state.db-* && mv older.db state.db && rm -f older.db-*")
  }
}
