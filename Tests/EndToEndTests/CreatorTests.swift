import Platform
import Testing
import Values

/// What a creator does on Créalia and with the language model of the sandbox, through the built command.
@Suite struct CreatorTests {
  private func seeded() throws -> Sp {
    let sp = try Sp()
    try #require(try sp("sandbox", "seed", "-q").status == 0)
    return sp
  }

  // MARK: Signing in

  @Test func aPasswordGivesASession() throws {
    let sp = try seeded()
    let email = ["--email", "ada@example.com"]
    let made = try sp(
      ["auth", "signup", "crealia", "--name", "Ada", "--password-stdin"] + email, input: "one long password\n"
    )
    #expect(made.status == 0 && made.error.contains("signed in as ada@example.com"), "\(made.error)")
    let user = try #require(try JSON.parse(made.output)["userId"]?.string)
    #expect(try sp("auth", "logout", "crealia").status == 0)
    let wrong = try sp(["auth", "login", "crealia", "--password-stdin"] + email, input: "another\n")
    try Refused.check(wrong, 4, "refused the email or the password", "sp auth signup crealia")
    let right = try sp(
      ["auth", "login", "crealia", "--password-stdin"] + email, input: "one long password\n")
    #expect(right.status == 0, "\(right.error)")
    let cookie = try sp("auth", "token", "crealia").output
    for outcome in [made, wrong, right, try sp("auth", "status")] {
      #expect(!(outcome.output + outcome.error).contains(cookie.dropLast()))
    }
    let status = try sp("auth", "status", "--where", "service = 'crealia'", "--fields", "source,expires")
      .output
    #expect(status.contains(#""source":"keyring""#) && !status.contains(#""expires":null"#), "\(status)")
    let file = "\(sp.home.path)/picture.png"
    try Files.writePrivate(
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 64), to: file)
    let sent = try JSON.parse(try sp("studio", "upload", file).output)
    #expect(sent["url"]?.string?.hasPrefix("/uploads/users/\(user)/file_") == true, "\(sent)")
    #expect(sent["size"] == 72 && sent["mimeType"] == "image/png")
  }

  @Test func aFileThatIsTooLargeIsNotSent() throws {
    let sp = try seeded()
    let file = "\(sp.home.path)/large.mp4"
    _ = try sp.program(["/usr/bin/truncate", "-s", "101M", file])
    try Refused.check(
      try sp("studio", "upload", file), 2, "has 101.0 MB, and at most 100 MB", "sp help studio upload")
  }

  @Test func talks() throws {
    let sp = try seeded()
    let talk = try sp("chat", "talk", "--fields", "content", input: "Bonjour\n\nUne idée de vidéo ?\n")
    #expect(talk.status == 0, "\(talk.error)")
    let answers = try JSON.parse(talk.output).array ?? []
    #expect(answers.count == 2 && answers.allSatisfy { $0["content"]?.string?.isEmpty == false })
    let session = try #require(
      talk.error.split(separator: " ").first { $0.hasPrefix("session_") }.map(String.init), "\(talk.error)")
    #expect(try sp("chat", "talk", session, input: "Et encore ?\n").status == 0)
    for line in ["Hé\n", ""] { #expect(try sp("chat", "talk", "session_99", input: line).status == 3) }
    let history = try sp("chat", "history", session, "--fields", "content", "-o", "csv").output
    #expect(history.contains("Une idée de vidéo ?") && history.contains("Et encore ?"), "\(history)")
    try sp.play(
      #"""
      c = s("chat", "talk")
      c.expect_exact("> "); c.send("Bonjour\r"); c.expect_exact("Bonjour !"); c.expect_exact("> ")
      c.sendeof(); done(c, 0)
      """#)
  }

  @Test func anAccountThatIsDeletedIsForgottenHere() throws {
    let sp = try seeded()
    try #require(try sp("sync", "crealia", "snackprompt", "-q").status == 0)
    let count = [
      "sql", "select (select count(*) from topics), (select count(*) from prompts) > 0", "-o", "csv",
    ]
    #expect(try sp(count).output.split(separator: "\n").last?.hasPrefix("0,") == false)
    let title = try sp("sql", "select title from topics limit 1", "-o", "csv").output.split(separator: "\n")
      .last
    let word = try #require(title.map(String.init))
    #expect(try sp("gdpr", "delete", "--confirmation", "DELETE").status == 2)
    #expect(try sp(count).output.split(separator: "\n").last?.hasPrefix("0,") == false)
    #expect(try sp("gdpr", "delete", "--confirmation", "DELETE_MY_DATA").status == 0)
    #expect(try sp(count).output.split(separator: "\n").last == "0,1")
    #expect(try sp("cache", "status", "-o", "csv").output.contains("crealia") == false)
    for file in ["cache.db", "cache.db-wal"] where Files.exists("\(sp.home.path)/\(file)") {
      let bytes = try Files.readAll("\(sp.home.path)/\(file)", limit: 64 << 20)
      #expect(!String(decoding: bytes, as: UTF8.self).contains(word), "\(file)")
    }
  }

  // MARK: Keys

  @Test func theModelOfTheSandboxHasAKey() throws {
    let sp = try seeded()
    let login = ["auth", "login", "sandbox.llm", "--token-stdin"]
    try Refused.check(try sp(login, input: "key\n"), 2, "no model is set", "sandbox.llm.url")
    let peer = Peer(.json(200, #"{"choices":[{"message":{"content":"A poem of the model"}}]}"#))
    defer { peer.end() }
    _ = try sp("config", "set", "sandbox.llm.url", "http://127.0.0.1:\(peer.port)/v1")
    let kept = try sp(login, input: "key-of-the-model-1234\n")
    #expect(kept.status == 0 && kept.error.contains("****1234") && !kept.error.contains("model-1234"))
    #expect(try sp("auth", "status", "-o", "csv").output.contains("sandbox.llm,sandbox,****1234,keyring"))
    #expect(try sp("ask", "A poem", "--fields", "response").output.contains("A poem of the model"))
    #expect(peer.requests.last?.header("Authorization") == "Bearer key-of-the-model-1234")
    #expect(try sp("auth", "logout", "sandbox.llm").status == 0)
    #expect(try sp("auth", "logout", "sandbox.llm").status == 3)
    #expect(try sp("auth", "login", "--help").output.contains("sandbox.llm"))
  }

  // MARK: Lists from files

  static let lists: [(content: String, ids: [JSON])] = [
    ("user_1\nuser_2\r\n\n  user_3 \n", ["user_1", "user_2", "user_3"]),
    ("user_1,user_2", ["user_1", "user_2"]),
    (#"["user_1", "user_2"]"#, ["user_1", "user_2"]), ("user_1", ["user_1"]),
  ]

  @Test(arguments: lists) func aListStandsInAFile(_ row: (content: String, ids: [JSON])) throws {
    let sp = try seeded()
    let file = "\(sp.home.path)/ids"
    try Files.writePrivate(Array(row.content.utf8), to: file)
    let words = ["instagram", "batch", "Bonjour", "--dry-run", "--recipients"]
    for (place, input) in [("@\(file)", nil), ("@-", row.content)] {
      let shown = try sp(words + [place], input: input)
      #expect(try JSON.parse(shown.output).value(at: "body.recipients") == .array(row.ids), "\(shown.error)")
    }
    let more = try sp(words + ["@\(file)", "--recipients", "user_9"])
    #expect(try JSON.parse(more.output).value(at: "body.recipients") == .array(row.ids + ["user_9"]))
  }

  @Test func aListInAFileIsHeldAgainstItsRow() throws {
    let sp = try seeded()
    let file = "\(sp.home.path)/ids"
    let words = ["instagram", "batch", "Bonjour", "--yes", "--recipients", "@\(file)"]
    try Refused.check(try sp(words), 2, "ids", "check the name")
    try Files.writePrivate([], to: file)
    try Refused.check(try sp(words), 2, "needs --recipients")
    try Files.writePrivate(Array((1...101).map { "user_\($0)\n" }.joined().utf8), to: file)
    try Refused.check(try sp(words), 2, "1 to 100 elements, not 101")
    #expect(try sp("instagram", "batch", "--help").output.contains("@FILE"))
  }
}
