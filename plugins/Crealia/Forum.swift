import Catalog

/// The domain `forum`.
enum Forum {
  static let plugin = Plugin(
    name: "forum", summary: "Topics and comments of the community", resources: [topics],
    endpoints: endpoints)

  static let topics = Resource(
    "topics", singular: "topic", idPrefix: "topic_", label: "title", created: "createdAt",
    columns: ["id", "title", "category", "userName", "views", "commentCount", "createdAt"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("title", .text, "Title", searched: true),
      .field("content", .text, "What it says", inLists: false, searched: true),
      .field("category", .text, "Category"),
      .field("userId", .text, "Id of who wrote it"),
      .field("userName", .text, "Name of who wrote it"),
      .field("views", .integer, "How often it was read"),
      .field("commentCount", .integer, "Number of comments", inSingles: false),
      .field("isPinned", .boolean, "Whether it is kept on top"),
      .field("isLocked", .boolean, "Whether nobody can comment any more"),
      .field("createdAt", .timestamp, "When it was written"),
      .field("comments", .list, "Its comments", inLists: false, parts: comment),
    ])

  static let comment: [Resource.Field] = [
    .field("id", .text, "Identifier"),
    .field("content", .text, "What it says"),
    .field("userId", .text, "Id of who wrote it"),
    .field("userName", .text, "Name of who wrote it"),
    .field("createdAt", .timestamp, "When it was written"),
  ]

  private static let topicID = Parameter.id("id", of: "topics", "Id of the topic")

  private static let endpoints: [Endpoint] = [
    .list(
      "/api/forum/topics", "forum list", of: "topics", "List topics", rate: .general,
      query: [
        .text("category", "Only of this category", filter: .equals("category")),
        .text("search", "With these words in the title", filter: .text(["title"])),
        .integer(
          "page", "Number of the page; --limit is then its size", in: 1...1e9, default: "1", role: .page),
        .integer("limit", "Topics per page", in: 1...100, default: "20", role: .pageSize),
      ],
      examples: [.example("Questions", "sp forum list --category questions --sort -views")]
    )
    .at("topics").proving(.none),
    .call(
      .post, "/api/forum/topics", "forum create", "Write a topic", rate: .general, success: 201,
      body: [
        .text("title", "Title", required: true),
        .text("content", "What it says", required: true),
        .text("category", "Category, such as questions", required: true),
      ],
      examples: [
        .example(
          "A question", "sp forum create --title Formats --content 'MP4 ?' --category questions --yes")
      ]
    )
    .asking(.published)
    .returning([
      .field("topicId", .text, "Id of the topic"),
      .field("title", .text, "Title"),
      .field("createdAt", .timestamp, "When it was written"),
    ])
    .sampled(#"{"title": "Ma question", "content": "Contenu du topic...", "category": "questions"}"#),
    .get(
      "/api/forum/topics/{id}", "forum get", of: "topics", "Show a topic with its comments", rate: .general,
      at: [topicID],
      examples: [.example("Who commented", "sp forum get topic_1 --fields comments.userName")]
    )
    .at("topic").joining(["comments"]).proving(.none),
    .call(
      .post, "/api/forum/topics/{id}/comments", "forum comment", "Comment on a topic", rate: .general,
      success: 201, at: [topicID],
      body: [Parameter.text("content", "What to say", required: true).asArgument],
      examples: [.example("An answer", "sp forum comment topic_1 'Merci beaucoup !' --yes")]
    )
    .asking(.published)
    .returning([
      .field("commentId", .text, "Id of the comment"),
      .field("content", .text, "What it says"),
      .field("createdAt", .timestamp, "When it was written"),
    ])
    .sampled(#"{"content": "Mon commentaire..."}"#),
  ]
}
