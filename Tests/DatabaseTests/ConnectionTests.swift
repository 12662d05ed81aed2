import Database
import Glibc
import Testing
import Values

@Suite struct ConnectionTests {
  @Test(
    arguments: [
      .null, .integer(.min), .integer(.max), .real(0.1), .real(-.greatestFiniteMagnitude), .text(""),
      .text("a\u{0}b"), .text("é\u{1F600}"), .blob([]), .blob([0, 255, 10]),
    ] as [SQLValue])
  func valuesComeBack(value: SQLValue) throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (v)")
    try connection.execute("INSERT INTO t VALUES (?)", [value])
    #expect(try connection.first("SELECT v FROM t WHERE v IS ?", [value]) { $0.value(0) } == value)
    let bytes = try connection.first("SELECT v FROM t", []) { row in row.withBytes(0) { Array($0) } }
    if case .text(let text) = value { #expect(bytes == Array(text.utf8)) }
    if case .blob(let blob) = value { #expect(bytes == blob) }
  }

  @Test(arguments: [
    ("SELECT 1; SELECT 2", "one statement"), ("  -- nothing", "no statement"), ("SELECT 1\u{0}2", "NUL"),
    ("SELEC 1", "near \"SELEC\": syntax error"), ("SELECT \"text\"", "no such column"),
  ])
  func statementsThatAreRefused(sql: String, reason: String) throws {
    let connection = try Connection(path: ":memory:")
    #expect(message { _ = try connection.prepare(sql) }?.contains(reason) == true)
    #expect(try connection.prepare("SELECT 1; -- a comment may follow\n").step())
  }

  @Test func statementsAreKeptUntilSomebodyHoldsThem() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)")
    var pairs: [[Int64]] = []
    try connection.rows("SELECT v FROM t") { outer in
      try connection.rows("SELECT v FROM t") { inner in
        pairs.append([outer.int(0), inner.int(0)])
        return true
      }
      return true
    }
    #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
    let held = try connection.prepare("SELECT ?")
    #expect(try connection.prepare("SELECT ?") !== held)
    for number in 0..<200 { #expect(try connection.first("SELECT \(number)") { $0.int(0) } == Int64(number)) }
    try held.bind(7, at: 1)
    #expect(try held.step() && held.row.int(0) == 7)
  }

