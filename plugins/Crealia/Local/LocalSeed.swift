import Sandbox
import Values

/// The collection that `sp sandbox seed` makes: a forum with some people, two talks, a paid plan, a picture.
enum LocalSeed {
  private static let opening = Timestamp(year: 2024, month: 1, day: 20, hour: 10)

  /// Who writes in the forum, the local account first; all have the password of the service's own examples.
  private static let people: [(email: String, name: String, credential: String)] = [
    ("creator@example.com", "John Doe", Account.localCredential),
    ("jane@example.com", "Jane Smith", "jane"),
    ("karim@example.com", "Karim Benali", "karim"),
    ("lea@example.com", "Léa Martin", "lea"),
  ]

  /// Makes the collection; its times are fixed, so that it is the same whenever it is made.
  @Sendable static func fill(_ store: Store) throws(Refusal) {
    try talks(store)
    try payment(store)
    try works(store)
    try store.records("consent").put(
      .of(["necessary": true, "analytics": true, "marketing": false, "preferences": true]))
    // The forum is there once for all accounts.
    guard try store.common.records("topics").all().isEmpty else { return }
    for (index, person) in people.enumerated() {
      try store.common.records("people").put(
        LocalPeople.person(
          person.email, person.name, password: "password123", credential: person.credential,
          salt: "seed\(index)", at: opening - .days(30)))
    }
    for (index, topic) in topics.enumerated() { try write(topic, index, store) }
  }

  private static func writer(_ index: Int, _ store: Store) -> Store {
    store.of(Account(credential: people[index % people.count].credential))
  }

  private static func write(_ topic: Topic, _ index: Int, _ store: Store) throws(Refusal) {
    let author = writer(topic.author, store)
    let body = JSON.Object.of([
      "title": .string(topic.title), "content": .string(topic.content), "category": .string(topic.category),
    ])
    var written = try LocalForum.write(body, by: author)
    let moment = opening + .hours(31 * index)
    let id = written["id"]?.string ?? ""
    for (place, comment) in topic.comments.enumerated() {
      var made = try LocalForum.comment(
        .string(comment), on: id, by: writer(topic.author + 1 + place, store))
      made["createdAt"] = .string((moment + .minutes(5 + 40 * place)).rfc3339)
      try store.common.records("comments").put(made)
    }
    written["commentCount"] = .number(.init(topic.comments.count))
    written["views"] = .number(.init(topic.views))
    written["isPinned"] = .bool(topic.isPinned)
    written["isLocked"] = .bool(topic.isLocked)
    written["createdAt"] = .string(moment.rfc3339)
    try store.common.records("topics").put(written)
  }

  private static func talks(_ store: Store) throws(Refusal) {
    let sessions = try store.records("chat_sessions")
    for (index, lines) in [questions.prefix(2), questions.suffix(1)].enumerated() {
      let id = try LocalChat.begin(in: store)
      var session = try sessions.get(id)
      let messages = try store.records("chat_messages")
      for line in lines {
        let reply = try LocalAssistant.reply(
          to: line, after: try messages.all(where: "sessionId", is: id), by: LocalWriter())
        _ = try LocalChat.exchange(line, reply, in: &session, of: store)
      }
      let moment = opening + .days(3 * index)
      session["createdAt"] = .string(moment.rfc3339)
      session["isActive"] = .bool(index == 0)
      try sessions.put(session)
      for (place, var message) in try messages.all(where: "sessionId", is: id).enumerated() {
        message["createdAt"] = .string((moment + .seconds(place)).rfc3339)
        try messages.put(message)
      }
    }
  }

  private static let questions = [
    "Bonjour", "Comment créer une vidéo ?", "Comment supprimer mes données ?",
  ]

  private static func payment(_ store: Store) throws(Refusal) {
    var session = try LocalBilling.session(
      "cs_test_seed1", "viral", "monthly", 3900, code: "PROMO10", of: store)
    session["customerEmail"] = "creator@example.com"
    try store.common.records("checkouts").put(session)
    try LocalBilling.complete("cs_test_seed1", in: store)
  }

  /// A film and a picture that are done.
  private static func works(_ store: Store) throws(Refusal) {
    let film = Engines.film("A futuristic city at sunset", width: 160, height: 90, frames: 12)
    try work(
      .init(type: "video/x-yuv4mpeg", bytes: film), "/outputs/\(store.userID)/video_final.y4m", store
    ) { ["videoUrl": .string($0)] }
    let picture = Engines.image("A futuristic city at sunset", width: 256, height: 256, isFine: false)
    try work(.init(type: "image/png", bytes: picture), "/images/\(store.userID)_1.png", store) {
      ["urls": [.string($0)]]
    }
  }

  private static func work(
    _ file: Store.File, _ path: String, _ store: Store, output: (String) -> JSON
  ) throws(Refusal) {
    try LocalGeneration.keep(file, as: path, of: store)
    try store.records("studio_jobs").put(
      .of([
        "jobId": .string(try store.sharedID("job")), "status": "COMPLETED", "progress": 100,
        "output": output(path), "createdAt": .string(opening.rfc3339),
      ]))
  }
}
