import Values

/// How what customers do is told to whoever listens: as Meta and the widget send it.
enum LocalNotices {
  /// The webhook of an event and its body; nil for events of other kinds.
  @Sendable static func notice(
    _ event: String, _ data: JSON, _ now: Timestamp
  ) -> (webhook: String, body: JSON)? {
    let seconds = JSON.number(.init(Int(now.milliseconds / 1000)))
    switch event {
    case "message.received":
      let sender = data["sender_id"]?.string ?? ""
      return sender.hasPrefix("+") ? whatsApp(data, sender, seconds) : instagram(data, sender, seconds)
    case "comment.received":
      let value: JSON = [
        "id": data["id"] ?? .null, "text": data["text"] ?? data["content"] ?? .null,
        "from": ["id": data["from"] ?? data["sender_id"] ?? .null],
        "media": ["id": data["content_id"] ?? .null],
      ]
      return (
        "instagram",
        entry("instagram", seconds, ["changes": [["field": "comments", "value": value]]])
      )
    case "widget.message":
      return ("widget", ["event": "message.created", "timestamp": .string(now.rfc3339), "data": data])
    default: return nil
    }
  }

  private static func whatsApp(_ data: JSON, _ sender: String, _ seconds: JSON) -> (String, JSON) {
    let message: JSON = [
      "from": .string(String(sender.dropFirst())), "id": data["id"] ?? .null,
      "timestamp": .string(seconds.text()), "type": "text", "text": ["body": data["content"] ?? .null],
    ]
    let value: JSON = ["messaging_product": "whatsapp", "messages": [message]]
    return (
      "whatsapp",
      entry(
        "whatsapp_business_account", seconds, ["changes": [["field": "messages", "value": value]]])
    )
  }

  private static func instagram(_ data: JSON, _ sender: String, _ seconds: JSON) -> (String, JSON) {
    let messaging: JSON = [
      "sender": ["id": .string(sender)], "timestamp": seconds,
      "message": ["mid": data["id"] ?? .null, "text": data["content"] ?? .null],
    ]
    return ("instagram", entry("instagram", seconds, ["messaging": [messaging]]))
  }

  private static func entry(_ object: String, _ seconds: JSON, _ content: JSON) -> JSON {
    var entry: JSON = ["id": "178414123456789", "time": seconds]
    for member in content.object?.members ?? [] { entry[member.key] = member.value }
    return ["object": .string(object), "entry": [entry]]
  }
}
