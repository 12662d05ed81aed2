import Database
import HTTP
import Platform
import Values

/// Received webhooks and their deliveries, kept in `state.db`.
///
/// An event and what is to be done with it are kept in one transaction, before the sender is answered; whatever
/// ends the process after that loses nothing.
public final class Inbox {
  /// Where an event is to go.
  public struct Target: Sendable, Hashable {
    /// What carries it there.
    public enum Kind: String, Sendable {
      /// A request to an address, with the body and the signature as they came.
      case forward
      /// A command of the shell, with the event as JSON on standard input.
      case execute
    }

    /// What carries it there.
    public var kind: Kind
    /// The address or the command.
    public var place: String

    /// Names a target.
    public init(_ kind: Kind, _ place: String) {
      self.kind = kind
      self.place = place
    }
  }

  /// An event that came in, and where it is to go.
  struct Arrival {
    var event: ReceivedEvent
    var targets: [Target]
  }

  let state: Connection
  let clock: SystemClock

  /// Keeps events in an open `state.db`.
  public init(_ state: Connection, clock: SystemClock) {
    self.state = state
    self.clock = clock
  }

  /// Keeps events and their deliveries in one commit; the number of each, nil for one that is here already, which is
  /// counted.
  func keep(_ arrivals: [Arrival]) throws -> [Int64?] {
    try state.transaction {
      try arrivals.map { arrival in
        guard let number = try insert(arrival.event) else {
          try state.execute(
            "UPDATE events SET copies = copies + 1 WHERE webhook = ? AND identity = ?",
            [.text(arrival.event.webhook), .text(arrival.event.identity)])
          return nil
        }
        try plan(number, arrival.targets)
        return number
      }
    }
  }

  private func insert(_ event: ReceivedEvent) throws -> Int64? {
    let headers = event.headers.fields.map { JSON.array([.string($0.name), .string($0.value)]) }
    return try state.first(
      """
      INSERT INTO events (service, webhook, name, identity, headers, body, verified, received)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (webhook, identity) DO NOTHING RETURNING event
      """,
      [
        .text(event.service), .text(event.webhook), .text(event.name), .text(event.identity),
        .text(JSON.array(headers).text()), .blob(event.body), .integer(event.isVerified ? 1 : 0),
        .integer(event.received.milliseconds),
      ]
    ) { $0.int(0) }
  }

  /// Has a kept event delivered again, to these targets.
  public func replay(_ number: Int64, to targets: [Target]) throws {
    try state.transaction { try plan(number, targets) }
  }

  private func plan(_ number: Int64, _ targets: [Target]) throws {
    for target in targets {
      try state.execute(
        "INSERT INTO deliveries (event, kind, target, state, due) VALUES (?, ?, ?, 'waiting', ?)",
        [
          .integer(number), .text(target.kind.rawValue), .text(target.place),
          .integer(clock.now().milliseconds),
        ])
    }
  }

  /// Forgets events older than a span, with their deliveries, unless some are still waiting.
  public func forget(olderThan span: TimeSpan) throws {
    try state.execute(
      """
      DELETE FROM events WHERE received < ? AND NOT EXISTS (
        SELECT 1 FROM deliveries WHERE deliveries.event = events.event AND state IN ('waiting', 'sent'))
      """, [.integer((clock.now() - span).milliseconds)])
  }

  // MARK: Looking

  /// The event of that number; nil when there is none.
  public func event(_ number: Int64) throws -> ReceivedEvent? {
    try state.first("\(Inbox.columns) WHERE event = ?", [.integer(number)], Inbox.event)
  }

  /// Calls `body` with each event of these names, all when there are none, the latest last or first, until it wants no
  /// more.
  public func events(
    named names: [String] = [], since: Timestamp? = nil, latestFirst: Bool = false,
    _ body: (ReceivedEvent) throws -> Bool
  ) throws {
    let conditions =
      ["received >= ?"]
      + (names.isEmpty ? [] : ["name IN (\(names.map { _ in "?" }.joined(separator: ", ")))"])
    let values = [SQLValue.integer(since?.milliseconds ?? 0)] + names.map(SQLValue.text)
    try state.rows(
      "\(Inbox.columns) WHERE \(conditions.joined(separator: " AND ")) ORDER BY event \(latestFirst ? "DESC" : "")",
      values
    ) { row in
      try body(Inbox.event(row))
    }
  }

  /// The deliveries of an event, as records.
  public func deliveries(of number: Int64) throws -> [JSON] {
    try state.all(
      """
      SELECT delivery, kind, target, state, attempts, due, status, error, finished FROM deliveries WHERE event = ?
      ORDER BY delivery
      """, [.integer(number)]
    ) { row in
      func moment(_ index: Int) -> JSON {
        row.isNull(index) ? .null : .string(Timestamp(milliseconds: row.int(index)).rfc3339)
      }
      return [
        "delivery": .number(.init(Int(row.int(0)))), "kind": .string(row.text(1) ?? ""),
        "target": .string(row.text(2) ?? ""), "state": .string(row.text(3) ?? ""),
        "attempts": .number(.init(Int(row.int(4)))), "due_at": row.text(3) == "waiting" ? moment(5) : .null,
        "status": row.isNull(6) ? .null : .number(.init(Int(row.int(6)))),
        "error": row.text(7).map(JSON.string) ?? .null, "finished_at": moment(8),
      ]
    }
  }

  static let columns =
    "SELECT event, service, webhook, name, identity, headers, body, verified, received, copies FROM events"

  static func event(_ row: Row) throws -> ReceivedEvent {
    let headers = try JSON.parse(row.text(5) ?? "[]").array ?? []
    let pairs = headers.map { ($0[0]?.string ?? "", $0[1]?.string ?? "") }
    return ReceivedEvent(
      number: row.int(0), service: row.text(1) ?? "", webhook: row.text(2) ?? "", name: row.text(3) ?? "",
      identity: row.text(4) ?? "", headers: Headers(pairs), body: row.blob(6), isVerified: row.int(7) == 1,
      received: Timestamp(milliseconds: row.int(8)), copies: Int(row.int(9)))
  }
}
