import Catalog

/// The domain `prompts`.
enum Prompts {
  static let plugin = Plugin(
    name: "prompts", summary: "Prompts for sale: list, create, import, export",
    resources: [resource], endpoints: endpoints,
    adjustments: [
      Adjustment(
        "prompts reprice", "Change the prices of many prompts at once", field: "price",
        list: "analytics.prompts", update: "prompts.update",
        example: .example(
          "What is seen and sells well costs more",
          """
          sp prompts reprice --where 'conversion_rate > 0.12 and views_last_hour > 20' \\
            --by 5% --dry-run
          """))
    ])

  static let resource = Resource(
    "prompts", singular: "prompt", label: "title", version: "updated_at", created: "created_at",
    columns: ["id", "title", "price", "category", "views", "sales", "rating", "updated_at"],
    sortKeys: ["popularity": "views"],
    importableBy: ["title", "content"],
    fields: fields)

  private static let fields: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("title", .text, "Title", searched: true),
    .field("description", .text, "Description", searched: true),
    .field("content", .text, "The prompt itself", inLists: false, searched: true),
    .field("price", .number, "Price", unit: "USD"),
    .field("category", .text, "Category", searched: true),
    .field("tags", .list, "Tags", searched: true),
    .field("image_url", .text, "Address of the picture"),
    .field("created_at", .timestamp, "When it was created"),
    .field("updated_at", .timestamp, "When it was last changed"),
    .field("views", .integer, "How often it was viewed"),
    .field("sales", .integer, "How often it was sold"),
    .field("rating", .number, "Mean rating, 0 to 5"),
    .field("reviews_count", .integer, "Number of reviews", inLists: false),
    .field("on_promotion", .boolean, "Whether a promotion lowers its price"),
    .field("promotion_percentage", .number, "Reduction", unit: "%", inLists: false),
    .field("promotion_end_date", .timestamp, "When the promotion ends", inLists: false),
    .field("user", .object, "Its author", parts: SnackPrompt.person),
    .field("variations", .list, "Its variations", inLists: false, parts: variation),
  ]

  private static let variation: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("title", .text, "Title"),
    .field("description", .text, "Description"),
    .field("created_at", .timestamp, "When it was created"),
    .field("active", .boolean, "Whether it is shown"),
  ]

  private static let promptID = Parameter.id("promptId", of: "prompts", "Id of the prompt")

  private static let endpoints: [Endpoint] = [
    .list(
      "/prompts", "prompts list", of: "prompts", "List prompts",
      query: SnackPrompt.paging + filters + SnackPrompt.priceFilters,
      examples: [
        .example("The dearest first", "sp prompts list --sort price --order desc --limit 10"),
        .example("Titles that mention a word", "sp prompts list --search email --fields id,title"),
        .example("With a condition in SQL", "sp prompts list --where 'price < 20 and sales > 10'"),
      ]),
    .get(
      "/prompts/{promptId}", "prompts get", of: "prompts", "Show a prompt with its content",
      at: [promptID],
      query: [.texts("fields", "Only these fields", role: .fields)],
      examples: [.example("Only the text of a prompt", "sp prompts get prompt-1 --fields content")]),
    .create(
      "/prompts", "prompts create", of: "prompts", "Create a prompt",
      body: creation,
      examples: [
        .example(
          "From the command line",
          "sp prompts create --title 'Email booster' --content 'About [TOPIC]' --price 5"),
        .example("See the request first", "sp prompts create --title T --content C --dry-run"),
      ]
    ).sampled(
      """
      {"title": "Email Marketing Conversion Booster", "description": "Increase your email open rates and conversions",
       "content": "Create a compelling email sequence for [PRODUCT] targeting [AUDIENCE].", "price": 45,
       "category": "marketing", "tags": ["email", "conversion", "copywriting"],
       "image_url": "https://cdn.snackprompt.com/images/prompt-123.jpg",
       "variations": [{"title": "Email Sequence Conversion Optimizer",
         "description": "Boost your email marketing results with professionally crafted sequences"}]}
      """),
    .update(
      "/prompts/{promptId}", "prompts update", of: "prompts", "Change a prompt",
      at: [promptID],
      body: creation.map(\.optional) + promotion,
      examples: [
        .example("A new price", "sp prompts update prompt-1 --price 50"),
        .example("A reduction", "sp prompts update prompt-1 --on-promotion --promotion-percentage 15"),
      ]
    ).sampled(
      """
      {"title": "Nouveau titre du prompt", "price": 50, "on_promotion": true, "promotion_percentage": 15,
       "promotion_end_date": "2025-06-01T23:59:59Z"}
      """),
    .delete(
      "/prompts/{promptId}", "prompts delete", of: "prompts", "Delete a prompt",
      at: [promptID],
      examples: [.example("Without being asked", "sp prompts delete prompt-3 --yes")]),
  ]

  private static let filters: [Parameter] = [
    .text("category", "Only this category", filter: .equals("category")),
    .texts("tags", "With any of these tags", filter: .anyOf("tags")),
    .text("search", "With these words", filter: .text(["title", "description", "category", "tags"])),
  ]

  private static let creation: [Parameter] = [
    .text("title", "Title", required: true),
    .text("description", "Description"),
    .text("content", "The prompt itself; @file reads it", required: true),
    .number("price", "Price", in: 0...1e6, unit: "USD"),
    .text("category", "Category"),
    .texts("tags", "Tags"),
    Parameter.text("image_url", "Address of the picture", placeholder: "URL").of(.url),
    .records("variations", "Variations, each with a title and a description", of: variant),
  ]

  private static let variant: [Parameter] = [
    .text("id", "Which one it is, of those that there are"),
    .text("title", "Title", required: true),
    .text("description", "Description"),
    .boolean("active", "Whether it is shown"),
  ]

  private static let promotion: [Parameter] = [
    .boolean("on_promotion", "Whether a promotion lowers its price"),
    .number("promotion_percentage", "Reduction", in: 0...100, unit: "%"),
    .timestamp("promotion_end_date", "When the promotion ends"),
  ]
}
