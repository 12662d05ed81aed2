import Database
import HTTP
import Platform
import Values

/// Makes the deliveries that are due, one after the other, until it is told to stop; for a thread of its own.
public struct Courier: Sendable {
  /// The path of `state.db`.
  var statePath: String
  var environment: Environment
  var clock: SystemClock
  /// How long a target may take.
  var timeout = TimeSpan.seconds(30)
  /// Told of each delivery, and of each that failed.
  var report: @Sendable (String) -> Void

  /// Delivers from the `state.db` at a path.
  public init(
    statePath: String, environment: Environment, clock: SystemClock,
    report: @escaping @Sendable (String) -> Void
  ) {
    self.statePath = statePath
    self.environment = environment
    self.clock = clock
    self.report = report
  }

  /// How long to wait before looking again when nothing was due.
  private static let pause = TimeSpan(milliseconds: 25)
  /// How often what was received meanwhile is moved from the write-ahead log into the database, while nothing is due.
  private static let upkeep: Int64 = 250

  /// Delivers until `isDone`; a failure of the database is told and tried again.
  public func run(until isDone: @escaping @Sendable () -> Bool) {
    let transport = CurlTransport(
      .init(userAgent: "sp/\(Version.current)", environment: environment, isInterrupted: isDone))
    var opened: Inbox?
    var tidied = clock.uptime()
    while !isDone() {
      do {
        let inbox = try opened ?? open()
        opened = inbox
        try deliver(inbox, transport, until: isDone)
        clock.sleep(Courier.pause)
        guard clock.uptime() - tidied >= Courier.upkeep else { continue }
        try inbox.state.checkpointBeside()
        tidied = clock.uptime()
      } catch {
        report("deliveries wait: \(error)")
        opened = nil
        clock.sleep(.seconds(1))
      }
    }
  }

  /// Makes the deliveries that are due now, each once.
  public func deliverDue() throws {
    let transport = CurlTransport(.init(userAgent: "sp/\(Version.current)", environment: environment))
    try deliver(try open(), transport) { Interrupt.requested != nil }
  }

  private func open() throws -> Inbox {
    // Who receives must not wait for our commits. What a power cut undoes of them is a delivery made, which is then
    // made again; the events themselves are on disk.
    let connection = try Connection(
      path: statePath, durability: .normal, applicationID: StateSchema.applicationID)
    let inbox = Inbox(connection, clock: clock)
    try inbox.reclaim()
    return inbox
  }

  /// Makes the deliveries that are due, the first one first, until none is or `isDone`.
  func deliver(_ inbox: Inbox, _ transport: any Transport, until isDone: () -> Bool) throws {
    guard !isDone(), try inbox.isDue() else { return }
    var next = try inbox.take()
    while let delivery = next {
      let outcome =
        switch delivery.target.kind {
        case .forward: forward(delivery, transport)
        case .execute: execute(delivery)
        }
      let settled = try inbox.settle(delivery, outcome, takesNext: !isDone())
      next = settled.next
      tell(delivery, outcome, due: settled.due)
    }
  }

  private func forward(_ delivery: Inbox.Delivery, _ transport: any Transport) -> Inbox.Outcome {
    guard let address = Address(delivery.target.place) else {
      return .failed(status: nil, "\(delivery.target.place) is no address")
    }
    var headers = delivery.event.headers
    for name in Courier.ofTheConnection { headers.remove(name) }
    headers.set("X-Sp-Event-Id", String(delivery.event.number))
    let request = Request(
      .post, address, headers: headers, body: delivery.event.body, timeout: timeout, isReplayable: false)
    do throws(TransportError) {
      let status = try transport.send(request).status
      guard !status.isSuccess else { return .arrived(status: status.code) }
      return .failed(status: status.code, "\(status.code) \(status.reason)")
    } catch {
      return .failed(status: nil, error.message)
    }
  }

  /// Fields that belong to the connection they came by.
  private static let ofTheConnection = [
    "Host", "Connection", "Content-Length", "Transfer-Encoding", "Keep-Alive", "Expect", "TE", "Trailer",
    "Upgrade", "Proxy-Authorization", "Proxy-Connection", "Accept-Encoding",
  ]

  private func execute(_ delivery: Inbox.Delivery) -> Inbox.Outcome {
    var variables = environment.withoutSecrets
    variables["SP_EVENT"] = delivery.event.name
    variables["SP_EVENT_ID"] = String(delivery.event.number)
    let outcome: (status: Int32, output: [UInt8])
    do throws(SystemError) {
      outcome = try Subprocess.run(
        ["/bin/sh", "-c", delivery.target.place], input: Array((delivery.event.record.text() + "\n").utf8),
        environment: variables, timeout: .minutes(10))
    } catch {
      return .failed(status: nil, error.description)
    }
    for line in String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").suffix(20) {
      report("  \(line)")
    }
    guard outcome.status == 0 else {
      return .failed(status: Int(outcome.status), "ended with \(outcome.status)")
    }
    return .arrived(status: 0)
  }

  private func tell(_ delivery: Inbox.Delivery, _ outcome: Inbox.Outcome, due: Timestamp?) {
    let target = "\(delivery.target.place) [event \(delivery.event.number)]"
    switch outcome {
    case .arrived(let status): report("<-- [\(status)] \(target)")
    case .failed(_, let reason):
      let next = due.map { "again in \(($0 - clock.now()).text)" } ?? "given up; sp events resend tries again"
      report("<-- [\(reason)] \(target): \(next)")
    }
  }
}
