import Database
import Testing
import Values

private func page(_ text: String) throws -> [JSON] { try JSON.parse(text).array ?? [] }

@Suite struct RecordFilterTests {
  private static let records = #"""
    [{"id":1,"name":"Ann","price":1.50,"ok":true,"tags":["a","b"],"at":"2025-01-02"},
     {"id":2,"name":"bob","price":20,"ok":false,"user":{"id":"u"},"at":"2025-01-01T00:00:00Z"},
     {"id":3,"name":null,"price":3e0,"quo\"ted":"x","order":7},
     "no object", {"ID":4,"name":"Émile"}]
    """#

  @Test(arguments: [
    ("price > 1.5", [1, 2]), ("name = 'bob'", [1]), ("name IS NULL", [2, 3]), ("ok", [0]), ("NOT ok", [1]),
    ("tags LIKE '%\"b\"%'", [0]), ("tags ->> 0 = 'a'", [0]), ("user ->> 'id' = 'u'", [1]), ("id = 4", []),
    ("typeof(price) = 'integer'", [1]), ("typeof(price) = 'real'", [0, 2]), ("\"order\" = 7", [2]),
    ("\"quo\"\"ted\" = 'x'", [2]), ("fold(name) = 'emile'", [4]), ("moment(at) < moment('2025-01-02')", [1]),
    ("EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'b')", [0]), ("1", [0, 1, 2, 3, 4]), ("NULL", []),
    ("PRICE = 20", [1]), ("id IN (1, 3) -- two", [0, 2]),
  ])
  func conditions(expression: String, expected: [Int]) throws {
    #expect(try RecordFilter(expression).matches(in: page(Self.records)) == expected)
  }

  @Test(arguments: [
    ("nosuch = 1", "no such column: nosuch"), ("price = \"text\"", "no such column: text"),
    ("price >> > 1", "near \">\": syntax error"), ("1) OR (1", "parentheses"), ("price = ?1", "parameters"),
    ("(SELECT 1 FROM sqlite_schema)", "not authorized"), ("nofunction(1)", "no such function: nofunction"),
  ])
  func refusals(expression: String, reason: String) throws {
    let error = #expect(throws: DatabaseError.self) {
      _ = try RecordFilter(expression).matches(in: page(Self.records))
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.sql == expression)
  }

  @Test func columnsAreThoseOfAllPagesAndTheKnownOnes() throws {
    #expect(throws: DatabaseError.self) { try RecordFilter("a ==== 1") }
    let filter = try RecordFilter("a = 1 OR b = 2 OR c = 3", fields: ["b", "c"])
    #expect(try filter.matches(in: []) == [])
    #expect(try filter.matches(in: page(#"[{"a":1},{"a":2}]"#)) == [0])
    #expect(try filter.matches(in: page(#"[{"b":1},{"b":2}]"#)) == [1])
    #expect(try filter.matches(in: page(#"[{"A":1},{"c":3,"a":0}]"#)) == [1])
    let wide = JSON.object(
      .init(unique: (0..<5000).map { .init(key: "field\($0)", value: JSON.number(.init($0))) }))
    #expect(try RecordFilter("field4321 = 4321").matches(in: [wide, wide]) == [0, 1])
  }

  @Test(
    arguments: [
      ([.init("price")], [0, 2, 1, 3, 4]), ([.init("price", descending: true)], [1, 2, 0, 3, 4]),
      ([.init("name")], [0, 1, 4, 2, 3]), ([.init("name", descending: true)], [4, 1, 0, 2, 3]),
      ([.init("user.id")], [1, 0, 2, 3, 4]), ([.init("at")], [1, 0, 2, 3, 4]), ([], [0, 1, 2, 3, 4]),
      ([.init("ok"), .init("id", descending: true)], [1, 0, 2, 3, 4]), ([.init("nosuch")], [0, 1, 2, 3, 4]),
    ] as [([RecordSort], [Int])])
  func order(keys: [RecordSort], expected: [Int]) throws {
    #expect(RecordSort.order(try page(Self.records), by: keys) == expected)
  }

  @Test(arguments: [
    ("ÉLAN Vital", "elan vital"), ("e\u{301}", "e"), ("Straße", "strasse"), ("ŒUVRE Ærø", "oeuvre aero"),
    ("Łódź Đà Nẵng", "lodz da nang"), ("ΆΛΦΑΣ άλφας", "αλφασ αλφασ"), ("Ёлка Й", "елка и"), ("İI", "ii"),
    ("日本語 한국어", "日本語 한국어"), ("😀 a\u{0}B", "😀 a\u{0}b"), ("ȺȾ", "ⱥⱦ"), ("", ""), ("ﬁ Ａ", "ﬁ ａ"),
  ])
  func folding(text: String, folded: String) {
    #expect(String(decoding: Folding.fold(text), as: UTF8.self) == folded)
  }
}
