import Catalog
import Values

/// A made-up service with one domain, small enough to compare its whole manual.
enum Toyland {
  static let service = Service(
    name: "toyland", title: "Toyland", summary: "Toys for rent",
    addresses: [.init("production", "https://toys.example/v1"), .init("test", "http://127.0.0.1:8080/v1")],
    mount: "/v1", authentication: .bearer,
    envelope: Envelope(
      data: "data", meta: "meta", success: "ok", code: "error.code", message: "error.text",
      details: "error.details"),
    paging: .pages(largest: 50, total: "meta.total"),
    limits: [RateLimit(.read, 100, per: .minutes(1)), RateLimit(.write, 10, per: .minutes(1))],
    retryHints: [.header("Retry-After"), .bodySeconds("error.wait")], probe: "/toys?limit=1")

  static let toys = Resource(
    "toys", singular: "toy", label: "name", columns: ["id", "name"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name"),
      .field("price", .number, "Price a day", unit: "EUR"),
      .field("made", .timestamp, "When it was made"),
      .field("tags", .list, "Tags"),
      .field("owner", .object, "Whose it is", inLists: false, parts: [.field("name", .text, "Name")]),
    ])

  static let plugin = Plugin(
    name: "toys", summary: "Toys for rent: list, add, return", resources: [toys],
    endpoints: [
      .list(
        "/toys", "toys list", of: "toys", "List toys",
        query: [
          .integer("page", "Number of the page", in: 1...1e9, default: "1", role: .page),
          .integer("limit", "Toys a page", in: 1...50, role: .pageSize),
          .texts("tags", "With any of these tags", filter: .anyOf("tags")),
        ],
        examples: [
          .example("The wooden ones", "sp toys list --tags wood,old --where 'price < 5' | jq length")
        ]),
      .get(
        "/toys/{toyId}", "toys get", of: "toys", "Show a toy",
        at: [.id("toyId", of: "toys", "Id of the toy")], examples: [.example("One toy", "sp toys get t-1")]),
      .create(
        "/toys", "toys add", of: "toys", "Add a toy",
        body: [
          .text("name", "Name; @file reads it", required: true),
          .number("price", "Price a day", in: 0...100, unit: "EUR"),
          .text("size", "Size", allowed: ["small", "large"], default: "small"),
          .texts("tags", "Tags"),
          .boolean("is_new", "Whether nobody played with it"),
        ],
        examples: [
          .example("A new ball", "sp toys add --name 'Red ball' --price 2.50 --tags wood,old --is-new")
        ]),
      .delete(
        "/toys/{toyId}", "toys return", of: "toys", "Give a toy back",
        at: [.id("toyId", of: "toys", "Id of the toy")],
        examples: [.example("Without being asked", "sp toys return t-1 --yes")]),
    ])

  static let commands = plugin.commands(service: "toyland")

  static let catalog = Catalog([
    .init("toyland", domains: [.init("toys", "Toys for rent: list, add, return") { plugin }]) { service }
  ])

  static let builtins = [
    Command("config list", "Show the settings"), Command("config set", "Change a setting"),
    Command("limits", "Show what is left of the rate limits"), Command("cache clear", "Forget every answer"),
  ]
}
