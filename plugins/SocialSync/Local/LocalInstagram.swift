import Sandbox
import Values

/// Instagram: messages go into the inbox, posts and stories get ids and figures, comments can be answered.
enum LocalInstagram {
  @Sendable static func validate(_ call: Call) throws(Refusal) -> Answer {
    let isGood = LocalAccounts.isGood(call.body.text("access_token"))
    let page = call.body.text("page_id")
    let accounts = try call.store.records("social_accounts").all(where: "account_id", is: page)
    return .value([
      "valid": .bool(isGood),
      "page_name": isGood ? accounts.first?["display_name"] ?? .string("Page \(page)") : nil,
      "page_id": .string(page),
      "permissions": isGood ? ["instagram_basic", "instagram_manage_comments"] : [],
    ])
  }

  @Sendable static func sendMessage(_ call: Call) throws(Refusal) -> Answer {
    try LocalAccounts.check(token: call.body.text("access_token"))
    let recipient = call.body.text("recipient_ig_id")
    if let reason = refusal(of: recipient) { throw Refusal(400, reason) }
    let message = try send(call.body.text("text"), to: recipient, in: call.store)
    return .value(["success": true, "message_id": message])
  }

  @Sendable static func sendBatch(_ call: Call) throws(Refusal) -> Answer {
    try LocalAccounts.check(token: call.body.text("access_token"))
    let text = call.body.text("text")
    var batch = BatchResults()
    for recipient in (call.body["recipients"]?.array ?? []).compactMap(\.string) {
      if let reason = refusal(of: recipient) {
        batch.fail(recipient, reason)
      } else {
        batch.succeed(recipient, try send(text, to: recipient, in: call.store))
      }
    }
    return batch.answer
  }

  @Sendable static func publishPost(_ call: Call) throws(Refusal) -> Answer {
    let content = try publish(call, kind: "post")
    return .value(["success": true, "post_id": content.id, "container_id": content.container])
  }

  @Sendable static func publishStory(_ call: Call) throws(Refusal) -> Answer {
    let content = try publish(call, kind: "story")
    return .value(["success": true, "story_id": content.id, "container_id": content.container])
  }

  /// Answers a comment; the answer is a comment too.
  @Sendable static func reply(_ call: Call) throws(Refusal) -> Answer {
    try LocalAccounts.check(token: call.body.text("access_token"))
    let comments = try call.store.records("comments")
    guard let parent = try comments.find(call.body.text("comment_id")) else {
      throw Refusal(404, "Comment not found")
    }
    let reply: JSON = [
      "id": .string(try call.store.freshID("reply_", in: "comments")),
      "content_id": parent["content_id"] ?? .null,
      "parent_id": parent["id"] ?? .null,
      "sender_id": .string(call.body.text("page_id")),
      "text": call.body["text"] ?? .null,
      "created_at": .string(call.store.now.rfc3339),
    ]
    try comments.put(reply.object ?? JSON.Object())
    return .value(["success": true, "reply_id": reply["id"] ?? .null])
  }

  /// The conversations of the inbox that are held on Instagram, the latest first.
  @Sendable static func conversations(_ call: Call) throws(Refusal) -> Answer {
    let held = try call.store.records("conversations").all(where: "channel", is: "instagram")
    let latest = held.sorted { $0.text("last_message_at") > $1.text("last_message_at") }
    return Answer(
      .list(
        latest.map { conversation in
          .value([
            "id": conversation["id"] ?? .null,
            "participants": .array([conversation["customer_identifier"] ?? .null]),
            "last_message": conversation["last_message_snippet"] ?? .null,
            "unread_count": conversation["unread_count"] ?? 0,
          ])
        }))
  }

  // MARK: Rules

  /// Why nobody can write to a recipient; nil when one can.
  private static func refusal(of recipient: String) -> String? {
    recipient.hasPrefix("blocked_") ? "Recipient \(recipient) cannot receive messages" : nil
  }

  private static func send(_ text: String, to recipient: String, in store: Store) throws(Refusal) -> JSON {
    let customer = LocalInbox.Customer(channel: "instagram", identifier: recipient)
    return try LocalInbox.say(text, to: customer, in: store)["id"] ?? .null
  }

  private static func publish(_ call: Call, kind: String) throws(Refusal) -> (id: JSON, container: JSON) {
    try LocalAccounts.check(token: call.body.text("access_token"))
    var content = call.body
    content["id"] = .string(try call.store.freshID("\(kind)_", in: "contents"))
    content["container_id"] = .string("container_\(try call.store.next("container_"))")
    content["platform"] = "instagram"
    content["kind"] = .string(kind)
    content["published_at"] = .string(call.store.now.rfc3339)
    content["access_token"] = nil
    try call.store.records("contents").put(content)
    return (content["id"] ?? .null, content["container_id"] ?? .null)
  }
}

/// What became of each recipient of a batch.
struct BatchResults {
  private var results: [JSON] = []
  private var failures = 0

  mutating func succeed(_ recipient: String, _ message: JSON) {
    results.append(["recipient": .string(recipient), "success": true, "message_id": message])
  }

  mutating func fail(_ recipient: String, _ reason: String) {
    failures += 1
    results.append([
      "recipient": .string(recipient), "success": false, "message_id": nil, "error": .string(reason),
    ])
  }

  var answer: Answer {
    .value([
      "success": .bool(failures == 0),
      "sent_count": .number(.init(results.count - failures)),
      "failed_count": .number(.init(failures)),
      "results": .array(results),
    ])
  }
}
