import Catalog
import Engine
import HTTP
import Platform
import Testing
import Values

@Suite(.timeLimit(.minutes(1))) struct KeyringCredentialsTests {
  private static let address = Address("https://shop.example/v1")
  private static let expired = KeyringTests.token(#"{"alg":"HS256"}"#, #"{"exp":1748735000}"#)
  private static let valid = KeyringTests.token(#"{"alg":"HS256"}"#, #"{"exp":1748737000}"#)

  private func find(_ credentials: Credentials, at url: String? = "https://shop.example/v1") throws
    -> Credential?
  {
    try credentials.find(service: ConfigFixture.shop, profile: "live", address: url.flatMap { Address($0) })
  }

  /// A helper that answers every `get` with these lines.
  private func helper(_ answer: String) -> String {
    "credential.helper = \"!f() { test \\\"$1\\\" = get && printf '\(answer)'; }; f\"\n"
  }

  @Test func theEnvironmentThenTheKeyringThenTheHelper() throws {
    let fixture = try ConfigFixture()
    let config = helper("password=from-helper\\\\n")
    #expect(try find(fixture.credentials()) == nil)
    let helped = try find(fixture.credentials(config))
    #expect(helped?.secret == "from-helper" && helped?.source == .helper("!…"))
    try fixture.keyring.store("kept", origin: "https://shop.example", service: "shop", profile: "live")
    #expect(try find(fixture.credentials(config))?.secret == "kept")
    let credential = try find(fixture.credentials(config, ["SP_SHOP_TOKEN": "given"]))
    #expect(credential?.secret == "given" && credential?.source == .environment("SP_SHOP_TOKEN"))
    #expect(try find(fixture.credentials(config, ["SP_SHOP_TOKEN": ""]))?.secret == "kept")
  }

  @Test(
    arguments: [
      ("https://shop.example", "https://shop.example:443/other", nil, nil),
      ("https://shop.example", "https://SHOP.example/v1", nil, nil),
      (
        "https://shop.example", "https://evil.example/v1", "credential_origin",
        "sp auth login shop --profile live"
      ),
      ("https://shop.example", "https://shop.example:8443/v1", "credential_origin", nil),
      ("https://shop.example", "http://shop.example/v1", "credential_transport", nil),
      ("http://shop.example", "http://shop.example/v1", "credential_transport", nil),
      ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1", nil, nil),
      ("http://127.0.0.1:8000", "http://127.0.0.1:8001/v1", "credential_origin", nil),
      ("sandbox", "https://shop.example/v1", "credential_origin", nil),
    ] as [(String, String, String?, String?)])
  func aCredentialStaysAtItsOrigin(origin: String, url: String, code: String?, hint: String?) throws {
    let fixture = try ConfigFixture()
    try fixture.keyring.store("canary-secret", origin: origin, service: "shop", profile: "live")
    guard let code else {
      #expect(try find(fixture.credentials(), at: url)?.secret == "canary-secret")
      return
    }
    let failure = try failed { _ = try find(fixture.credentials(), at: url) }
    #expect(failure.kind == .authentication && failure.code == code)
    if let hint { #expect(failure.hint == hint) }
    #expect(!failure.json.text().contains("canary"))
  }

  @Test func theSandboxTakesAnyCredentialAndNone() throws {
    let fixture = try ConfigFixture()
    #expect(try find(fixture.credentials(), at: nil) == nil)
    try fixture.keyring.store("real", origin: "https://shop.example", service: "shop", profile: "live")
    #expect(try find(fixture.credentials(), at: nil) == nil, "a real credential is not for the sandbox")
    try fixture.credentials().store(Self.expired, service: ConfigFixture.shop, profile: "live", address: nil)
    #expect(try find(fixture.credentials(), at: nil)?.secret == Self.expired)
    #expect(try find(fixture.credentials("", ["SP_SHOP_TOKEN": "any"]), at: nil)?.secret == "any")
  }

  @Test func anExpiredCredentialIsSaidBeforeTheCall() throws {
    let fixture = try ConfigFixture()
    try fixture.keyring.store(Self.expired, origin: "https://shop.example", service: "shop", profile: "live")
    let failure = try failed { _ = try find(fixture.credentials()) }
    #expect(failure.message == "the credential of shop (keyring) expired 16m 40s ago")
    #expect(failure.hint == "sp auth login shop --profile live")
    #expect(try find(fixture.credentials(helper("password=\(Self.valid)\\\\n")))?.secret == Self.valid)

    let soon = ConfigFixture.now + .seconds(20)
    try fixture.keyring.store(
      "x", origin: "https://shop.example", expires: soon, service: "shop", profile: "live")
    let early = try failed { _ = try find(fixture.credentials()) }
    #expect(early.message.hasSuffix("expires in 20s"))
    let given = try failed {
      _ = try find(fixture.credentials("", ["SP_SHOP_TOKEN": Self.expired]))
    }
    #expect(given.hint == "renew SP_SHOP_TOKEN" && given.code == "credential_expired")
  }

  @Test(
    arguments: [
      ("password=s\\\\n", "s"),
      (
        "unknown=1\\\\nusername=live\\\\nhost=shop.example\\\\nprotocol=https\\\\npassword=a=b\\\\n\\\\npassword=late\\\\n",
        "a=b"
      ),
      ("", nil),
      ("username=live\\\\n", nil),
      ("password=\\\\n", nil),
    ] as [(String, String?)])
  func helperAnswers(answer: String, secret: String?) throws {
    #expect(try find(ConfigFixture().credentials(helper(answer)))?.secret == secret)
  }

  @Test(arguments: [
    ("printf 'password=a\\\\r\\\\n'", "wrote a carriage return"),
    ("printf 'password=a\\\\000b\\\\n'", "wrote a NUL byte"),
    ("printf 'password=\\\\303(\\\\n'", "wrote what is not UTF-8"),
    ("printf 'canary\\\\n'", "wrote a line that is not key=value"),
    ("head -c 70000 /dev/zero | tr '\\\\0' x", "wrote a line of more than 65535 bytes"),
    ("printf 'host=evil.example\\\\npassword=canary\\\\n'", "answered for another host"),
    ("printf 'protocol=http\\\\npassword=canary\\\\n'", "answered for another protocol"),
    ("printf 'username=eve\\\\npassword=canary\\\\n'", "answered for another username"),
    ("printf 'quit=1\\\\n'", "wants no other asked"),
    ("printf 'password=canary\\\\n'; exit 3", "ended with 3"),
    ("kill -9 $$", "ended with 137"),
    ("exec sleep 30", "did not answer within 300ms"),
    ("sleep 5", "did not answer within 300ms"),
    ("exec sp-no-such-program", "ended with 127"),
  ])
  func helperFaults(script: String, message: String) throws {
    let config = "credential.helper = \"!f() { exec 2>/dev/null; \(script); }; f\"\n"
    let start = SystemClock.system.uptime()
    let failure = try failed {
      let patience = message.hasSuffix("300ms") ? TimeSpan.milliseconds(300) : .seconds(10)
      _ = try find(ConfigFixture().credentials(config, helperTimeout: patience))
    }
    #expect(failure.kind == .authentication && failure.code == "credential_helper")
    #expect(failure.message.contains(message), "\(failure.message)")
    #expect(!failure.message.contains("canary"))
    #expect(SystemClock.system.uptime() - start < 10_000)
  }

  @Test func helpersAreAskedInOrderUntilOneHasAGoodCredential() throws {
    let past = "password=old\\\\npassword_expiry_utc=1748735000\\\\n"
    let fixture = try ConfigFixture()
    let both = try find(fixture.credentials(helper("") + helper(past) + helper("password=new\\\\n")))
    #expect(both?.secret == "new")
    let failure = try failed { _ = try find(fixture.credentials(helper(past))) }
    #expect(failure.code == "credential_expired")
    let reset = try find(fixture.credentials(helper("password=x\\\\n") + "credential.helper =\n"))
    #expect(reset == nil)
  }

  /// git's own store, found among git's programs, keeps two profiles of one host apart.
  @Test(.enabled(if: Files.isExecutable("/usr/bin/git"))) func storesThroughGit() throws {
    let fixture = try ConfigFixture()
    let config = "credential.helper = store --file=\(fixture.path("git-credentials"))\n"
    let credentials = try fixture.credentials(config)
    let shop = ConfigFixture.shop
    try fixture.keyring.store("old", origin: "https://shop.example", service: "shop", profile: "live")
    try credentials.store("new", service: shop, profile: "live", address: Self.address)
    try credentials.store("other", service: shop, profile: "second", address: Self.address)
    #expect(try fixture.keyring.entries().isEmpty, "a helper takes the keyring's place")
    let found = try find(credentials)
    #expect(found?.secret == "new" && found?.source == .helper("store"))
    #expect(try credentials.erase(service: shop, profile: "live", address: Self.address))
    #expect(try find(credentials) == nil)
    #expect(try credentials.find(service: shop, profile: "second", address: Self.address)?.secret == "other")
  }

  /// What a helper is given: the secret on standard input alone, and none of our own variables.
  @Test func helpersSeeNoSecretButTheirs() throws {
    let fixture = try ConfigFixture()
    try fixture.write(
      "#!/bin/sh\n{ echo \"args $*\"; env; cat; } > '\(fixture.path("seen"))'\n", to: "keeper", mode: "700")
    let credentials = try fixture.credentials(
      "credential.helper = \(fixture.path("keeper")) --quiet\ncredential.username = ana\n",
      ["SP_MAIL_TOKEN": "canary"])
    let expires = ConfigFixture.now + .days(1)
    try credentials.store(
      "new", service: ConfigFixture.shop, profile: "live", address: Address("https://shop.example:8443/v1"),
      expires: expires)
    let seen = String(decoding: try Files.readAll(fixture.path("seen"), limit: 1 << 20), as: UTF8.self)
    #expect(seen.hasPrefix("args --quiet store\n") && !seen.contains("canary"))
    #expect(
      seen.hasSuffix(
        "protocol=https\nhost=shop.example:8443\nusername=ana\npassword=new\npassword_expiry_utc=1748822400\n\n"
      ))
  }

  @Test func nothingIsStoredForPlainHTTP() throws {
    let fixture = try ConfigFixture()
    let failure = try failed {
      try fixture.credentials().store(
        "new", service: ConfigFixture.shop, profile: "live", address: Address("http://shop.example/v1"))
    }
    #expect(failure.code == "credential_transport")
    #expect(!Files.exists(fixture.path("keyring.json")))
  }
}
