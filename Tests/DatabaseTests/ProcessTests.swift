import Database
import Glibc
import Testing
import Values

/// What this test program does when another one of its kind starts it for a part of a test.
enum Errand: String {
  /// Reads and writes a thousand times.
  case write
  /// Writes until it is killed, and notes each commit that returned.
  case writeUntilKilled
  /// Brings a database to version 40.
  case migrate

  static let path = getenv("SP_ERRAND_PATH").map { String(cString: $0) }
  static let current = getenv("SP_ERRAND").flatMap { Errand(rawValue: String(cString: $0)) }

  static let migrations = (1...40).map { version in
    Migration(
      version,
      """
      CREATE TABLE t\(version) (v);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
      INSERT INTO t\(version) SELECT zeroblob(100) FROM n;
      """)
  }

  func start(_ path: String) throws -> pid_t {
    try spawn(
      ["/proc/self/exe", "--testing-library", "swift-testing", "--filter", "ErrandTests"],
      environment: ["SP_ERRAND=\(rawValue)", "SP_ERRAND_PATH=\(path)"])
  }

  func run(_ path: String) throws {
    let connection = try Connection(path: path, durability: .full)
    switch self {
    case .write: for _ in 0..<1000 { _ = try Self.writeOne(connection) }
    case .writeUntilKilled:
      let log = try #require(fopen(path + ".log", "w"))
      while true {
        try Self.writeOne(connection)
        fputc(0x2e, log)
        fflush(log)
      }
    case .migrate:
      fclose(fopen(path + ".log", "w"))
      try connection.migrate(Self.migrations)
    }
  }

  /// Reads first: a transaction that took its lock only now would be refused.
  static func writeOne(_ connection: Connection) throws {
    try connection.transaction {
      let count = try connection.first("SELECT count(*) FROM t") { $0.int(0) } ?? 0
      try connection.execute("INSERT INTO t VALUES (?)", [.integer(count)])
    }
  }
}

@Suite(.enabled(if: Errand.current != nil)) struct ErrandTests {
  @Test func errand() throws { try Errand.current?.run(try #require(Errand.path)) }
}

@Suite(.enabled(if: Errand.current == nil)) struct ProcessTests {
  @Test func processesWriteTogether() throws {
    let scratch = try Scratch()
    let path = scratch.file("state.db")
    let connection = try Connection(path: path, durability: .full)
    try connection.execute("CREATE TABLE t (v UNIQUE)")
    let others = try [Errand.write.start(path), Errand.write.start(path)]
    for _ in 0..<1000 { try Errand.writeOne(connection) }
    #expect(others.map(wait) == [0, 0])
    #expect(
      try connection.first("SELECT count(*), max(v) FROM t") { [$0.int(0), $0.int(1)] } == [3000, 2999])
  }

  @Test func aNewFileIsBegunByManyAtOnce() async throws {
    let scratch = try Scratch()
    for round in 0..<80 {
      let path = scratch.file("new-\(round).db")
      try await withThrowingTaskGroup { group in
        for _ in 0..<4 {
          group.addTask {
            let connection = try Connection(path: path, applicationID: 7)
            try connection.migrate([Migration(1, "CREATE TABLE t (v)"), Migration(2, "CREATE TABLE u (v)")])
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test(arguments: [3, 11, 40, 97] as [useconds_t])
  func whatWasCommittedOutlivesTheProcess(milliseconds: useconds_t) throws {
    let scratch = try Scratch()
    let path = scratch.file("state.db")
    do { try Connection(path: path).execute("CREATE TABLE t (v UNIQUE)") }
    try killAfter(milliseconds, Errand.writeUntilKilled, path)
    let noted = Int64(try read(path + ".log").count)
    let connection = try Connection(path: path)
    let count = try connection.first("SELECT count(*) FROM t") { $0.int(0) } ?? 0
    #expect(noted <= count && count <= noted + 1)
    #expect(try connection.integrityProblem() == nil)
    try Errand.writeOne(connection)
  }

  @Test(arguments: [0, 2, 5, 9, 14, 20, 30] as [useconds_t])
  func aMigrationThatIsKilledLeavesAWholeVersion(milliseconds: useconds_t) throws {
    let scratch = try Scratch()
    let path = scratch.file("state.db")
    try killAfter(milliseconds, Errand.migrate, path)
    let connection = try Connection(path: path)
    let version = try connection.userVersion
    let tables = try connection.all("SELECT name FROM sqlite_schema ORDER BY rowid") { $0.text(0) ?? "" }
    #expect(tables == (0..<version).map { "t\($0 + 1)" })
    for table in tables {
      #expect(try connection.first("SELECT count(*) FROM \(table)") { $0.int(0) } == 300)
    }
    try connection.migrate(Errand.migrations)
    #expect(try connection.userVersion == 40)
    #expect(try connection.integrityProblem() == nil)
  }

  private func killAfter(_ milliseconds: useconds_t, _ errand: Errand, _ path: String) throws {
    let process = try errand.start(path)
    while access(path + ".log", F_OK) != 0 { usleep(500) }
    usleep(milliseconds * 1000)
    kill(process, SIGKILL)
    _ = wait(for: process)
  }
}
