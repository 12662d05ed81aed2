import Platform
import Testing
import Values

@testable import Engine

@Suite struct ImportMappingTests {
  struct Mapping: Sendable, CustomTestStringConvertible {
    /// A header and one row of CSV, or an object of JSON Lines.
    var input: String
    var map: [String] = []
    var set: [String] = []
    var isUpdate = false
    /// The body and the id, or `LINE,COLUMN FIELD CODE` of the problem.
    var result: String
    var ignored: [String] = []
    var testDescription: String { input.replacing("\n", with: " / ") }
  }

  static let mappings: [Mapping] = [
    Mapping(input: "Content,TITLE\nc,t", result: "{\"content\":\"c\",\"title\":\"t\"}"),
    Mapping(
      input: "act,prompt,for_devs\nt,\"a\nb\",TRUE", map: ["act=title", "prompt=content"],
      set: ["price=5", "tags=x,y"],
      result: "{\"title\":\"t\",\"content\":\"a\\nb\",\"price\":5,\"tags\":[\"x\",\"y\"]}",
      ignored: ["for_devs"]),
    Mapping(input: "id,title,views,Age From\n7,t,9, 12 ", result: "{\"title\":\"t\",\"age_from\":12} 7"),
    Mapping(input: "title,age-from\nt,3", result: "{\"title\":\"t\",\"age_from\":3}"),
    Mapping(input: "a=b,title\n1,t", map: ["a=b=content"], result: "{\"content\":\"1\",\"title\":\"t\"}"),
    Mapping(input: "title,name\nt,n", map: ["name=title"], result: "{\"title\":\"n\"}"),
    Mapping(input: "key,title\nk1,t", map: ["KEY=id"], result: "{\"title\":\"t\"} k1"),
    Mapping(input: "title,price\nt,1.50", result: "{\"title\":\"t\",\"price\":1.50}"),
    Mapping(input: "title,price\nt,1.50", set: ["price=2.0"], result: "{\"title\":\"t\",\"price\":2.0}"),
    Mapping(input: "title,tags\nt,x", set: ["tags="], result: "{\"title\":\"t\"}"),
    Mapping(input: "title,price\nt,", result: "{\"title\":\"t\"}"),
    Mapping(input: "title,price\nt,abc", result: "2,3 price invalid"),
    Mapping(input: "title,price\n\"t\nu\",101", result: "3,4 price invalid"),
    Mapping(input: "title,age_from\nt,1.5", result: "2,3 age_from invalid"),
    Mapping(input: "title,size\nt,huge", result: "2,3 size invalid"),
    Mapping(input: "title,price\n,1", result: "2,1 title missing"),
    Mapping(input: "title,price\n,1", isUpdate: true, result: "{\"price\":1}"),
    Mapping(input: "id,price\n4,1", isUpdate: true, result: "{\"price\":1} 4"),
    Mapping(input: "title,sold\nt,Yes", result: "{\"title\":\"t\",\"sold\":true}"),
    Mapping(input: "title,sold\nt,0", result: "{\"title\":\"t\",\"sold\":false}"),
    Mapping(input: "title,sold\nt,maybe", result: "2,3 sold invalid"),
    Mapping(input: "title,tags\nt,\"a, b\"", result: "{\"title\":\"t\",\"tags\":[\"a\",\"b\"]}"),
    Mapping(
      input: "title,tags\nt,\"[\"\"a,b\"\",\"\" c\"\"]\"",
      result: "{\"title\":\"t\",\"tags\":[\"a,b\",\" c\"]}"),
    Mapping(input: "title,tags\nt,[]", result: "{\"title\":\"t\",\"tags\":[]}"),
    Mapping(input: "title,tags\nt,[a", result: "2,3 tags invalid"),
    Mapping(input: "title,tags\nt,[1]", result: "2,3 tags invalid"),
    Mapping(input: "title,made\nt,2025-06-01", result: "{\"title\":\"t\",\"made\":\"2025-06-01T00:00:00Z\"}"),
    Mapping(input: "title,made\nt,soon", result: "2,3 made invalid"),
    Mapping(input: "title,parts\nt,{\"a\":1}", result: "2,4 stray_quote"),
    Mapping(input: "title,parts\nt,[1.0]", result: "{\"title\":\"t\",\"parts\":[1.0]}"),
    // objects
    Mapping(
      input: "{\"id\":3,\"price\":1.0,\"title\":\"t\",\"tags\":[\"a,b\"],\"views\":1,\"x\":1,\"sold\":null}",
      result: "{\"price\":1.0,\"title\":\"t\",\"tags\":[\"a,b\"]} 3", ignored: ["x"]),
    Mapping(
      input: "{\"name\":\"n\",\"price\":\"5\",\"sold\":true}", map: ["name=title"], set: ["price=6"],
      result: "{\"title\":\"n\",\"sold\":true,\"price\":6}"),
    Mapping(input: "{\"title\":\"t\",\"price\":\"5\"}", result: "{\"title\":\"t\",\"price\":5}"),
    Mapping(input: "{\"title\":5}", result: "1 title invalid"),
    Mapping(input: "{\"title\":\"t\",\"price\":101}", result: "1 price invalid"),
    Mapping(input: "{\"title\":\"t\",\"age_from\":1.5}", result: "1 age_from invalid"),
    Mapping(input: "{\"title\":\"t\",\"sold\":1}", result: "1 sold invalid"),
    Mapping(input: "{\"title\":\"t\",\"tags\":[1]}", result: "1 tags invalid"),
    Mapping(input: "{\"title\":\"t\\u0000\"}", result: "1 title invalid"),
    Mapping(input: "{\"title\":\"t\",\"Title\":\"u\"}", result: "1 title duplicate"),
    Mapping(input: "{\"price\":1}", result: "1 title missing"),
    Mapping(input: "{\"price\":1}", isUpdate: true, result: "{\"price\":1}"),
  ]

