import Sandbox
import Values

/// The rules of webhooks: the secret that signs is kept with the record and never shown.
enum LocalWebhooks {
  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    let webhooks = try call.records()
    var webhook = try webhooks.draft(from: call.body)
    webhook["status"] = "active"
    webhook["secret"] = call.body["secret"]
    try webhooks.put(webhook)
    return .record(shown(webhook))
  }

  @Sendable static func update(_ call: Call) throws(Refusal) -> Answer {
    let webhooks = try call.records()
    var webhook = webhooks.merged(call.body, into: try webhooks.get(call.id))
    if let secret = call.body["secret"] { webhook["secret"] = secret }
    try webhooks.put(webhook)
    return .record(shown(webhook))
  }

  /// All of them; the answer says only how many.
  @Sendable static func list(_ call: Call) throws(Refusal) -> Answer {
    var answer = try call.answer()
    if case .list(let items) = answer.payload { answer.meta = ["total": .number(.init(items.count))] }
    return answer
  }

  /// Who asked to be told of an event, and is not asleep.
  @Sendable static func subscribers(_ store: Store, _ event: String) throws(Refusal) -> [Subscription] {
    try store.records("webhooks").all().compactMap { webhook in
      guard webhook["status"] == "active", webhook["events"]?.array?.contains(.string(event)) ?? false,
        let id = webhook["id"]?.string, let url = webhook["url"]?.string
      else { return nil }
      return Subscription(id: id, url: url, secret: webhook["secret"]?.string ?? "")
    }
  }

  private static func shown(_ webhook: JSON.Object) -> JSON.Object {
    var shown = webhook
    shown["secret"] = nil
    return shown
  }
}
