import Database
import Testing

@Suite struct MigrationTests {
  private static let steps = [
    Migration(1, "CREATE TABLE a (k INTEGER PRIMARY KEY); INSERT INTO a VALUES (1)"),
    Migration(2, "CREATE TABLE b (a REFERENCES a (k))"),
    Migration(3) { try $0.execute("INSERT INTO b VALUES (?)", [1]) },
  ]

  @Test func stepsRunOnceAndInOrder() throws {
    let scratch = try Scratch()
    let path = scratch.file("state.db")
    let connection = try Connection(path: path)
    #expect(try connection.migrate(Array(Self.steps[..<1]), backup: path) == nil)
    #expect(try connection.migrate(Self.steps.reversed(), backup: path) == "\(path).v1")
    #expect(try connection.migrate(Self.steps, backup: path) == nil)
    #expect(try connection.userVersion == 3)
    #expect(try connection.first("SELECT count(*) FROM b") { $0.int(0) } == 1)
    #expect(try connection.first("PRAGMA foreign_keys") { $0.int(0) } == 1)
    let copy = try Connection(path: "\(path).v1", access: .readOnly)
    #expect(try copy.userVersion == 1)
    #expect(try copy.first("SELECT k FROM a") { $0.int(0) } == 1)
    #expect(try mode("\(path).v1") == 0o600)
    let fresh = scratch.file("fresh.db")
    #expect(
      try Connection(path: fresh).migrate(Self.steps, backup: fresh) == nil, "nothing was there to keep")
  }

  @Test func aStepThatFailsLeavesTheVersionBefore() throws {
    let connection = try Connection(path: ":memory:")
    let broken = [
      Self.steps[0], Migration(2, "CREATE TABLE half (v); INSERT INTO nowhere VALUES (1)"), Self.steps[2],
    ]
    #expect(message { try connection.migrate(broken) } == "no such table: nowhere")
    #expect(try connection.userVersion == 1)
    let dangling = [Self.steps[0], Self.steps[1], Migration(3, "INSERT INTO b VALUES (7)")]
    #expect(message { try connection.migrate(dangling) }?.contains("rows of b") == true)
    #expect(try connection.userVersion == 2)
    try connection.migrate(Self.steps)
    #expect(try connection.all("SELECT name FROM sqlite_schema") { $0.text(0) } == ["a", "b"])
  }

  @Test func aNewerDatabaseIsRefusedUntouched() throws {
    let scratch = try Scratch()
    let path = scratch.file("state.db")
    do { try Connection(path: path).execute("PRAGMA user_version = 999") }
    let bytes = try read(path)
    do {
      let connection = try Connection(path: path)
      let error = #expect(throws: DatabaseError.self) { try connection.migrate(Self.steps, backup: path) }
      #expect(error?.code == .newerVersion)
      #expect(error?.message.contains("999") == true && error?.message.contains("3") == true)
    }
    #expect(try read(path) == bytes)
  }
}
