import HTTP
import Sandbox
import Testing
import Values

/// What follows from what: prompts, bundles, accounts.
@Suite struct RuleTests {
  private func prompt(_ title: String, _ price: String = "5") -> String {
    #"{"title": "\#(title)", "content": "C", "price": \#(price)}"#
  }

  @Test func bundlesFollowTheirPrompts() throws {
    let playground = try Playground()
    for price in ["10", "39.99", "0.01"] { try playground.ask("POST", "/prompts", prompt("P", price)) }
    let ids = #"["prompt-2", "prompt-1", "prompt-2"]"#
    let bundle = try playground.ask("POST", "/bundles", #"{"name": "B", "prompt_ids": \#(ids)}"#)
    #expect(bundle.data["original_price"]?.text() == "49.99")
    #expect(bundle.data["price"] == bundle.data["original_price"])
    #expect(bundle.data["savings_percentage"] == 0)
    #expect(bundle.data["prompt_count"] == 2)

    try playground.ask("PATCH", "/bundles/bundle-1", #"{"price": 30}"#)
    try playground.ask("PATCH", "/prompts/prompt-1", #"{"price": 20, "title": "Renamed"}"#)
    let after = try playground.ask("GET", "/bundles/bundle-1").data
    #expect(after["original_price"]?.text() == "59.99")
    #expect(after["savings_percentage"] == 50)
    #expect(after.value(at: "prompts.title") == ["P", "Renamed"])
    #expect(after["updated_at"] != bundle.data["updated_at"])

    try playground.ask("PATCH", "/bundles/bundle-1", #"{"prompt_ids": ["prompt-3"]}"#)
    #expect(try playground.ask("DELETE", "/prompts/prompt-1").status == 200)
    #expect(try playground.ask("DELETE", "/prompts/prompt-3").status == 409)
    #expect(try playground.ask("DELETE", "/bundles/bundle-1").status == 200)
    #expect(try playground.ask("DELETE", "/prompts/prompt-3").status == 200)
    #expect(try playground.ask("GET", "/prompts/prompt-3").status == 404)
  }

  @Test func changesKeepWhatTheyDoNotName() throws {
    let playground = try Playground()
    let made = try playground.ask(
      "POST", "/prompts",
      #"{"title": "T", "content": "C", "price": 4.50, "variations": [{"title": "one"}, {"title": "two"}], "extra": 1}"#
    ).data
    #expect(made["extra"] == nil)
    #expect(made["price"]?.text() == "4.50")
    var versions = [made["updated_at"]?.string ?? ""]
    for body in [#"{"title": "U"}"#, #"{"description": "d"}"#, "{}", #"{"description": null}"#] {
      let changed = try playground.ask("PATCH", "/prompts/prompt-1", body).data
      versions.append(changed["updated_at"]?.string ?? "")
    }
    #expect(versions == versions.sorted() && Set(versions).count == versions.count)
    let kept = try playground.ask(
      "PATCH", "/prompts/prompt-1",
      #"{"variations": [{"id": "variation-2", "title": "second", "active": true}, {"title": "three"}]}"#)
    #expect(kept.data.value(at: "variations.id") == ["variation-2", "variation-3"])
    #expect(kept.data.value(at: "variations.0.active") == true)
    #expect(kept.data["title"] == "U")
    #expect(kept.data["description"]?.isNull == true)

    let promoted = #"{"on_promotion": true, "promotion_percentage": 15, "promotion_end_date": "2025-06-01"}"#
    let during = try playground.ask("PATCH", "/prompts/prompt-1", promoted).data
    #expect(during["promotion_end_date"] == "2025-06-01T00:00:00Z")
    let ended = try playground.ask("PATCH", "/prompts/prompt-1", #"{"on_promotion": false}"#).data
    #expect(ended["promotion_percentage"] == 0)
    #expect(ended["promotion_end_date"]?.isNull == true)
  }

  @Test func everyCredentialHasItsOwnData() throws {
    let playground = try Playground()
    func with(_ key: String) -> Headers {
      ["Authorization": "Bearer \(key)", "Content-Type": "application/json; charset=utf-8"]
    }
    for key in ["sk_test_one", "sk_test_two", Account.localCredential] {
      let made = try playground.ask("POST", "/prompts", prompt(key), headers: with(key), isLocal: false)
      #expect(made.data["id"] == "prompt-1")
    }
    let one = try playground.ask("GET", "/prompts", headers: with("sk_test_one"), isLocal: false)
    #expect(one.data.value(at: "title") == ["sk_test_one"])
    #expect(try playground.ask("GET", "/prompts/prompt-1").data["title"] == "sandbox")
    let file = try playground.host.status().text()
    #expect(!file.contains("sk_test"))
  }
}
