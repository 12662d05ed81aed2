import Catalog
import Database
import HTTP
import Platform
import Values

extension SandboxHost {
  /// How often a notice is tried before it is given up.
  private static let attempts = 5

  /// A notice that is due.
  private struct Notice {
    var number: Int64
    var service: String
    var webhook: String
    var url: String
    var secret: String
    var body: [UInt8]
    var attempts: Int
  }

  /// Tells those who asked of what has happened: signed as the service signs, tried again after 1, 5, 25 and 125
  /// seconds. Returns how many were told now, and how many wait.
  ///
  /// Only addresses of this machine are told, unless `reachesOut`: what is played here is no news for the world.
  public func tell(
    through transport: any Transport, reachesOut: Bool = false
  ) throws(Refusal) -> (told: Int, waiting: Int) {
    try plan()
    var told = 0
    for notice in try due() {
      guard let address = Address(notice.url), reachesOut || address.isLoopback else {
        try settle(notice, error: "only addresses of this machine are told", isOver: true)
        continue
      }
      if try send(notice, to: address, transport) { told += 1 }
    }
    return (told, try waiting())
  }

  /// Makes a notice of each event for each who asked for it.
  private func plan() throws(Refusal) {
    let isNew = try Refusal.around {
      try storage.connection.first("SELECT 1 FROM event WHERE planned = 0 LIMIT 1") { _ in true } ?? false
    }
    guard isNew else { return }
    try Refusal.around {
      try storage.connection.transaction {
        let events = try storage.connection.all(
          "SELECT number, scope, service, name, data, at FROM event WHERE planned = 0 ORDER BY number LIMIT 1000",
          []
        ) { row in
          (
            row.int(0), row.text(1) ?? "", row.text(2) ?? "", row.text(3) ?? "", row.text(4) ?? "null",
            row.int(5)
          )
        }
        for (number, scope, service, name, data, at) in events {
          try plan(name, of: service, scope, try JSON.parse(data), at: Timestamp(milliseconds: at))
          try storage.connection.execute("UPDATE event SET planned = 1 WHERE number = ?", [.integer(number)])
        }
      }
    }
  }

  private func plan(_ event: String, of name: String, _ scope: String, _ data: JSON, at moment: Timestamp)
    throws
  {
    guard let played = service(name), let subscribers = played.rules.subscribers else { return }
    let store = played.store(of: Account(id: scope, name: scope), in: storage, now: now)
    try store.prepare()
    let happening = played.happening(event, data, at: moment)
    guard let webhook = happening.webhook else { return }
    for subscription in try subscribers(store, event) {
      try storage.connection.execute(
        "INSERT INTO notice (service, webhook, url, secret, body, due) VALUES (?, ?, ?, ?, ?, ?)",
        [
          .text(name), .text(webhook.name), .text(subscription.url), .text(subscription.secret),
          .blob(happening.bytes), .integer(realTime.milliseconds),
        ])
    }
  }

  private func due() throws(Refusal) -> [Notice] {
    try Refusal.around {
      try storage.connection.all(
        """
        SELECT number, service, webhook, url, secret, body, attempts FROM notice
        WHERE state = 'waiting' AND due <= ? ORDER BY due, number LIMIT 100
        """, [.integer(realTime.milliseconds)]
      ) { row in
        Notice(
          number: row.int(0), service: row.text(1) ?? "", webhook: row.text(2) ?? "", url: row.text(3) ?? "",
          secret: row.text(4) ?? "", body: row.blob(5), attempts: Int(row.int(6)))
      }
    }
  }

  private func send(_ notice: Notice, to address: Address, _ transport: any Transport) throws(Refusal) -> Bool
  {
    var headers: Headers = ["Content-Type": "application/json"]
    let webhook = service(notice.service)?.service.webhooks.first { $0.name == notice.webhook }
    if let scheme = webhook?.signature, let header = scheme.header,
      let signature = scheme.sign(notice.body, secret: Array(notice.secret.utf8), at: realTime)
    {
      headers.set(header, signature)
    }
    let request = Request(.post, address, headers: headers, body: notice.body, timeout: .seconds(15))
    let failure: String?
    do throws(TransportError) {
      let status = try transport.send(request).status
      failure = status.isSuccess ? nil : "\(status.code) \(status.reason)"
    } catch {
      failure = error.message
    }
    try settle(notice, error: failure, isOver: failure == nil)
    return failure == nil
  }

  private func settle(_ notice: Notice, error: String?, isOver: Bool) throws(Refusal) {
    let attempts = notice.attempts + 1
    let isGivenUp = isOver || attempts >= SandboxHost.attempts
    var pause = TimeSpan.seconds(1)
    for _ in 1..<attempts { pause = pause * 5 }
    try Refusal.around {
      try storage.connection.execute(
        "UPDATE notice SET state = ?, attempts = ?, due = ?, error = ? WHERE number = ?",
        [
          .text(error == nil ? "told" : isGivenUp ? "failed" : "waiting"), .integer(Int64(attempts)),
          .integer((realTime + pause).milliseconds), error.map(SQLValue.text) ?? .null,
          .integer(notice.number),
        ])
    }
  }

  private func waiting() throws(Refusal) -> Int {
    try Refusal.around {
      try storage.connection.first("SELECT count(*) FROM notice WHERE state = 'waiting'") { Int($0.int(0)) }
        ?? 0
    }
  }
}
