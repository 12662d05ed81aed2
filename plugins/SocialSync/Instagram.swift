import Catalog

/// The domain `instagram`.
enum Instagram {
  static let plugin = Plugin(
    name: "instagram", summary: "Posts, stories, comments and direct messages",
    resources: [conversations], endpoints: endpoints)

  static let conversations = Resource(
    "instagram_conversations", singular: "instagram_conversation", label: "last_message",
    columns: ["id", "participants", "unread_count", "last_message"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("participants", .list, "Ids of the customers"),
      .field("last_message", .text, "How the last message begins"),
      .field("unread_count", .integer, "How many messages nobody has read"),
    ])

  /// Token and page come from the connected account unless they are given.
  private static let credentials: [Parameter] = [
    .secret("access_token", "Token of the page; that of the connected account unless given", required: true),
    .text("page_id", "Id of the page; that of the connected account unless given", required: true),
  ]

  private static let account = Borrowing(
    from: "social_accounts", where: ["platform": "instagram"],
    ["access_token": "access_token", "page_id": "account_id"])

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/api/instagram/validate-credentials", "instagram validate",
      "Tell whether the token of a page is good", rate: .unlimited, body: credentials,
      examples: [.example("That of the connected account", "sp instagram validate")]
    )
    .borrowing(account)
    .returning([
      .field("valid", .boolean, "Whether it is"),
      .field("page_name", .text, "Name of the page"),
      .field("page_id", .text, "Id of the page"),
      .field("permissions", .list, "What the token allows"),
    ])
    .explained(SocialSync.sandboxRules)
    .sampled(#"{"access_token": "IGQWR...", "page_id": "178414123456789"}"#),
    .call(
      .post, "/api/instagram/send-dm", "instagram dm", "Send a direct message", rate: .unlimited,
      body: credentials + [
        Parameter.text("recipient_ig_id", "Id of the recipient", required: true).asArgument,
        Parameter.text("text", "What to say; @FILE reads it", required: true).asArgument,
      ],
      examples: [.example("Say hello", "sp instagram dm user_789 'Bonjour !'")]
    )
    .borrowing(account)
    .returning(SocialSync.success + [.field("message_id", .text, "Id of the message")])
    .explained(SocialSync.blockedRule)
    .sampled(
      #"""
      {"access_token": "IGQWR...", "page_id": "178414123456789", "recipient_ig_id": "user_789",
       "text": "Bonjour ! Comment puis-je vous aider ?"}
      """#),
    .call(
      .post, "/api/instagram/publish-post", "instagram post", "Publish a post", rate: .unlimited,
      body: credentials + [image, .text("caption", "Text below the picture; @FILE reads it")],
      examples: [
        .example(
          "A picture with a text",
          "sp instagram post https://example.com/a.jpg --caption 'Nouveau !' --yes")
      ]
    )
    .borrowing(account).asking(.published)
    .returning(
      SocialSync.success + [
        .field("post_id", .text, "Id of the post, which insights take"),
        .field("container_id", .text, "Id of the upload"),
      ]
    )
    .sampled(
      #"""
      {"access_token": "IGQWR...", "page_id": "178414123456789",
       "image_url": "https://example.com/image.jpg", "caption": "Nouveau produit disponible ! 🎉"}
      """#),
    .call(
      .post, "/api/instagram/publish-story", "instagram story", "Publish a story", rate: .unlimited,
      body: credentials + [image],
      examples: [.example("A picture", "sp instagram story https://example.com/story.jpg --yes")]
    )
    .borrowing(account).asking(.published)
    .returning(
      SocialSync.success + [
        .field("story_id", .text, "Id of the story, which insights take"),
        .field("container_id", .text, "Id of the upload"),
      ]
    )
    .sampled(
      #"""
      {"access_token": "IGQWR...", "page_id": "178414123456789",
       "image_url": "https://example.com/story.jpg"}
      """#),
    .call(
      .post, "/api/instagram/reply-comment", "instagram reply", "Answer a comment", rate: .unlimited,
      body: credentials + [
        Parameter.text("comment_id", "Id of the comment", required: true).asArgument,
        Parameter.text("text", "What to say; @FILE reads it", required: true).asArgument,
      ],
      examples: [.example("Say thank you", "sp instagram reply comment_123 'Merci !'")]
    )
    .borrowing(account)
    .returning(SocialSync.success + [.field("reply_id", .text, "Id of the answer")])
    .sampled(
      #"""
      {"access_token": "IGQWR...", "page_id": "178414123456789", "comment_id": "comment_123",
       "text": "Merci pour votre commentaire ! 😊"}
      """#),
    .call(
      .post, "/api/instagram/send-dm-batch", "instagram batch", "Send one message to many",
      rate: .unlimited,
      body: credentials + [
        Parameter.texts("recipients", "Ids of the recipients", required: true).sized(1...100),
        Parameter.text("text", "What to say; @FILE reads it", required: true).asArgument,
      ],
      examples: [
        .example(
          "To two", "sp instagram batch 'Nouvelle offre !' --recipients user_789,user_790 --yes")
      ]
    )
    .borrowing(account).asking(.published).batch(SocialSync.batch)
    .returning(SocialSync.batchAnswer)
    .explained(SocialSync.blockedRule)
    .sampled(
      #"""
      {"access_token": "IGQWR...", "page_id": "178414123456789", "recipients": ["user_789", "user_790"],
       "text": "Nouvelle offre spéciale ! 🎁"}
      """#),
    .list(
      "/api/instagram/conversations", "instagram conversations", of: "instagram_conversations",
      "List the conversations on Instagram", rate: .unlimited,
      examples: [.example("With unread messages", "sp instagram conversations --where 'unread_count > 0'")]
    )
    .at("conversations"),
    .call(
      .post, "/api/instagram/webhook", "", "Take messages, comments and mentions from Instagram",
      rate: .unlimited, examples: []
    )
    .returning([.field("status", .text, "ok")]).proving(.none)
    .reached(.outside, as: "instagram.webhook"),
  ]

  private static let image = Parameter.text("image_url", "Address of the picture", required: true)
    .of(.url).asArgument
}
