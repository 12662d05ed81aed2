import Catalog

/// The domain `ask`.
enum Asking {
  static let plugin = Plugin(name: "ask", summary: "Ask the AI", endpoints: endpoints)

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/ask", "ask", "Ask the AI", rate: .all,
      body: [
        .text("prompt", "The question or the task", required: true).asArgument.sized(1...20_000),
        .object("context", "What there is to know, as a JSON object; @file reads it"),
        .number("options.temperature", "How much chance there is in it", in: 0...2, default: "0.7"),
        .integer("options.max_tokens", "Longest answer", in: 1...4000, default: "500", unit: "tokens"),
      ],
      examples: [
        .example("A product sheet", "sp ask 'Rédige une fiche produit' --context '{\"price\": 79.99}'"),
        .example("The answer alone", "sp ask 'Bonjour Shellia !' --fields response -o tsv"),
      ]
    ).returning(answer).sampled(
      """
      {"prompt": "Rédige une fiche produit",
      "context": {"product_name": "Casque Bluetooth", "price": 79.99, "target": "jeunes actifs"},
      "options": {"temperature": 0.7, "max_tokens": 500}}
      """)
  ]

  private static let answer: [Resource.Field] = [
    .field("id", .text, "Identifier of the request"),
    .field("response", .text, "The answer"),
    .field("tokens_used", .integer, "Tokens read and written"),
    .field("cost", .number, "What it cost", unit: "EUR"),
    .field("quota_consumed", .integer, "Requests taken from the quota"),
    .field("quota_source", .text, "Which quota they came from: daily or purchased"),
    .field("created_at", .timestamp, "When"),
    .field("engine", .text, "Who answered"),
  ]
}
