import Platform
import Testing
import Values

/// Accounts, secrets, batches and conversations, through the command.
@Suite struct SocialTests {
  private func seeded() throws -> Sp {
    let sp = try Sp()
    try #require(try sp("sandbox", "seed", "-q").status == 0)
    return sp
  }

  // MARK: Secrets

  @Test func secretsAreMaskedAndNeverKept() throws {
    let sp = try seeded()
    let revealed = try sp("social", "list", "--reveal", "--fields", "access_token", "-o", "csv").output
    let tokens = revealed.split(separator: "\n").dropFirst().map(String.init)
    #expect(tokens.count == 2 && tokens.allSatisfy { $0.count > 20 })
    for form in ["table", "json", "jsonl", "csv", "tsv", "yaml"] {
      let output = try sp("social", "list", "-o", form).output
      #expect(output.contains("****") && !tokens.contains(where: output.contains), "\(form)")
    }
    try #require(try sp("sync", "socialsync", "-q").status == 0)
    _ = try sp("social", "export", "-o", "csv")
    _ = try sp("social", "connect", "instagram")
    for file in ["cache.db", "cache.db-wal", "state.db", "state.db-wal"] {
      let path = "\(sp.home.path)/\(file)"
      guard Files.exists(path) else { continue }
      let bytes = String(decoding: try Files.readAll(path, limit: 64 << 20), as: UTF8.self)
      #expect(!tokens.contains(where: bytes.contains), "\(file)")
    }
    let offline = try sp("social", "list", "--offline")
    #expect(offline.status == 0 && !offline.output.contains("access_token"))
    #expect(try sp("social", "list", "--offline", "--reveal").status == 9)
    #expect(try sp("sql", "select access_token from social_accounts").status == 2)
  }

