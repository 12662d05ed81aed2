import Catalog
import Sandbox
import Values

/// The forum, which all accounts share.
enum LocalForum {
  @Sendable static func list(_ call: Call) throws(Refusal) -> Answer { try call.list(in: call.store.common) }

  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    let topic = try write(call.body, by: call.store)
    return .record(
      .of([
        "topicId": topic["id"] ?? .null, "title": topic["title"] ?? .null,
        "createdAt": topic["createdAt"] ?? .null,
      ]))
  }

  /// A topic of the account.
  static func write(_ body: JSON.Object, by store: Store) throws(Refusal) -> JSON.Object {
    let topics = try store.common.records("topics")
    var topic = try topics.draft(from: body.picking(["title", "content", "category"]))
    topic["userId"] = .string(store.userID)
    topic["userName"] = .string(try LocalPeople.name(of: store))
    topic["comments"] = nil
    try topics.put(topic)
    return topic
  }

  /// A topic as it is read, which counts.
  @Sendable static func get(_ call: Call) throws(Refusal) -> Answer {
    let topics = try call.store.common.records("topics")
    var topic = try topics.get(call.id)
    topic["views"] = topic.increased("views")
    try topics.put(topic)
    let names = Forum.comment.map(\.name)
    let comments = try call.store.common.records("comments").all(where: "topicId", is: call.id)
    var answer = Answer.record(
      topic.picking([
        "id", "title", "content", "category", "userId", "userName", "views", "isPinned", "isLocked",
        "createdAt",
      ]))
    answer.beside["comments"] = .array(comments.map { .object($0.picking(names)) })
    return answer
  }

  @Sendable static func comment(_ call: Call) throws(Refusal) -> Answer {
    let comment = try comment(call.body["content"] ?? .null, on: call.id, by: call.store)
    return .record(
      .of([
        "commentId": comment["id"] ?? .null, "content": comment["content"] ?? .null,
        "createdAt": comment["createdAt"] ?? .null,
      ]))
  }

  /// A comment of the account; a topic that is locked takes none.
  static func comment(_ content: JSON, on id: String, by store: Store) throws(Refusal) -> JSON.Object {
    let topics = try store.common.records("topics")
    var topic = try topics.get(id)
    guard topic["isLocked"] != true else { throw .because(403, "Forbidden", "The topic \(id) is locked") }
    let comments = try store.common.records("comments")
    var comment = try comments.draft(from: .of(["content": content, "topicId": .string(id)]))
    comment["userId"] = .string(store.userID)
    comment["userName"] = .string(try LocalPeople.name(of: store))
    try comments.put(comment)
    topic["commentCount"] = topic.increased("commentCount")
    try topics.put(topic)
    return comment
  }

  /// Removes what an account wrote: its topics with all comments, and its comments on those of others.
  static func forget(_ userID: String, in store: Store) throws(Refusal) {
    let topics = try store.common.records("topics")
    let comments = try store.common.records("comments")
    for topic in try topics.all(where: "userId", is: userID) {
      let id = topic["id"]?.string ?? ""
      for comment in try comments.all(where: "topicId", is: id) {
        try comments.remove(comment["id"]?.string ?? "")
      }
      try topics.remove(id)
    }
    for comment in try comments.all(where: "userId", is: userID) {
      try comments.remove(comment["id"]?.string ?? "")
      guard var topic = try topics.find(comment["topicId"]?.string ?? "") else { continue }
      topic["commentCount"] = topic.increased("commentCount", by: -1)
      try topics.put(topic)
    }
  }
}
