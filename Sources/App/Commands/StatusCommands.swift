import Catalog
import Engine
import HTTP
import Platform
import Values

/// `sp status` and `sp doctor`: what works, what does not, and what to do about it.
enum StatusCommands {
  static let all: [Builtin] = [
    Builtin(
      Command(
        "status", "Show each service: reachable, credential, limits, age of the cache",
        arguments: [.argument("SERVICE", "Only this service", required: false).naming(.service)],
        globals: [.output, .request, .terminal],
        examples: [.example("As a table in a pipe", "sp status -o table")]
      ).answering(
        "service", "profile", "address", "reachable", "credential", "expires", "limits", "cached_at",
        "problem"),
      run: status),
    Builtin(
      Command(
        "doctor", "Look for what is wrong on this machine and say how to mend it",
        options: [
          .flag("recover", "Copy what can be read of a damaged state.db to a new file beside it")
        ],
        globals: [.output, .terminal],
        examples: [.example("What is not well", "sp doctor --where \"state = 'problem'\"")]
      ).answering("check", "state", "detail", "problem", "remedy"),
      run: Doctor.run),
  ]

  private static func status(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    var records: [JSON] = []
    var worst = ExitCode.success
    let only = try invocation.argument("SERVICE").map { (name) throws(Failure) in
      try session.provider(name).name
    }
    let cached = try session.cacheStatus()
    for provider in session.table.catalog.everyProvider where only == nil || provider.name == only {
      guard !provider.isAdded || !provider.service().addresses.isEmpty else { continue }
      let (record, code) = try status(of: provider, cached, invocation, session)
      records.append(record)
      if worst == .success { worst = code }
    }
    let shape = RecordShape(
      "services", singular: "service", id: "service",
      columns: ["service", "reachable", "credential", "address", "writes_left", "cached_at"])
    _ = try invocation.show(records, shape, session)
    return worst
  }

  private static func status(
    of provider: Catalog.Provider, _ cached: [JSON], _ invocation: Invocation, _ session: Session
  ) throws(Failure) -> (JSON, ExitCode) {
    let service = provider.service()
    let settings = try session.settings()
    var record = JSON.Object()
    record["service"] = .string(service.name)
    record["profile"] = .string(settings.profile)
    guard settings.hasAddress(of: service) else {
      for name in ["address", "reachable", "credential"] { record[name] = .null }
      record["problem"] = .string(
        "no address: sp config set --profile \(settings.profile) \(service.name).url URL")
      return (.object(record), .success)
    }
    let address = try settings.address(of: service)
    record["address"] = .string(address?.text ?? "in-process sandbox")
    var code = ExitCode.success
    if invocation.flag("offline") {
      record["reachable"] = .null
    } else {
      let failure = probe(provider, session)
      record["reachable"] = .bool(failure == nil || failure?.status != nil)
      record["problem"] = failure.map { .string($0.message) } ?? .null
      code = failure?.kind ?? .success
    }
    let credential = try? session.credentials(settings).lookUp(
      service: service, profile: settings.profile, address: address)
    record["credential"] = .string(
      credential.map { "\($0.masked)\($0.mode.map { " (\($0))" } ?? "") from \($0.source)" }
        ?? (address == nil ? "not needed" : "missing"))
    record["expires"] = credential?.expires.map { .string($0.rfc3339) } ?? .null
    record["limits"] = .array(try session.limits(provider))
    record["cached_at"] =
      cached.filter { $0["service"] == .string(service.name) && $0["profile"] == .string(settings.profile) }
      .compactMap { $0["fetched_at"] }.first ?? .null
    return (.object(record), code)
  }

  /// Asks the service for what costs it little; nil when it answered well.
  private static func probe(_ provider: Catalog.Provider, _ session: Session) -> Failure? {
    let service = provider.service()
    let parts = service.probe.split(separator: "?", maxSplits: 1).map(String.init)
    var call = Call(.get, parts[0], rate: .read)
    if parts.count == 2 {
      call.query = parts[1].split(separator: "&").compactMap { pair in
        let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return halves.count == 2 ? (halves[0], halves[1]) : nil
      }
    }
    let row = provider.domains.lazy.flatMap { $0.plugin().endpoints }.first {
      $0.method == .get && $0.path == parts[0]
    }
    call.rate = row?.rate ?? .read
    call.authentication = row?.authentication
    do throws(Failure) {
      _ = try session.client(
        provider, profile: try session.profileName(), proof: call.authentication
      ).send(call)
      return nil
    } catch {
      return error
    }
  }
}
