import Database
import Testing
import Values

let prompts = RecordSchema(
  table: "snackprompt_prompts",
  columns: [
    .init("id"), .init("title", isSearchable: true), .init("text", isSearchable: true),
    .init("status", isIndexed: true), .init("price", kind: .real), .init("views", kind: .integer),
    .init("public", kind: .boolean), .init("tags", kind: .json), .init("created_at", kind: .timestamp),
    .init("author", path: "user.name"), .init("first_tag", path: "tags.0"),
  ])

let documents = [
  #"{"id":"a","title":"Élan vital","status":"draft","price":1.10,"views":10,"public":true,"tags":["x","y"],"created_at":"2025-05-11T22:00:00Z","user":{"name":"Zoé"},"unknown":[1.0,1e0,12345678901234567890]}"#,
  #"{"id":"b","title":"banana split","text":"élan 100% _sure_","status":"live","price":9.5,"views":9,"public":false,"tags":["Y"],"created_at":"2025-05-11T23:30:00+02:00","user":{"name":"adam"}}"#,
  #"{ "id" : "c", "title":"Apple Œuvre","status":"live","price":10,"tags":[],"created_at":null}"#,
  #"{"id":"d","title":null,"text":"Der Große Łódź","status":"archived","price":null,"views":100,"public":true,"tags":null,"created_at":"2025-05-10"}"#,
]

func filledStore(fullText: Bool = true, path: String = ":memory:") throws -> RecordStore {
  let store = RecordStore(try Connection(path: path), fullText: fullText)
  try store.connection.transaction {
    for (offset, document) in documents.enumerated() {
      try store.put(
        document, id: ["a", "b", "c", "d"][offset], scope: "live", at: Timestamp(milliseconds: Int64(offset)),
        isComplete: offset != 1, in: prompts)
    }
    try store.put(
      #"{"id":"a","title":"other profile"}"#, id: "a", scope: "test", at: Timestamp(milliseconds: 9),
      in: prompts)
  }
  return store
}

private func ids(_ query: RecordQuery, _ fullText: Bool = true) throws -> String {
  let store = try filledStore(fullText: fullText)
  var query = query
  query.scope = "live"
  return try store.records(query, in: prompts).map(\.id).joined()
}

@Suite struct RecordStoreTests {
  @Test func documentsComeBackAsTheyWere() throws {
    let scratch = try Scratch()
    do { _ = try filledStore(path: scratch.file("cache.db")) }
    let store = RecordStore(try Connection(path: scratch.file("cache.db"), access: .readOnly))
    for (id, document) in zip(["a", "b", "c", "d"], documents) {
      let record = try #require(try store.record(id: id, scope: "live", in: prompts))
      #expect(record.document == document)
      #expect(record.isComplete == (id != "b"))
    }
    #expect(try store.record(id: "a", scope: "test", in: prompts)?.storedAt.milliseconds == 9)
    #expect(try store.record(id: "b", scope: "test", in: prompts) == nil)
    #expect(try store.record(id: "a", scope: "live", in: prompts)?.json()["price"]?.double == 1.1)
  }

  @Test(
    arguments: [
      (.equals("status", "live"), "bc"), (.equals("price", "9.5"), "b"), (.equals("public", "true"), "ad"),
      (.equals("public", false), "b"), (.equals("tags", "y"), "a"), (.equals("author", "Zoé"), "a"),
      (.equals("first_tag", "x"), "a"), (.equals("title", nil), "d"), (.equals("status", "x' OR 1 --"), ""),
      (.anyOf("status", ["draft", "archived"]), "ad"), (.anyOf("status", []), ""),
      (.anyOf("tags", ["Y", "x"]), "ab"), (.excluded("status", ["live"]), "ad"),
      (.excluded("views", [9, 10]), "cd"), (.excluded("tags", ["y"]), "bcd"),
      (.excluded("status", []), "abcd"),
      (.atLeast("price", 9.5), "bc"), (.atLeast("price", "9.6"), "c"), (.atMost("views", 10), "ab"),
      (.atLeast("created_at", "2025-05-11T21:45:00Z"), "a"),
      (.atMost("created_at", "2025-05-11T21:30:00Z"), "bd"),
      (.atLeast("created_at", "2025-05-11"), "ab"), (.atLeast("_stored_at", 2), "cd"),
      (.contains(["title"], "ELAN"), "a"), (.contains(["title", "text"], "elan"), "ab"),
      (.contains(["title", "text"], "lan  VITA"), "a"), (.contains(["title", "text"], "split élan"), "b"),
      (.contains(["text"], "100% _sure_"), "b"), (.contains(["text"], "0_"), ""),
      (.contains(["title"], "oeuv"), "c"),
      (.contains(["text"], "grosse lodz"), "d"), (.contains(["title"], "e\u{301}lan"), "a"),
      (.contains(["title"], "splitelan"), ""), (.contains(["title"], "  "), "abcd"), (.contains([], "x"), ""),
      (.contains(["tags"], "y"), "ab"),
    ] as [(Condition, String)])
  func conditions(condition: Condition, expected: String) throws {
    #expect(try ids(RecordQuery(conditions: [condition])) == expected)
    #expect(try ids(RecordQuery(conditions: [condition]), false) == expected)
    let store = try filledStore()
    let query = RecordQuery(scope: "live", conditions: [condition])
    #expect(try store.count(query, in: prompts) == expected.count)
  }

