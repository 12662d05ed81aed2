/// Reads from a damaged database what can still be read of it.
///
/// It works on the open connection to a copy: reading a damaged file may end anywhere with `.corrupt`. A table whose
/// pages are lost in the middle is read from both ends and from whatever keys in between lead to a sound page.
public struct Salvage {
  /// What came of a table.
  public struct Outcome: Sendable, Hashable {
    /// How many rows were read.
    public var rows = 0
    /// Whether no part of the table was unreadable.
    public var isWhole = true
  }

  /// How often a gap is probed at most, whatever its keys claim.
  private static let mostProbes = 100_000

  private let connection: Connection

  /// Reads over a connection.
  public init(_ connection: Connection) { self.connection = connection }

  /// The names of the columns of a table; none where the schema cannot be read.
  public func columns(of table: String) -> [String] {
    (try? connection.all("SELECT name FROM pragma_table_info(?)", [.text(table)]) { $0.text(0) ?? "" }) ?? []
  }

  /// Calls `body` with these columns of every row that can be read, each once, in no order; only what `body` throws
  /// is thrown.
  public func rows(
    of table: String, _ columns: [String], _ body: ([SQLValue]) throws -> Void
  ) throws -> Outcome {
    var outcome = Outcome()
    var probes = 0
    let list = columns.map(quoted).joined(separator: ", ")
    // The keys still to be read; the lowest come first, since nothing tells where an unreadable end ends.
    var gaps: [ClosedRange<Int64>] = [0...largestKey(of: table)]
    while let gap = gaps.popLast(), probes < Salvage.mostProbes {
      var (low, high) = (gap.lowerBound, gap.upperBound)
      for order in ["ASC", "DESC"] where low <= high {
        probes += 1
        let sql = """
          SELECT rowid, \(list) FROM \(quoted(table)) NOT INDEXED WHERE rowid BETWEEN ? AND ?
          ORDER BY rowid \(order)
          """
        var failure: (any Error)?
        do {
          try connection.rows(sql, [.integer(low), .integer(high)]) { row in
            do { try body((1...columns.count).map { row.value($0) }) } catch {
              failure = error
              return false
            }
            outcome.rows += 1
            if order == "ASC" { low = row.int(0) + 1 } else { high = row.int(0) - 1 }
            return true
          }
          (low, high) = (1, 0)
        } catch {
          outcome.isWhole = false
        }
        if let failure { throw failure }
      }
      guard low < high else { continue }
      let middle = low + (high - low) / 2
      gaps += [(middle + 1)...high, low...middle]
    }
    return outcome
  }

  /// The largest key that the table ever gave, if that can be read, else more than it can have given.
  private func largestKey(of table: String) -> Int64 {
    let known = try? connection.first("SELECT seq FROM sqlite_sequence WHERE name = ?", [.text(table)]) {
      $0.int(0)
    }
    return max(known ?? 1 << 24, 0)
  }
}
