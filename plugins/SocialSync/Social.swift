import Catalog

/// The domain `social`.
enum Social {
  static let plugin = Plugin(
    name: "social", summary: "Accounts on social networks: connect, list, disconnect",
    resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "social_accounts", singular: "social_account", idPrefix: "acc_", label: "username",
    version: "updated_at", created: "created_at",
    columns: ["id", "platform", "username", "display_name", "is_active", "access_token", "token_expires_at"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("platform", .text, "The network", searched: true),
      .field("account_id", .text, "Id of the page or number at the network"),
      .field("username", .text, "Name at the network", searched: true),
      .field("display_name", .text, "Name as people see it", searched: true),
      .field("profile_url", .text, "Address of the profile"),
      .field("access_token", .text, "What proves our right at the network", secret: true),
      .field("refresh_token", .text, "What renews it", secret: true),
      .field("token_expires_at", .timestamp, "When the right ends"),
      .field("is_active", .boolean, "Whether it is in use"),
      .field("user_id", .text, "Whose account it is"),
      .field("created_at", .timestamp, "When it was connected"),
      .field("updated_at", .timestamp, "When it was last changed"),
    ])

  private static let platform = Parameter.text(
    "platform", "The network", required: true, allowed: SocialSync.platforms)

  private static let endpoints: [Endpoint] = [
    .call(
      .get, "/api/social-accounts/connect/{platform}", "social connect", "Connect an account on a network",
      rate: .unlimited, at: [platform],
      examples: [.example("Connect Instagram", "sp social connect instagram")]
    )
    .returning([.field("authorization_url", .text, "Where a person agrees")])
    .authorization(
      Authorization(url: "authorization_url", callback: "social.callback", connects: "social_accounts")
    )
    .explained(
      """
      Opens the network's page in a browser and waits on 127.0.0.1 until you have answered there; what comes back is \
      taken only with the state that was sent. In the sandbox, which plays the network itself, no browser is needed.
      """),
    .call(
      .get, "/api/social-accounts/connect/{platform}/callback", "social connect",
      "Take the network's answer", rate: .unlimited, success: 302, at: [platform],
      query: [
        .secret("code", "The code that the network gave"),
        .secret("state", "What was sent along when the person was asked"),
        .text("error", "Why the network gave none"),
      ],
      examples: []
    )
    .returning([]).proving(.none).reached(.outside, as: "social.callback"),
    .list(
      "/api/social-accounts/", "social list", of: "social_accounts", "List the connected accounts",
      rate: .unlimited,
      examples: [
        .example("All", "sp social list"),
        .example("A token, for another program", "sp social list --reveal --fields platform,access_token"),
      ]),
    .delete(
      "/api/social-accounts/{account_id}", "social disconnect", of: "social_accounts",
      "Disconnect an account", rate: .unlimited,
      at: [.id("account_id", of: "social_accounts", "Id of the account")],
      examples: [.example("Without being asked", "sp social disconnect acc_124 --yes")]
    )
    .returning(SocialSync.success),
    .show(
      "/api/versions", "social versions", "Show which versions of the networks' APIs are used",
      rate: .unlimited,
      examples: [.example("That of Instagram", "sp social versions --fields instagram.graph_api_version")]
    )
    .returning(versions),
    .show("/health", "status", "Tell whether the service is well", rate: .unlimited, examples: [])
      .returning([
        .field("status", .text, "healthy, if it is"), .field("service", .text, "The name of the program"),
      ])
      .proving(.none).reached(.builtin, as: "social.health"),
  ]

  private static let versions: [Resource.Field] = [
    .field("whatsapp", .object, "The API of WhatsApp", parts: version),
    .field("instagram", .object, "The API of Instagram", parts: version),
    .field(
      "api_info", .object, "The API of SocialSync",
      parts: [
        .field("socialsync_version", .text, "Its version"),
        .field("last_updated", .text, "When it was last changed"),
        .field("compatibility", .text, "How they go together"),
      ]),
  ]

  private static let version: [Resource.Field] = [
    .field("graph_api_version", .text, "Version of Meta's Graph API"),
    .field("base_url", .text, "Its address"),
    .field("webhook_compatible", .boolean, "Whether webhooks have the same version"),
    .field("notes", .text, "What else there is to know"),
  ]
}
