import Catalog
import Database
import HTTP
import Platform
import Values

/// Plays the services from one file: each request finds its row, is checked against it, and is answered as
/// the service would.
///
/// A service is built when the first request for it comes. One owner uses a host; other hosts, in other
/// processes too, may use the same file.
public final class SandboxHost {
  /// The rate limits that this host enforces; other hosts on the same file have their own.
  public var limits = Limits.off
  /// What makes content for the services.
  public var engines = Engines()

  let catalog: Catalog
  let storage: Storage
  private let rules: [String: @Sendable () -> LocalService]
  private let clock: SystemClock
  private var services: [String: PlayedService] = [:]
  private var conditions: Conditions
  private var credentials = Credential()
  private var tally: Tally
  private var lastTurn: Int?

  /// Opens the file, made when there is none; `rules` has the services that can be played.
  public init(
    path: String, catalog: Catalog, rules: [String: @Sendable () -> LocalService],
    clock: SystemClock = .system
  ) throws(Refusal) {
    self.catalog = catalog
    self.rules = rules
    self.clock = clock
    (storage, conditions) = try Refusal.around {
      let storage = try Storage(path: path)
      return (storage, try Conditions(storage.connection))
    }
    tally = Tally(at: clock.now())
  }

  deinit { try? flush() }

  /// The names of the services that can be played, in the order of the catalogue.
  public var serviceNames: [String] { catalog.providers.map(\.name).filter { rules[$0] != nil } }

  /// The sandbox's time.
  public var now: Timestamp { clock.now() + conditions.offset }

  /// The machine's time.
  var realTime: Timestamp { clock.now() }

  /// Answers one request. All that it changes is kept together, or none of it is.
  public func answer(_ request: SandboxRequest) -> SandboxReply { answer(request, turn: nil) }

  /// The same for a request of a server, which learns of many in one turn: what other processes set before any of
  /// them came is looked for once.
  func answer(_ request: SandboxRequest, turn: Int?) -> SandboxReply {
    let target = Target(request.target)
    guard let target, let name = target.segments.first, let played = service(name) else {
      let refusal =
        target == nil ? Refusal(400, "The target is malformed") : Refusal(404, "There is no such service")
      return SandboxReply(response: refusal.plainResponse)
    }
    var exchange = Exchange(played: played, request: request, target: target, engines: engines)
    do throws(Refusal) {
      if turn == nil || turn != lastTurn { try refresh() }
      lastTurn = turn
      try exchange.run(
        conditions: conditions, limits: limits, credentials: &credentials, storage: storage, now: now,
        uptime: clock.uptime)
    } catch {
      exchange.note(error.usage)
      exchange.reply.response = played.response(error, to: exchange.row)
    }
    exchange.finish()
    count(exchange)
    return exchange.reply
  }

  /// Writes what was counted; the counters of `status` are then up to date.
  public func flush() throws(Refusal) {
    try Refusal.around { try tally.write(to: storage.connection, at: clock.now()) }
  }

  func service(_ name: String) -> PlayedService? {
    if let played = services[name] { return played }
    guard let provider = catalog.provider(name) else { return nil }
    let plain = provider.isAdded ? { @Sendable in LocalService.plain(provider.service()) } : nil
    guard let rules = rules[name] ?? plain else { return nil }
    let played = PlayedService(provider, rules: rules())
    services[name] = played
    return played
  }

  /// Takes in what other processes have set.
  private func refresh() throws(Refusal) {
    if try Refusal.around({ try storage.hasChangedElsewhere() }) { try reload() }
  }

  func reload() throws(Refusal) {
    conditions = try Refusal.around { try Conditions(storage.connection) }
  }

  var currentConditions: Conditions { conditions }

  private func count(_ exchange: Exchange) {
    let status = exchange.reply.isDropped ? 0 : exchange.reply.response.status.code
    tally.count(exchange.operation, of: exchange.played.service.name, status: status)
    guard tally.isDue(at: clock.now()) else { return }
    // Counters are a courtesy: a full disk shows where something is to be kept.
    try? flush()
  }
}
