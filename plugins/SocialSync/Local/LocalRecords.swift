import Catalog
import Sandbox
import Values

/// The records that only the rules know, and how all records get their ids.
enum LocalRecords {
  static let resources = [contents, comments, syncs, deliveries, pages]

  /// What was published.
  static let contents = Resource(
    "contents", singular: "content", label: "caption", created: "published_at", columns: ["id", "platform"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("platform", .text, "The network"),
      .field("kind", .text, "post or story"),
      .field("page_id", .text, "Id of the page"),
      .field("image_url", .text, "Address of the picture"),
      .field("caption", .text, "Text below it"),
      .field("container_id", .text, "Id of the upload"),
      .field("published_at", .timestamp, "When it was published"),
    ])

  /// What was said below it.
  static let comments = Resource(
    "comments", singular: "comment", label: "text", created: "created_at", columns: ["id", "text"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("content_id", .text, "Id of what it is about"),
      .field("parent_id", .text, "Id of the comment that it answers"),
      .field("sender_id", .text, "Who said it"),
      .field("text", .text, "What was said"),
      .field("created_at", .timestamp, "When"),
    ])

  /// When figures were fetched out of turn.
  static let syncs = Resource(
    "syncs", singular: "sync", label: "content_id", created: "recorded_at", columns: ["id", "content_id"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("content_id", .text, "Whose figures"),
      .field("recorded_at", .timestamp, "When"),
    ])

  /// What webhooks have brought already, because they may bring it twice.
  static let deliveries = Resource(
    "deliveries", singular: "delivery", label: "id", columns: ["id"],
    fields: [.field("id", .text, "Id of the message at the network")])

  /// Whose a page or a number is; shared by all accounts.
  static let pages = Resource(
    "pages", singular: "page", label: "owner", columns: ["id", "owner"],
    fields: [.field("id", .text, "Id of the page"), .field("owner", .text, "Id of the user")])
}

extension Store {
  /// The next id of a kind that no record has yet: records may come with ids of their own.
  func freshID(_ prefix: String, in resource: String) throws(Refusal) -> String {
    let records = try records(resource)
    var id = "\(prefix)\(try next(prefix))"
    while try records.find(id) != nil { id = "\(prefix)\(try next(prefix))" }
    return id
  }
}

extension JSON.Object {
  /// The text of a member; empty where there is none.
  func text(_ name: String) -> String { self[name]?.string ?? "" }

  /// The moment that a member tells.
  func moment(_ name: String) -> Timestamp? { self[name]?.string.flatMap { Timestamp(rfc3339: $0) } }
}
