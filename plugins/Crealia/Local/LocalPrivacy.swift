import Sandbox
import Values

/// What the law gives everybody: to see, to take along, to be forgotten, to agree.
enum LocalPrivacy {
  /// Everything of the account as one file.
  @Sendable static func export(_ call: Call) throws(Refusal) -> Answer {
    let store = call.store
    let id = store.userID
    let shared = store.common
    var user = try LocalPeople.person(of: store) ?? .of(["name": .string(store.account.name)])
    for secret in ["salt", "hash", "credential"] { user[secret] = nil }
    user["userId"] = .string(id)
    var data = JSON.Object()
    data["exportedAt"] = .string(store.now.rfc3339)
    data["user"] = .object(user)
    data["consent"] = .object(try agreed(in: store))
    data["chatSessions"] = list(try store.records("chat_sessions").all())
    data["chatMessages"] = list(try store.records("chat_messages").all())
    data["jobs"] = list(try store.records("studio_jobs").all())
    data["files"] = list(try shared.records("files").all(where: "userId", is: id))
    data["topics"] = list(try shared.records("topics").all(where: "userId", is: id))
    data["comments"] = list(try shared.records("comments").all(where: "userId", is: id))
    data["payments"] = list(try shared.records("checkouts").all(where: "userId", is: id))
    data["subscriptions"] = list(try shared.records("subscriptions").all(where: "userId", is: id))
    var bytes: [UInt8] = []
    JSON.object(data).write(to: &bytes, style: .pretty)
    let name = "crealia-data-export-\(id)-\(store.now.milliseconds).json"
    return .file(bytes + [0x0A], type: "application/json", name: name)
  }

  private static func list(_ records: [JSON.Object]) -> JSON { .array(records.map(JSON.object)) }

  /// Removes everything of the account, from the disk too.
  @Sendable static func delete(_ call: Call) throws(Refusal) -> Answer {
    let store = call.store
    let id = store.userID
    try store.transaction {
      try LocalForum.forget(id, in: store)
      let files = try store.common.records("files")
      for file in try files.all(where: "userId", is: id) {
        try store.common.removeFile(file["path"]?.string ?? "")
        try files.remove(file["path"]?.string ?? "")
      }
      for (name, key) in [("checkouts", "sessionId"), ("subscriptions", "userId"), ("people", "email")] {
        let records = try store.common.records(name)
        for record in try records.all(where: "userId", is: id) {
          try records.remove(record[key]?.string ?? "")
        }
      }
      try store.removeAll()
    }
    try store.wipe()
    return .record(.of(["success": true, "message": "All your data has been permanently deleted"]))
  }

  @Sendable static func consent(_ call: Call) throws(Refusal) -> Answer {
    .record(try agreed(in: call.store))
  }

  @Sendable static func change(_ call: Call) throws(Refusal) -> Answer {
    var consent = try agreed(in: call.store)
    for member in call.body.members { consent[member.key] = member.value }
    try call.store.records("consent").put(consent)
    return .record(.of(["success": true, "message": "Consent preferences updated"]))
  }

  /// What the account agrees to: at first only to what the service cannot do without.
  private static func agreed(in store: Store) throws(Refusal) -> JSON.Object {
    try store.records("consent").single()
      ?? .of(["necessary": true, "analytics": false, "marketing": false, "preferences": false])
  }
}
