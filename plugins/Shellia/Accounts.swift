import Catalog

/// The domain `account`.
enum Accounts {
  static let plugin = Plugin(
    name: "account", summary: "Who you are, and what you have left", resources: [resource],
    endpoints: endpoints)

  static let resource = Resource(
    "account", singular: "account", label: "username", created: "created_at",
    columns: ["username", "email", "plan", "quota_daily", "quota_daily_used", "quota_purchased_remaining"],
    single: true,
    fields: [
      .field("id", .text, "Identifier"),
      .field("username", .text, "Name", searched: true),
      .field("avatar", .text, "Address of the picture"),
      .field("email", .text, "E-mail address", searched: true),
      .field("plan", .text, "Plan"),
      .field("quota_daily", .integer, "Requests a day"),
      .field("quota_daily_used", .integer, "Requests used today"),
      .field("quota_purchased", .integer, "Requests bought"),
      .field("quota_purchased_remaining", .integer, "Bought requests that are left"),
      .field("created_at", .timestamp, "When it was made"),
      .field("last_login", .timestamp, "When it was last used"),
    ])

  private static let endpoints: [Endpoint] = [
    .show(
      "/user/me", "account show", of: "account", "Show who you are", rate: .all,
      examples: [
        .example("Your plan", "sp account show --fields plan"),
        .example("Who you are", "sp account show --fields username,email"),
      ])
  ]
}
