import Catalog
import Engine
import HTTP
import Platform
import Testing
import Values

@Suite struct ConfigSettingsTests {
  private static let file = """
    output = csv
    limits = off
    [profile "live"]
    output = jsonl
    shop.url = https://shop.example/api/
    """

  @Test(
    arguments: [
      ([:], [:], "output", "csv", "config.ini:1"),
      (["profile": "live"], [:], "output", "jsonl", "config.ini:4 (profile live)"),
      ([:], ["SP_PROFILE": "live"], "output", "jsonl", "config.ini:4 (profile live)"),
      (["profile": "live"], ["SP_OUTPUT": "tsv"], "output", "tsv", "SP_OUTPUT"),
      (["output": "yaml"], ["SP_OUTPUT": "tsv"], "output", "yaml", "--output"),
      (["json": "true"], ["SP_OUTPUT": "tsv"], "output", "json", "--json"),
      ([:], ["SP_OUTPUT": ""], "output", "csv", "config.ini:1"),
      (["profile": "live"], [:], "limits", "off", "config.ini:2"),
      ([:], [:], "profile", "sandbox", "built-in"),
      (["profile": "live"], ["SP_PROFILE": "other"], "profile", "live", "--profile"),
      ([:], ["VISUAL": "ed", "EDITOR": "vim"], "editor", "ed", "VISUAL"),
      ([:], ["SP_EDITOR": "nano", "VISUAL": "ed"], "editor", "nano", "SP_EDITOR"),
      ([:], [:], "editor", "vi", "built-in"),
      ([:], ["NO_COLOR": "0", "FORCE_COLOR": "1"], "color", "never", "NO_COLOR"),
      ([:], ["NO_COLOR": "", "CLICOLOR_FORCE": "1"], "color", "always", "CLICOLOR_FORCE"),
      ([:], ["FORCE_COLOR": "0", "CLICOLOR": "0"], "color", "never", "CLICOLOR"),
      (["no-color": "true"], ["FORCE_COLOR": "1"], "color", "never", "--no-color"),
      ([:], ["COLUMNS": "wide"], "columns", nil, "built-in"),
      ([:], ["COLUMNS": "99"], "columns", "99", "COLUMNS"),
      (["max-age": "1h"], ["SP_CACHE_MAX_AGE": "2h"], "cache.max-age", "1h", "--max-age"),
      ([:], ["SP_CACHE_MAX_AGE": "2h"], "Cache.Max-Age", "2h", "SP_CACHE_MAX_AGE"),
      ([:], ["SP_SHOP_LIMIT_WRITE": "5/1s"], "shop.limit.write", "5/1s", "SP_SHOP_LIMIT_WRITE"),
      ([:], [:], "nonsense", nil, "built-in"),
    ] as [([String: String], [String: String], String, String?, String)])
  func order(
    options: [String: String], variables: [String: String], key: String, value: String?, origin: String
  ) throws {
    let settings = try ConfigFixture().settings(
      Self.file, options: options.mapValues { [$0] }, variables)
    #expect(settings[key] == value)
    #expect(settings.origin(of: key).description == origin)
  }

  @Test(
    arguments: [
      ("", [:], nil),
      (file, [:], nil),
      (file, ["SP_PROFILE": "live"], "https://shop.example/api"),
      (file, ["SP_PROFILE": "live", "SP_SHOP_URL": "http://127.0.0.1:9/x"], "http://127.0.0.1:9/x"),
      (file, ["SP_PROFILE": "live", "SP_SHOP_URL": "http://127.0.0.1:9/x/"], "http://127.0.0.1:9/x"),
      ("", ["SP_SHOP_URL": "https://shop.example"], nil),
      ("shop.url = http://127.0.0.1:9\n", [:], nil),
      ("[profile \"live\"]\n", ["SP_PROFILE": "live"], "https://api.shop.example/v1"),
      ("[profile \"a\"]\nshop.url = sandbox\n", ["SP_PROFILE": "a"], "https://test.shop.example/v1"),
      ("[profile \"a\"]\nshop.url = local\n", ["SP_PROFILE": "a"], nil),
      ("shop.url = production\n[profile \"a\"]\n", ["SP_PROFILE": "a"], "https://api.shop.example/v1"),
    ] as [(String, [String: String], String?)])
  func addresses(config: String, variables: [String: String], expected: String?) throws {
    let settings = try ConfigFixture().settings(config, variables)
    #expect(try settings.address(of: ConfigFixture.shop)?.text == expected)
  }

  @Test func aServiceWithoutDocumentedAddressNeedsOne() throws {
    let settings = try ConfigFixture().settings("[profile \"a\"]\n", ["SP_PROFILE": "a"])
    let failure = try failed { _ = try settings.address(of: ConfigFixture.mail) }
    #expect(failure.hint == "sp config set --profile a mail.url URL")
  }

  @Test(arguments: [
    ("", "sandbox", ""),
    ("sandbox.limits = documented", "sandbox", "read 100/1m write 10/1m"),
    ("sandbox.limits = documented\nlimits = off", "sandbox", ""),
    ("sandbox.limit.shop.write = 2/1s", "sandbox", "write 2/1s"),
    ("shop.limit.write = 5/1s", "sandbox", "write 5/1s"),
    ("", "live", "read 100/1m write 10/1m"),
    ("limits = off", "live", ""),
    ("limits = off\nshop.limit.write = 5/1s,50/1h", "live", "write 5/1s write 50/1h"),
    ("shop.limit.READ = none", "live", "write 10/1m"),
  ])
  func limits(config: String, profile: String, expected: String) throws {
    let settings = try ConfigFixture().settings(
      config + "\n[profile \"live\"]\n", options: ["profile": [profile]])
    let limits = try settings.limits(of: ConfigFixture.shop)
    #expect(limits.map { "\($0.rate.name) \($0.count)/\($0.window.text)" }.joined(separator: " ") == expected)
  }

