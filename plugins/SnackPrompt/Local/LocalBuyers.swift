import Catalog
import Sandbox
import Values

/// Those who view, buy, ask and complain.
enum LocalBuyers {
  static let resource = Resource(
    "buyers", singular: "buyer", label: "username", columns: ["id", "username"],
    fields: [
      .field("id", .text, "Identifier"), .field("username", .text, "Name"),
      .field("avatar_url", .text, "Address of the picture"),
    ])

  /// Who acts where nobody is named.
  private static let usual = "user-456"

  /// The buyer of that id, made when there is none yet.
  static func known(_ id: String?, in store: Store) throws(Refusal) -> JSON.Object {
    let id = id ?? usual
    if let buyer = try store.records(resource.name).find(id) { return buyer }
    return try make(id, named: id == usual ? "techuser" : id, in: store)
  }

  static func make(_ id: String, named name: String, in store: Store) throws(Refusal) -> JSON.Object {
    var buyer = JSON.Object()
    buyer["id"] = .string(id)
    buyer["username"] = .string(name)
    buyer["avatar_url"] = .string("https://cdn.snackprompt.com/avatars/\(id).jpg")
    try store.records(resource.name).put(buyer)
    return buyer
  }

  /// What a user bought; refuses 404 when nobody has that id.
  @Sendable static func purchases(_ call: Call) throws(Refusal) -> Answer {
    _ = try user(call)
    return try call.answer()
  }

  /// How many refunds a user asked for, and what became of them.
  @Sendable static func refunds(_ call: Call) throws(Refusal) -> Answer {
    let id = try user(call)
    let refunds = try call.store.records("refunds").all(where: "user_id", is: id)
    let month = call.store.now - .days(30)
    func count(_ status: String) -> JSON { .number(.init(refunds.count { $0["status"]?.string == status })) }
    let recent = refunds.count { refund in
      refund["created_at"]?.string.flatMap { Timestamp(rfc3339: $0) }.map { $0 > month } ?? false
    }
    return .value([
      "user_id": .string(id), "refunds_count": .number(.init(refunds.count)),
      "approved_refunds_count": count("approved"), "denied_refunds_count": count("denied"),
      "pending_refunds_count": count("pending"), "refunds_last_30_days": .number(.init(recent)),
      "refunds_all_time": .number(.init(refunds.count)),
    ])
  }

  private static func user(_ call: Call) throws(Refusal) -> String {
    let id = call.path["userId"] ?? ""
    guard try call.store.records(resource.name).find(id) != nil else { throw .notFound("user", id) }
    return id
  }
}

extension JSON.Object {
  /// A prompt as other records mention it.
  var mention: JSON { .object(picking(["id", "title"])) }
}