  @Test(
    arguments: [
      ([], "abcd"), ([.init("title")], "cbad"), ([.init("title", descending: true)], "abcd"),
      ([.init("price")], "abcd"), ([.init("price", descending: true)], "cbad"), ([.init("views")], "badc"),
      ([.init("views", descending: true)], "dabc"), ([.init("created_at")], "dbac"),
      ([.init("status", descending: true)], "bcad"),
      ([.init("status"), .init("price", descending: true)], "dacb"),
      ([.init("_key", descending: true)], "dcba"), ([.init("public")], "badc"),
    ] as [([RecordSort], String)])
  func order(keys: [RecordSort], expected: String) throws {
    #expect(try ids(RecordQuery(sort: keys)) == expected)
    #expect(try ids(RecordQuery(sort: keys, offset: 1, limit: 2)) == expected.dropFirst().prefix(2))
    #expect(try ids(RecordQuery(sort: keys, offset: 3)) == expected.dropFirst(3))
    let fields = keys.filter { !$0.field.hasPrefix("_") }
    guard fields == keys else { return }
    let records = try documents.map { try JSON.parse($0) }
    #expect(RecordSort.order(records, by: keys).map { "abcd".map(String.init)[$0] }.joined() == expected)
  }

  @Test(arguments: [
    ("price > 5 and status = 'live'", "bc"), ("views is null", "c"), ("title like 'B%' -- all", "b"),
    ("fold(title) LIKE '%elan%'", "a"), ("author = 'Zoé' or \"public\" = 0", "ab"), ("')' <> '('", "abcd"),
    ("exists (select 1 from json_each(tags) where value = 'x')", "a"), ("price > 5 /* ) */", "bc"),
    ("status = 'live' or 1", "abcd"),
  ])
  func expressions(expression: String, expected: String) throws {
    #expect(try ids(RecordQuery(expression: expression)) == expected)
  }

  @Test(arguments: [
    ("1) OR (1", "parentheses"), ("1)) UNION SELECT 1 --", "parentheses"), ("(1", "parentheses"),
    ("1; DROP TABLE snackprompt_prompts", "near \";\": syntax error"), ("1 /* open", "incomplete"),
    ("nosuch = 1", "no such column: nosuch"), ("title = \"text that is no column\"", "no such column"),
    ("(SELECT count(*) FROM record_schemas)", "not authorized"),
    ("(SELECT sql FROM sqlite_schema)", "prohibited"),
    ("load_extension('x')", "not authorized"), ("price > ?", "parameters"), ("price > ?1", "parameters"),
    ("_scope = :scope", "parameters"), ("1 UNION SELECT 2", "syntax error"), ("max(price) > 1", "misuse"),
    ("", "syntax error"), ("1\0 --", "NUL"), ("-- only", "syntax error"), ("price >", "syntax error"),
    ("1 = 1 ORDER BY 1", "syntax error"), ("'open", "unrecognized token"),
  ])
  func refusedExpressions(expression: String, reason: String) throws {
    let store = try filledStore()
    let query = RecordQuery(scope: "live", expression: expression)
    let text = message { _ = try store.records(query, in: prompts) }
    #expect(text?.contains(reason) == true, "\(text ?? "no error")")
    #expect(message { _ = try RecordFilter(expression).matches(in: [["price": 1]]) } != nil)
    #expect(try store.count(in: prompts) == 5)
  }

