import Sandbox
import Values

/// Sessions with the assistant.
enum LocalChat {
  static let greeting = "Bonjour ! Comment puis-je vous aider ?"

  @Sendable static func new(_ call: Call) throws(Refusal) -> Answer {
    let id = try begin(in: call.store)
    return .record(.of(["sessionId": .string(id), "message": .string(greeting)]))
  }

  /// A session, which the assistant opens.
  static func begin(in store: Store) throws(Refusal) -> String {
    let sessions = try store.records("chat_sessions")
    var session = try sessions.draft(from: .of(["isActive": true]))
    let id = session["id"]?.string ?? ""
    _ = try say(greeting, as: "assistant", in: &session, of: store)
    try sessions.put(session)
    return id
  }

  @Sendable static func send(_ call: Call) throws(Refusal) -> Answer {
    let id = call.body["sessionId"]?.string ?? ""
    let sessions = try call.store.records("chat_sessions")
    var session = try sessions.get(id)
    guard session["isActive"] == true else { throw .conflict("The session \(id) is over") }
    let text = call.body["message"]?.string ?? ""
    let words = try LocalAssistant.reply(
      to: text, after: try call.store.records("chat_messages").all(where: "sessionId", is: id),
      by: call.engines.text)
    let reply = try exchange(text, words, in: &session, of: call.store)
    return .record(
      .of([
        "messageId": reply["id"] ?? .null, "content": reply["content"] ?? .null,
        "timestamp": reply["createdAt"] ?? .null,
      ]))
  }

  /// What a person says and what the assistant answers.
  static func exchange(
    _ text: String, _ reply: String, in session: inout JSON.Object, of store: Store
  ) throws(Refusal) -> JSON.Object {
    var begun = session
    defer { session = begun }
    return try store.transaction {
      _ = try say(text, as: "user", in: &begun, of: store)
      let message = try say(reply, as: "assistant", in: &begun, of: store)
      try store.records("chat_sessions").put(begun)
      return message
    }
  }

  private static func say(
    _ text: String, as role: String, in session: inout JSON.Object, of store: Store
  ) throws(Refusal) -> JSON.Object {
    let messages = try store.records("chat_messages")
    let message = try messages.draft(
      from: .of(["role": .string(role), "content": .string(text), "sessionId": session["id"] ?? .null]))
    try messages.put(message)
    session["messageCount"] = session.increased("messageCount")
    return message
  }

  @Sendable static func history(_ call: Call) throws(Refusal) -> Answer {
    let id = call.query["sessionId"]?.string ?? ""
    _ = try call.store.records("chat_sessions").get(id)
    let messages = try call.store.records("chat_messages").all(where: "sessionId", is: id)
    return .value(.array(messages.map { .object($0.picking(["id", "role", "content", "createdAt"])) }))
  }
}
