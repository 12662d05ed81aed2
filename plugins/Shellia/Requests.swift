import Catalog

/// The domain `requests`.
enum Requests {
  static let plugin = Plugin(
    name: "requests", summary: "What was asked before", resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "requests", singular: "request", idPrefix: "req_", label: "prompt", created: "created_at",
    columns: ["id", "prompt", "tokens_used", "created_at"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("prompt", .text, "What was asked", searched: true),
      .field("response_preview", .text, "How the answer begins", searched: true),
      .field("tokens_used", .integer, "Tokens read and written"),
      .field("created_at", .timestamp, "When"),
    ])

  private static let endpoints: [Endpoint] = [
    .list(
      "/requests", "requests list", of: "requests", "List what was asked", rate: .all,
      query: [
        .integer("limit", "Requests per page", in: 1...100, default: "20", role: .pageSize),
        .integer("offset", "Requests to leave out first", in: 0...1e9, default: "0", role: .offset),
        .timestamp("from", "Not before this moment", filter: .atLeast("created_at")),
        .timestamp("to", "Not after this moment", filter: .atMost("created_at")),
      ],
      examples: [
        .example("The costliest first", "sp requests list --sort -tokens_used"),
        .example("Since a day", "sp requests list --from 2026-02-01"),
      ]
    ).at("data").spanning("from", "to")
  ]
}
