import Catalog

/// The domain `chat`.
enum Chat {
  static let plugin = Plugin(
    name: "chat", summary: "Talk with the assistant", resources: [sessions, messages],
    endpoints: endpoints, conversations: [talk])

  static let sessions = Resource(
    "chat_sessions", singular: "chat_session", idPrefix: "session_", label: "id", created: "createdAt",
    columns: ["id", "createdAt", "messageCount", "isActive"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("createdAt", .timestamp, "When it was begun"),
      .field("messageCount", .integer, "Number of messages"),
      .field("isActive", .boolean, "Whether it goes on"),
    ])

  static let messages = Resource(
    "chat_messages", singular: "chat_message", idPrefix: "msg_", label: "content", created: "createdAt",
    columns: ["id", "role", "content", "createdAt"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("role", .text, "user or assistant"),
      .field("content", .text, "What was said", searched: true),
      .field("createdAt", .timestamp, "When it was said"),
      .field("sessionId", .text, "The session it was said in", inLists: false),
    ])

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/api/chat/create-session", "chat new", "Begin a session", rate: .general, success: 201,
      examples: [.example("Keep its id", "sp chat new --fields sessionId")]
    )
    .returning([
      .field("sessionId", .text, "Id of the session"),
      .field("message", .text, "What the assistant says first"),
    ]),
    .call(
      .post, "/api/chat/message", "chat send", "Say something to the assistant", rate: .general,
      body: [
        .id("sessionId", of: "chat_sessions", "Id of the session"),
        Parameter.text("message", "What to say", required: true).asArgument,
      ],
      examples: [
        .example(
          "A question", "sp chat send --session-id session_1 'Comment créer une vidéo ?'")
      ]
    )
    .returning([
      .field("messageId", .text, "Id of the reply"),
      .field("content", .text, "The reply"),
      .field("timestamp", .timestamp, "When it was given"),
    ])
    .sampled(#"{"sessionId": "session_1", "message": "Comment créer une vidéo ?"}"#),
    .list(
      "/api/chat/history", "chat history", of: "chat_messages", "Show what was said in a session",
      rate: .general,
      query: [
        Parameter.id("sessionId", of: "chat_sessions", "Id of the session", filter: .equals("sessionId"))
          .asArgument
      ],
      examples: [.example("As lines of JSON", "sp chat history session_1 -o jsonl")]
    )
    .at("messages").paged(.none),
    .list(
      "/api/chat/sessions", "chat list", of: "chat_sessions", "List your sessions", rate: .general,
      examples: [.example("Those that go on", "sp chat list --where isActive")]
    )
    .at("sessions").paged(.none),
  ]

  private static let talk = Conversation(
    "chat talk", "Talk with the assistant line by line", open: "chat.new", id: "sessionId",
    greeting: "message", say: "chat.send", sayID: "sessionId", text: "message", reply: "content",
    history: .init("chat.history", id: "sessionId", role: "role", text: "content"))
}
