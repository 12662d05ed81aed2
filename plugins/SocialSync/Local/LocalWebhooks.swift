import Sandbox
import Values

/// What the networks and the chat window report: messages and comments, each taken once.
enum LocalWebhooks {
  @Sendable static func instagram(_ call: Call) throws(Refusal) -> Answer {
    for entry in try entries(call) {
      let store = try LocalAccounts.owner(of: entry["id"]?.string ?? "", in: call.store)
      for event in entry["messaging"]?.array ?? [] { try takeMessage(event, in: store) }
      for change in entry["changes"]?.array ?? [] { try takeComment(change, in: store) }
    }
    return .value(["status": "ok"])
  }

  @Sendable static func whatsApp(_ call: Call) throws(Refusal) -> Answer {
    for entry in try entries(call) {
      for change in entry["changes"]?.array ?? [] {
        guard let value = change["value"] else { continue }
        let number = value.value(at: "metadata.phone_number_id")?.string ?? ""
        let store = try LocalAccounts.owner(of: number, in: call.store)
        for message in value["messages"]?.array ?? [] {
          try takeMessage(message, contacts: value["contacts"]?.array ?? [], in: store)
        }
      }
    }
    return .value(["status": "ok"])
  }

  /// New messages of visitors; other events of the chat window, such as that it was opened, change nothing.
  @Sendable static func widget(_ call: Call) throws(Refusal) -> Answer {
    if call.header("X-Hub-Signature-256") != nil { try checkSignature(call) }
    let event = try body(call)
    let data = event["data"] ?? event
    if data["message"]?.string != nil, data["visitor_id"]?.string != nil {
      _ = try LocalWidget.take(data, in: call.store)
    }
    return .value(["status": "ok"])
  }

  // MARK: Signature

  /// The signature of a body: HMAC-SHA-256 with the app secret, over the bytes as they came.
  static func signature(of body: [UInt8]) -> String {
    "sha256=" + Hex.encode(HMAC.sha256(key: Array(SocialSync.appSecret.utf8), body))
  }

  private static func checkSignature(_ call: Call) throws(Refusal) {
    let sent = call.header("X-Hub-Signature-256") ?? ""
    guard HMAC.equal(Array(sent.utf8), Array(signature(of: call.rawBody).utf8)) else {
      throw Refusal(403, "Invalid webhook signature")
    }
  }

  private static func entries(_ call: Call) throws(Refusal) -> [JSON] {
    try checkSignature(call)
    guard let entries = try body(call)["entry"]?.array else { throw .invalid("entry", "is required") }
    return entries
  }

  private static func body(_ call: Call) throws(Refusal) -> JSON {
    guard let body = try? JSON.parse(call.rawBody, as: .input), body.object != nil else {
      throw .invalid("body", "must be a JSON object")
    }
    return body
  }

  // MARK: Events

  private static func takeMessage(_ event: JSON, in store: Store) throws(Refusal) {
    guard let sender = event.value(at: "sender.id")?.string,
      let text = event.value(at: "message.text")?.string,
      event.value(at: "message.is_echo") != true, try isNew(event.value(at: "message.mid"), in: store)
    else { return }
    try LocalInbox.receive(text, from: .init(channel: "instagram", identifier: sender), in: store)
  }

  private static func takeMessage(_ message: JSON, contacts: [JSON], in store: Store) throws(Refusal) {
    guard let sender = message["from"]?.string, try isNew(message["id"], in: store) else { return }
    let kind = message["type"]?.string ?? "text"
    let text = message.value(at: "text.body")?.string ?? message.value(at: "\(kind).caption")?.string
    let name = contacts.first { $0["wa_id"]?.string == sender }?.value(at: "profile.name")?.string
    let customer = LocalInbox.Customer(channel: "whatsapp", identifier: "+\(sender)", name: name)
    try LocalInbox.receive(text ?? "[\(kind)]", from: customer, in: store)
  }

  private static func takeComment(_ change: JSON, in store: Store) throws(Refusal) {
    guard ["comments", "mentions"].contains(change["field"]?.string), let value = change["value"] else {
      return
    }
    let id = value["id"]?.string ?? value["comment_id"]?.string
    guard try isNew(id.map(JSON.string), in: store) else { return }
    try addComment(
      value["text"]?.string ?? "", id: id, on: value.value(at: "media.id") ?? value["media_id"] ?? .null,
      from: value.value(at: "from.id") ?? .null, in: store)
  }

  /// Keeps a comment; returns it.
  @discardableResult
  static func addComment(
    _ text: String, id: String?, on content: JSON, from sender: JSON, in store: Store
  ) throws(Refusal) -> JSON {
    var key = id ?? ""
    if key.isEmpty { key = try store.freshID("comment_", in: "comments") }
    let comment: JSON = [
      "id": .string(key), "content_id": content, "parent_id": nil, "sender_id": sender, "text": .string(text),
      "created_at": .string(store.now.rfc3339),
    ]
    try store.records("comments").put(comment.object ?? JSON.Object())
    return comment
  }

  /// Whether an event was not taken before: networks report again what was not acknowledged in time.
  private static func isNew(_ id: JSON?, in store: Store) throws(Refusal) -> Bool {
    guard let id = id?.string else { return true }
    let deliveries = try store.records("deliveries")
    guard try deliveries.find(id) == nil else { return false }
    try deliveries.put(JSON.Object(unique: [.init(key: "id", value: .string(id))]))
    return true
  }
}
