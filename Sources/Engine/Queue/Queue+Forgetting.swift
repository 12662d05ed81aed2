import Database
import Platform
import Values

/// What is done need not be remembered whole, nor for ever.
extension Queue {
  /// What an update to `confirmed` changes besides: the service has what was written, so nothing of it stays but what
  /// people know it by.
  static let forgetting = """
    , body = NULL, origin = iif(json_valid(origin), json_remove(origin, '$.raw', '$.header'), NULL)
    """

  /// How many writes are forgotten in one transaction, so that others get their turn.
  private static let portion = 1000
  /// Less free room than this is left for the next writes, in bytes.
  private static let leastRoom: Int64 = 1 << 20
  /// More content than this is not moved to make a file smaller: nobody is to wait so long.
  private static let mostContent: Int64 = 16 << 20

  /// Forgets what was confirmed or taken back before a moment, and the jobs that then have no writes.
  func forget(settledBefore moment: Timestamp) throws {
    var hasForgotten = false
    repeat {
      try state.execute(
        """
        DELETE FROM writes WHERE write IN (
          SELECT write FROM writes WHERE state IN ('confirmed', 'cancelled') AND settled < ? LIMIT ?)
        """, [.integer(moment.milliseconds), .integer(Int64(Queue.portion))])
      hasForgotten = hasForgotten || state.changes > 0
    } while state.changes == Queue.portion
    guard hasForgotten else { return }
    try state.execute(
      """
      DELETE FROM jobs WHERE state = 'open' AND created < ? AND job NOT IN (SELECT DISTINCT job FROM writes)
      """, [.integer(moment.milliseconds)])
  }

  /// Takes what was forgotten out of the files: the log is emptied, and free room goes back to the disk.
  func compact() throws {
    let size = try pragma("page_size")
    let free = try pragma("freelist_count") * size
    let content = try pragma("page_count") * size - free
    if free >= Queue.leastRoom, free > content, content <= Queue.mostContent { try state.execute("VACUUM") }
    try state.checkpoint()
  }

  private func pragma(_ name: String) throws -> Int64 {
    try state.first("PRAGMA \(name)") { $0.int(0) } ?? 0
  }
}

extension Session {
  /// Forgets what the queue need not know any more, after a drain. That it cannot be done now, because others read or
  /// the disk is full, is no failure: the next drain does it.
  func tidy(_ queue: Queue) {
    guard let kept = (try? settings())?.span("queue.keep") else { return }
    let moment = clock.now() - kept
    try? queue.forget(settledBefore: moment)
    try? queue.compact()
    let (directory, name) = Files.split(directories.stateDatabase)
    for backup in (try? Files.list(directory)) ?? [] where backup.hasPrefix("\(name).v") {
      let path = "\(directory)/\(backup)"
      if let status = Files.status(path), status.modified < moment { try? Files.remove(path) }
    }
  }
}
