import Catalog
import Values

/// A small sound catalogue whose rows tests break one by one.
struct Toy {
  var providerName = "toyland"
  var domainName = "toys"
  var domainSummary = "Toys for rent"
  var service = Service(
    name: "toyland", title: "Toyland", summary: "Toys for rent",
    addresses: [.init("production", "https://toys.example/v1")], mount: "/v1", authentication: .bearer,
    envelope: Envelope(data: "data", message: "error.message"),
    paging: .pages(largest: 50, total: "meta.total"),
    limits: [RateLimit(.write, 10, per: .minutes(1))], retryHints: [.header("Retry-After")],
    probe: "/toys?limit=1")
  var resource = Resource(
    "toys", singular: "toy", label: "name", version: "updated_at", created: "created_at",
    columns: ["id", "name", "owner.name"], sortKeys: ["popularity": "price"], importableBy: ["name"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("name", .text, "Name", searched: true),
      .field("price", .number, "Price a day", unit: "EUR"),
      .field("owner", .object, "Whose it is", parts: [.field("name", .text, "Name")]),
      .field("story", .text, "Its story", inLists: false),
      .field("created_at", .timestamp, "When it was made"),
      .field("updated_at", .timestamp, "When it was changed"),
    ])
  var list = Endpoint.list(
    "/toys", "toys list", of: "toys", "List toys",
    query: [
      .integer("page", "Number of the page", in: 1...1e9, default: "1", role: .page),
      .integer("limit", "Toys a page", in: 1...50, default: "10", role: .pageSize),
      .text("order", "Direction", allowed: ["asc", "desc"], role: .order),
      .number("max_price", "Price at most", in: 0...1e9, filter: .atMost("price")),
      .text("search", "With these words", filter: .text(["name"])),
    ],
    examples: [.example("The cheap ones", "sp toys list --max-price 5 | jq length")])
  var get = Endpoint.get(
    "/toys/{toyId}", "toys get", of: "toys", "Show a toy", at: [.id("toyId", of: "toys", "Id of the toy")],
    examples: [.example("One toy", "sp toys get t-1")])
  var create = Endpoint.create(
    "/toys", "toys create", of: "toys", "Add a toy",
    body: [.text("name", "Name", required: true), .number("price", "Price a day", in: 0...100, unit: "EUR")],
    examples: [.example("A ball", "sp toys create --name 'Red ball'")])
  var delete = Endpoint.delete(
    "/toys/{toyId}", "toys delete", of: "toys", "Remove a toy",
    at: [.id("toyId", of: "toys", "Id of the toy")],
    examples: [.example("Without being asked", "sp toys delete t-1 --yes")])
  var others: [Endpoint] = []
  /// A second domain of the same service, which has the first one's plugin under another name.
  var twin: (inout Plugin) -> Void = { _ in }
  var hasTwin = false

  var plugin: Plugin {
    Plugin(
      name: "toys", summary: "Toys for rent", resources: [resource],
      endpoints: [list, get, create, delete] + others)
  }

  var catalog: Catalog {
    let (service, plugin) = (service, plugin)
    var domains = [Catalog.Domain(domainName, domainSummary) { plugin }]
    if hasTwin {
      var copy = plugin
      twin(&copy)
      let other = copy
      domains.append(.init(other.name, other.summary) { other })
    }
    return Catalog([.init(providerName, domains: domains) { service }])
  }
}
