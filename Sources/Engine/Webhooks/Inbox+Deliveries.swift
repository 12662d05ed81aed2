import Database
import Platform
import Values

extension Inbox {
  /// A delivery that is this process's to make.
  struct Delivery {
    var number: Int64
    var target: Target
    /// Which attempt it is, from 1.
    var attempt: Int
    var event: ReceivedEvent
  }

  /// How often a delivery is tried before it is dead.
  static let attempts = 8

  /// How long after its attempt of that number a delivery is due again: 1 s, 4 s, 16 s … an hour at most.
  static func delay(after attempt: Int) -> TimeSpan {
    min(.seconds(1 << (2 * min(attempt - 1, 10))), .minutes(60))
  }

  /// What became of an attempt.
  enum Outcome {
    /// It arrived, and was answered with this.
    case arrived(status: Int)
    /// It did not, for a reason.
    case failed(status: Int?, String)
  }

  /// Whether a delivery is due; asking hinders nobody who writes.
  func isDue() throws -> Bool {
    try state.first(
      "SELECT 1 FROM deliveries WHERE state = 'waiting' AND due <= ? LIMIT 1",
      [.integer(clock.now().milliseconds)]
    ) { _ in true } ?? false
  }

  /// Records what became of a delivery and takes the next one, in one commit; also when a failed one is due again.
  func settle(
    _ delivery: Delivery, _ outcome: Outcome, takesNext: Bool
  ) throws -> (next: Delivery?, due: Timestamp?) {
    try state.transaction {
      var due: Timestamp?
      switch outcome {
      case .arrived(let status): try finish(delivery, status: status)
      case .failed(let status, let reason): due = try fail(delivery, status: status, reason)
      }
      return (takesNext ? try take() : nil, due)
    }
  }

  /// Takes the delivery that is due first; nil when none is.
  func take() throws -> Delivery? {
    let owner = ProcessIdentity.current.text
    let taken = try state.first(
      """
      UPDATE deliveries SET state = 'sent', owner = ?, attempts = attempts + 1 WHERE delivery = (
        SELECT delivery FROM deliveries WHERE state = 'waiting' AND due <= ? ORDER BY due, delivery LIMIT 1)
      RETURNING delivery, event, kind, target, attempts
      """, [.text(owner), .integer(clock.now().milliseconds)]
    ) { row in
      (
        row.int(0), row.int(1), Target.Kind(rawValue: row.text(2) ?? "") ?? .forward, row.text(3) ?? "",
        Int(row.int(4))
      )
    }
    guard let (number, event, kind, place, attempt) = taken, let received = try self.event(event) else {
      return nil
    }
    return Delivery(number: number, target: Target(kind, place), attempt: attempt, event: received)
  }

  /// Records that a delivery arrived.
  private func finish(_ delivery: Delivery, status: Int) throws {
    try state.execute(
      "UPDATE deliveries SET state = 'delivered', owner = NULL, status = ?, error = NULL, finished = ? WHERE delivery = ?",
      [.integer(Int64(status)), .integer(clock.now().milliseconds), .integer(delivery.number)])
  }

  /// Records that a delivery failed: it is due again later, or after the last attempt dead. Returns when it is due.
  private func fail(_ delivery: Delivery, status: Int?, _ reason: String) throws -> Timestamp? {
    let due = delivery.attempt < Inbox.attempts ? clock.now() + Inbox.delay(after: delivery.attempt) : nil
    try state.execute(
      """
      UPDATE deliveries SET state = ?, owner = NULL, status = ?, error = ?, due = ?, finished = ? WHERE delivery = ?
      """,
      [
        .text(due == nil ? "dead" : "waiting"), status.map { .integer(Int64($0)) } ?? .null, .text(reason),
        .integer((due ?? clock.now()).milliseconds),
        due == nil ? .integer(clock.now().milliseconds) : .null, .integer(delivery.number),
      ])
    return due
  }

  /// Lets deliveries wait again that a process had taken which is no more.
  func reclaim() throws {
    let owners = try state.all("SELECT DISTINCT owner FROM deliveries WHERE state = 'sent'", []) {
      $0.text(0) ?? ""
    }
    for owner in owners where owner != ProcessIdentity.current.text && !ProcessIdentity.isAlive(owner) {
      try state.execute(
        "UPDATE deliveries SET state = 'waiting', owner = NULL WHERE state = 'sent' AND owner = ?",
        [.text(owner)])
    }
  }

  /// Lets deliveries be tried again that were given up, of one event or of all; returns how many.
  public func revive(_ number: Int64? = nil) throws -> Int {
    let now = SQLValue.integer(clock.now().milliseconds)
    let scope = number == nil ? "" : " AND event = ?"
    return try state.all(
      """
      UPDATE deliveries SET state = 'waiting', attempts = 0, due = ?, finished = NULL
      WHERE state IN ('dead', 'waiting')\(scope) RETURNING delivery
      """, [now] + (number.map { [.integer($0)] } ?? [])
    ) { $0.int(0) }.count
  }

  /// How many deliveries are neither arrived nor given up.
  public func waiting() throws -> Int {
    try state.first("SELECT count(*) FROM deliveries WHERE state IN ('waiting', 'sent')") { Int($0.int(0)) }
      ?? 0
  }
}

extension Inbox {
  /// Tells other processes where this one listens, for as long as it lives.
  public func announce(_ address: String) throws {
    try state.execute(
      "INSERT INTO listeners (owner, address) VALUES (?, ?) ON CONFLICT DO UPDATE SET address = excluded.address",
      [.text(ProcessIdentity.current.text), .text(address)])
  }

  /// Takes that back.
  public func withdraw() throws {
    try state.execute("DELETE FROM listeners WHERE owner = ?", [.text(ProcessIdentity.current.text)])
  }

  /// Where processes listen now.
  public func listeners() throws -> [String] {
    let all = try state.all("SELECT owner, address FROM listeners", []) {
      ($0.text(0) ?? "", $0.text(1) ?? "")
    }
    for (owner, _) in all where !ProcessIdentity.isAlive(owner) {
      try state.execute("DELETE FROM listeners WHERE owner = ?", [.text(owner)])
    }
    return all.filter { ProcessIdentity.isAlive($0.0) }.map(\.1)
  }

  /// Whether a delivery is under way or due now.
  public func isBusy() throws -> Bool {
    try state.first(
      "SELECT 1 FROM deliveries WHERE state = 'sent' OR state = 'waiting' AND due <= ? AND attempts = 0 LIMIT 1",
      [.integer(clock.now().milliseconds)]
    ) { _ in true } ?? false
  }
}
