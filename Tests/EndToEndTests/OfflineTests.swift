import Testing
import Values

/// What the cache answers is what the service answered, to the byte.
@Suite struct OfflineTests {
  /// Every filter, order and page of the document, and the options every list has.
  static let lists: [String] = {
    let fields = [
      "title", "price", "views", "sales", "rating", "category", "created_at", "updatedAt", "popularity",
    ]
    let orders = fields.flatMap { field in
      [
        "--sort \(field)", "--sort -\(field)", "--sort \(field) --order desc",
        "--sort \(field) --page 2 --limit 7",
      ]
    }
    let pages =
      (1...5).map { "--page \($0) --limit 6" } + ["--page 9", "--page 1 --limit 100", "--limit 3", "--all"]
    let filters = [
      "--category marketing", "--category Marketing", "--category none", "--tags launch",
      "--tags fiction,launch",
      "--tags none", "--search launch", "--search LAUNCH", "--search product", "--search a", "--search x%_",
      "--search name\u{A0}product", "--min-price 18", "--max-price 12.5", "--min-price 10 --max-price 20",
      "--exclude-ids prompt-1", "--exclude-ids prompt-1,prompt-3,none", "--min-price 0",
    ]
    let mixed = filters.prefix(8).map { "\($0) --sort price --order desc --page 1 --limit 2" }
    let chosen = [
      "--where price<15", "--where price<15\u{A0}and\u{A0}views>100 --sort -views",
      "--where title\u{A0}like\u{A0}'%mail%'",
      "--fields id", "--fields title,price,user.username", "--fields id,tags -o csv", "-o jsonl", "-o yaml",
      "-o tsv",
      "-o table", "--category writing --fields id -o csv --sort -created_at --limit 2",
    ]
    return [""] + orders + pages + filters + mixed + chosen
  }()

  @Test func everyListIsTheSameOffline() throws {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    for domain in ["prompts", "bundles"] {
      let lists = OfflineTests.lists.filter { domain == "prompts" || OfflineTests.isForBundles($0) }
      let online = try lists.map { try sp(OfflineTests.words(domain, $0)) }
      #expect(try sp("cache", "clear").status == 0)
      #expect(try sp("sync").status == 0)
      // Records that are gone from the sandbox are still in the cache; nothing asks the sandbox.
      let away = ["SP_SNACKPROMPT_URL": "https://host.invalid", "https_proxy": "http://127.0.0.1:1"]
      for (list, before) in zip(lists, online) {
        let offline = try sp(OfflineTests.words(domain, list) + ["--offline"], environment: away)
        #expect(before.status == 0 && offline.status == 0, "\(list): \(before.error) \(offline.error)")
        #expect(offline.output == before.output, "\(domain) list \(list)")
      }
    }
  }

  private static func words(_ domain: String, _ list: String) -> [String] {
    [domain, "list"] + list.split(separator: " ").map { String($0).replacing("\u{A0}", with: " ") }
  }

  /// Bundles have names, no categories, no tags and no views.
  private static func isForBundles(_ list: String) -> Bool {
    !["title", "category", "tags", "views", "rating", "user"].contains { list.contains($0) }
  }

  @Test func singleRecordsAreTheSameOffline() throws {
    let sp = try Sp()
    #expect(try sp("sandbox", "seed").status == 0)
    #expect(try sp("prompts", "list").status == 0)
    try Refused("prompts get prompt-1 --offline", 9, "only from a list", "sp sync").check(sp)
    #expect(try sp("prompts", "get", "prompt-1", "--offline", "--fields", "title").status == 0)
    try Refused("prompts get prompt-99 --offline", 9, "not in the cache", "without --offline").check(sp)
    for words in [["prompts", "get", "prompt-1"], ["bundles", "get", "bundle-2"]] {
      let online = try sp(words)
      let offline = try sp(words + ["--offline"])
      #expect(online.status == 0 && offline == online)
    }
    let meta = try JSON.parse(try sp("prompts", "get", "prompt-1", "--offline", "--meta").output)
    #expect(meta["meta"]?["source"] == "cache" && meta["meta"]?["age"]?.int != nil, "\(meta)")
  }

  @Test func ageDecidesWhetherTheServiceIsAsked() throws {
    let peer = Peer(.json(200, #"{"success":true,"data":[{"id":"p","title":"T"}],"meta":{"total":1}}"#))
    defer { peer.end() }
    let sp = try NetworkTests.home(peer.url)
    let asked: [(words: String, requests: Int)] = [
      ("prompts list", 1), ("prompts list", 2), ("prompts list --max-age 1h", 2),
      ("prompts list --offline", 2),
      ("prompts list --max-age 1h --refresh", 3), ("prompts list --max-age 0s", 4),
      ("prompts list --category x --max-age 1h", 4), ("config set cache.max-age 1h", 4), ("prompts list", 4),
      ("prompts list --refresh", 5), ("prompts list --max-age 0s", 6),
    ]
    for row in asked {
      let outcome = try sp(row.words.split(separator: " ").map(String.init))
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(peer.requests.count == row.requests, "\(row.words)")
    }
  }
}
