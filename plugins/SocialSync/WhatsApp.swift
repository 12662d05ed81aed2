import Catalog

/// The domain `whatsapp`.
enum WhatsApp {
  static let plugin = Plugin(
    name: "whatsapp", summary: "Messages to telephone numbers, one or many", endpoints: endpoints)

  private static let to = Parameter.text("to", "Telephone number with its country, +33…", required: true)
    .of(.phone)

  private static let sent: [Resource.Field] = [
    .field("messaging_product", .text, "whatsapp"),
    .field(
      "contacts", .list, "Whom it was sent to",
      parts: [
        .field("input", .text, "The number as it was given"), .field("wa_id", .text, "The number there"),
      ]),
    .field("messages", .list, "What was sent", parts: [.field("id", .text, "Id of the message")]),
    .field("message_type", .text, "text, template, image, video, audio or document"),
  ]

  private static let endpoints: [Endpoint] = [
    .call(
      .post, "/api/whatsapp/validate-credentials", "whatsapp validate",
      "Tell whether the token of a number is good", rate: .unlimited,
      body: [
        .secret(
          "access_token", "Token of the number; that of the connected account unless given", required: true),
        .text(
          "phone_number_id", "Id of the number; that of the connected account unless given", required: true),
      ],
      examples: [.example("That of the connected account", "sp whatsapp validate")]
    )
    .borrowing(
      Borrowing(
        from: "social_accounts", where: ["platform": "whatsapp"],
        ["access_token": "access_token", "phone_number_id": "account_id"])
    )
    .returning([
      .field("valid", .boolean, "Whether it is"),
      .field("phone_number", .text, "The number"),
      .field("business_name", .text, "Name of the business"),
      .field("permissions", .list, "What the token allows"),
    ])
    .explained(SocialSync.sandboxRules)
    .sampled(#"{"access_token": "EAA...", "phone_number_id": "123456789"}"#),
    .call(
      .post, "/api/whatsapp/send-text", "whatsapp send", "Send a text", rate: .unlimited,
      body: [
        to.asArgument, Parameter.text("text", "What to say; @FILE reads it", required: true).asArgument,
      ],
      examples: [
        .example("Say hello", "sp whatsapp send +33123456789 'Bonjour !'")
      ]
    )
    .returning(sent).explained(SocialSync.unreachableRule)
    .sampled(#"{"to": "+33123456789", "text": "Bonjour ! Comment puis-je vous aider ?"}"#),
    .call(
      .post, "/api/whatsapp/send-template", "whatsapp template", "Send a template", rate: .unlimited,
      body: [
        to.asArgument, Parameter.text("template_name", "Name of the template", required: true).asArgument,
        .text("language_code", "Its language, such as fr_FR", required: true),
        .records(
          "components", "What fills its places, as Meta documents it",
          of: [
            .text("type", "Which part: header, body or button", required: true),
            .json("parameters", "What fills its places, in order"),
          ]),
      ],
      examples: [
        .example("Say hello", "sp whatsapp template +33123456789 hello_world --language-code fr_FR")
      ]
    )
    .returning(sent).explained(SocialSync.unreachableRule)
    .sampled(
      #"""
      {"to": "+33123456789", "template_name": "hello_world", "language_code": "fr_FR",
       "components": [{"type": "body", "parameters": [{"type": "text", "text": "Jean"}]}]}
      """#),
    .call(
      .post, "/api/whatsapp/send-media", "whatsapp media", "Send a picture, film, sound or document",
      rate: .unlimited,
      body: [
        to.asArgument,
        Parameter.text("media_url", "Address of the file", required: true).of(.url).asArgument,
        .text(
          "media_type", "What it is", required: true, allowed: ["image", "video", "audio", "document"]),
        .text("caption", "Text below it; @FILE reads it"),
      ],
      examples: [
        .example(
          "A picture", "sp whatsapp media +33123456789 https://example.com/a.jpg --media-type image")
      ]
    )
    .returning(sent).explained(SocialSync.unreachableRule)
    .sampled(
      #"""
      {"to": "+33123456789", "media_type": "image", "media_url": "https://example.com/image.jpg",
       "caption": "Voici notre nouveau produit !"}
      """#),
    .call(
      .post, "/api/whatsapp/send-batch", "whatsapp batch", "Send a text of its own to each of many",
      rate: .unlimited,
      body: [
        Parameter.records(
          "messages", "What to send; @FILE reads CSV, JSON Lines or JSON with to and text", required: true,
          of: [to, .text("text", "What to say", required: true)]
        ).sized(1...100).asArgument
      ],
      examples: [
        .example(
          "One", #"sp whatsapp batch '[{"to":"+33123456789","text":"Bonjour"}]' --yes"#)
      ]
    )
    .asking(.paid).batch(SocialSync.batch).returning(SocialSync.batchAnswer)
    .explained(SocialSync.unreachableRule)
    .sampled(
      #"""
      {"messages": [{"to": "+33123456789", "text": "Message 1"}, {"to": "+33123456790", "text": "Message 2"}]}
      """#),
    .call(
      .get, "/api/whatsapp/business-profile", "whatsapp profile", "Show what customers see of the business",
      rate: .unlimited,
      examples: [.example("All", "sp whatsapp profile")]
    )
    .returning([
      .field("business_name", .text, "Name of the business"),
      .field("phone_number", .text, "Its number"),
      .field("address", .text, "Where it is"),
      .field("description", .text, "What it says of itself"),
    ]),
    .call(
      .post, "/api/whatsapp/webhook", "", "Take messages and their states from WhatsApp", rate: .unlimited,
      examples: []
    )
    .returning([.field("status", .text, "ok")]).proving(.none)
    .reached(.outside, as: "whatsapp.webhook"),
  ]
}
