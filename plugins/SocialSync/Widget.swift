import Catalog

/// The domain `widget`.
enum Widget {
  static let plugin = Plugin(
    name: "widget", summary: "The chat window for web pages", endpoints: endpoints)

  /// The files that a page takes it from.
  static let files = ["widget.js", "widget.css", "widget.html"]

  private static let endpoints: [Endpoint] = [
    .call(
      .get, "/api/web-widget/config/{widget_id}", "widget show", "Show how the chat window is set up",
      rate: .unlimited, at: [.text("widget_id", "Id of the widget", required: true)],
      examples: [.example("The colour", "sp widget show widget_123 --fields primary_color")]
    )
    .proving(.optionalBearer)
    .returning([
      .field("widget_id", .text, "Identifier"),
      .field("organization_id", .text, "Whose it is"),
      .field("name", .text, "What it is called"),
      .field("primary_color", .text, "Its colour, as CSS writes it"),
      .field("logo_url", .text, "Address of the picture"),
      .field("welcome_message", .text, "What visitors are greeted with"),
      .field("enabled", .boolean, "Whether pages show it"),
    ]),
    .call(
      .post, "/api/web-widget/messages", "widget send", "Say something as a visitor of a page",
      rate: .unlimited,
      body: [
        .text("widget_id", "Id of the widget", required: true),
        .text("visitor_id", "Id of the visitor, the same for each message", required: true),
        Parameter.text("message", "What to say; @FILE reads it", required: true).asArgument,
        .text("visitor_info.name", "Name of the visitor"),
        Parameter.text("visitor_info.email", "E-mail address of the visitor").of(.email),
      ],
      examples: [
        .example(
          "A question", "sp widget send 'Bonjour' --widget-id widget_123 --visitor-id visitor_789")
      ]
    )
    .proving(.optionalBearer)
    .returning(
      SocialSync.success + [
        .field("message_id", .text, "Id of the message"),
        .field("conversation_id", .text, "Id of the conversation, which sp inbox answers in"),
      ]
    )
    .sampled(
      #"""
      {"widget_id": "widget_123", "visitor_id": "visitor_789", "message": "Bonjour, j'ai une question",
       "visitor_info": {"name": "Jean Dupont", "email": "jean@example.com"}}
      """#),
    .call(
      .get, "/api/web-widget/static/{filename}", "widget file", "Fetch a file of the chat window",
      rate: .unlimited, at: [.text("filename", "Which one", required: true, allowed: files)],
      examples: [.example("The page to copy", "sp widget file widget.html --save -")]
    )
    .proving(.optionalBearer).download(.body(name: "widget.js"))
    .explained(
      """
      A page shows the chat window with <script src=".../widget.js" data-widget-id="widget_123"></script>; widget.html \
      is such a page. sp sandbox serve serves all three, and what sp inbox send says appears in the window.
      """),
    .call(
      .post, "/api/web-widget/webhook", "", "Take events of the chat window", rate: .unlimited, examples: []
    )
    .returning([.field("status", .text, "ok")]).proving(.none).reached(.outside, as: "widget.webhook"),
  ]
}
