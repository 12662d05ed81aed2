import Sandbox
import Values

/// Conversations and their messages: what is sent is said in one, what is received begins one where there is none.
enum LocalInbox {
  /// Whom a conversation is held with, and where.
  struct Customer {
    var channel: String
    /// Their id or number there.
    var identifier: String
    /// Their name; nil where nobody told it.
    var name: String?
  }

  // MARK: Rows

  @Sendable static func list(_ call: Call) throws(Refusal) -> Answer { try counted(call) }

  @Sendable static func messages(_ call: Call) throws(Refusal) -> Answer {
    _ = try conversation(call)
    return try counted(call)
  }

  @Sendable static func send(_ call: Call) throws(Refusal) -> Answer {
    let conversation = try conversation(call)
    let message = try say(call.body.text("content"), in: conversation, store: call.store)
    return .record(message)
  }

  @Sendable static func read(_ call: Call) throws(Refusal) -> Answer {
    var conversation = try conversation(call)
    conversation["unread_count"] = 0
    try call.store.records("conversations").put(conversation)
    return .value(["success": true])
  }

  /// A list with the number of all its records beside it.
  private static func counted(_ call: Call) throws(Refusal) -> Answer {
    var answer = try call.answer()
    answer.beside["total"] = answer.meta
    answer.meta = nil
    return answer
  }

  private static func conversation(_ call: Call) throws(Refusal) -> JSON.Object {
    guard let found = try call.store.records("conversations").find(call.id) else {
      throw Refusal(404, "Conversation not found")
    }
    return found
  }

  // MARK: What is said

  /// One of us says something to a customer.
  @discardableResult
  static func say(_ text: String, to customer: Customer, in store: Store) throws(Refusal) -> JSON.Object {
    try say(text, in: try conversation(with: customer, in: store), store: store)
  }

  private static func say(
    _ text: String, in conversation: JSON.Object, store: Store
  ) throws(Refusal) -> JSON.Object {
    try add(text, to: conversation, from: store.account.id, isInbound: false, in: store)
  }

  /// A customer says something to us.
  @discardableResult
  static func receive(_ text: String, from customer: Customer, in store: Store) throws(Refusal) -> JSON.Object
  {
    let conversation = try conversation(with: customer, in: store)
    return try add(text, to: conversation, from: customer.identifier, isInbound: true, in: store)
  }

  /// The conversation with a customer, begun where there is none.
  private static func conversation(with customer: Customer, in store: Store) throws(Refusal) -> JSON.Object {
    let conversations = try store.records("conversations")
    let known = try conversations.all(where: "customer_identifier", is: customer.identifier)
    if var found = known.first(where: { $0.text("channel") == customer.channel }) {
      if let name = customer.name { found["customer_name"] = .string(name) }
      return found
    }
    let account = try LocalAccounts.account(on: customer.channel, in: store)
    let begun: JSON = [
      "channel": .string(customer.channel),
      "customer_name": .string(
        customer.name ?? (customer.channel == "web" ? "Visiteur" : customer.identifier)),
      "customer_identifier": .string(customer.identifier),
      "social_account_id": account?["id"] ?? .null,
    ]
    var conversation = try conversations.draft(from: begun.object ?? JSON.Object())
    conversation["id"] = .string(try store.freshID("conv_", in: "conversations"))
    return conversation
  }

  /// Adds a message, a second after the last one at the earliest, and brings the conversation up to date.
  private static func add(
    _ text: String, to conversation: JSON.Object, from sender: String, isInbound: Bool, in store: Store
  ) throws(Refusal) -> JSON.Object {
    let last = conversation.moment("last_message_at").map { $0 + .seconds(1) }
    let moment = JSON.string(max(store.now, last ?? store.now).rfc3339)
    let message: JSON = [
      "id": .string(try store.freshID("msg_", in: "messages")),
      "conversation_id": conversation["id"] ?? .null,
      "direction": isInbound ? "inbound" : "outbound",
      "content": .string(text),
      "created_at": moment,
      "sender_id": .string(sender),
      "is_from_agent": .bool(!isInbound),
    ]
    let record = message.object ?? JSON.Object()
    try store.records("messages").put(record)
    var changed = conversation
    changed["last_message_at"] = moment
    changed["last_message_snippet"] = .string(snippet(of: text))
    if isInbound { changed["unread_count"] = .number(.init((changed["unread_count"]?.int ?? 0) + 1)) }
    try store.records("conversations").put(changed)
    return record
  }

  /// How a text begins: whole words of at most 32 characters with the dots that say that it goes on.
  static func snippet(of text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard line.count > 32 else { return line }
    let head = line.prefix(30)
    let words = head.lastIndex(of: " ").map { head[..<$0] } ?? head
    return "\(words.prefix(29))..."
  }
}
