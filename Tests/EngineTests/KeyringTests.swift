import Catalog
import Engine
import Platform
import Testing
import Values

@Suite(.timeLimit(.minutes(1))) struct KeyringTests {
  private static let canary = "sk_live_canary0123456789abcdef"

  /// A keyring with one credential, and how a shell line spoils it.
  @Test(
    arguments: [
      ("chmod 644 keyring.json", "others may use it (mode 0644)", "chmod 600 "),
      ("chmod 620 keyring.json", "others may use it", "chmod 600 "),
      ("mv keyring.json real && ln -s real keyring.json", "symbolic link", nil),
      ("ln keyring.json second", "hard links", nil),
      ("rm keyring.json && mkfifo -m 600 keyring.json", "not a regular file", nil),
      ("rm keyring.json && mkdir -m 700 keyring.json", "not a regular file", nil),
      ("chmod 770 .", "others may write to its directory", "chmod go-w "),
      ("head -c 10000000 /dev/zero > keyring.json", "larger than", nil),
      ("head -c 60 keyring.json > cut && cat cut > keyring.json", "is damaged: line", "move it away"),
      ("printf '\\0' >> keyring.json", "is damaged: line", "move it away"),
      ("echo '[]' > keyring.json", "is damaged: it has no version", "move it away"),
      ("echo '{\"version\":2}' > keyring.json", "newer sp (version 2)", nil),
      ("echo '{\"version\":1,\"version\":1}' > keyring.json", "is damaged: line", "move it away"),
      (
        "echo '{\"version\":1,\"credentials\":[]}' > keyring.json", "credentials are no object",
        "move it away"
      ),
    ] as [(String, String, String?)])
  func faults(spoil: String, message: String, hint: String?) throws {
    let fixture = try ConfigFixture()
    try fixture.keyring.store(Self.canary, origin: "https://shop.example", service: "shop", profile: "live")
    try fixture.run("sh", "-c", "cd '\(fixture.home.path)' && \(spoil)")
    let before = Files.status(fixture.path("keyring.json"))
    let failure = try failed { _ = try fixture.keyring.credential("shop", profile: "live") }
    #expect(failure.kind == .authentication)
    #expect(failure.message.contains(message), "\(failure.message)")
    #expect(failure.hint?.hasPrefix(hint ?? "") ?? (hint == nil))
    #expect(!failure.json.text().contains("canary"))
    #expect(throws: Failure.self) {
      try fixture.keyring.store("other", origin: "https://x", service: "shop", profile: "live")
    }
    let after = Files.status(fixture.path("keyring.json"))
    #expect(after?.identity == before?.identity, "a file that is refused stays as it is")
  }

  /// An entry that cannot be used stops neither the others nor a new login.
  @Test(arguments: [
    ("s/\"origin\": \"https/\"or\": \"https/", "the entry of live shop has no token or no origin"),
    ("s/\"created\": \"2[^\"]*\"/\"created\": \"soon\"/", "the entry of live shop has a time that is none"),
    ("s/sk_live_/sk_live\\\\n/", "holds a space, a line end"),
  ])
  func damagedEntries(edit: String, message: String) throws {
    let fixture = try ConfigFixture()
    let keyring = try fixture.keyring
    try keyring.store(Self.canary, origin: "https://shop.example", service: "shop", profile: "live")
    try fixture.run("sed", "-i", edit, fixture.path("keyring.json"))
    try keyring.store("fine", origin: "sandbox", service: "mail", profile: "live")
    let failure = try failed { _ = try keyring.credential("shop", profile: "live") }
    #expect(failure.kind == .authentication)
    #expect(failure.message.contains(message) && !failure.message.contains("canary"), "\(failure.message)")
    #expect(try keyring.credential("mail", profile: "live")?.secret == "fine")
    try keyring.store("new", origin: "https://shop.example", service: "shop", profile: "live")
    #expect(try keyring.credential("shop", profile: "live")?.secret == "new")
  }

  @Test func storesReplacesAndErases() throws {
    let fixture = try ConfigFixture()
    let keyring = try fixture.keyring
    #expect(try keyring.credential("shop", profile: "live") == nil)
    #expect(try !keyring.erase("shop", profile: "live"))
    let expires = Timestamp(year: 2031, month: 1, day: 2)
    try keyring.store("first", origin: "https://a", service: "shop", profile: "live")
    try keyring.store("second", origin: "https://b:8443", expires: expires, service: "shop", profile: "live")
    try keyring.store("third", origin: "sandbox", service: "mail", profile: "sand.box")
    let found = try #require(try keyring.credential("shop", profile: "live"))
    #expect(found.secret == "second" && found.origin == "https://b:8443" && found.expires == expires)
    #expect(found.source == .keyring && found.created != nil)
    #expect(try keyring.entries().map { "\($0.profile) \($0.service)" } == ["live shop", "sand.box mail"])
    #expect(Files.status(fixture.path("keyring.json"))?.permissions == 0o600)
    #expect(try Files.list(fixture.home.path) == ["keyring.json", "keyring.lock"])
    #expect(try keyring.erase("shop", profile: "live"))
    #expect(try keyring.entries().map(\.profile) == ["sand.box"])
  }

  @Test func whatANewerProgramAddedStays() throws {
    let fixture = try ConfigFixture()
    try fixture.write(
      #"{"version":1,"note":"kept","credentials":{"a":{"b":{"token":"t","origin":"o"}}}}"#,
      to: "keyring.json")
    try fixture.keyring.store("new", origin: "https://a", service: "shop", profile: "live")
    let json = try JSON.parse(try Files.readAll(fixture.path("keyring.json"), limit: 10_000))
    #expect(json["note"] == "kept")
    #expect(json.value(at: "credentials.a.b.token") == "t")
  }

  @Test func loginsAtOnceAllStay() async throws {
    let fixture = try ConfigFixture()
    let keyring = try fixture.keyring
    await withTaskGroup(of: Void.self) { group in
      for profile in 0..<8 {
        group.addTask {
          #expect(throws: Never.self) {
            try keyring.store(
              "secret\(profile)", origin: "https://a", service: "shop", profile: "p\(profile)")
          }
        }
      }
    }
    #expect(try keyring.entries().count == 8)
  }

  @Test(arguments: [
    "", " ", "a b", "a\r\nX: y", "a\nb", "a\u{0}b", "clé", String(repeating: "x", count: 16 * 1024 + 1),
  ])
  func refusedSecrets(secret: String) throws {
    let fixture = try ConfigFixture()
    let failure = try failed {
      try fixture.keyring.store(secret, origin: "https://a", service: "shop", profile: "live")
    }
    #expect(failure.kind == .authentication)
    #expect(secret.isEmpty || secret == " " || !failure.message.contains(secret))
    #expect(!Files.exists(fixture.path("keyring.json")))
  }

  @Test(
    arguments: [
      ("0123456789abcdefghij", "****ghij", nil), ("short", "****", nil),
      ("sk_test_0123456789abcdef", "****cdef", "test"), ("sk_live_1", "****", "live"),
    ] as [(String, String, String?)])
  func masks(secret: String, masked: String, mode: String?) throws {
    let credential = try Credential(secret, origin: nil, source: .keyring)
    var dumped = ""
    dump(credential, to: &dumped)
    for text in [
      "\(credential)", String(reflecting: credential), dumped, "\([credential])", credential.masked,
    ] {
      #expect(text.contains(masked) && !text.contains(secret))
    }
    #expect(credential.mode == mode)
    #expect(credential.fingerprint == String(SHA256.hex(of: Array(secret.utf8)).prefix(12)))
  }

  @Test(
    arguments: [
      (#"{"alg":"HS256"}"#, #"{"exp":1748736000,"sub":"ana"}"#, "2025-06-01T00:00:00Z", "ana"),
      (#"{"alg":"none"}"#, #"{"exp":1748736000.5}"#, "2025-06-01T00:00:00.500Z", nil),
      (#"{"alg":"HS256"}"#, #"{"exp":1e300}"#, nil, nil),
      (#"{"alg":"HS256"}"#, #"{"exp":"soon"}"#, nil, nil),
      (#"{"typ":"JWT"}"#, #"{"exp":1748736000}"#, nil, nil),
      ("nonsense", #"{"exp":1748736000}"#, nil, nil),
    ] as [(String, String, String?, String?)])
  func tokens(header: String, claims: String, expires: String?, subject: String?) throws {
    let text = Self.token(header, claims)
    #expect(JSONWebToken(text)?.expires?.rfc3339 == expires)
    #expect(JSONWebToken(text)?.subject == subject)
    #expect(try Credential(text, origin: nil, source: .keyring).expires?.rfc3339 == expires)
    #expect(JSONWebToken(String(text.dropLast(4))) == nil)
  }

  static func token(_ header: String, _ claims: String) -> String {
    Base64.encodeURL(Array(header.utf8)) + "." + Base64.encodeURL(Array(claims.utf8)) + ".sig"
  }

  /// Encrypts with the real gpg, moves between plain and encrypted, and meets a gpg that fails.
  @Test(.enabled(if: Files.isExecutable("/usr/bin/gpg"))) func encryption() throws {
    var fixture = try ConfigFixture()
    fixture.environment["GNUPGHOME"] = fixture.path("gnupg")
    try fixture.run("mkdir", "-m", "700", fixture.path("gnupg"))
    try fixture.run(
      "gpg", "--batch", "--passphrase", "", "--quick-generate-key", "me@sp.example", "default", "default",
      "never")
    defer { try? fixture.run("gpgconf", "--kill", "all") }
    let directories = try fixture.directories
    func keyring(_ encryption: Keyring.Encryption?) -> Keyring {
      Keyring(directories: directories, encryption: encryption, environment: fixture.environment)
    }
    let plain = keyring(nil)
    let sealed = keyring(Keyring.Encryption("gpg:me@sp.example"))
    try plain.store(Self.canary, origin: "https://a", service: "shop", profile: "live")
    #expect(try sealed.credential("shop", profile: "live")?.secret == Self.canary)
    try sealed.store("other", origin: "https://a", service: "mail", profile: "live")
    #expect(!Files.exists(fixture.path("keyring.json")))
    let bytes = try Files.readAll(fixture.path("keyring.json.gpg"), limit: 1 << 20)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("canary"))
    #expect(try sealed.entries().count == 2)

    for program in ["sp-no-such-gpg", "false"] {
      let broken = keyring(Keyring.Encryption(recipient: "me@sp.example", program: program))
      let failure = try failed { _ = try broken.entries() }
      #expect(failure.kind == .authentication && failure.message.hasPrefix("\(program) could not decrypt"))
    }
    try plain.erase("mail", profile: "live")
    #expect(!Files.exists(fixture.path("keyring.json.gpg")))
    #expect(try plain.entries().map(\.credential.secret) == [Self.canary])
  }
}