  @Test(arguments: mappings) func maps(_ mapping: Mapping) throws {
    let (directory, path) = try ImportSample.file("none", Array(mapping.input.utf8))
    let reader = try RowReader(path, format: nil)
    let plan = try ImportSample.mapping(
      header: reader.header, map: mapping.map, set: mapping.set, isUpdate: mapping.isUpdate)
    func said(_ problem: RowProblem) -> String {
      let column = problem.column.map { ",\($0)" } ?? ""
      return "\(problem.line)\(column) \(problem.field.map { $0 + " " } ?? "")\(problem.code)"
    }
    let input = try reader.next()
    switch input {
    case .row(let row):
      switch plan.body(of: row) {
      case .success(let mapped):
        #expect(mapped.body.text() + (mapped.id.map { " " + $0 } ?? "") == mapping.result)
      case .failure(let problem): #expect(said(problem) == mapping.result)
      }
    case .bad(let problem, _): #expect(said(problem) == mapping.result)
    default: Issue.record("no row")
    }
    #expect(plan.ignoredColumns == mapping.ignored)
    withExtendedLifetime(directory) {}
  }

  static let refusals: [(header: [String]?, map: [String], set: [String], message: String, hint: String)] = [
    (
      ["name", "price"], ["nam=title"], [], "no column 'nam'; the columns are name, price",
      "did you mean name?"
    ),
    (["name"], ["name=titel"], [], "'titel' is no field", "did you mean title?"),
    (["name"], ["name"], [], "not COLUMN=FIELD", "--map COLUMN=FIELD"),
    (["a", "b"], ["a=title", "b=title"], [], "mapped before", "map each once"),
    (["name", "price"], [], [], "no column is title", "--map name=title"),
    (["title", "Title"], [], [], "'title' and 'Title' are both title", "--map"),
    (["title"], [], ["prise=5"], "'prise' is no field", "did you mean price?"),
    (["title"], [], ["price=x"], "--set price takes a number", ""),
    (["title"], [], ["title="], "--set title= is empty", ""),
    (nil, ["a=titel"], [], "'titel' is no field", "did you mean title?"),
  ]

  @Test(arguments: refusals) func refuses(
    _ refusal: (header: [String]?, map: [String], set: [String], message: String, hint: String)
  ) {
    let failure = #expect(throws: Failure.self) {
      try ImportSample.mapping(header: refusal.header, map: refusal.map, set: refusal.set)
    }
    #expect(failure?.kind == .usage)
    #expect(failure?.message.contains(refusal.message) == true, "\(failure?.message ?? "")")
    let hint = failure?.hint ?? ""
    #expect(hint.contains(refusal.hint))
  }

  /// What an export writes into a cell is read back as it was.
  @Test(arguments: [
    "[\"a\",\"b\"]", "[\"a,b\",\"c\"]", "[\"[x]\"]", "[\" a \"]", "[\"\"]", "[]", "[\"\",\"a\"]",
  ])
  func readsExportedLists(_ list: String) throws {
    let value = try JSON.parse(list)
    let tags = try #require(ImportSample.create.body.first { $0.name == "tags" })
    #expect(try tags.read(value.cell, as: "tags") == value)
  }
}
