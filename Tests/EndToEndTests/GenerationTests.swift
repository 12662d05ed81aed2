import Platform
import Testing
import Values

/// Services that write: limits of the month, a language model in place of the local engine, and what is kept of an
/// account.
@Suite struct GenerationTests {
  /// Serves the sandbox in the background and makes a profile of two services in it.
  private static let serving = """
    exec 3< <(SP_PROFILE=sandbox sp sandbox serve "${SERVE[@]}") && server=$! && read -r url <&3
    trap 'kill $server' EXIT
    sp config profile add live --set "storytelling.url=$url/storytelling/api/v1" --set "shellia.url=$url/shellia/v1"
    export SP_PROFILE=live SP_STORYTELLING_TOKEN=sk_test_1234567890abcdef SP_SHELLIA_TOKEN=sandbox

    """

  @Test func aUsedUpMonthIsToldAtOnce() throws {
    let sp = try Sp()
    let outcome = try sp.shell(
      """
      SERVE=(--limit storytelling.monthly=3/month)
      \(Self.serving)
      for i in 1 2 3; do sp storytelling structures --fields id -o csv > /dev/null || exit 90; done
      sp limits --where "service = 'storytelling'" --fields class,limit,used,left,origin -o csv
      SECONDS=0
      sp storytelling structures; echo "ended with $?"
      sp storytelling structures --no-wait -o json; echo "ended with $?"
      [ $SECONDS -lt 20 ] && echo soon
      sp storytelling structures --offline --fields id -o csv | wc -l
      """)
    #expect(
      outcome.output.contains("class,limit,used,left,origin\nmonthly,3/month,3,0,answers\n"),
      "\(outcome.output)")
    #expect(outcome.output.components("ended with 5") == 2, "\(outcome.output)")
    #expect(outcome.output.contains("-01T00:00:01Z: 3 monthly requests in a month"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("soon\n7\n"), "\(outcome.output)")
  }

  @Test func thePlansLimitIsLearnt() throws {
    let sp = try Sp()
    let outcome = try sp.shell(
      """
      SERVE=(--limits)
      sp sandbox seed shellia -q
      \(Self.serving)
      sp account show --fields plan -o csv
      sp limits --where "service = 'shellia'" --fields class,limit,origin -o csv
      sp config set shellia.limit.all 5/1m && sp limits --where "service = 'shellia'" --fields limit,origin -o csv
      """)
    #expect(
      outcome.output.contains("plan\npro\nclass,limit,origin\nall,120/1m,answers\n"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("limit,origin\n5/1m,configuration\n"), "\(outcome.output)")
  }

  @Test func aModelWritesWhereOneIsSet() throws {
    let sp = try Sp()
    let peer = Peer { request, _ in
      request.line.contains("/v1/messages")
        ? .json(
          200,
          #"{"model":"m-1","content":[{"type":"text","text":"Du modèle"}],"usage":{"input_tokens":4,"output_tokens":2}}"#
        )
        : .json(500, #"{"error":{"message":"out of memory"}}"#)
    }
    defer { peer.end() }
    let base = "http://127.0.0.1:\(peer.port)"
    let key = ["SP_SANDBOX_LLM_TOKEN": "llm-secret-123456"]
    #expect(try sp("config", "set", "sandbox.llm.url", "\(base)/v1/messages").status == 0)
    let told = try sp("storytelling", "generate", "Mon sujet", environment: key)
    let answer = try JSON.parse(told.output)
    #expect(answer["content"] == "Du modèle")
    #expect(answer.value(at: "metadata.engine") == "m-1")
    #expect(answer.value(at: "metadata.tokensUsed") == ["input": 4, "output": 2])
    #expect(try JSON.parse(sp("ask", "Bonjour", environment: key).output)["response"] == "Du modèle")
    #expect(peer.requests.allSatisfy { $0.header("x-api-key") == "llm-secret-123456" })

    #expect(try sp("config", "set", "sandbox.llm.url", "\(base)/v1/chat/completions").status == 0)
    let failed = try sp("storytelling", "generate", "Mon sujet", "--yes", environment: key)
    #expect(failed.status == 5)
    #expect(
      failed.error.contains("GENERATION_FAILED") && failed.error.contains("out of memory"), "\(failed.error)")
    #expect(!failed.error.contains("llm-secret"))
    peer.end()
    #expect(try sp("config", "set", "sandbox.llm.url", "http://127.0.0.1:1/v1").status == 0)
    let alone = try sp("storytelling", "generate", "Mon sujet")
    #expect(alone.status == 5 && alone.error.contains("cannot be reached"), "\(alone.error)")
    #expect(try sp("config", "set", "sandbox.llm.url", "nowhere").status == 2)
  }

  /// Records of which there is one for each account are kept, asked in SQL and synchronised like lists.
  @Test func singleRecordsAreKept() throws {
    let sp = try Sp()
    let missing = try sp("account", "show", "--offline")
    #expect(missing.status == 9 && missing.error.contains("account is not in the cache"), "\(missing.error)")
    #expect(try sp("storytelling", "usage", "--offline").status == 9)
    #expect(try sp("sandbox", "seed").status == 0)
    let synced = try sp("sync", "shellia", "-q", "--fields", "resource,records", "-o", "csv").output
    for line in [
      "requests,8", "account,1", "quota,1", "tiers,2", "subscription,1", "tickets,3", "affiliate,1",
    ] {
      #expect(synced.contains("\(line)\n"), "\(synced)")
    }
    let online = try sp("account", "show").output
    #expect(try sp("account", "show", "--offline").output == online)
    let sql = "select a.plan, s.price, f.code from account a, subscription s, affiliate f"
    #expect(try sp("sql", sql, "-o", "csv").output == "plan,price,code\npro,9.99,SHELLIA25\n")
    #expect(try sp("search", "connexion", "--fields", "id", "-o", "csv").output.contains("tik_"))
  }

  @Test(arguments: [
    "storytelling export", "storytelling export structures", "storytelling export platforms", "quota export",
    "requests export",
  ])
  func whatCannotBeMadeIsExportedWhole(_ line: String) throws {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    let exported = try sp(line.split(separator: " ").map(String.init) + ["-o", "jsonl"])
    let lines = exported.output.split(separator: "\n")
    #expect(exported.status == 0 && lines.count >= 2, "\(exported.error)")
    let first = try JSON.parse(String(lines.first ?? ""))
    #expect(first["id"] != nil && (first.object?.count ?? 0) > 3)
  }

  @Test func ticketsAreImportedOnce() throws {
    let sp = try Sp()
    let rows = "subject,message,priority\nPremier,Un message,normal\nDeuxième,Un autre,high\n"
    for created in [2, 0] {
      let outcome = try sp(
        "tickets", "import", "-", "--yes", "-q", "--fields", "create,unchanged,confirmed", input: rows)
      #expect(
        outcome.output == "{\"create\":\(created),\"unchanged\":\(2 - created),\"confirmed\":\(created)}\n",
        "\(outcome.error)")
    }
    #expect(
      try sp("tickets", "list", "--fields", "subject,priority", "-o", "csv").output
        == "subject,priority\nPremier,normal\nDeuxième,high\n")
  }

  @Test func keysTellTestFromLive() throws {
    let sp = try Sp()
    for (key, mode) in [("sk_test_1234567890abcdefgh", "test"), ("sk_live_1234567890abcdefgh", "live")] {
      let told = try sp("auth", "login", "storytelling", "--token-stdin", input: key)
      #expect(told.error.contains("(\(mode))"), "\(told.error)")
      let status = try sp(
        "auth", "status", "--where", "service = 'storytelling'", "--fields", "mode", "-o", "csv")
      #expect(status.output == "mode\n\(mode)\n")
      #expect(try sp("storytelling", "voices").status == 0)
    }
    let kept = try sp("auth", "token", "storytelling").output
    try Refused.check(
      try sp("auth", "login", "storytelling", "--token-stdin", input: "pk_other"), 2,
      "begins with sk_test_ or sk_live_; nothing was kept")
    #expect(try sp("auth", "token", "storytelling").output == kept)
    let refused = try sp("storytelling", "voices", environment: ["SP_STORYTELLING_TOKEN": "pk_other"])
    #expect(refused.status == 4 && refused.error.contains("INVALID_API_KEY"), "\(refused.error)")
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
