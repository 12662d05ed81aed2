import Catalog

/// The domain `tickets`.
enum Tickets {
  static let plugin = Plugin(
    name: "tickets", summary: "Support tickets", resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "tickets", singular: "ticket", idPrefix: "tik_", label: "subject", version: "last_activity",
    created: "created_at", columns: ["id", "subject", "status", "priority", "last_activity"],
    importableBy: ["subject"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("subject", .text, "Subject", searched: true),
      .field("message", .text, "What it says", inLists: false, searched: true),
      .field("status", .text, "Status"),
      .field("priority", .text, "Priority"),
      .field("created_at", .timestamp, "When it was opened"),
      .field("last_activity", .timestamp, "When somebody last wrote"),
    ])

  private static let endpoints: [Endpoint] = [
    .create(
      "/tickets", "tickets create", of: "tickets", "Open a ticket", rate: .all, success: 200,
      body: [
        .text("subject", "Subject", required: true).sized(1...200),
        .text("message", "What is wrong; @file reads it", required: true).sized(1...20_000),
        .text("priority", "Priority", default: "normal"),
      ],
      examples: [
        .example("Ask for help", "sp tickets create --subject Connexion --message 'Depuis ce matin'")
      ]
    ).sampled(
      """
      {"subject": "Problème de connexion", "message": "Je ne peux plus me connecter depuis ce matin",
      "priority": "normal"}
      """),
    .list(
      "/tickets", "tickets list", of: "tickets", "List your tickets", rate: .all,
      examples: [.example("Those that are open", "sp tickets list --where \"status = 'open'\"")]
    ).at("data").paged(.none),
  ]
}
