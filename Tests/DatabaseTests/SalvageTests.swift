import Database
import Platform
import Testing

/// Rows of a damaged table: all but those of the pages that are lost.
@Suite struct SalvageTests {
  /// Which pages are overwritten, counted from the last one where negative.
  @Test(arguments: [[], [40], [40, 41, 42], [-1], [-1, -2, -3], [10, 60, 110], [3, -1]] as [[Int]])
  func rows(_ lost: [Int]) throws {
    let home = try TemporaryDirectory()
    let path = "\(home.path)/a.db"
    let count = 13_000
    do {
      let connection = try Connection(path: path)
      try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)")
      try connection.transaction {
        for number in 1...count {
          try connection.execute(
            "INSERT INTO t (text) VALUES (?)", [.text("row \(number) of many in this table")])
        }
      }
      try connection.checkpoint()
    }
    let pages = (Files.status(path)?.size ?? 0) / 4096
    #expect(pages > 120)
    for page in lost {
      let place = page < 0 ? pages + page : page
      let done = try Subprocess.run(
        [
          "dd", "if=/dev/urandom", "of=\(path)", "bs=4096", "seek=\(place)", "count=1", "conv=notrunc",
          "status=none",
        ],
        environment: .process)
      #expect(done.status == 0)
    }
    let connection = try Connection(path: path)
    var found: Set<Int64> = []
    let outcome = try Salvage(connection).rows(of: "t", ["id", "text"]) { values in
      guard case .integer(let id) = values[0] else { return }
      #expect(values[1] == .text("row \(id) of many in this table"))
      #expect(found.insert(id).inserted, "row \(id) came twice")
    }
    #expect(outcome.rows == found.count && outcome.isWhole == lost.isEmpty)
    // About a hundred rows fit into a page.
    #expect(found.count >= count - lost.count * 120, "\(found.count) of \(count) rows")
    #expect(Salvage(connection).columns(of: "t") == ["id", "text"])
  }
}
