import Catalog

/// The domain `questions`.
enum Questions {
  static let plugin = Plugin(
    name: "questions", summary: "Questions of customers", resources: [resource], endpoints: endpoints)

  static let resource = Resource(
    "questions", singular: "question", label: "question", version: "updated_at", created: "created_at",
    columns: ["id", "status", "question", "prompt_id", "user_id", "created_at"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("user_id", .text, "Who asks"),
      .field("prompt_id", .text, "Which prompt it is about"),
      .field("question", .text, "The question", searched: true),
      .field("status", .text, "State: pending, answered"),
      .field("created_at", .timestamp, "When it was asked"),
      .field("updated_at", .timestamp, "When it was last changed"),
      .field("user", .object, "Who asks", parts: SnackPrompt.person),
      .field("prompt", .object, "The prompt", parts: SnackPrompt.mention),
    ])

  private static let endpoints: [Endpoint] = [
    .list(
      "/customer-support/questions", "questions list", of: "questions", "List questions of customers",
      query: [
        .text(
          "status", "Only in this state", allowed: ["pending", "answered", "all"],
          filter: .equalsUnless("status", all: "all")),
        .id("prompt_id", of: "prompts", "Only on this prompt", required: false, filter: .equals("prompt_id")),
      ] + SnackPrompt.pages,
      examples: [.example("What waits for an answer", "sp questions list --status pending")]),
    .call(
      .post, "/customer-support/questions/{questionId}/respond", "questions answer", of: "questions",
      "Answer a question",
      at: [.id("questionId", of: "questions", "Id of the question")],
      body: [.text("response", "The answer; @file reads it", required: true)],
      examples: [.example("Say yes", "sp questions answer question-1 --response 'Yes, it does.'")]
    )
    .sampled(#"{"response": "Yes, this prompt works perfectly with GPT-4."}"#)
    .returning([
      .field("id", .text, "Identifier"),
      .field("status", .text, "State"),
      .field("response", .text, "The answer"),
      .field("responded_at", .timestamp, "When it was answered"),
    ]),
  ]
}
