import Catalog
import Database
import HTTP
import Platform
import Values

/// What commands share: configuration, credentials, databases and connections, each opened when first needed and
/// kept until the process, or the REPL, ends.
public final class Session {
  /// How the command of the moment wants requests to behave.
  public struct Manners {
    /// Whether to wait for a rate limit.
    public var patience = RateGate.Patience.wait
    /// Whether to say on standard error what is asked and answered.
    public var isVerbose = false
    /// Whether to stay silent about waiting.
    public var isQuiet = false
    /// Whether nothing may be written.
    public var isReadOnly = false
    /// The options of the command, which settings may be given by.
    public var options: [String: [String]] = [:]

    /// Patient and silent.
    public init() {}

    /// As the options of a command say.
    public init(_ invocation: Invocation) {
      patience = invocation.flag("no-wait") ? .refuse : .wait
      isVerbose = invocation.flag("verbose")
      isQuiet = invocation.flag("quiet")
      isReadOnly = invocation.flag("read-only")
      options = invocation.options
    }
  }

  /// Every command there is.
  public let table: CommandTable
  /// The variables of the process.
  public let environment: Environment
  /// Where the files are.
  public let directories: Directories
  /// Where answers and reports go.
  public let console: Console
  /// What time it is.
  public let clock: SystemClock
  /// How the command of the moment wants requests to behave.
  public var manners = Manners()
  /// Sees what commands answer.
  public var observer: AnswerObserver?

  /// Refuses a service that a plugin declares and that the user did not allow as it is.
  public var admit: ((String) throws(Failure) -> Void)?

  /// Has a plugin's executable carry out a command for the cache alone; returns how many records it answered with.
  public var fill: ((Command) throws(Failure) -> Int)?

  /// What can be made to happen in the sandbox, and at which service.
  public var happenings: (() -> [(service: String, name: String)])?

  /// The programs that answer to first words which are none of ours, with the path of each.
  public var programs: (() -> [(name: String, path: String)])?

  private let makeLocalTransport: (Session) throws -> any Transport
  private var opened = Opened()
  /// The secrets that must be in no text that is kept.
  lazy var secrets = KnownSecrets(environment)

  private struct Opened {
    var config: Config?
    /// The file as it was when it was read.
    var configStatus: FileStatus?
    var state: Connection?
    var cache: Cache?
    var local: (any Transport)?
    var remote: [String: CurlTransport] = [:]
    var hasTold = false
  }

  /// Begins a session; `localTransport` plays the services where a profile names no address.
  public init(
    table: CommandTable, environment: Environment, directories: Directories, console: Console,
    clock: SystemClock = .system, localTransport: @escaping (Session) throws -> any Transport
  ) {
    self.table = table
    self.environment = environment
    self.directories = directories
    self.console = console
    self.clock = clock
    makeLocalTransport = localTransport
  }

  /// The configuration file, read once.
  public func config() throws(Failure) -> Config {
    if let config = opened.config { return config }
    opened.configStatus = Files.status(directories.configFile)
    let config = try mending { () throws(Failure) in try Config.read(directories.configFile) }
    opened.config = config
    return config
  }

  /// Forgets the configuration, because the file has changed.
  public func configChanged() { (opened.config, opened.hasTold) = (nil, false) }

  /// Forgets the configuration where the file has changed since it was read.
  public func noticeChanges() {
    guard opened.config != nil, Files.status(directories.configFile) != opened.configStatus else { return }
    configChanged()
  }

  /// The settings in force for a profile; nil means the one of the moment.
  public func settings(_ profile: String? = nil) throws(Failure) -> Settings {
    var options = manners.options
    if let profile { options["profile"] = [profile] }
    let config = try config()
    let settings = try mending { () throws(Failure) in
      try Settings(options: options, environment: environment, config: config, catalog: table.catalog)
    }
    if profile == nil { tell { settings.notes } }
    return settings
  }

  /// Whether a text holds a secret that is known here: of the environment, of the keyring, or used in a request.
  public func holdsKnownSecret(_ text: String) -> Bool {
    let credentials = Credentials(settings: uncheckedSettings(), directories: directories, clock: clock)
    return secrets.areIn(text, credentials)
  }

  /// The settings in force whatever is wrong with them; of a file that cannot be read, none.
  public func uncheckedSettings() -> Settings {
    let config = (try? config()) ?? Config(path: directories.configFile)
    return Settings(
      unchecked: manners.options, environment: environment, config: config, catalog: table.catalog)
  }

  /// Says once what is set and nothing heeds.
  private func tell(_ notes: () -> [String]) {
    guard !opened.hasTold, !manners.isQuiet else { return }
    opened.hasTold = true
    for note in notes() { console.report("note: \(note)") }
  }

  private func mending<T>(_ body: () throws(Failure) -> T) throws(Failure) -> T {
    do throws(Failure) { return try body() } catch {
      var failure = error
      if failure.kind == .usage { failure.hint = failure.hint ?? "sp config edit" }
      throw failure
    }
  }

  /// The queue's and the ledger's database.
  public func state() throws(Failure) -> Connection {
    if let state = opened.state { return state }
    let path = directories.stateDatabase
    let state = try Failure.local {
      try directories.make(directories.state)
      let state = try Connection(path: path, durability: .full, applicationID: StateSchema.applicationID)
      try state.migrate(StateSchema.migrations, backup: path)
      return state
    }
    opened.state = state
    return state
  }

  /// The queue of writes.
  public func queue() throws(Failure) -> Queue { Queue(try state(), clock: clock) }

  /// The offline copy of what services answered.
  public func cache() throws(Failure) -> Cache {
    if let cache = opened.cache { return cache }
    let cache = try Failure.local {
      try directories.make(directories.cache)
      return try Cache(path: directories.cacheDatabase, clock: clock)
    }
    if let note = cache.note { console.report("note: \(note)") }
    opened.cache = cache
    return cache
  }

  /// Moves the cache away, because reading it found it damaged; the next use begins a new one.
  public func setCacheAside() throws(Failure) {
    opened.cache = nil
    let aside = try Failure.local { try Cache.setAside(directories.cacheDatabase, at: clock.now()) }
    console.report("note: the cache was damaged; it was moved to \(aside) and begun anew")
  }

  /// Closes the cache, because its file is about to go.
  public func closeCache() { opened.cache = nil }

  /// What plays the services on this machine.
  public func localTransport() throws(Failure) -> any Transport {
    if let local = opened.local { return local }
    let local = try Failure.local { try makeLocalTransport(self) }
    opened.local = local
    return local
  }

  /// What carries requests over the network.
  public func remoteTransport(_ settings: Settings) throws(Failure) -> CurlTransport {
    let authority = settings.path("tls.ca")
    if let transport = opened.remote[authority ?? ""] { return transport }
    let transport = CurlTransport(
      .init(userAgent: "sp/\(Version.current)", environment: environment, tlsAuthority: authority))
    transport.onUpload = { [console, weak self] sent, total in
      guard self?.manners.isQuiet == false, total > 1 << 20 else { return }
      console.progress("\(sent >> 20) of \(total >> 20) MiB sent")
    }
    opened.remote[authority ?? ""] = transport
    return transport
  }
}
