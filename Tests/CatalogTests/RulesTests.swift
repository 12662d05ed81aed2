import Catalog
import Testing
import Values

/// Every rule of the catalogue finds the row that breaks it, and only that.
@Suite struct RulesTests {
  /// A row that is broken, and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var expected: [String]
    var breaking: @Sendable (inout Toy) -> Void
    var testDescription: String { expected.first ?? "sound" }

    init(_ expected: String..., breaking: @escaping @Sendable (inout Toy) -> Void) {
      self.expected = expected
      self.breaking = breaking
    }
  }

  @Test(arguments: services + resources + fields) func data(_ row: Case) { check(row) }

  @Test(arguments: endpoints + parameters + plugins) func rows(_ row: Case) { check(row) }

  @Test(arguments: commands) func builtins(_ row: Breakage) {
    var command = Command(
      "toys wind", "Wind every toy up", options: [.flag("slowly", "Take your time", short: "s")],
      examples: [.example("All of them", "sp toys wind --slowly")])
    row.breaking(&command)
    #expect(command.violations.map(\.description) == row.expected)
  }

  private func check(_ row: Case) {
    var toy = Toy()
    row.breaking(&toy)
    #expect(toy.catalog.violations.map(\.description) == row.expected)
  }

  private static let long = String(repeating: "x", count: 73)

  static let services: [Case] = [
    Case { _ in },
    Case("catalogue: 'toyland' builds the service 'Toys'", "Toys: the name 'Toys' is not of a-z, 0-9 and -") {
      $0.service.name = "Toys"
    },
    Case("toyland: has no title") { $0.service.title = "" },
    Case("toyland: the summary ends with a full stop") { $0.service.summary = "Toys." },
    Case("toyland: the address toys.example is not absolute and without a final slash") {
      $0.service.addresses[0].url = "toys.example"
    },
    Case("toyland: the address https://toys.example/ is not absolute and without a final slash") {
      $0.service.addresses[0].url = "https://toys.example/"
    },
    Case("toyland: two addresses are called 'production'") { $0.service.addresses += $0.service.addresses },
    Case("toyland: the mount 'v1/' is not a path without a final slash") { $0.service.mount = "v1/" },
    Case("toyland: its errors have no message") { $0.service.envelope.message = "" },
    Case("toyland: its pages have no room") { $0.service.paging = .pages(largest: 0, total: "total") },
    Case("toyland: the limit of 'write' lets nothing through") { $0.service.limits[0].count = 0 },
    Case("toyland: the probe '/ping' is the path of no read") { $0.service.probe = "/ping" },
  ]

  static let resources: [Case] = [
    Case("toys: the singular 'toy car' is not of letters, digits and _") { $0.resource.singular = "toy car" },
    Case("toys: has no columns") { $0.resource.columns = [] },
    Case("toys: the id 'uid' is not a declared field") { $0.resource.id = "uid" },
    Case("toys: the label 'title' is not a declared field") { $0.resource.label = "title" },
    Case("toys: the label 'story' is not in lists") { $0.resource.label = "story" },
    Case("toys: the version 'etag' is not a declared field") { $0.resource.version = "etag" },
    Case("toys: the moment of creation 'made' is not a declared field") { $0.resource.created = "made" },
    Case("toys: the moment of creation 'name' is no timestamp") { $0.resource.created = "name" },
    Case("toys: the column 'user.name' is not a declared field") { $0.resource.columns = ["user.name"] },
    Case("toys: two columns are called 'id'") { $0.resource.columns = ["id", "id"] },
    Case("toys: the sort key 'views' is not a declared field") { $0.resource.sortKeys = ["hot": "views"] },
    Case(
      "toys: the identity 'code' is not a declared field",
      "toys toys: the identity 'code' is not in the body of toys create"
    ) { $0.resource.identity = ["code"] },
    Case("toys toys: can be listed and created, and has no identity to import by") {
      $0.resource.identity = []
    },
    Case("toys toys: has an identity, and cannot be listed and created") {
      $0.create.action = .call
    },
  ]

  static let fields: [Case] = [
    Case("toys: two fields are called 'NAME'") { $0.resource.fields.append(.field("NAME", .text, "Name")) },
    Case("toys._id: the name '_id' is not of letters, digits and _") {
      $0.resource.fields.append(.field("_id", .text, "Identifier"))
    },
    Case("toys.age: has no help") { $0.resource.fields.append(.field("age", .integer, "")) },
    Case("toys.age: the help has 73 columns, at most 72 fit") {
      $0.resource.fields.append(.field("age", .integer, RulesTests.long))
    },
    Case("toys.age: is no number and has a unit") {
      $0.resource.fields.append(.field("age", .text, "Age", unit: "years"))
    },
    Case("toys.age: is no object and no list, and has parts") {
      $0.resource.fields.append(.field("age", .integer, "Age", parts: [.field("years", .integer, "Years")]))
    },
    Case("toys.owner.last name: the name 'last name' is not of letters, digits and _") {
      $0.resource.fields[3].parts.append(.field("last name", .text, "Last name"))
    },
  ]

  static let endpoints: [Case] = [
    Case("toys get: the holes of '/toys/{id}' are not its path parameters [\"toyId\"]") {
      $0.get.path = "/toys/{id}"
    },
    Case(
      "toys get: the holes of '/{b}/{a}' are not its path parameters [\"a\", \"b\"]"
    ) {
      $0.get.path = "/{b}/{a}"
      $0.get.pathParameters = [.text("a", "One"), .text("b", "Other")]
    },
    Case("toyland: two rows are called 'GET /toys'") {
      $0.get.path = "/toys"
      $0.get.pathParameters = []
    },
    Case("toys get: the path 'toys' is not a path") {
      $0.get.path = "toys"
      $0.get.pathParameters = []
    },
    Case("toys get: reads, and has a body") { $0.get.body = [.text("name", "Name")] },
    Case("toys create: reads, and has a body", "toys create: is a GET") {
      $0.create.method = .get
      $0.create.path = "/toys/new"
    },
    Case("toys delete: is destructive and asks nobody") { $0.delete.consent = nil },
    Case("toys delete: is destructive and asks nobody") {
      $0.delete.consent = nil
      $0.delete.action = .call
    },
    Case("toys list: the summary has 73 columns, at most 72 fit") { $0.list.summary = RulesTests.long },
    Case("toys list: the summary is more than one line") { $0.list.summary = "List\ntoys" },
    Case("toys get: the status 404 is no success") { $0.get.success = 404 },
    Case("toys get: 'games' is no resource of the domain") { $0.get.resource = "games" },
    Case("toys get: has no example") { $0.get.examples = [] },
    Case("toys get: the example 'sp toys list' is not one of sp toys get") {
      $0.get.examples = [.example("All", "sp toys list")]
    },
    Case("toys get: the example 'echo t-1 | sp toys get -' does not begin with sp") {
      $0.get.examples[0].line = "echo t-1 | sp toys get -"
    },
    Case("toys get: the example 'sp toys get \(long)' has 85 columns, at most 78 fit") {
      $0.get.examples[0].line = "sp toys get \(RulesTests.long)"
    },
    Case("toys get: has no purpose of an example") { $0.get.examples[0].purpose = "" },
    Case("get: the command does not begin with 'toys'", "get: the command has no verb") {
      $0.get.command = ["get"]
      $0.get.examples[0].line = "sp get t-1"
    },
    Case("toys: two commands are called 'toys list'", "toys: two operations are called 'toys.list'") {
      $0.get.command = ["toys", "list"]
      $0.get.examples[0].line = "sp toys list t-1"
    },
    Case("toys set: changes nothing") {
      $0.others = [
        .update(
          "/toys/{toyId}", "toys set", of: "toys", "Change a toy", at: [.id("toyId", of: "toys", "Id")],
          body: [], examples: [.example("One", "sp toys set t-1")])
      ]
    },
    Case("toys list: has pages, and nothing says how large") { $0.list.query.remove(at: 1) },
    Case("toys list: nothing asks for the second page") { $0.list.query.remove(at: 0) },
  ]

  static let parameters: [Case] = [
    Case(
      "toys create: the name of a parameter 'pri-ce' is not of letters, digits and _",
      "toys create --pri-ce: what it writes is not shown: 'pri-ce' is not a declared field"
    ) { $0.create.body[1].name = "pri-ce" },
    Case("toys create --price: has no help") { $0.create.body[1].help = "" },
    Case("toys create: two parameters are called 'name'", "toys create: two options are called 'name'") {
      $0.create.body.append($0.create.body[0])
    },
    Case(
      "toys create: two options are called 'fields'",
      "toys create --fields: what it writes is not shown: 'fields' is not a declared field"
    ) { $0.create.body.append(.text("fields", "Fields")) },
    Case(
      "toys create: two options are called 'input'",
      "toys create --input: what it writes is not shown: 'input' is not a declared field"
    ) { $0.create.body.append(.text("input", "Input")) },
    Case(
      "toys list: two options are called 'limit'", "toys list: has pages, and nothing says how large"
    ) { $0.list.query[1].role = nil },
    Case("toys list: two short options are called 'q'") { $0.list.query[4].short = "q" },
    Case("toys list: --no-pager means two things") {
      $0.list.query.append(.boolean("pager", "Whether it has pages", filter: .equals("price")))
    },
    Case("toys create --colour: what it writes is not shown: 'colour' is not a declared field") {
      $0.create.body.append(.text("colour", "Colour"))
    },
    Case("toys list --max-price: filters by 'cost', which is not a declared field") {
      $0.list.query[3].filter = .atMost("cost")
    },
    Case("toys list --search: filters by 'story', which lists do not show") {
      $0.list.query[4].filter = .text(["name", "story"])
    },
    Case("toys list --search: filters by no field") { $0.list.query[4].filter = .text([]) },
    Case("toys list: two parameters have the same role") {
      $0.list.query.append(.integer("number", "Number of the page", role: .page))
    },
    Case("toys list --order: is an order and allows [\"up\"]") { $0.list.query[2].allowed = ["up"] },
    Case("toys list --search: an allowed value is empty") { $0.list.query[4].allowed = ["a", ""] },
    Case("toys list --search: two allowed values are called 'a'") { $0.list.query[4].allowed = ["a", "a"] },
    Case("toys list --search: the default 'b' is not allowed") {
      $0.list.query[4].allowed = ["a"]
      $0.list.query[4].fallback = "b"
    },
    Case("toys list --limit: the default '0' is no number in its range") { $0.list.query[1].fallback = "0" },
    Case("toys list --search: has a range and is no number") { $0.list.query[4].range = 0...1 },
    Case("toys list --search: has a unit and is no number") { $0.list.query[4].unit = "words" },
    Case("toys create --name: has media types and is no file") { $0.create.body[0].mediaTypes = ["image"] },
    Case(
      "toys create --name: orders 'start', which is no number of its elements",
      "toys create --name: orders 'end', which is no number of its elements"
    ) {
      $0.create.body[0].ascent = ("start", "end")
    },
    Case("toys create --name: is required and has a default") { $0.create.body[0].fallback = "Toy" },
    Case("toys get toyId: is the id of 'games', which is no resource") {
      $0.get.pathParameters = [.id("toyId", of: "games", "Id of the game")]
    },
  ]

  /// A command that is broken, and what is said of it.
  struct Breakage: Sendable, CustomTestStringConvertible {
    var expected: [String]
    var breaking: @Sendable (inout Command) -> Void
    var testDescription: String { expected.first ?? "sound" }

    init(_ expected: String..., breaking: @escaping @Sendable (inout Command) -> Void) {
      self.expected = expected
      self.breaking = breaking
    }
  }

  static let commands: [Breakage] = [
    Breakage { _ in },
    Breakage { $0.options.append(.flag("yes", "Do not ask", short: "y")) },
    Breakage("toys wind: two options are called 'yes'") {
      $0.options.append(.flag("yes", "Do not ask"))
      $0.globals.append(.write)
    },
    Breakage("toys wind: two short options are called 'q'") {
      $0.options.append(.flag("quickly", "Hurry", short: "q"))
    },
    Breakage("toys wind --how: has no help") { $0.options.append(.option("how", "")) },
    Breakage("toys wind: two arguments are called 'TOY'") {
      $0.arguments = [.argument("TOY", "One"), .argument("TOY", "Another")]
    },
    Breakage("toys Wind: the word 'Wind' is not of a-z, 0-9 and -") {
      $0.path = ["toys", "Wind"]
      $0.examples[0].line = "sp toys Wind"
    },
    Breakage("toys wind: the summary ends with a full stop") { $0.summary += "." },
    Breakage("toys wind: the detail is no full sentence") { $0.detail = "Slowly" },
    Breakage("toys wind: has no example") { $0.examples = [] },
    Breakage("toys wind: the example 'sp toys list' is not one of sp toys wind") {
      $0.examples[0].line = "sp toys list"
    },
  ]

  static let plugins: [Case] = [
    Case("catalogue: 'shop' builds the service 'toyland'") { $0.providerName = "shop" },
    Case("games: builds the plugin 'toys'") { $0.domainName = "games" },
    Case("toys: the plugin's summary is another one") { $0.domainSummary = "Toys" },
    Case("toys: has 21 rows, at most 20 compile fast") { toy in
      toy.others = (5...21).map { number in
        var row = toy.get
        row.path = "/toys/{toyId}/\(number)"
        row.command = ["toys", "get-\(number)"]
        row.examples[0].line = "sp toys get-\(number) t-1"
        return row
      }
    },
    Case("catalogue: two domains are called 'toys'") {
      $0.hasTwin = true
      $0.twin = { twin in
        twin.resources = []
        twin.endpoints = []
      }
    },
    Case("catalogue: two resources are called 'toys'") {
      $0.hasTwin = true
      $0.twin = { twin in
        twin.name = "games"
        twin.resources[0].identity = []
        twin.endpoints = []
      }
    },
  ]
}
