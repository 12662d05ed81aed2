import Sandbox
import Values

extension LocalSeed {
  /// A promotion: which prompts, and when from now, in hours.
  private struct Reduction {
    var name: String
    var description: String
    var prompts: [Int]
    var percentage: Int
    var hours: ClosedRange<Int>
  }

  private static let reductions = [
    Reduction(
      name: "Writers' week", description: "15% off for everyone who writes", prompts: [10, 13, 16],
      percentage: 15,
      hours: -30...138),
    Reduction(
      name: "Flash Sale", description: "25% off select prompts for 3 hours", prompts: [1, 2, 3],
      percentage: 25,
      hours: 48...51),
    Reduction(
      name: "Review days", description: "20% off what finds bugs", prompts: [18, 19], percentage: 20,
      hours: (-504)...(-432)),
  ]

  /// When a prompt, counted from 1, was cheaper, in hours since 1970, and by how much.
  static func reductions(of prompt: Int, at now: Int) -> [(hours: ClosedRange<Int>, percentage: Int)] {
    reductions.filter { $0.prompts.contains(prompt) }.map { reduction in
      ((now + reduction.hours.lowerBound)...(now + reduction.hours.upperBound - 1), reduction.percentage)
    }
  }

  /// Makes the promotions, a webhook that is asleep, and a report.
  static func offers(_ prompts: [JSON.Object], _ store: Store) throws(Refusal) {
    let hour = LocalTraffic.moment(LocalTraffic.hour(store.now))
    for reduction in reductions {
      var body = JSON.Object()
      body["name"] = .string(reduction.name)
      body["description"] = .string(reduction.description)
      body["prompt_ids"] = .array(
        reduction.prompts.filter { prompts.indices.contains($0 - 1) }.map { prompts[$0 - 1]["id"] ?? .null })
      body["discount_percentage"] = .number(.init(reduction.percentage))
      body["start_time"] = .string((hour + .hours(reduction.hours.lowerBound)).rfc3339)
      body["end_time"] = .string((hour + .hours(reduction.hours.upperBound)).rfc3339)
      _ = try LocalPromotions.create(body, in: store)
    }
    let webhooks = try store.records("webhooks")
    var webhook = try webhooks.draft(from: JSON.Object())
    webhook["url"] = "https://example.com/snackprompt"
    webhook["events"] = .array(Webhooks.events.prefix(3).map(JSON.string))
    webhook["description"] = "Sales and customer service, asleep until you wake it"
    webhook["status"] = "inactive"
    try webhooks.put(webhook)
    var order = JSON.Object()
    order["type"] = "performance"
    order["include_recommendations"] = true
    let report = try LocalReports.create(order, in: store)
    try LocalReports.finish(report, at: store.now, in: store)
  }
}
