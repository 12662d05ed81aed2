import Catalog
import Engine
import HTTP
import Platform
import Sandbox
import Synchronization
import Values

/// `sp sandbox serve`: the sandbox behind an HTTP server.
enum SandboxServing {
  static func run(
    _ invocation: Invocation, _ session: Session, _ host: SandboxHost, _ services: Services
  ) throws(Failure)
    -> ExitCode
  {
    try enforce(invocation, session, host)
    var options = Server.Options()
    options.port = try invocation.port ?? 0
    options.socketPath = invocation.option("socket")
    options.allowHosts = invocation.all("allow-host")
    let isVerbose = invocation.flag("verbose")
    let console = session.console
    let teller = Teller(services: services, session)
    try Failure.local {
      let server = try ListenCommand.opened(options.port) {
        try Server(options, larger: host.bodyLimit) { request in
          let reply = host.serve(request)
          if isVerbose {
            console.report(
              "\(reply.response.status.code) \(request.method) \(Console.printable(request.target))")
          }
          return reply
        }
      }
      try console.write("http://127.0.0.1:\(server.port)\n")
      try console.flush()
      let worker = try Thread { teller.run() }
      try server.run()
      teller.stop()
      worker.join()
      try host.flush()
    }
    Interrupt.reset()
    return .success
  }

  /// Enforces the limits asked for; without any, none.
  private static func enforce(_ invocation: Invocation, _ session: Session, _ host: SandboxHost)
    throws(Failure)
  {
    let texts = invocation.all("limit")
    guard invocation.flag("limits") || !texts.isEmpty else { return }
    guard !texts.isEmpty else {
      host.limits = .documented
      return
    }
    var limits: [String: [RateLimit]] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let names = parts.first?.split(separator: ".").map(String.init) ?? []
      guard parts.count == 2, names.count == 2, let limit = RateLimit(RateClass(names[1]), parsing: parts[1])
      else {
        throw .usage("--limit takes SERVICE.CLASS=N/SPAN such as snackprompt.write=10/1s, not '\(text)'")
      }
      let service = try session.service(names[0])
      guard service.limits.contains(where: { $0.rate == limit.rate }) else {
        let classes = service.limits.map(\.rate.name).joined(separator: ", ")
        throw .usage("\(service.title) has no rate class '\(names[1])'", hint: "one of \(classes)")
      }
      limits[service.name, default: []].append(limit)
    }
    host.limits = .custom(limits)
  }
}

/// Tells those who registered webhooks in the sandbox what happens there, on a thread of its own.
private final class Teller: Sendable {
  private let services: Services
  private let path: String
  private let environment: Environment
  private let clock: SystemClock
  private let isDone = Atomic<Bool>(false)

  init(services: Services, _ session: Session) {
    self.services = services
    path = session.directories.sandboxDatabase
    environment = session.environment
    clock = session.clock
  }

  func stop() { isDone.store(true, ordering: .releasing) }

  func run() {
    let transport = CurlTransport(.init(userAgent: "sp-sandbox", environment: environment))
    var host: SandboxHost?
    while !isDone.load(ordering: .acquiring), Interrupt.requested == nil {
      do throws(Refusal) {
        if host == nil {
          host = try SandboxHost(
            path: path, catalog: services.catalog, rules: services.rules, clock: clock)
        }
        _ = try host?.tell(through: transport)
      } catch {
        // What could not be told now is kept and told later.
        host = nil
      }
      clock.sleep(TimeSpan(milliseconds: 200))
    }
  }
}
