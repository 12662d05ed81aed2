import Database
import Values

/// Counts the requests answered; kept in memory and written now and then, so that reading costs no write.
struct Tally {
  private struct Key: Hashable {
    let service: String
    let operation: String
    let status: Int
  }

  private static let interval = TimeSpan.seconds(1)

  private var counts: [Key: Int] = [:]
  private var written: Timestamp

  init(at now: Timestamp) { written = now }

  /// Counts a request.
  mutating func count(_ operation: String, of service: String, status: Int) {
    counts[Key(service: service, operation: operation, status: status), default: 0] += 1
  }

  /// Whether it is time to write; so it is after the clock was set back.
  func isDue(at now: Timestamp) -> Bool {
    !counts.isEmpty && (now < written || now - written >= Tally.interval)
  }

  /// Adds what was counted to the file.
  mutating func write(to connection: Connection, at now: Timestamp) throws {
    guard !counts.isEmpty else { return }
    try connection.transaction {
      for (key, count) in counts {
        try connection.execute(
          """
          INSERT INTO tally (service, operation, status, count) VALUES (?, ?, ?, ?)
          ON CONFLICT (service, operation, status) DO UPDATE SET count = count + excluded.count
          """,
          [.text(key.service), .text(key.operation), .integer(Int64(key.status)), .integer(Int64(count))])
      }
    }
    counts = [:]
    written = now
  }
}
