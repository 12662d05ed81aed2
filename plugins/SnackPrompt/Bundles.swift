import Catalog

/// The domain `bundles`.
enum Bundles {
  static let plugin = Plugin(
    name: "bundles", summary: "Bundles of prompts sold at one price",
    resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "bundles", singular: "bundle", label: "name", version: "updated_at", created: "created_at",
    columns: ["id", "name", "price", "original_price", "savings_percentage", "prompt_count", "sales"],
    sortKeys: ["popularity": "sales"],
    importableBy: ["name"],
    fields: fields)

  private static let fields: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("name", .text, "Name", searched: true),
    .field("description", .text, "Description", searched: true),
    .field("price", .number, "Price", unit: "USD"),
    .field("original_price", .number, "Sum of the prices of its prompts", unit: "USD"),
    .field("savings_percentage", .number, "What the buyer saves", unit: "%"),
    .field("prompt_count", .integer, "Number of prompts"),
    .field("image_url", .text, "Address of the picture"),
    .field("created_at", .timestamp, "When it was created"),
    .field("updated_at", .timestamp, "When it was last changed"),
    .field("sales", .integer, "How often it was sold"),
    .field("prompts", .list, "Its prompts", inLists: false, parts: member),
  ]

  private static let member: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("title", .text, "Title"),
    .field("description", .text, "Description"),
    .field("price", .number, "Price", unit: "USD"),
    .field("category", .text, "Category"),
    .field("image_url", .text, "Address of the picture"),
  ]

  private static let bundleID = Parameter.id("bundleId", of: "bundles", "Id of the bundle")

  private static let endpoints: [Endpoint] = [
    .list(
      "/bundles", "bundles list", of: "bundles", "List bundles",
      query: SnackPrompt.paging + filters + SnackPrompt.priceFilters,
      examples: [.example("What sells best", "sp bundles list --sort sales --order desc")]),
    .get(
      "/bundles/{bundleId}", "bundles get", of: "bundles", "Show a bundle with its prompts",
      at: [bundleID],
      examples: [.example("The ids of its prompts", "sp bundles get bundle-1 --fields prompts.id")]),
    .create(
      "/bundles", "bundles create", of: "bundles", "Create a bundle",
      body: creation,
      examples: [
        .example(
          "Two prompts for one price",
          "sp bundles create --name Starter --prompt-ids prompt-1,prompt-2 --price 9")
      ]
    ).sampled(
      """
      {"name": "Marketing Pro Bundle", "description": "Complete set of marketing prompts for professionals",
       "prompt_ids": ["prompt-123", "prompt-456", "prompt-789", "prompt-012", "prompt-345"], "price": 99,
       "image_url": "https://cdn.snackprompt.com/images/bundle-123.jpg"}
      """),
    .update(
      "/bundles/{bundleId}", "bundles update", of: "bundles", "Change a bundle",
      at: [bundleID],
      body: creation.map(\.optional),
      examples: [.example("A new price", "sp bundles update bundle-1 --price 89")]
    ).sampled(
      #"{"name": "Nouveau nom du bundle", "price": 89, "prompt_ids": ["prompt-123", "prompt-456", "prompt-789"]}"#
    ),
    .delete(
      "/bundles/{bundleId}", "bundles delete", of: "bundles", "Delete a bundle",
      at: [bundleID],
      examples: [.example("Without being asked", "sp bundles delete bundle-1 --yes")]),
  ]

  private static let filters: [Parameter] = [
    .text("search", "With these words", filter: .text(["name", "description"]))
  ]

  private static let creation: [Parameter] = [
    .text("name", "Name", required: true),
    .text("description", "Description"),
    .texts("prompt_ids", "Ids of its prompts", required: true, source: "prompts.id")
      .naming(.record(of: "prompts")),
    .number("price", "Price", in: 0...1e6, unit: "USD"),
    Parameter.text("image_url", "Address of the picture", placeholder: "URL").of(.url),
  ]
}
