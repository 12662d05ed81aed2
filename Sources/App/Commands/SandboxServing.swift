import Catalog
import Engine
import HTTP
import Platform
import Sandbox
import Values

/// `sp sandbox serve`: the sandbox behind an HTTP server.
enum SandboxServing {
  static func run(_ invocation: Invocation, _ session: Session, _ host: SandboxHost) throws(Failure)
    -> ExitCode
  {
    try enforce(invocation, session, host)
    var options = Server.Options()
    options.port = try invocation.integer("port") ?? 0
    options.socketPath = invocation.option("socket")
    options.allowHosts = invocation.all("allow-host")
    let isVerbose = invocation.flag("verbose")
    let console = session.console
    try Failure.local {
      let server = try Server(options, larger: host.bodyLimit) { request in
        let reply = host.serve(request)
        if isVerbose {
          console.report(
            "\(reply.response.status.code) \(request.method) \(Console.printable(request.target))")
        }
        return reply
      }
      try console.write("http://127.0.0.1:\(server.port)\n")
      try console.flush()
      try server.run()
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
