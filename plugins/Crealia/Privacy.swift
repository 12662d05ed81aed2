import Catalog

/// The domain `gdpr`.
enum Privacy {
  static let plugin = Plugin(
    name: "gdpr", summary: "Your data: export, delete, consent", resources: [consent], endpoints: endpoints)

  static let consent = Resource(
    "consent", singular: "consent", id: "necessary", label: "necessary",
    columns: ["necessary", "analytics", "marketing", "preferences"], single: true,
    fields: [
      .field("necessary", .boolean, "What the service cannot do without"),
      .field("analytics", .boolean, "Measuring how the service is used"),
      .field("marketing", .boolean, "Advertising"),
      .field("preferences", .boolean, "Remembering your choices"),
    ])

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/api/gdpr/export", "gdpr export", "Export everything the service knows of you", rate: .general,
      examples: [.example("Into a file", "sp gdpr export > my-data.json")]
    )
    .download(.body(name: "crealia-data-export.json")),
    .call(
      .post, "/api/gdpr/delete", "gdpr delete", "Delete everything the service knows of you",
      rate: .general,
      body: [
        .text(
          "confirmation", "The words that confirm it", required: true, allowed: ["DELETE_MY_DATA"],
          placeholder: "WORDS")
      ],
      examples: [.example("Without being asked", "sp gdpr delete --confirmation DELETE_MY_DATA")]
    )
    .asking(.destructive)
    .endingAccount
    .returning(outcome)
    .sampled(#"{"confirmation": "DELETE_MY_DATA"}"#),
    .show(
      "/api/gdpr/consent", "gdpr consent", of: "consent", "Show what you agreed to", rate: .general,
      examples: [.example("Whether advertising is agreed to", "sp gdpr consent --fields marketing")]
    )
    .at("consent"),
    .call(
      .post, "/api/gdpr/consent", "gdpr consent", "Change what you agree to", rate: .general,
      body: [
        .boolean("analytics", "Measuring how the service is used"),
        .boolean("marketing", "Advertising"),
        .boolean("preferences", "Remembering your choices"),
      ],
      examples: [.example("No advertising", "sp gdpr consent --set --no-marketing")]
    )
    .reached(.option("set"), as: "gdpr.consent-set")
    .returning(outcome)
    .sampled(#"{"analytics": true, "marketing": false, "preferences": true}"#),
  ]

  private static let outcome: [Resource.Field] = [
    .field("success", .boolean, "Whether it was done"),
    .field("message", .text, "What was done"),
  ]
}
