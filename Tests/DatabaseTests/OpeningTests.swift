import Database
import Glibc
import Testing

private let ours: Int32 = 0x7370_6362

/// A closed database of a few hundred pages, and its bytes.
private func sound(_ scratch: Scratch) throws -> [UInt8] {
  let path = scratch.file("sound.db")
  do {
    let connection = try Connection(path: path, applicationID: ours)
    try connection.execute(
      """
      CREATE TABLE t (k INTEGER PRIMARY KEY, v);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
      INSERT INTO t SELECT i, randomblob(200) FROM n
      """)
  }
  return try read(path)
}

private func text(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 23) } }

/// What happened to a file, and what reading it says.
struct Damage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let code: ResultCode
  let change: @Sendable ([UInt8]) -> [UInt8]

  init(_ name: String, _ code: ResultCode, _ change: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    testDescription = name
    self.code = code
    self.change = change
  }

  static let all: [Damage] = [
    Damage("a short text", .notADatabase) { _ in text(10) },
    Damage("a long text", .notADatabase) { _ in text(100_000) },
    Damage("the first page is zero", .notADatabase) { [UInt8](repeating: 0, count: 4096) + $0[4096...] },
    Damage("half of it", .corrupt) { Array($0[..<($0.count / 2)]) },
    Damage("cut within a page", .corrupt) { Array($0[..<($0.count / 2 + 100)]) },
    Damage("every third page turned over", .corrupt) { bytes in
      bytes.enumerated().map { $0.offset / 4096 % 3 == 2 ? ~$0.element : $0.element }
    },
    Damage("the application id of another", .foreignApplication) { $0.replacing(68, [1, 2, 3, 4]) },
    Damage("no application id", .foreignApplication) { $0.replacing(68, [0, 0, 0, 0]) },
  ]
}

extension [UInt8] {
  fileprivate func replacing(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
    var copy = self
    copy.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    return copy
  }
}

@Suite struct OpeningTests {
  @Test(arguments: Damage.all)
  func damagedFilesAreToldAndLeftAlone(damage: Damage) throws {
    let scratch = try Scratch()
    let path = scratch.file("damaged.db")
    let bytes = damage.change(try sound(scratch))
    try write(bytes, to: path)
    for access in [Connection.Access.readWrite, .readOnly] {
      let found = code {
        let connection = try Connection(path: path, access: access, applicationID: ours)
        _ = try connection.first("SELECT sum(length(v)) FROM t") { $0.int(0) }
      }
      #expect(found?.primary == damage.code)
      #expect(try read(path) == bytes)
    }
  }

  @Test func newFilesArePrivateAndReady() throws {
    let scratch = try Scratch()
    let path = scratch.file("new.db")
    let connection = try Connection(path: path, durability: .full, applicationID: ours)
    try connection.execute("CREATE TABLE t (v)")
    for suffix in ["", "-wal", "-shm"] { #expect(try mode(path + suffix) == 0o600) }
    #expect(connection.journalMode == "wal")
    for (name, value) in [
      ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1), ("secure_delete", 1),
      ("synchronous", 2), ("temp_store", 2), ("application_id", Int64(ours)),
    ] { #expect(try connection.first("PRAGMA \(name)") { $0.int(0) } == value, "\(name)") }
    #expect(try Connection(path: path).first("PRAGMA synchronous") { $0.int(0) } == 1)
    try write([], to: scratch.file("empty.db"))
    #expect(try Connection(path: scratch.file("empty.db"), applicationID: ours).userVersion == 0)
  }

  @Test func whatCannotBeOpenedIsNotFollowed() throws {
    let scratch = try Scratch()
    _ = try sound(scratch)
    symlink("sound.db", scratch.file("link.db"))
    symlink(scratch.path, scratch.file("here"))
    let unopenable = ["link.db", "none/a.db", "here", "a\u{0}b", "link.db/"].map(scratch.file)
    for path in unopenable + ["", "/proc/a.db"] {
      #expect(code { _ = try Connection(path: path) }?.primary == .cantOpen, "\(path)")
    }
    #expect(code { _ = try Connection(path: scratch.file("a.db"), access: .readOnly) }?.primary == .cantOpen)
    #expect(access(scratch.file("a.db"), F_OK) != 0)
    let through = try Connection(path: scratch.file("here/sound.db"), access: .readOnly)
    #expect(through.path == scratch.file("sound.db"))
    #expect(code { try through.execute("DELETE FROM t") }?.primary == .readOnly)
  }

  @Test func aFullDiskUndoesAndRecovers() throws {
    let scratch = try Scratch()
    let connection = try Connection(path: scratch.file("a.db"))
    try connection.execute("CREATE TABLE t (v); PRAGMA max_page_count = 20")
    let insert = "INSERT INTO t VALUES (zeroblob(3000))"
    let full = code {
      try connection.transaction { for _ in 0..<50 { try connection.execute(insert) } }
    }
    #expect(full?.primary == .full)
    #expect(!connection.isInTransaction)
    #expect(try connection.first("SELECT count(*) FROM t") { $0.int(0) } == 0)
    try connection.execute("PRAGMA max_page_count = 1000")
    try connection.execute(insert)
    #expect(try connection.integrityProblem() == nil)
  }

  /// Copied by another program: closing a file that SQLite holds open would drop its locks.
  @Test func aLogThatIsLostOrForeignDoesNoHarm() throws {
    let scratch = try Scratch()
    let first = try Connection(path: scratch.file("a.db"))
    let second = try Connection(path: scratch.file("b.db"))
    for connection in [first, second] {
      try connection.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1)")
      try connection.checkpoint()
      try connection.execute("INSERT INTO t VALUES (2)")
    }
    try run(["cp", scratch.file("a.db"), scratch.file("lost.db")])
    try run(["cp", scratch.file("a.db"), scratch.file("foreign.db")])
    try run(["cp", scratch.file("b.db-wal"), scratch.file("foreign.db-wal")])
    for name in ["lost.db", "foreign.db"] {
      let reopened = try Connection(path: scratch.file(name))
      #expect(try reopened.integrityProblem() == nil)
      #expect(try reopened.first("SELECT min(v) FROM t") { $0.int(0) } == 1)
    }
  }
}
