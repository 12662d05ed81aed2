import Sandbox
import Values

/// The chat window: what visitors ask goes into the inbox, and what is answered there comes back.
enum LocalWidget {
  /// The chat window that every account has.
  static let id = "widget_123"
  /// Where its conversations are held.
  static let channel = "web"

  @Sendable static func show(_ call: Call) throws(Refusal) -> Answer {
    try check(call.id)
    return .value([
      "widget_id": .string(call.id),
      "organization_id": "org_456",
      "name": "Support Chat",
      "primary_color": "#3B82F6",
      "logo_url": "https://example.com/logo.png",
      "welcome_message": "Bonjour ! Comment puis-je vous aider ?",
      "enabled": true,
    ])
  }

  @Sendable static func send(_ call: Call) throws(Refusal) -> Answer {
    let message = try take(.object(call.body), in: call.store)
    return .value([
      "success": true, "message_id": message["id"] ?? .null,
      "conversation_id": message["conversation_id"] ?? .null,
    ])
  }

  @Sendable static func file(_ call: Call) throws(Refusal) -> Answer {
    switch call.id {
    case "widget.js": .file(Array(WidgetFiles.script.utf8), type: "text/javascript; charset=utf-8")
    case "widget.css": .file(Array(WidgetFiles.style.utf8), type: "text/css; charset=utf-8")
    case "widget.html": .html(WidgetFiles.page)
    default: throw Refusal(404, "File not found")
    }
  }

  /// Takes what a visitor says; returns the message.
  static func take(_ data: JSON, in store: Store) throws(Refusal) -> JSON.Object {
    try check(data["widget_id"]?.string ?? "")
    let customer = LocalInbox.Customer(
      channel: channel, identifier: data["visitor_id"]?.string ?? "",
      name: data.value(at: "visitor_info.name")?.string)
    return try LocalInbox.receive(data["message"]?.string ?? "", from: customer, in: store)
  }

  /// The messages of a visitor's conversation after the one named, for the page that shows it. Who does not know the
  /// visitor's id, which the page makes up at random, reads nothing.
  static func replies(_ visit: Visit) throws(Refusal) -> Answer {
    try check(visit.value("widget_id") ?? "")
    let visitor = visit.value("visitor_id") ?? ""
    let held = try visit.store.records("conversations").all(where: "customer_identifier", is: visitor)
    guard let conversation = held.first(where: { $0.text("channel") == channel }) else {
      return .value(["messages": []])
    }
    let all = try visit.store.records("messages").all(where: "conversation_id", is: conversation.text("id"))
    let after = visit.value("after").flatMap { id in all.firstIndex { $0.text("id") == id } }
    let shown = all.dropFirst(after.map { $0 + 1 } ?? 0).map { message -> JSON in
      .object(
        JSON.Object(
          unique: ["id", "content", "created_at", "is_from_agent"].map {
            .init(key: $0, value: message[$0] ?? .null)
          }))
    }
    return .value(["messages": .array(shown)])
  }

  private static func check(_ id: String) throws(Refusal) {
    guard id == self.id else { throw Refusal(404, "Widget not found") }
  }
}
