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

  /// Delivers until `isDone`; a failure of the database is told and tried again.
  public func run(until isDone: @escaping @Sendable () -> Bool) {
    let transport = CurlTransport(
      .init(userAgent: "sp/\(Version.current)", environment: environment, isInterrupted: isDone))
    var opened: Inbox?
    while !isDone() {
      do {
        let inbox = try opened ?? open()
        opened = inbox
        if try !deliverNext(inbox, transport) { clock.sleep(Courier.pause) }
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
    let inbox = try open()
    while Interrupt.requested == nil, try deliverNext(inbox, transport) {}
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

  /// Makes the delivery that is due first; false when none is.
  func deliverNext(_ inbox: Inbox, _ transport: any Transport) throws -> Bool {
    guard let delivery = try inbox.take() else { return false }
    switch delivery.target.kind {
    case .forward: try forward(delivery, inbox, transport)
    case .execute: try execute(delivery, inbox)
    }
    return true
  }

  private func forward(_ delivery: Inbox.Delivery, _ inbox: Inbox, _ transport: any Transport) throws {
    guard let address = Address(delivery.target.place) else {
      return try tell(delivery, inbox, status: nil, "\(delivery.target.place) is no address")
    }
    var headers = delivery.event.headers
    for name in Courier.ofTheConnection { headers.remove(name) }
    headers.set("X-Sp-Event-Id", String(delivery.event.number))
    let request = Request(
      .post, address, headers: headers, body: delivery.event.body, timeout: timeout, isReplayable: false)
    let outcome: Result<Status, TransportError>
    do throws(TransportError) { outcome = .success(try transport.send(request).status) } catch {
      outcome = .failure(error)
    }
    switch outcome {
    case .success(let status) where status.isSuccess: try arrive(delivery, inbox, status: status.code)
    case .success(let status):
      try tell(delivery, inbox, status: status.code, "\(status.code) \(status.reason)")
    case .failure(let error): try tell(delivery, inbox, status: nil, error.message)
    }
  }

  /// Fields that belong to the connection they came by.
  private static let ofTheConnection = [
    "Host", "Connection", "Content-Length", "Transfer-Encoding", "Keep-Alive", "Expect", "TE", "Trailer",
    "Upgrade", "Proxy-Authorization", "Proxy-Connection", "Accept-Encoding",
  ]

  private func execute(_ delivery: Inbox.Delivery, _ inbox: Inbox) throws {
    var variables = environment.withoutSecrets
    variables["SP_EVENT"] = delivery.event.name
    variables["SP_EVENT_ID"] = String(delivery.event.number)
    let outcome: (status: Int32, output: [UInt8])
    do throws(SystemError) {
      outcome = try Subprocess.run(
        ["/bin/sh", "-c", delivery.target.place], input: Array((delivery.event.record.text() + "\n").utf8),
        environment: variables, timeout: .minutes(10))
    } catch {
      return try tell(delivery, inbox, status: nil, error.description)
    }
    for line in String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").suffix(20) {
      report("  \(line)")
    }
    guard outcome.status == 0 else {
      return try tell(delivery, inbox, status: Int(outcome.status), "ended with \(outcome.status)")
    }
    try arrive(delivery, inbox, status: 0)
  }

  private func arrive(_ delivery: Inbox.Delivery, _ inbox: Inbox, status: Int) throws {
    try inbox.finish(delivery, status: status)
    report("<-- [\(status)] \(delivery.target.place) [event \(delivery.event.number)]")
  }

  private func tell(_ delivery: Inbox.Delivery, _ inbox: Inbox, status: Int?, _ reason: String) throws {
    let due = try inbox.fail(delivery, status: status, reason)
    let next = due.map { "again in \(($0 - clock.now()).text)" } ?? "given up; sp events resend tries again"
    report("<-- [\(reason)] \(delivery.target.place) [event \(delivery.event.number)]: \(next)")
  }
}
