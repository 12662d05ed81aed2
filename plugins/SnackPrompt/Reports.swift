import Catalog

/// The domain `reports`.
enum Reports {
  static let plugin = Plugin(
    name: "reports", summary: "Reports on your prompts, as files", resources: [resource], endpoints: endpoints
  )

  static let resource = Resource(
    "reports", singular: "report", id: "report_id", label: "type", created: "created_at",
    columns: ["report_id", "type", "status", "created_at", "completed_at", "expires_at"],
    fields: [
      .field("report_id", .text, "Identifier"),
      .field("type", .text, "Kind of report"),
      .field("status", .text, "State: processing, completed, failed"),
      .field("created_at", .timestamp, "When it was asked for"),
      .field("completed_at", .timestamp, "When it was done"),
      .field("download_url", .text, "Address of the file"),
      .field("expires_at", .timestamp, "Until when the file can be downloaded"),
    ])

  private static let job = Job(id: "report_id", poll: "reports.get", done: ["completed"], failed: ["failed"])

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/analytics/reports", "reports create", of: "reports", "Ask for a report", rate: .analytics,
      success: 201,
      body: [
        .text("type", "Kind of report, such as performance", required: true),
        .text("period", "Period, such as last_30_days", default: "last_30_days"),
        .texts("prompt_ids", "Only on these prompts").naming(.record(of: "prompts")),
        .text("format", "Form of the file", allowed: ["pdf", "csv", "json"], default: "pdf"),
        .boolean("include_recommendations", "Whether it says what to do"),
      ],
      examples: [
        .example("Wait for it", "sp reports create --type performance --wait"),
        .example("Until the file is here", "sp reports create --type sales --format csv --wait --save -"),
        .example(
          "On two prompts, as a table",
          "sp reports create --type sales --prompt-ids prompt-1,prompt-2 --format csv"),
      ]
    )
    .sampled(
      """
      {"type": "performance", "period": "last_30_days", "prompt_ids": ["prompt-123", "prompt-456"], "format": "pdf",
       "include_recommendations": true}
      """
    )
    .returning([
      .field("report_id", .text, "Identifier"),
      .field("type", .text, "Kind of report"),
      .field("status", .text, "State: processing, completed, failed"),
      .field("estimated_completion_time", .timestamp, "When it should be done"),
    ])
    .job(job).download(.links(["download_url"])),
    .get(
      "/analytics/reports/{reportId}", "reports get", of: "reports", "Show a report and where its file is",
      rate: .analytics,
      at: [.id("reportId", of: "reports", "Id of the report")],
      examples: [.example("Where its file is", "sp reports get report-1 --fields download_url")]
    ).job(job).download(.links(["download_url"])),
  ]
}
