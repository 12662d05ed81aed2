import Platform
import Testing

@Suite struct EnvironmentTests {
  @Test func processVariablesAreRead() throws {
    let path = try #require(Environment.process.nonEmpty("PATH"))
    #expect(path.contains("/"))
    #expect(Environment.process["SP_SURELY_NOT_SET"] == nil)
  }

  @Test(arguments: [
    ("SP_TOKEN", false), ("SP_SHELLIA_TOKEN", false), ("SP_TOKEN_FILE", false), ("SP_API_KEY", false),
    ("SP_HOME", true), ("SP_MONKEY", true), ("GITHUB_TOKEN", true), ("PATH", true),
  ])
  func childrenSeeNoSecretOfOurs(name: String, isKept: Bool) {
    #expect((Environment([name: "x"]).withoutSecrets[name] != nil) == isKept)
  }

  @Test(arguments: [("1", true), ("yes", true), ("0", false), ("false", false), ("", false)])
  func switches(value: String, isOn: Bool) { #expect(Environment(["A": value]).isOn("A") == isOn) }

  static let homes: [([String: String], config: String, data: String, cache: String, state: String)] = [
    (["HOME": "/h"], "/h/.config/sp", "/h/.local/share/sp", "/h/.cache/sp", "/h/.local/state/sp"),
    (["HOME": "/h", "SP_HOME": "/s"], "/s", "/s", "/s", "/s"),
    (
      [
        "HOME": "/h", "SP_HOME": "", "XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "relative",
        "XDG_STATE_HOME": "",
      ],
      "/c/sp", "/h/.local/share/sp", "/h/.cache/sp", "/h/.local/state/sp"
    ),
  ]

  @Test(arguments: homes)
  func directoriesFollowTheXDGRules(
    variables: [String: String], config: String, data: String, cache: String, state: String
  ) throws {
    let directories = try Directories(Environment(variables))
    #expect(directories.configFile == "\(config)/config.ini")
    #expect(directories.keyringFile == "\(data)/keyring.json")
    #expect(directories.cacheDatabase == "\(cache)/cache.db")
    #expect(directories.stateDatabase == "\(state)/state.db")
    #expect(directories.sandboxDatabase == "\(data)/sandbox.db")
  }

  @Test func directoriesAreMadeForTheOwnerAlone() throws {
    let home = try TemporaryDirectory()
    let directories = try Directories(Environment(["HOME": home.path]))
    #expect(try Files.list(home.path) == [])
    try directories.make(directories.state)
    try directories.make(directories.state)
    #expect(Files.status(directories.state)?.permissions == 0o700)
    #expect(Files.status("\(home.path)/.local")?.permissions == 0o700)
    try Files.writePrivate([1], to: "\(home.path)/file")
    #expect(throws: SystemError.self) { try directories.make("\(home.path)/file/below") }
  }
}
