import Sandbox
import Values

/// What the operator sees: health, cleaning up, metrics.
enum LocalOperation {
  /// How long sessions of the chat without a word go on, and how long what is done is kept.
  private enum Keep {
    static let chat = TimeSpan.days(1)
    static let done = TimeSpan.days(30)
  }

  /// How the process that plays the service is: degraded where the machine has little memory left.
  @Sendable static func health(_ call: Call) throws(Refusal) -> Answer {
    let vitals = Vitals.now
    let share = vitals.memory * 100 / max(vitals.allMemory, 1)
    return .record(
      .of([
        "status": share < 90 ? "healthy" : "degraded", "database": "connected",
        "memory": [
          "used": .number(.init(vitals.memory)), "total": .number(.init(vitals.allMemory)),
          "percentage": .number(.init(share)),
        ],
        "uptime": .number(.init(vitals.uptime)),
      ]))
  }

  /// Ends chat sessions that nobody went on with, and removes payments and jobs that came to nothing.
  @Sendable static func cleanup(_ call: Call) throws(Refusal) -> Answer {
    let store = call.store
    var cleaned = 0
    for person in try accounts(store) {
      let sessions = try person.records("chat_sessions")
      for var session in try sessions.all()
      where session["isActive"] == true && isOld(session, Keep.chat, store.now) {
        session["isActive"] = false
        try sessions.put(session)
        cleaned += 1
      }
      let jobs = try person.records("studio_jobs")
      for job in try jobs.all() where job["status"] == "FAILED" && isOld(job, Keep.done, store.now) {
        try jobs.remove(job["jobId"]?.string ?? "")
        cleaned += 1
      }
    }
    let checkouts = try store.common.records("checkouts")
    for checkout in try checkouts.all()
    where checkout["status"] != "complete" && isOld(checkout, Keep.done, store.now) {
      try checkouts.remove(checkout["sessionId"]?.string ?? "")
      cleaned += 1
    }
    return .record(
      .of([
        "success": true, "cleaned": .number(.init(cleaned)), "timestamp": .string(store.now.rfc3339),
      ]))
  }

  @Sendable static func metrics(_ call: Call) throws(Refusal) -> Answer {
    let store = call.store
    let people = try store.common.records("people").all()
    let month = TimeSpan.days(30)
    var talks = 0
    var pending = 0
    for account in try accounts(store) {
      talks += try account.records("chat_sessions").all().count { $0["isActive"] == true }
      pending += try account.records("studio_jobs").all().count(where: LocalStudio.isUnderWay)
    }
    let payments = try store.common.records("subscriptions").all().reduce(0) {
      $0 + ($1["payments"]?.int ?? 0)
    }
    let counts: JSON = [
      "totalUsers": .number(.init(people.count)),
      "activeUsers": .number(.init(people.count { !isOld($0, month, store.now, since: "seenAt") })),
      "totalPayments": .number(.init(payments)), "activeChatSessions": .number(.init(talks)),
      "pendingJobs": .number(.init(pending)),
    ]
    return .record(.of(["success": true, "metrics": counts, "timestamp": .string(store.now.rfc3339)]))
  }

  /// The data of everybody who has signed up, and of the local account.
  private static func accounts(_ store: Store) throws(Refusal) -> [Store] {
    let people = try store.common.records("people").all()
    let named = people.compactMap { $0["credential"]?.string }.map { Account(credential: $0) }
    return ([.local] + named.filter { $0 != .local }).map { store.of($0) }
  }

  private static func isOld(
    _ record: JSON.Object, _ span: TimeSpan, _ now: Timestamp, since field: String = "createdAt"
  ) -> Bool {
    record[field]?.string.flatMap { Timestamp(rfc3339: $0) }.map { now - $0 > span } ?? false
  }
}
