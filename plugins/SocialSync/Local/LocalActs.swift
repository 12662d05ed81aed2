import Sandbox
import Values

/// What customers do: they write, comment and ask.
enum LocalActs {
  /// A customer writes on Instagram or WhatsApp: `channel`, `from`, `name`, `text`.
  @Sendable static func message(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    let channel = values["channel"]?.string ?? "instagram"
    guard ["instagram", "whatsapp"].contains(channel) else {
      throw .invalid("channel", "must be one of instagram, whatsapp")
    }
    let sender = values["from"]?.string ?? (channel == "instagram" ? "user_789" : "+33612345678")
    let customer = LocalInbox.Customer(channel: channel, identifier: sender, name: values["name"]?.string)
    let text = values["text"]?.string ?? "Bonjour, avez-vous encore ce produit ?"
    return .object(try LocalInbox.receive(text, from: customer, in: store))
  }

  /// Somebody comments on what was published, the latest unless `content_id` says which: `from`, `text`.
  @Sendable static func comment(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    let contents = try store.records("contents").all()
    let latest = contents.max { $0.text("published_at") < $1.text("published_at") }
    let content = values["content_id"] ?? latest?["id"]
    guard let content, !content.isNull else {
      throw .conflict("Nothing was published that could be commented on")
    }
    return try LocalWebhooks.addComment(
      values["text"]?.string ?? "Magnifique !", id: nil, on: content, from: values["from"] ?? "user_791",
      in: store)
  }

  /// A visitor of a page asks something: `widget_id`, `visitor_id`, `name`, `message`.
  @Sendable static func widgetMessage(_ store: Store, _ values: JSON.Object) throws(Refusal) -> JSON {
    var data = JSON.object(values)
    if data["widget_id"] == nil { data["widget_id"] = .string(LocalWidget.id) }
    if data["visitor_id"] == nil { data["visitor_id"] = "visitor_790" }
    if data["message"] == nil { data["message"] = "Bonjour, livrez-vous le samedi ?" }
    if let name = values["name"] { data.set(name, at: "visitor_info.name") }
    return .object(try LocalWidget.take(data, in: store))
  }
}