  @Test func statementsTellAboutThemselves() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a BOOLEAN, b JSON)")
    let statement = try connection.prepare("SELECT a, b AS c, 1 + 1 FROM t WHERE a = :a")
    #expect((0..<3).map(statement.columnName) == ["a", "c", "1 + 1"])
    #expect((0..<3).map(statement.declaredType) == ["BOOLEAN", "JSON", nil])
    #expect(statement.isReadOnly)
    #expect(try !connection.prepare("DELETE FROM t").isReadOnly)
    try statement.bind(true, to: ":a")
    #expect(code { try statement.bind(1, to: ":b") } == .range)
    #expect(code { try connection.execute("SELECT ?", [1, 2]) } == .range)
    try connection.execute("INSERT INTO t VALUES (?, 'x'), (?, 'y')", [1, 0])
    #expect(connection.changes == 2 && connection.lastInsertedRowID == 2)
  }

  @Test func errorsNameTheStatementAndNoValue() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (v UNIQUE); INSERT INTO t VALUES ('secret')")
    let error = #expect(throws: DatabaseError.self) {
      try connection.execute("INSERT INTO t VALUES (?)", ["secret"])
    }
    #expect(error?.sql == "INSERT INTO t VALUES (?)")
    #expect(error?.description == ":memory:: UNIQUE constraint failed: t.v")
    #expect(error.map { ResultCode.constraint ~= $0.code } == true)
    #expect(error?.code != .constraint && error?.code.primary == .constraint)
  }

  @Test func transactionsCommitOrUndo() throws {
    struct Stop: Error {}
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (v)")
    try connection.transaction {
      try connection.execute("INSERT INTO t VALUES (1)")
      try? connection.transaction {
        try connection.execute("INSERT INTO t VALUES (2)")
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (3)") }
        throw Stop()
      }
      try connection.transaction { try connection.execute("INSERT INTO t VALUES (4)") }
    }
    #expect(throws: Stop.self) {
      try connection.transaction {
        try connection.execute("DELETE FROM t")
        throw Stop()
      }
    }
    #expect(try connection.all("SELECT v FROM t") { $0.int(0) } == [1, 4])
    #expect(!connection.isInTransaction)
  }

  @Test func transactionsTakeTheLockAtOnce() throws {
    let scratch = try Scratch()
    let first = try Connection(path: scratch.file("a.db"))
    let second = try Connection(path: scratch.file("a.db"))
    try first.execute("CREATE TABLE t (v)")
    try second.execute("PRAGMA busy_timeout = 0")
    try first.transaction {
      #expect(code { try second.execute("INSERT INTO t VALUES (1)") } == .busy)
      _ = try first.first("SELECT count(*) FROM t") { $0.int(0) }
      try first.execute("INSERT INTO t VALUES (2)")
    }
    try first.snapshot {
      #expect(try first.first("SELECT count(*) FROM t") { $0.int(0) } == 1)
      try second.execute("INSERT INTO t VALUES (3)")
      #expect(try first.first("SELECT count(*) FROM t") { $0.int(0) } == 1)
      #expect(code { try first.execute("INSERT INTO t VALUES (4)") } == .readOnly)
    }
    try first.execute("INSERT INTO t VALUES (5)")
    #expect(try second.all("SELECT v FROM t") { $0.int(0) } == [2, 3, 5])
  }

  @Test func aLongStatementCanBeStopped() throws {
    let connection = try Connection(path: ":memory:")
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    var asked = 0
    connection.shouldStop = {
      asked += 1
      return asked == 3
    }
    #expect(code { try connection.execute(endless) } == .interrupted)
    connection.shouldStop = nil
    #expect(try connection.first("SELECT 1") { $0.int(0) } == 1)
  }

  @Test func backupsAreWholeAndPrivate() throws {
    let scratch = try Scratch()
    let connection = try Connection(path: scratch.file("a.db"))
    try connection.execute(
      """
      CREATE TABLE t (v);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO t SELECT randomblob(200) FROM n
      """)
    try connection.backup(to: scratch.file("b.db"))
    try connection.backup(to: scratch.file("b.db"))
    let copy = try Connection(path: scratch.file("b.db"), access: .readOnly)
    #expect(try copy.first("SELECT count(*) FROM t") { $0.int(0) } == 5000)
    #expect(try copy.integrityProblem() == nil)
    #expect(try mode(scratch.file("b.db")) == 0o600)
    #expect(code { try connection.backup(to: scratch.file("none/b.db")) } == .cantOpen)
  }

  @Test(arguments: [
    ("SELECT * FROM t", true),
    ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 3) SELECT * FROM n", true),
    ("SELECT * FROM json_each('[1]')", true), ("SELECT * FROM pragma_table_info('t')", true),
    ("PRAGMA table_info(t)", true), ("PRAGMA user_version", true),
    ("EXPLAIN QUERY PLAN SELECT * FROM t", true),
    ("SELECT count(*) FROM f WHERE f MATCH 'x'", true), ("SELECT sql FROM sqlite_schema", true),
    ("DELETE FROM t", false), ("INSERT INTO t VALUES (1)", false), ("UPDATE t SET v = 1", false),
    ("CREATE TABLE u (v)", false), ("CREATE TEMP TABLE u (v)", false), ("DROP TABLE t", false),
    ("ALTER TABLE t ADD w", false), ("CREATE VIEW w AS SELECT 1", false), ("REINDEX", false),
    ("ANALYZE", false),
    ("ATTACH '/tmp/x.db' AS x", false), ("DETACH main", false), ("BEGIN", false), ("SAVEPOINT s", false),
    ("PRAGMA user_version = 3", false), ("PRAGMA journal_mode = DELETE", false), ("VACUUM", false),
    ("VACUUM INTO '/tmp/x.db'", false), ("PRAGMA writable_schema = ON", false),
    ("PRAGMA wal_checkpoint", false),
    ("INSERT INTO sqlite_schema VALUES (1, 2, 3, 4, 5)", false), ("UPDATE sqlite_schema SET sql = ''", false),
    ("SELECT load_extension('x')", false), ("INSERT INTO f VALUES ('x') RETURNING *", false),
  ])
  func readingIsAllThatIsLeft(sql: String, isAllowed: Bool) throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (v); CREATE VIRTUAL TABLE f USING fts5 (a)")
    connection.restrictToReading()
    #expect((code { try connection.execute(sql) } == nil) == isAllowed)
    #expect((code { _ = try connection.prepare(sql) } == nil) == isAllowed)
  }
}

func mode(_ path: String) throws -> mode_t {
  var status = stat()
  try #require(stat(path, &status) == 0)
  return status.st_mode & 0o777
}
