import Catalog

/// The domain `cron`: proved by the operator's own secret.
enum Cron {
  static let plugin = Plugin(
    name: "cron", summary: "What the operator runs every day", endpoints: [cleanup, metrics])

  private static let cleanup: Endpoint = .call(
    .get, "/api/cron/cleanup", "cron cleanup", "Remove what is no longer needed", rate: .unlimited,
    examples: [.example("How much was removed", "sp cron cleanup --fields cleaned")]
  )
  .proving(.secret("cron"))
  .explained(secret)
  .returning([
    .field("success", .boolean, "Whether it was done"),
    .field("cleaned", .integer, "How much was removed"),
    .field("timestamp", .timestamp, "When it was done"),
  ])

  private static let metrics: Endpoint = .call(
    .get, "/api/cron/metrics", "cron metrics", "Measure how the service is used", rate: .unlimited,
    examples: [.example("How many people there are", "sp cron metrics --fields metrics.totalUsers")]
  )
  .proving(.secret("cron"))
  .explained(secret)
  .returning([
    .field("success", .boolean, "Whether it was done"),
    .field("metrics", .object, "What was counted", parts: counted),
    .field("timestamp", .timestamp, "When it was done"),
  ])

  private static let secret =
    "The operator's secret is kept with sp auth login crealia.cron, or stands in SP_CREALIA_CRON_TOKEN."

  private static let counted: [Resource.Field] = [
    .field("totalUsers", .integer, "People with an account"),
    .field("activeUsers", .integer, "People who did something in the last 30 days"),
    .field("totalPayments", .integer, "Payments that were made"),
    .field("activeChatSessions", .integer, "Chat sessions that go on"),
    .field("pendingJobs", .integer, "Jobs that are not done"),
  ]
}
