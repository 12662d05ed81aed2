import Sandbox
import Values

/// The collection that `sp sandbox seed` makes: two accounts, a week of conversations in French and English, and a month
/// of posts. The records that the document shows are among them under its ids.
enum LocalSeed {
  /// A conversation: who it is with, and what was said, `>` before what one of us said.
  struct Talk {
    var id: String?
    var customer: LocalInbox.Customer
    /// How long before now it began.
    var before: TimeSpan
    var lines: [String]
    var isRead = true

    static func talk(
      _ channel: String, _ identifier: String, _ name: String, before: TimeSpan, id: String? = nil,
      read isRead: Bool = true, _ lines: [String]
    ) -> Talk {
      Talk(
        id: id, customer: .init(channel: channel, identifier: identifier, name: name), before: before,
        lines: lines, isRead: isRead)
    }
  }

  /// A post and how many days ago it was published.
  struct Post {
    var id: String?
    var kind = "post"
    var days: Int
    var caption: String
  }

  @Sendable static func fill(_ store: Store) throws(Refusal) {
    try connect("instagram", as: "acc_123", in: store)
    try connect("whatsapp", as: "acc_124", in: store)
    for talk in instagram + others { try hold(talk, in: store) }
    for post in posts { try publish(post, in: store) }
    try comment("comment_123", "Magnifique ! C'est disponible en bleu ?", by: "user_789", in: store)
    try comment("comment_124", "Where can I buy this?", by: "user_792", in: store)
  }

  private static func connect(_ platform: String, as id: String, in store: Store) throws(Refusal) {
    let accounts = try store.records("social_accounts")
    var account = try LocalAccounts.connect(platform, in: store.earlier(by: .days(30)))
    if let made = account["id"]?.string { try accounts.remove(made) }
    account["id"] = .string(id)
    try accounts.put(account)
  }

  private static func hold(_ talk: Talk, in store: Store) throws(Refusal) {
    let conversations = try store.records("conversations")
    if let id = talk.id { try begin(talk, as: id, in: store) }
    var last = JSON.Object()
    for (index, line) in talk.lines.enumerated() {
      let then = store.earlier(by: talk.before - .minutes(4 * index))
      last =
        line.hasPrefix(">")
        ? try LocalInbox.say(String(line.dropFirst(2)), to: talk.customer, in: then)
        : try LocalInbox.receive(line, from: talk.customer, in: then)
    }
    guard var conversation = try conversations.find(last.text("conversation_id")) else { return }
    let unanswered = talk.lines.reversed().prefix { !$0.hasPrefix(">") }.count
    conversation["unread_count"] = .number(.init(talk.isRead ? 0 : unanswered))
    try conversations.put(conversation)
  }

  private static func begin(_ talk: Talk, as id: String, in store: Store) throws(Refusal) {
    let account = try LocalAccounts.account(on: talk.customer.channel, in: store)
    let conversation: JSON = [
      "id": .string(id), "channel": .string(talk.customer.channel),
      "customer_name": .string(talk.customer.name ?? ""),
      "customer_identifier": .string(talk.customer.identifier), "last_message_at": nil,
      "last_message_snippet": nil, "unread_count": 0, "social_account_id": account?["id"] ?? .null,
    ]
    try store.records("conversations").put(conversation.object ?? JSON.Object())
  }

  private static func publish(_ post: Post, in store: Store) throws(Refusal) {
    var id = post.id ?? ""
    if id.isEmpty { id = try store.freshID("\(post.kind)_", in: "contents") }
    let number = try store.next("container_")
    let content: JSON = [
      "id": .string(id), "platform": "instagram", "kind": .string(post.kind), "page_id": "178414123456789",
      "image_url": .string("https://example.com/\(id).jpg"), "caption": .string(post.caption),
      "container_id": .string("container_\(number)"),
      "published_at": .string((store.now.startOfDay - .days(post.days) + .hours(9)).rfc3339),
    ]
    try store.records("contents").put(content.object ?? JSON.Object())
  }

  private static func comment(
    _ id: String, _ text: String, by sender: String, in store: Store
  ) throws(Refusal) {
    try LocalWebhooks.addComment(
      text, id: id, on: "content_123", from: .string(sender), in: store.earlier(by: .days(2)))
  }

  static let posts: [Post] = [
    Post(days: 29, caption: "Nouvelle collection : le bois clair arrive en boutique."),
    Post(days: 24, caption: "Behind the scenes: how a stool is made in nine steps."),
    Post(days: 19, caption: "Trois façons de poser une lampe d'angle."),
    Post(days: 15, caption: "We ship to Belgium and Switzerland now."),
    Post(id: "content_123", days: 9, caption: "Nouveau produit disponible ! 🎉"),
    Post(kind: "story", days: 6, caption: ""),
    Post(days: 4, caption: "Portes ouvertes samedi, de 10 h à 18 h."),
    Post(days: 1, caption: "Merci pour vos 10 000 abonnements !"),
  ]
}
