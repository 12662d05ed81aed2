import Platform
import Testing
import Values

/// `sp credential`: what git, or any program that speaks its helper protocol, keeps in the keyring.
@Suite struct CredentialTests {
  /// What is asked of the helper, in the order of one life of a keyring, and what comes of it.
  struct Step: Sendable {
    var what: String
    /// `key=value` words.
    var input: String
    /// Empty where nothing is to come.
    var answer = ""

    init(_ what: String, _ input: String, _ answer: String = "") {
      self.what = what
      self.input = input
      self.answer = answer
    }

    /// A message as it stands on the wire.
    static func message(_ words: String) -> String {
      words.split(separator: " ").map { $0 + "\n" }.joined()
    }
  }

  /// For the asked one, where the helper has nothing.
  static let asked = "username=askpass-username password=askpass-password"
  static let example = "protocol=https host=example.com"

  static let throughGit: [Step] = [
    Step("fill", example, "\(example) \(asked)"),
    Step("approve", "\(example) username=anna password=one"),
    Step("fill", example, "\(example) username=anna password=one"),
    Step("fill", "protocol=http host=example.com", "protocol=http host=example.com \(asked)"),
    Step("fill", "protocol=https host=other.tld", "protocol=https host=other.tld \(asked)"),
    Step(
      "fill", "protocol=https host=example.com:8443", "protocol=https host=example.com:8443 \(asked)"),
    Step(
      "fill", "\(example) username=bert", "\(example) username=bert password=askpass-password"),
    Step("approve", "\(example) username=anna password=two"),
    Step("fill", example, "\(example) username=anna password=two"),
    Step("approve", "\(example) username=bert password=three"),
    Step("fill", "\(example) username=anna", "\(example) username=anna password=two"),
    Step("fill", "\(example) username=bert", "\(example) username=bert password=three"),
    Step("reject", "\(example) username=anna"),
    Step("fill", "\(example) username=anna", "\(example) username=anna password=askpass-password"),
    Step("fill", example, "\(example) username=bert password=three"),
    Step("approve", "protocol=https host=sso.tld username= password="),
    Step("fill", "protocol=https host=sso.tld", "protocol=https host=sso.tld username= password="),
    Step("approve", "\(example) username=carla password=four"),
    Step("reject", example),
    Step("fill", example, "\(example) \(asked)"),
  ]

  @Test(
    "Git stores, gets and erases", .enabled("git is missing", { CredentialTests.hasGit }))
  func git() throws {
    let sp = try Sp()
    let askpass = "\(sp.home.path)/askpass"
    let script = "#!/bin/sh\ncase $1 in Username*) echo askpass-username;; *) echo askpass-password;; esac\n"
    try Files.writePrivate(Array(script.utf8), to: askpass)
    _ = try sp.shell("chmod 700 \(askpass)")
    for (number, step) in CredentialTests.throughGit.enumerated() {
      let outcome = try sp.shell(
        """
        cd $SP_HOME; tr ' ' '\\n' <<< '\(step.input)' |
        git -c credential.helper= -c credential.helper='!sp credential' credential \(step.what)
        """, environment: ["GIT_ASKPASS": askpass, "GIT_CONFIG_NOSYSTEM": "1"])
      #expect(
        outcome.status == 0 && outcome.output == Step.message(step.answer), "step \(number): \(outcome)")
    }
    #expect(Files.status("\(sp.home.path)/keyring.json")?.permissions == 0o600)
  }

  @Test("A path counts where git sends it", .enabled("git is missing", { CredentialTests.hasGit }))
  func path() throws {
    let sp = try Sp()
    let kept = "protocol=http host=path.tld path=foo.git username=u password=p"
    #expect(try sp("credential", "store", input: Step.message(kept)).status == 0)
    for (path, isFound) in [("foo.git", true), ("bar.git", false), ("", true)] {
      let place = "protocol=http host=path.tld" + (path.isEmpty ? "" : " path=\(path)")
      let outcome = try sp("credential", "get", input: Step.message(place))
      #expect(outcome.output == (isFound ? Step.message(kept) : ""), "\(path): \(outcome)")
    }
  }

  private static let hasGit = (try? Subprocess.run(["git", "--version"], environment: .process).status) == 0

  static let raw: [Step] = [
    Step("capability", "", "version=0"),
    Step("login", "\(example) username=u password=p"),
    Step("get", example),
    Step("store", "\(example) username=u"), Step("get", example),
    Step("store", "host=example.com username=u password=p"), Step("get", "host=example.com"),
    Step("store", "\(example) username=u password=p oauth_refresh_token=r password_expiry_utc=1"),
    Step("get", example),
    Step("store", "\(example) username=u password=p oauth_refresh_token=r password_expiry_utc=99999999999"),
    Step(
      "get", "capability[]=authtype capability[]=state \(example) wwwauth[]=Basic",
      "\(example) username=u password=p password_expiry_utc=99999999999 oauth_refresh_token=r"),
    Step("erase", "\(example) username=u password=other"),
    Step(
      "get", example,
      "\(example) username=u password=p password_expiry_utc=99999999999 oauth_refresh_token=r"),
    Step("erase", "username=u"), Step("erase", "\(example) username=u password=p"), Step("get", example),
  ]

  @Test("What the protocol leaves open is kept, what it does not know does nothing")
  func protocolItself() throws {
    let sp = try Sp()
    for (number, step) in CredentialTests.raw.enumerated() {
      let outcome = try sp("credential", step.what, input: Step.message(step.input) + "\n")
      let answer = step.what == "capability" ? "version 0\n" : Step.message(step.answer)
      #expect(outcome.status == 0 && outcome.output == answer, "step \(number): \(outcome)")
    }
    let long = String(repeating: "x", count: 65_536)
    for (bad, reason) in [
      ("protocol=https\r\nhost=example.com\n", "carriage return"), ("protocol\n", "not key=value"),
      ("protocol=https\nhost=\(long)\n", "more than 65535 bytes"),
    ] {
      try Refused.check(try sp("credential", "get", input: bad), 2, reason, "man gitcredentials")
    }
  }

  @Test("A service's credential is given to who asks for its host, and taken from who stores it there")
  func services() throws {
    let sp = try NetworkTests.home("https://shop.example:8443/api/v1")
    let place = "protocol=https host=shop.example:8443"
    let canary = NetworkTests.canary
    func get(_ more: String = "") throws -> String {
      try sp("credential", "get", input: Step.message("\(place) \(more)")).output
    }
    #expect(try get() == Step.message("\(place) username=live password=\(canary)"))
    #expect(try get("username=live") == Step.message("\(place) username=live password=\(canary)"))
    #expect(try get("username=other") == "")
    let stored = try sp("credential", "store", input: Step.message("\(place) username=live password=sk_new"))
    #expect(stored.status == 0 && stored.output == "" && stored.error == "", "\(stored)")
    #expect(try sp("auth", "token", "snackprompt").output == "sk_new\n")
    // One of another name is git's own affair; it does not touch the service's.
    #expect(
      try sp("credential", "store", input: Step.message("\(place) username=git password=pw")).status == 0)
    #expect(try get("username=git") == Step.message("\(place) username=git password=pw"))
    #expect(try sp("credential", "erase", input: Step.message("\(place) username=live")).status == 0)
    #expect(try sp("auth", "token", "snackprompt").status == 4)
    #expect(try get() == Step.message("\(place) username=git password=pw"))
  }
}
