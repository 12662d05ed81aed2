import Catalog

/// The domain `inbox`.
enum Inbox {
  static let plugin = Plugin(
    name: "inbox", summary: "Conversations with customers on every channel",
    resources: [conversations, messages], endpoints: endpoints)

  static let conversations = Resource(
    "conversations", singular: "conversation", idPrefix: "conv_", label: "customer_name",
    columns: [
      "id", "channel", "customer_name", "unread_count", "last_message_at", "last_message_snippet",
    ],
    fields: [
      .field("id", .text, "Identifier"),
      .field("channel", .text, "Where it is held: whatsapp, instagram or web"),
      .field("customer_name", .text, "Name of the customer", searched: true),
      .field("customer_identifier", .text, "Id or number of the customer there", searched: true),
      .field("last_message_at", .timestamp, "When the last message came or went"),
      .field("last_message_snippet", .text, "How it begins"),
      .field("unread_count", .integer, "How many messages nobody has read"),
      .field("social_account_id", .text, "Id of our account; null without one"),
    ])

  static let messages = Resource(
    "messages", singular: "message", idPrefix: "msg_", label: "content", created: "created_at",
    columns: ["id", "created_at", "direction", "content"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("conversation_id", .text, "Id of its conversation"),
      .field("direction", .text, "inbound from the customer, outbound to the customer"),
      .field("content", .text, "What was said", searched: true),
      .field("created_at", .timestamp, "When it came or went"),
      .field("sender_id", .text, "Who said it"),
      .field("is_from_agent", .boolean, "Whether one of us said it"),
    ])

  private static let conversationID = Parameter.id(
    "conversation_id", of: "conversations", "Id of the conversation")

  private static let endpoints: [Endpoint] = [
    .list(
      "/api/conversations", "inbox list", of: "conversations", "List conversations, the latest first",
      rate: .unlimited,
      query: [
        .text(
          "channel", "Only those held there", allowed: ["whatsapp", "instagram", "all"],
          filter: .equalsUnless("channel", all: "all")),
        .integer("limit", "Records at most", in: 1...100, default: "50", role: .pageSize),
      ],
      examples: [
        .example("What waits for an answer", "sp inbox list --where 'unread_count > 0'"),
        .example("Those on Instagram", "sp inbox list --channel instagram"),
      ]
    )
    .at("conversations").paged(.first(largest: 100, total: "total"))
    .ordered(by: "last_message_at", descending: true),
    .list(
      "/api/conversations/{conversation_id}/messages", "inbox messages", of: "messages",
      "List the messages of a conversation, the latest first", rate: .unlimited,
      at: [
        .id(
          "conversation_id", of: "conversations", "Id of the conversation",
          filter: .equals("conversation_id"))
      ],
      query: [.integer("limit", "Records at most", in: 1...200, default: "100", role: .pageSize)],
      examples: [
        .example("The last three", "sp inbox messages conv_123 --limit 3"),
        .example("As they were said", "sp inbox messages conv_123 --sort created_at --fields content"),
      ]
    )
    .at("messages").paged(.first(largest: 200, total: "total"))
    .ordered(by: "created_at", descending: true),
    .call(
      .post, "/api/conversations/{conversation_id}/messages", "inbox send", of: "messages",
      "Answer in a conversation", rate: .unlimited, at: [conversationID],
      body: [
        Parameter.text("content", "What to say; @FILE reads it", required: true).asArgument,
        .text("message_type", "Kind of message", allowed: ["text"], default: "text"),
      ],
      examples: [
        .example("Say hello", "sp inbox send conv_123 'Bonjour ! Comment puis-je vous aider ?'")
      ]
    )
    .sampled(#"{"content": "Bonjour ! Comment puis-je vous aider ?", "message_type": "text"}"#),
    .call(
      .patch, "/api/conversations/{conversation_id}/read", "inbox read", "Mark a conversation as read",
      rate: .unlimited, at: [conversationID],
      examples: [.example("One", "sp inbox read conv_123")]
    )
    .returning(SocialSync.success),
  ]
}
