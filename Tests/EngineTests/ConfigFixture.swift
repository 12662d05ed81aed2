import Catalog
import Engine
import HTTP
import Platform
import Testing
import Values

/// Two services, one remote with limits and one without any documented address, and a home of their own.
struct ConfigFixture {
  let home: TemporaryDirectory
  var environment: Environment

  init() throws {
    home = try TemporaryDirectory()
    environment = Environment(["SP_HOME": home.path, "HOME": home.path])
    environment["PATH"] = Environment.process["PATH"]
  }

  var directories: Directories { get throws { try Directories(environment) } }

  var keyring: Keyring { get throws { Keyring(directories: try directories, environment: environment) } }

  func settings(
    _ config: String = "", options: [String: [String]] = [:], _ variables: [String: String] = [:]
  ) throws -> Settings {
    try Settings(
      options: options,
      environment: Environment(environment.variables.merging(variables) { $1 }),
      config: try Config(parsing: Array(config.utf8), path: "config.ini"), catalog: Self.catalog)
  }

  /// Credentials of the profile `live`, with the settings for all profiles given, at a fixed moment.
  func credentials(
    _ config: String = "", _ variables: [String: String] = [:], helperTimeout: TimeSpan = .seconds(10)
  ) throws -> Credentials {
    Credentials(
      settings: try settings("\(config)\n[profile \"live\"]\n", options: ["profile": ["live"]], variables),
      directories: try directories, clock: Self.clock, helperTimeout: helperTimeout)
  }

  func path(_ name: String) -> String { "\(home.path)/\(name)" }

  func write(_ text: String, to name: String, mode: String = "600") throws {
    let sink = try FileSink(replacing: path(name), access: .shared)
    try sink.write(text)
    try sink.commit()
    try run("chmod", mode, path(name))
  }

  func run(_ arguments: String...) throws {
    let result = try Subprocess.run(arguments, environment: environment, inheritError: false)
    try #require(result.status == 0, "\(arguments)")
  }

  static let now = Timestamp(year: 2025, month: 6, day: 1)

  static let clock = SystemClock(
    now: { now }, uptime: SystemClock.system.uptime, bootID: "test", sleep: SystemClock.system.sleep)

  static let shop = service(
    "shop",
    [.init("production", "https://api.shop.example/v1"), .init("sandbox", "https://test.shop.example/v1")],
    [RateLimit(.read, 100, per: .minutes(1)), RateLimit(.write, 10, per: .minutes(1))])

  static let mail = service("mail", [], [])

  static let catalog = Catalog([
    .init("shop", domains: []) { shop }, .init("mail", domains: []) { mail },
  ])

  private static func service(_ name: String, _ addresses: [Service.Address], _ limits: [RateLimit])
    -> Service
  {
    Service(
      name: name, title: name, summary: "A service", addresses: addresses, mount: "/v1",
      authentication: .bearer, envelope: Envelope(message: "error"), paging: .none, limits: limits,
      retryHints: [], probe: "/")
  }
}

/// The failure that something must end with.
func failed(_ work: () throws -> Void) throws -> Failure {
  do { try work() } catch let failure as Failure { return failure }
  Issue.record("nothing failed")
  return .usage("nothing failed")
}
