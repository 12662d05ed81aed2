import Catalog
import Sandbox
import Values

/// The kinds of record that only the rules know.
enum LocalRecords {
  static let resources = [people, files, checkouts, subscriptions, comments]

  /// Who has an account, under the e-mail address; shared, so that signing in finds everybody.
  private static let people = Resource(
    "people", singular: "person", id: "email", label: "email", created: "createdAt", columns: ["email"],
    fields: [
      .field("email", .text, "E-mail address"),
      .field("name", .text, "Name that others see"),
      .field("userId", .text, "Id that others see"),
      .field("credential", .text, "What every session of the person begins with"),
      .field("salt", .text, "What the password is hashed with", secret: true),
      .field("hash", .text, "SHA-256 of salt and password", secret: true),
      .field("createdAt", .timestamp, "When the account was made"),
      .field("seenAt", .timestamp, "When the person last signed in"),
    ])

  /// What was uploaded and made, under the path of its address; shared, because addresses do not say whose they are.
  private static let files = Resource(
    "files", singular: "file", id: "path", label: "path", created: "createdAt", columns: ["path"],
    fields: [
      .field("path", .text, "Path of its address"),
      .field("fileId", .text, "Identifier"),
      .field("userId", .text, "Whose it is"),
      .field("name", .text, "Its name when it was uploaded"),
      .field("mimeType", .text, "Media type"),
      .field("size", .integer, "Size", unit: "bytes"),
      .field("text", .text, "What is said in it, where that is known"),
      .field("duration", .number, "How long it lasts", unit: "s"),
      .field("createdAt", .timestamp, "When it was kept"),
    ])

  /// Payments under way and done; shared, because Stripe's page does not say whose they are.
  private static let checkouts = Resource(
    "checkouts", singular: "checkout", id: "sessionId", label: "sessionId", created: "createdAt",
    columns: ["sessionId"],
    fields: [
      .field("sessionId", .text, "Identifier"),
      .field("status", .text, "open, complete or expired"),
      .field("customerEmail", .text, "Who pays"),
      .field("amountTotal", .integer, "What is paid, in cents"),
      .field("currency", .text, "Currency"),
      .field("planId", .text, "The plan"),
      .field("billingCycle", .text, "How often it is paid"),
      .field("affiliateCode", .text, "Code of who sent the person"),
      .field("userId", .text, "Whose it is"),
      .field("createdAt", .timestamp, "When it was begun"),
      .field("paidAt", .timestamp, "When it was paid"),
    ])

  /// What each person is subscribed to, as Stripe tells; shared like payments.
  private static let subscriptions = Resource(
    "subscriptions", singular: "subscription", id: "userId", label: "userId", columns: ["userId"],
    fields: [
      .field("userId", .text, "Whose it is"),
      .field("customer", .text, "Id of Stripe's customer"),
      .field("planId", .text, "The plan"),
      .field("billingCycle", .text, "How often it is paid"),
      .field("status", .text, "active, past_due or canceled"),
      .field("payments", .integer, "How often it was paid"),
      .field("updatedAt", .timestamp, "When Stripe last told something"),
    ])

  private static let comments = Resource(
    "comments", singular: "comment", idPrefix: "comment_", label: "content", created: "createdAt",
    columns: ["content"],
    fields: Forum.comment + [.field("topicId", .text, "The topic it is on")])
}

extension Store {
  /// The id of the account as others see it.
  var userID: String { account.userID }

  /// The next id of a kind that all accounts share: `job_12`.
  func sharedID(_ prefix: String) throws(Refusal) -> String { "\(prefix)_\(try common.next(prefix))" }
}

extension Account {
  /// The id as others see it.
  var userID: String { id.split(separator: "-").joined(separator: "_") }
}

extension JSON.Object {
  /// An object of these members, in their order.
  static func of(_ members: KeyValuePairs<String, JSON>) -> JSON.Object {
    JSON.Object(unique: members.map { .init(key: $0.key, value: $0.value) })
  }

  /// The members of those names, in the order of the names.
  func picking(_ names: [String]) -> JSON.Object {
    JSON.Object(unique: names.map { .init(key: $0, value: self[$0] ?? .null) })
  }

  /// The whole number under a name, one more.
  func increased(_ name: String, by count: Int = 1) -> JSON { .number(.init((self[name]?.int ?? 0) + count)) }
}
