import Sandbox
import Values

/// The figures of what was published, as they follow from its age on the sandbox's clock.
enum LocalInsights {
  @Sendable static func sync(_ call: Call) throws(Refusal) -> Answer {
    let content = try content(call)
    let figures = try Figures(of: content, at: call.store.now, in: call.store)
    try note(content, in: call.store)
    return .value([
      "content_id": .string(call.id),
      "sync_status": "completed",
      "metrics": [
        "likes": .number(.init(figures.likes)), "shares": .number(.init(figures.shares)),
        "comments": .number(.init(figures.comments)), "impressions": .number(.init(figures.impressions)),
      ],
    ])
  }

  @Sendable static func syncUser(_ call: Call) throws(Refusal) -> Answer {
    try checkUser(call)
    for content in try call.store.records("contents").all() { try note(content, in: call.store) }
    return .value([
      "message": "Analytics sync started in background",
      "user_id": .string(call.id),
      "period_days": .number(.init(days(call, 7))),
    ])
  }

  /// The figures at the hour of publication of each day, and whenever they were fetched out of turn.
  @Sendable static func history(_ call: Call) throws(Refusal) -> Answer {
    let content = try content(call)
    let store = call.store
    let start = store.now - .days(days(call, 30))
    var moments: Set<Timestamp> = []
    var moment = content.moment("published_at") ?? store.now
    while moment <= store.now {
      moments.insert(moment)
      moment = moment + .days(1)
    }
    for sync in try store.records("syncs").all(where: "content_id", is: call.id) {
      if let moment = sync.moment("recorded_at") { moments.insert(moment) }
    }
    var points: [JSON] = []
    for moment in moments.sorted() where moment >= start && moment <= store.now {
      points.append(try Figures(of: content, at: moment, in: store).json(of: content, at: moment))
    }
    return .value(["content_id": .string(call.id), "history": .array(points)])
  }

  /// The sums of each day, as they stood at its end, from the first on which anything was published.
  @Sendable static func trends(_ call: Call) throws(Refusal) -> Answer {
    try checkUser(call)
    let store = call.store
    let period = days(call, 30)
    let contents = try store.records("contents").all()
    var trends: [JSON] = []
    for back in (0..<period).reversed() {
      let day = store.now.startOfDay - .days(back)
      let end = min(day + .days(1) - .seconds(1), store.now)
      let published = contents.filter { ($0.moment("published_at") ?? store.now) <= end }
      if published.isEmpty { continue }
      var all: [Figures] = []
      for content in published { all.append(try Figures(of: content, at: end, in: store)) }
      trends.append(all.day(day.date))
    }
    return .value([
      "user_id": .string(call.id), "period_days": .number(.init(period)), "trends": .array(trends),
    ])
  }

  // MARK: Rules

  private static func content(_ call: Call) throws(Refusal) -> JSON.Object {
    guard let content = try call.store.records("contents").find(call.id) else {
      throw Refusal(404, "Content not found")
    }
    return content
  }

  private static func checkUser(_ call: Call) throws(Refusal) {
    guard call.id == call.store.account.id else { throw Refusal(403, "Access denied") }
  }

  private static func days(_ call: Call, _ usual: Int) -> Int { call.query["days"]?.int ?? usual }

  private static func note(_ content: JSON.Object, in store: Store) throws(Refusal) {
    let moment = store.now.rfc3339
    let sync: JSON = [
      "id": .string("\(content.text("id"))@\(moment)"), "content_id": content["id"] ?? .null,
      "recorded_at": .string(moment),
    ]
    try store.records("syncs").put(sync.object ?? JSON.Object())
  }
}

/// The figures of one post at one moment. Its id decides how well it does; half of its reach comes in the first day and
/// a half. Comments that were received count on top.
struct Figures {
  let likes: Int
  let shares: Int
  let comments: Int
  let impressions: Int
  let reach: Int
  let clicks: Int
  let conversions: Int

  init(of content: JSON.Object, at moment: Timestamp, in store: Store) throws(Refusal) {
    let chance = SHA256.hash(Array(content.text("id").utf8)).map(Int.init)
    let published = content.moment("published_at") ?? moment
    let hours = Int(max(.zero, moment - published).milliseconds / 3_600_000)
    reach = (800 + (chance[0] << 8 + chance[1]) % 8200) * hours / (hours + 36)
    impressions = reach * (125 + chance[2] % 40) / 100
    likes = reach * (30 + chance[3] % 40) / 1000
    shares = likes * (8 + chance[4] % 12) / 100
    clicks = reach * (8 + chance[5] % 10) / 1000
    conversions = clicks * (5 + chance[6] % 8) / 100
    let received = try store.records("comments").all(where: "content_id", is: content.text("id"))
    let said = received.count { ($0.moment("created_at") ?? moment) <= moment }
    comments = likes * (5 + chance[7] % 8) / 100 + said
  }

  /// Likes, shares and comments for each person reached, to four places.
  var engagementRate: Double {
    reach == 0 ? 0 : (Double(likes + shares + comments) / Double(reach) * 10_000).rounded() / 10_000
  }

  func json(of content: JSON.Object, at moment: Timestamp) -> JSON {
    [
      "recorded_at": .string(moment.rfc3339),
      "platform": content["platform"] ?? .null,
      "likes": .number(.init(likes)),
      "shares": .number(.init(shares)),
      "comments": .number(.init(comments)),
      "impressions": .number(.init(impressions)),
      "reach": .number(.init(reach)),
      "clicks": .number(.init(clicks)),
      "conversions": .number(.init(conversions)),
      "engagement_rate": JSON.Number(engagementRate).map(JSON.number) ?? 0,
    ]
  }
}

extension [Figures] {
  /// The sums of a day.
  fileprivate func day(_ date: String) -> JSON {
    func sum(_ part: (Figures) -> Int) -> JSON { .number(.init(reduce(0) { $0 + part($1) })) }
    let rate = reduce(0) { $0 + $1.engagementRate } / Double(count)
    return [
      "date": .string(date),
      "total_likes": sum(\.likes),
      "total_shares": sum(\.shares),
      "total_comments": sum(\.comments),
      "total_impressions": sum(\.impressions),
      "avg_engagement_rate": JSON.Number((rate * 10_000).rounded() / 10_000).map(JSON.number) ?? 0,
    ]
  }
}