  @Test func aBodyWithASecretIsNeitherShownNorQueued() throws {
    let sp = try seeded()
    let words = ["instagram", "dm", "user_789", "Bonjour"]
    let shown = try sp(words + ["--dry-run"])
    #expect(shown.status == 0)
    let body = try JSON.parse(shown.output)["body"]
    #expect(
      body == [
        "access_token": "****", "page_id": "178414123456789", "recipient_ig_id": "user_789",
        "text": "Bonjour",
      ])
    for option in ["--queue", "--offline"] {
      let refused = try sp(words + [option])
      #expect(refused.status == 2 && refused.error.contains("sends a secret (access_token)"))
    }
    let argument = try sp(words + ["--access-token", "IGQWRx"])
    #expect(argument.status == 2 && argument.error.contains("@FILE"))
    _ = try sp("sandbox", "fail", "--drop", "after", "--path", "/api/instagram/send-dm")
    let lost = try sp(words)
    #expect(lost.status == 5 && lost.error.contains("secrets are not kept"))
    #expect(try sp("queue", "list").output == "[]\n")
  }

  @Test func whatIsBorrowedNeedsALender() throws {
    let sp = try Sp()
    let lacking = try sp("instagram", "dm", "user_789", "Bonjour")
    #expect(lacking.status == 3 && lacking.error.contains("there is no instagram social account"))
    let connected = try sp("social", "connect", "instagram")
    #expect(connected.status == 0 && connected.output.contains("\"platform\":\"instagram\""))
    #expect(try sp("instagram", "dm", "user_789", "Bonjour").status == 0)
    #expect(try sp("instagram", "dm", "user_789", "Bonjour", "--account", "acc_9").status == 3)
    let given = try sp("instagram", "validate", "--access-token", "@-", "--page-id", "1", input: "IGQgiven")
    #expect(given.status == 0 && given.output.contains("\"page_id\":\"1\""))
  }

  // MARK: Batches

  static let inputs = [
    ("a.csv", "to,text\n+33123456789,Bonjour\n+99912345678,\"Non, merci\"\n"),
    (
      "a.jsonl",
      "{\"to\":\"+33123456789\",\"text\":\"Bonjour\"}\n{\"to\":\"+99912345678\",\"text\":\"Non\"}\n"
    ),
    ("a.json", "[{\"to\":\"+33123456789\",\"text\":\"Bonjour\"},{\"to\":\"+99912345678\",\"text\":\"Non\"}]"),
    ("-", "to;text\n+33123456789;Bonjour\n+99912345678;Non\n"),
  ]

  @Test(arguments: inputs) func aHalfFailedBatchEndsWith7(name: String, content: String) throws {
    let sp = try seeded()
    let path = name == "-" ? "-" : "\(sp.home.path)/\(name)"
    if name != "-" { try Files.writePrivate(Array(content.utf8), to: path) }
    let words = ["whatsapp", "batch", "@\(path)", "--yes", "-o", "csv"]
    let sent = try sp(words, input: name == "-" ? content : nil)
    #expect(sent.status == 7)
    #expect(sent.output.hasPrefix("recipient,success,message_id,error\n+33123456789,true,msg_"))
    #expect(sent.output.contains("+99912345678,false,,+99912345678 is not on WhatsApp"))
    #expect(sent.error == "1 of 2 done; failed: +99912345678\n")
  }

  static let wrong = [
    ("to,text\n", "needs"),
    ("to,text\n+33123456789,Bonjour\n0612,Non\n", "line 3: to must be a telephone number"),
    ("to,txt\n+33123456789,Bonjour\n", "did you mean text?"), ("to,text\n+33123456789\n", "line 2"),
    ("{\"to\":\"+33123456789\"}\n", "line 1: text is missing"),
  ]

  @Test(arguments: wrong) func aRowThatDoesNotFitStopsTheBatch(content: String, reason: String) throws {
    let sp = try seeded()
    let refused = try sp("whatsapp", "batch", "@-", "--yes", input: content)
    #expect(refused.status == 2 && refused.output.isEmpty)
    if reason != "needs" { #expect(refused.error.contains(reason), "\(refused.error)") }
  }

  @Test func aBatchAsks() throws {
    let refused = try seeded()("instagram", "batch", "Offre", "--recipients", "user_789")
    #expect(refused.status == 2 && refused.error.contains("--yes"))
  }

  // MARK: Conversations

  @Test func messagesAreKnownOfflineByConversation() throws {
    let sp = try seeded()
    #expect(try sp("inbox", "messages", "conv_123", "-q").status == 0)
    #expect(try sp("inbox", "messages", "conv_1", "--offline").status == 9)
    #expect(try sp("sync", "socialsync", "-q").status == 0)
    for id in ["conv_123", "conv_1"] {
      let live = try sp("inbox", "messages", id)
      let offline = try sp("inbox", "messages", id, "--offline")
      #expect(live.status == 0 && offline.status == 0)
      #expect(live.output == offline.output)
    }
    #expect(
      try sp("inbox", "list").output == (try sp("inbox", "list", "--offline", "--channel", "all").output))
    let counted = try sp(
      "sql", "select count(*) n from messages where conversation_id = 'conv_123'", "-o", "csv")
    #expect(counted.output == "n\n4\n")
    #expect(try sp("search", "lampe", "-o", "csv").output.contains("messages,msg_1,"))
    #expect(try sp("inbox", "export", "messages", "-o", "csv").output.split(separator: "\n").count == 28)
    let few = try sp("inbox", "list", "--limit", "2")
    #expect(few.error.contains("2 of 8 conversations"))
  }

  // MARK: Consent

  /// Serves the sandbox, connects an account there in the background, and does as `answer` says with its address in `$a`.
  private func connect(_ answer: String, options: String = "") throws -> Sp.Outcome {
    let sp = try Sp()
    return try sp.shell(
      """
      coproc sp sandbox serve 2>/dev/null; read -r url <&"${COPROC[0]}"
      sp config profile add live --set socialsync.url=$url/socialsync >/dev/null
      echo any.token | sp auth login socialsync --token-stdin --profile live -q
      sp social connect instagram --profile live \(options) >"$SP_HOME/out" 2>"$SP_HOME/err" & sp=$!
      for i in $(seq 100); do a=$(grep -o 'http[^ ]*' "$SP_HOME/err"); [ -n "$a" ] && break; sleep 0.1; done
      back=$(python3 -c 'import sys,urllib.parse as p; print(dict(p.parse_qsl(p.urlsplit(sys.argv[1]).query))["redirect_uri"])' "$a")
      state=$(python3 -c 'import sys,urllib.parse as p; print(dict(p.parse_qsl(p.urlsplit(sys.argv[1]).query))["state"])' "$a")
      \(answer)
      wait $sp; echo "exit $?"; cat "$SP_HOME/out" "$SP_HOME/err"; kill $COPROC_PID
      """)
  }

  static let answers = [
    (#"curl -sL "$a&auto=allow""#, "exit 0", "\"platform\":\"instagram\""),
    (#"curl -sL "$a&auto=deny""#, "exit 6", "access_denied"),
    (#"curl -s "$back?code=x&state=guess""#, "exit 4", "wrong_state"),
    (#"curl -s "$back?code=guess&state=$state""#, "exit 6", "Invalid authorization code"),
    (#"sp sandbox clock advance 1h -q; curl -sL "$a&auto=allow""#, "exit 6", "State expired"),
    (
      #"curl -s -H 'Host: evil.example' "$back?code=x&state=$state"; kill $sp"#, "exit 143",
      "interrupted"
    ),
  ]

  @Test(arguments: answers) func consentComesBack(answer: String, status: String, text: String) throws {
    let outcome = try connect(answer)
    #expect(outcome.output.contains(status) && outcome.output.contains(text), "\(outcome.output)")
  }

  @Test func consentIsNotWaitedForForever() throws {
    #expect(try connect("true", options: "--within 1s").output.contains("exit 10"))
  }

  // MARK: The chat window

  static let hasBrowser = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].contains(where: Files.exists)

  @Test(.enabled(if: hasBrowser, "chromium is not installed")) func theChatWindowTalksWithTheInbox() throws {
    let sp = try Sp()
    let outcome = try sp.shell(
      """
      coproc sp sandbox serve 2>/dev/null; read -r url <&"${COPROC[0]}"
      page="$url/socialsync/api/web-widget/static/widget.html"
      look() {
        chromium --headless --no-sandbox --disable-gpu --user-data-dir="$SP_HOME/browser" \\
          --virtual-time-budget=8000 --dump-dom "$1" 2>/dev/null
      }
      look "$page?message=Bonjour%20%3Cb%3Etous" >"$SP_HOME/first"
      conversation=$(sp inbox list --fields id -o csv -q | tail -1)
      sp inbox send "$conversation" 'Que cherchez-vous ? <i>' -q >/dev/null
      look "$page" | grep -o '<li class[^/]*</li>'; kill $COPROC_PID
      """)
    #expect(
      outcome.output.split(separator: "\n").map(String.init) == [
        #"<li class="socialsync-agent">Bonjour ! Comment puis-je vous aider ?</li>"#,
        #"<li class="socialsync-visitor">Bonjour &lt;b&gt;tous</li>"#,
        #"<li class="socialsync-agent">Que cherchez-vous ? &lt;i&gt;</li>"#,
      ])
  }
}
