import Testing
import Values

/// Filters, order, pages and fields of lists.
@Suite struct ListTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var query: String
    var ids: [Int]
    var total: Int?
    var testDescription: String { query }
  }

  static let records = [
    #"{"title": "Crème brûlée", "content": "sugar", "price": 4, "category": "food", "tags": ["sweet", "French"]}"#,
    #"{"title": "Launch mail", "content": "brulee", "price": 18, "category": "marketing", "tags": ["email"]}"#,
    #"{"title": "apple pie", "content": "c", "price": 9.5, "category": "food", "tags": ["sweet", "oven"]}"#,
    #"{"title": "Zero", "content": "c", "description": "costs nothing"}"#,
    #"{"title": "Bread", "content": "c", "price": 18, "category": "food", "tags": ["oven"]}"#,
  ]

  static let rows: [Row] = [
    Row(query: "", ids: [1, 2, 3, 4, 5], total: 5),
    Row(query: "category=food", ids: [1, 3, 5], total: 3),
    Row(query: "category=", ids: []),
    Row(query: "tags=email,oven", ids: [2, 3, 5]),
    Row(query: "tags=email&tags=French", ids: [1, 2]),
    Row(query: "search=brulee", ids: [1]),
    Row(query: "search=mail+launch", ids: [2]),
    Row(query: "search=costs%20NOTHING", ids: [4]),
    Row(query: "min_price=9.5", ids: [2, 3, 5]),
    Row(query: "max_price=4", ids: [1, 4]),
    Row(query: "min_price=4&max_price=9.5", ids: [1, 3]),
    Row(query: "exclude_ids=prompt-1,prompt-4", ids: [2, 3, 5]),
    Row(query: "sort=price", ids: [4, 1, 3, 2, 5]),
    Row(query: "sort=price&order=desc", ids: [2, 5, 3, 1, 4]),
    Row(query: "sort=title", ids: [3, 5, 1, 2, 4]),
    Row(query: "sort=createdAt&order=desc", ids: [5, 4, 3, 2, 1]),
    Row(query: "order=desc", ids: [5, 4, 3, 2, 1]),
    Row(query: "sort=popularity", ids: [1, 2, 3, 4, 5]),
    Row(query: "limit=2", ids: [1, 2], total: 5),
    Row(query: "limit=2.0", ids: [1, 2], total: 5),
    Row(query: "limit=2&page=3", ids: [5], total: 5),
    Row(query: "limit=2&page=9", ids: [], total: 5),
    Row(query: "category=food&sort=price&order=desc&limit=1&page=2", ids: [3], total: 3),
    Row(query: "unknown=1", ids: [1, 2, 3, 4, 5]),
  ]

  @Test(arguments: rows) func finds(row: Row) throws {
    let playground = try Playground()
    for record in Self.records {
      #expect(try playground.ask("POST", "/prompts", record).status == 201)
      playground.clock.advance(.seconds(1))
    }
    let heard = try playground.ask("GET", "/prompts?\(row.query)")
    #expect(heard.ids == row.ids.map { "prompt-\($0)" })
    if let total = row.total { #expect(heard.meta["total"]?.int == total) }
  }

  struct Selection: Sendable {
    var path: String
    var members: [String]
  }

  static let selections = [
    Selection(path: "/prompts?fields=title,id", members: ["id", "title"]),
    Selection(path: "/prompts?fields=content", members: ["content"]),
    Selection(path: "/prompts?fields=user.username,price", members: ["price", "user"]),
    Selection(path: "/prompts/prompt-1?fields=content,id", members: ["id", "content"]),
  ]

  @Test(arguments: selections) func answersWithTheFieldsAsked(selection: Selection) throws {
    let playground = try Playground()
    try playground.ask("POST", "/prompts", Self.records[0])
    let heard = try playground.ask("GET", selection.path)
    #expect((heard.data[0] ?? heard.data).object?.keys == selection.members)
  }

  @Test func walksAllPagesByTheirTokens() throws {
    let playground = try Playground()
    for record in Self.records { try playground.ask("POST", "/prompts", record) }
    var seen: [String] = []
    var page = 1
    while true {
      let heard = try playground.ask("GET", "/prompts?limit=2&page=\(page)")
      seen += heard.ids
      guard let token = heard.meta["next_page_token"]?.string else { break }
      let next = try JSON.parse(try #require(Base64.decode(token)))
      #expect(next["limit"] == 2)
      page = try #require(next["page"]?.int)
    }
    #expect(seen == (1...5).map { "prompt-\($0)" })
    let documented = try playground.ask("GET", "/prompts?limit=1")
    #expect(
      documented.meta["next_page_token"] == .string(Base64.encode(Array(#"{"page":2,"limit":1}"#.utf8))))
  }
}