  @Test(
    arguments: [
      ("output = tabel", [:], "config.ini:1: output takes one of table", "did you mean table?"),
      ("\ntimeout = soon", [:], "config.ini:2: timeout takes a length of time", nil),
      ("columns = +5", [:], "config.ini:1: columns takes a whole number", nil),
      ("tls.ca = ca.pem", [:], "config.ini:1: tls.ca takes an absolute path", nil),
      ("keyring.encrypt = gpg:", [:], "config.ini:1: keyring.encrypt takes gpg:<recipient>", nil),
      ("keyring.encrypt = gpg:--version", [:], "config.ini:1: keyring.encrypt takes gpg:<recipient>", nil),
      ("shop.limit.write = ten", [:], "config.ini:1: shop.limit.write takes limits", nil),
      ("shop.url = prodction", [:], "config.ini:1: shop.url takes a URL", "did you mean production?"),
      ("shop.url = ftp://x", [:], "config.ini:1: shop.url takes a URL", nil),
      ("shop.url = https://me:pw@x/", [:], "config.ini:1: shop.url takes a URL", nil),
      (
        "profile = liev\n[profile \"live\"]", [:], "config.ini:1: there is no profile 'liev'",
        "did you mean live?"
      ),
      ("", ["SP_PROFILE": "x"], "SP_PROFILE: there is no profile 'x'", "sp config profile add x"),
      ("", ["SP_OUTPUT": "parquet"], "SP_OUTPUT: output takes one of table", nil),
      ("[profile \"a\"]", ["SP_PROFILE": "a", "SP_SHOP_URL": "x"], "SP_SHOP_URL: shop.url takes a URL", nil),
      ("", ["SP_SHOP_LIMIT_READ": "x"], "SP_SHOP_LIMIT_READ: shop.limit.read takes limits", nil),
    ] as [(String, [String: String], String, String?)])
  func faults(config: String, variables: [String: String], message: String, hint: String?) throws {
    let fixture = try ConfigFixture()
    let failure = try failed {
      let settings = try fixture.settings(config, variables)
      _ = try settings.address(of: ConfigFixture.shop)
      _ = try settings.limits(of: ConfigFixture.shop)
    }
    #expect(failure.kind == .usage)
    #expect(failure.message.hasPrefix(message), "\(failure.message)")
    #expect(failure.hint == hint)
  }

  @Test(
    arguments: [
      ("outptu", "x", nil, "there is no setting 'outptu'", "did you mean output?"),
      (
        "shop.limit.wirte", "1/1s", nil, "there is no setting 'shop.limit.wirte'",
        "did you mean shop.limit.write?"
      ),
      ("shpo.url", "x", nil, "there is no setting 'shpo.url'", "did you mean shop.url?"),
      (
        "shop.token", "sk_live_secret", nil,
        "there is no setting 'shop.token': credentials are kept in the keyring", "sp auth login"
      ),
      (
        "shop.url", "https://x", "sandbox", "in the profile sandbox every service is local",
        "sp config profile add live --set shop.url=https://x"
      ),
      ("profile", "live", "a", "a profile cannot choose another one", "sp config profile use live"),
    ] as [(String, String, String?, String, String)])
  func refusedSettings(key: String, value: String, profile: String?, message: String, hint: String) throws {
    let table = SettingTable(catalog: ConfigFixture.catalog)
    let failure = try failed { try table.check(key, value, profile: profile) }
    #expect(failure.message == message)
    #expect(failure.hint == hint)
  }

  @Test func whatNothingHeedsIsNotedNotRefused() throws {
    let settings = try ConfigFixture().settings(
      "future.thing = 1\noutptu = json\n", ["SP_SHOP_URL": "https://shop.example"])
    #expect(
      settings.notes == [
        "config.ini:1: there is no setting 'future.thing' (sp config list)",
        "config.ini:2: there is no setting 'outptu' (did you mean output?)",
        "SP_SHOP_URL is not used: in the profile sandbox every service is local",
      ])
  }

  @Test func listing() throws {
    let settings = try ConfigFixture().settings(Self.file, options: ["profile": ["live"]])
    let rows = settings.listing()
    #expect(Set(rows.map(\.key)).count == rows.count)
    #expect(rows.allSatisfy { !$0.help.isEmpty && !$0.help.hasSuffix(".") && !$0.help.contains("<") })
    func row(_ key: String) throws -> Settings.Listing { try #require(rows.first { $0.key == key }) }
    #expect(try row("output").origin.description == "config.ini:4 (profile live)")
    #expect(try row("shop.url").value == "https://shop.example/api")
    #expect(try row("mail.url").value == nil)
    #expect(try row("shop.limit.write").value == "none")
    let local = try ConfigFixture().settings().listing()
    #expect(local.first { $0.key == "shop.url" }?.value == "local")
    #expect(local.first { $0.key == "mail.url" }?.value == "local")
  }

  @Test func severalHelpersAndPaths() throws {
    let config =
      "credential.helper = a\ncredential.helper =\ncredential.helper = b\n[credential]\nhelper = c\ntls.x=1\n"
    let settings = try ConfigFixture().settings(config + "[tls]\nca = ~/ca.pem\n")
    #expect(settings.all("credential.helper") == ["b", "c"])
    #expect(try settings.path("tls.ca") == #require(settings.environment["HOME"]) + "/ca.pem")
    #expect(settings.span("timeout") == .seconds(30))
  }
}