  @Test func replacingKeepsThePlaceAndTheIndex() throws {
    let store = try filledStore()
    let time = Timestamp(milliseconds: 50)
    try store.put(#"{"id":"b","title":"renewed"}"#, id: "b", scope: "live", at: time, in: prompts)
    #expect(try ids(in: store) == "abcd")
    #expect(try store.search("banana", limit: 5, in: prompts).isEmpty)
    #expect(try store.search("renew", limit: 5, in: prompts).map(\.record.id) == ["b"])
    #expect(try store.remove(id: "b", scope: "live", in: prompts))
    #expect(try !store.remove(id: "b", scope: "live", in: prompts))
    #expect(try store.search("renewed", limit: 5, in: prompts).isEmpty)
    #expect(try store.removeAll(scope: "live", storedBefore: Timestamp(milliseconds: 2), in: prompts) == 1)
    #expect(try store.removeAll(scope: "test", in: prompts) == 1)
    #expect(try ids(in: store) == "cd")
    try store.connection.execute(
      "INSERT INTO snackprompt_prompts_search (snackprompt_prompts_search) VALUES ('integrity-check')")
  }

  @Test(arguments: ["", "{", "{} {}", "\u{0}{}", "nothing"])
  func textThatIsNoJSONIsRefused(text: String) throws {
    let store = try filledStore()
    let time = Timestamp(milliseconds: 1)
    #expect(code { try store.put(text, id: "z", scope: "live", at: time, in: prompts) } != nil)
    #expect(try store.count(in: prompts) == 5)
  }

  @Test(arguments: [true, false])
  func search(fullText: Bool) throws {
    let store = try filledStore(fullText: fullText)
    func found(_ words: String, _ scope: String? = "live") throws -> Set<String> {
      Set(try store.search(words, scope: scope, limit: 9, in: prompts).map(\.record.id))
    }
    #expect(try found("elan") == ["a", "b"])
    #expect(try found("ELAN vit") == ["a"])
    #expect(try found("\"banana\" ") == (fullText ? ["b"] : []))
    #expect(try found("NOT OR ( * : -") == [])
    #expect(try found("other", nil) == ["a"])
    #expect(try found("other") == [])
    #expect(try found("  ") == [])
    let hit = try #require(try store.search("banana", marks: ("<", ">"), limit: 1, in: prompts).first)
    #expect(hit.snippet == (fullText ? "<banana> split" : "banana split"))
  }

  @Test func aChangedDefinitionKeepsTheRecords() throws {
    let scratch = try Scratch()
    let store = try filledStore(path: scratch.file("cache.db"))
    var changed = prompts
    changed.columns.removeAll { $0.name == "views" || $0.name == "text" }
    changed.columns.append(.init("rank", kind: .integer, isSearchable: true))
    changed.columns.append(.init("name", path: "user.name", isSearchable: true, isIndexed: true))
    #expect(try store.records(RecordQuery(scope: "live"), in: changed).map(\.document) == documents)
    #expect(try store.search("adam", limit: 5, in: changed).map(\.record.id) == ["b"])
    #expect(try store.search("100", limit: 5, in: changed).isEmpty)
    let unsearchable = RecordSchema(table: prompts.table, columns: [.init("id")])
    #expect(try store.records(RecordQuery(scope: "live"), in: unsearchable).map(\.document) == documents)
    let plain = RecordStore(try Connection(path: scratch.file("cache.db")), fullText: false)
    #expect(try plain.search("adam", limit: 5, in: changed).map(\.record.id) == ["b"])
    let again = RecordStore(try Connection(path: scratch.file("cache.db")))
    #expect(try again.search("ada", limit: 5, in: changed).map(\.record.id) == ["b"])
    let tables = try store.connection.all(
      "SELECT name FROM sqlite_schema WHERE name LIKE '%old%'", [], { $0.text(0) })
    #expect(tables == [])
    #expect(try store.connection.integrityProblem() == nil)
  }

  @Test func aTableMadeInATransactionThatFailedIsMadeAgain() throws {
    let store = RecordStore(try Connection(path: ":memory:"))
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.connection.transaction {
        try store.prepare(prompts)
        throw Stop()
      }
    }
    #expect(try store.count(in: prompts) == 0)
  }

  @Test func erasedWordsLeaveTheFile() throws {
    let scratch = try Scratch()
    let store = try filledStore(path: scratch.file("cache.db"))
    try store.put(
      #"{"id":"s","title":"xyzzyplugh"}"#, id: "s", scope: "live", at: Timestamp(milliseconds: 1), in: prompts
    )
    try store.connection.checkpoint()
    let word = Array("xyzzyplugh".utf8)
    func isInFile() throws -> Bool {
      let bytes = try read(scratch.file("cache.db")) + read(scratch.file("cache.db-wal"))
      return bytes.indices.contains { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
    }
    #expect(try isInFile())
    try store.remove(id: "s", scope: "live", in: prompts)
    #expect(try store.eraseTraces(in: prompts))
    #expect(try !isInFile())
  }
}

private func ids(in store: RecordStore) throws -> String {
  try store.records(in: prompts).filter { $0.scope == "live" }.map(\.id).joined()
}
