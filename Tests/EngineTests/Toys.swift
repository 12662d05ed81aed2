import Catalog
import Engine
import Values

/// A made-up service whose lists hide a field, in pages of three.
enum Toys {
  static let service = Service(
    name: "toyland", title: "Toyland", summary: "Toys for rent",
    addresses: [.init("production", "https://toys.example/v1")], mount: "/v1", authentication: .bearer,
    envelope: Envelope(
      data: "data", meta: "meta", success: "success", code: "error.code", message: "error.message",
      details: "error.details"),
    paging: .pages(largest: 3, total: "meta.total"),
    limits: [RateLimit(.read, 100, per: .minutes(1)), RateLimit(.write, 10, per: .minutes(1))],
    retryHints: [.header("Retry-After")], probe: "/toys?limit=1")

  static let resource = Resource(
    "toys", singular: "toy", label: "name", version: "updated_at", created: "created_at",
    columns: ["id", "name", "price"], sortKeys: ["popularity": "price"], importableBy: ["name", "story"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("story", .text, "Its story", inLists: false, searched: true),
      .field("price", .number, "Price a day", unit: "EUR"),
      .field("tags", .list, "Tags"),
      .field("code", .text, "Code on the box"),
      .field("created_at", .timestamp, "When it was made"),
      .field("updated_at", .timestamp, "When it was changed"),
    ])

  static let plugin = Plugin(
    name: "toys", summary: "Toys for rent", resources: [resource],
    endpoints: [
      .list("/toys", "toys list", of: "toys", "List toys", query: filters, examples: []),
      .get("/toys/{toyId}", "toys get", of: "toys", "Show a toy", at: [toyID], examples: []),
      .create("/toys", "toys create", of: "toys", "Add a toy", body: fields(required: true), examples: []),
      .update(
        "/toys/{toyId}", "toys update", of: "toys", "Change a toy", at: [toyID],
        body: fields(required: false).filter { $0.name != "code" } + [
          .boolean("is_new", "Whether it is new")
        ],
        examples: []),
      .delete("/toys/{toyId}", "toys delete", of: "toys", "Remove a toy", at: [toyID], examples: []),
    ])

  static let catalog = Catalog([
    .init("toyland", domains: [.init("toys", "Toys for rent") { plugin }]) { service }
  ])

  static let table = CommandTable(catalog: catalog, builtins: builtins)

  private static let toyID = Parameter.id("toyId", of: "toys", "Id of the toy")

  private static let filters: [Parameter] = [
    .integer("page", "Number of the page", in: 1...1e9, default: "1", role: .page),
    .integer("limit", "Toys a page", in: 1...3, default: "2", role: .pageSize),
    .text("sort", "Field to order by", role: .sort),
    .text("order", "Direction", allowed: ["asc", "desc"], role: .order),
    .texts("fields", "Fields to answer with", role: .fields),
    .texts("tags", "With any of these tags", filter: .anyOf("tags")),
    .number("max_price", "Price at most", in: 0...1e9, filter: .atMost("price")),
    .text("search", "With these words", filter: .text(["name"])),
  ]

  private static func fields(required: Bool) -> [Parameter] {
    [
      .text("name", "Name", required: required), .text("story", "Its story; @file reads it"),
      .number("price", "Price a day", in: 0...100, unit: "EUR"), .texts("tags", "Tags"),
      .text("code", "Code on the box"),
    ]
  }

  private static let builtins = [
    Command(
      "api", "Send any request", arguments: [.argument("METHOD", "HTTP method"), .argument("PATH", "Path")],
      options: [.option("field", "A member", placeholder: "KEY=VALUE", short: "f", repeatable: true)]),
    Command("api endpoints", "List every endpoint"),
    Command("config list", "Show the settings"),
    Command("config set", "Set a value", arguments: [.argument("KEY", "Key"), .argument("VALUE", "Value")]),
    Command(
      "join", "Join files into one",
      arguments: [.argument("FILE", "Files", kind: .file, repeatable: true), .argument("TARGET", "Target")]),
    Command("rest", "Take a break", arguments: [.argument("SPAN", "How long", kind: .span, required: false)]),
  ]
}
