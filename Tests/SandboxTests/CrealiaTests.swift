import Catalog
import Crealia
import HTTP
import Platform
import Testing
import Values

@testable import Sandbox

/// The examples of Créalia's document, and what follows from one request for the next.
@Suite struct CrealiaTests {
  static let rows: [Documented] = [
    Documented(
      "POST /api/auth/signup",
      body: #"{"email": "user@example.com", "name": "John Doe", "password": "password123"}"#, status: 201,
      members: ["success", "userId"], values: ["success": true]),
    Documented(
      "POST /api/checkout/create-session",
      body: #"{"planId": "viral", "billingCycle": "monthly", "affiliateCode": "PROMO10"}"#, members: ["url"]),
    Documented(
      "POST /api/checkout/create-session", body: #"{"planId": "gold", "billingCycle": "monthly"}"#,
      status: 400, members: ["error", "details", "code"],
      values: ["error": "Plan invalide", "code": "BAD_REQUEST"]),
    Documented(
      "GET /api/checkout/session-info?session_id=cs_test_seed1",
      members: [
        "sessionId", "status", "customerEmail", "amountTotal", "currency", "planId", "billingCycle",
      ],
      values: ["status": "complete", "amountTotal": 3900, "currency": "usd", "planId": "viral"]),
    Documented("POST /api/billing/portal", members: ["url"]),
    Documented(
      "POST /api/chat/create-session", status: 201, members: ["sessionId", "message"],
      values: ["message": "Bonjour ! Comment puis-je vous aider ?"]),
    Documented(
      "POST /api/chat/message",
      body: #"{"sessionId": "session_1", "message": "Comment créer une vidéo ?"}"#,
      members: ["messageId", "content", "timestamp"], values: ["timestamp": "2025-05-11T22:00:00Z"]),
    Documented(
      "GET /api/chat/history?sessionId=session_1", at: "messages.0",
      members: ["id", "role", "content", "createdAt"]),
    Documented(
      "GET /api/chat/sessions", at: "sessions.0",
      members: ["id", "createdAt", "messageCount", "isActive"]),
    Documented(
      "POST /api/ai/images",
      body: #"{"prompt": "A futuristic city at sunset", "size": "1024x1024", "quality": "standard"}"#,
      members: ["jobId", "status", "output"], values: ["status": "COMPLETED"]),
    Documented(
      "POST /api/ai/images", body: #"{"prompt": "A city", "size": "10x10"}"#, status: 400,
      members: ["error", "details", "code"]),
    Documented(
      "POST /api/ai/subtitles",
      body: #"{"audioUrl": "https://example.com/audio.mp3", "language": "fr"}"#, at: "output.subtitles.0",
      members: ["start", "end", "text"]),
    Documented(
      "POST /api/studio/video/compose",
      body: """
        {"clips": [{"url": "/uploads/users/user_123/clip1.mp4", "startTime": 0, "endTime": 10}],
        "transitions": ["fade"], "music": "/uploads/users/user_123/music.mp3", "outputFormat": "mp4"}
        """, members: ["jobId", "status", "estimatedTime"], values: ["status": "PENDING"]),
    Documented(
      "GET /api/studio/jobs/job_1", members: ["jobId", "status", "progress", "output"],
      values: [
        "status": "COMPLETED", "progress": 100, "output.videoUrl": "/outputs/user_1/video_final.y4m",
      ]),
    Documented(
      "GET /api/forum/topics", at: "topics.0",
      members: [
        "id", "title", "category", "userId", "userName", "views", "commentCount", "isPinned", "isLocked",
        "createdAt",
      ]),
    Documented(
      "GET /api/forum/topics?page=2&limit=4", at: "pagination",
      members: ["page", "limit", "total", "pages"],
      values: ["pagination.page": 2, "pagination.limit": 4, "pagination.total": 6, "pagination.pages": 2]),
    Documented(
      "POST /api/forum/topics",
      body: #"{"title": "Ma question", "content": "Contenu du topic...", "category": "questions"}"#,
      status: 201, members: ["topicId", "title", "createdAt"], values: ["topicId": "topic_7"]),
    Documented(
      "GET /api/forum/topics/topic_1", at: "topic",
      members: [
        "id", "title", "content", "category", "userId", "userName", "views", "isPinned", "isLocked",
        "createdAt",
      ], values: ["topic.views": 146]),
    Documented(
      "GET /api/forum/topics/topic_1", at: "comments.0",
      members: ["id", "content", "userId", "userName", "createdAt"]),
    Documented(
      "POST /api/forum/topics/topic_1/comments", body: #"{"content": "Mon commentaire..."}"#,
      status: 201, members: ["commentId", "content", "createdAt"]),
    Documented(
      "POST /api/forum/topics/topic_2/comments", body: #"{"content": "Moi aussi"}"#, status: 403,
      members: ["error", "details", "code"]),
    Documented(
      "GET /api/gdpr/consent", at: "consent",
      members: ["necessary", "analytics", "marketing", "preferences"]),
    Documented(
      "POST /api/gdpr/consent",
      body: #"{"analytics": true, "marketing": false, "preferences": true}"#,
      members: ["success", "message"],
      values: ["message": "Consent preferences updated"]),
    Documented(
      "POST /api/gdpr/delete", body: #"{"confirmation": "DELETE_MY_DATA"}"#,
      members: ["success", "message"], values: ["message": "All your data has been permanently deleted"]),
    Documented(
      "POST /api/gdpr/delete", body: #"{"confirmation": "yes"}"#, status: 400,
      members: ["error", "details", "code"]),
    Documented("GET /api/health", members: ["status", "database", "memory", "uptime"]),
    Documented("GET /api/health", at: "memory", members: ["used", "total", "percentage"]),
    Documented("GET /api/cron/cleanup", members: ["success", "cleaned", "timestamp"]),
    Documented(
      "GET /api/cron/metrics", at: "metrics",
      members: ["totalUsers", "activeUsers", "totalPayments", "activeChatSessions", "pendingJobs"],
      values: ["metrics.totalUsers": 4, "metrics.totalPayments": 1]),
  ]

  @Test(arguments: rows) func answersAsDocumented(row: Documented) throws {
    try row.check(Playground(.crealia, seeded: true))
  }

  @Test func signsInWhoSignedUp() throws {
    let playground = try Playground(.crealia)
    let person = #"{"email": "Ada@example.com", "name": "Ada", "password": "correct horse"}"#
    #expect(try playground.ask("POST", "/api/auth/signup", person).status == 201)
    #expect(try playground.ask("POST", "/api/auth/signup", person).status == 409)
    let wrong = #"{"email": "ada@example.com", "password": "wrong"}"#
    #expect(try playground.ask("POST", "/api/auth/signin", wrong).status == 401)
    let reply = answer(playground, "POST", "/api/auth/signin", person)
    #expect(reply.status.code == 302)
    let header = try #require(reply.headers["Set-Cookie"])
    let cookie = try #require(SetCookie(header, now: playground.clock.now))
    #expect(cookie.name == "next-auth.session-token")
    #expect(cookie.expires == playground.clock.now + .days(30))
    // Two sessions of a person see the same data, another person none of it.
    let headers: Headers = ["Cookie": "next-auth.session-token=\(cookie.value)"]
    #expect(
      try playground.ask("POST", "/api/chat/create-session", headers: headers, isLocal: false).status == 201)
    let second = String(cookie.value.prefix { $0 != "." }) + ".another"
    let mine = try playground.ask(
      "GET", "/api/chat/sessions", headers: ["Cookie": "next-auth.session-token=\(second)"], isLocal: false)
    #expect(mine.json["sessions"]?.array?.count == 1)
    let other = try playground.ask(
      "GET", "/api/chat/sessions", headers: ["Cookie": "next-auth.session-token=bob.1"], isLocal: false)
    #expect(other.json["sessions"]?.array?.count == 0)
    #expect(try playground.ask("GET", "/api/chat/sessions", isLocal: false).status == 401)
    #expect(try playground.ask("GET", "/api/forum/topics", isLocal: false).status == 200)
  }

  @Test func limitsAsDocumented() throws {
    let playground = try Playground(.crealia, seeded: true)
    playground.host.limits = .documented
    let wrong = #"{"email": "jane@example.com", "password": "wrong"}"#
    for _ in 1...5 { #expect(try playground.ask("POST", "/api/auth/signin", wrong).status == 401) }
    let refused = try playground.ask("POST", "/api/auth/signin", wrong)
    #expect(refused.status == 429)
    #expect(refused.json == ["error": "Too Many Requests", "retryAfter": 900])
    #expect(refused.reply.response.headers["X-RateLimit-Limit"] == "5")
    #expect(refused.reply.response.headers["X-RateLimit-Remaining"] == "0")
    playground.clock.advance(.minutes(15))
    #expect(try playground.ask("POST", "/api/auth/signin", wrong).status == 401)
  }

  @Test func paysOnThePage() throws {
    let playground = try Playground(.crealia, seeded: true)
    let made = try playground.ask(
      "POST", "/api/checkout/create-session", #"{"planId": "viral", "billingCycle": "monthly"}"#)
    let id = try #require(made.json["url"]?.string?.split(separator: "/").last.map(String.init))
    let info = "/api/checkout/session-info?session_id=\(id)"
    #expect(try playground.ask("GET", info).json["status"] == "open")
    #expect(answer(playground, "GET", "/pay/\(id)").status == .ok)
    #expect(try playground.ask("GET", info).json["status"] == "open")
    #expect(answer(playground, "POST", "/pay/\(id)").status == .ok)
    #expect(try playground.ask("GET", info).json["status"] == "complete")
    #expect(try playground.ask("GET", "/api/cron/metrics").json.value(at: "metrics.totalPayments") == 1)
  }

  @Test func believesStripeAlone() throws {
    let playground = try Playground(.crealia, seeded: true)
    let made = try playground.ask(
      "POST", "/api/checkout/create-session", #"{"planId": "viral", "billingCycle": "monthly"}"#)
    let id = try #require(made.json["url"]?.string?.split(separator: "/").last.map(String.init))
    let event = #"{"type":"checkout.session.completed","data":{"object":{"id":"\#(id)"}}}"#
    let seconds = playground.clock.now.milliseconds / 1000
    let digest = HMAC.sha256(key: Array("whsec_crealia_sandbox".utf8), Array("\(seconds).\(event)".utf8))
    for (header, status) in [
      ("t=\(seconds),v1=\(Hex.encode(digest.reversed()))", 400), ("", 400),
      ("t=\(seconds - 600),v1=\(Hex.encode(digest))", 400), ("t=\(seconds),v1=\(Hex.encode(digest))", 200),
    ] {
      let heard = try playground.ask(
        "POST", "/api/stripe-webhook", event, headers: ["Stripe-Signature": header])
      #expect(heard.status == status, "\(header)")
    }
    let info = try playground.ask("GET", "/api/checkout/session-info?session_id=\(id)")
    #expect(info.json["status"] == "complete")
  }

  @Test func drawsWhatWasAsked() throws {
    let playground = try Playground(.crealia, seeded: true)
    let made = try playground.ask("POST", "/api/ai/images", #"{"prompt": "A lake", "size": "1792x1024"}"#)
    let url = try #require(made.json.value(at: "output.urls.0")?.string)
    let path = try #require(url.firstRange(of: "/images/").map { String(url[$0.lowerBound...]) })
    let file = answer(playground, "GET", path)
    #expect(file.headers["Content-Type"] == "image/png")
    let png = file.body
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(Array(png[16..<24]) == [0, 0, 7, 0, 0, 0, 4, 0])
    #expect(Engines.image("A lake", width: 1792, height: 1024, isFine: false) == png)
    #expect(Engines.image("A sea", width: 1792, height: 1024, isFine: false) != png)
  }

  @Test func healthIsThatOfTheProcess() throws {
    let memory = try Playground(.crealia).ask("GET", "/api/health").json["memory"]
    #expect((memory?["used"]?.int ?? 0) > 0 && (memory?["total"]?.int ?? 0) > (memory?["used"]?.int ?? 0))
  }

  @Test func takesFilesOfTheRightKind() throws {
    let playground = try Playground(.crealia, seeded: true)
    let png = Engines.image("x", width: 16, height: 16, isFine: false)
    let made = try upload("picture.bin", png, to: playground)
    #expect(made.status == 200)
    #expect(made.json.object?.keys == ["fileId", "url", "size", "mimeType"])
    #expect(made.json["mimeType"] == "image/png")
    #expect(made.json["size"]?.int == png.count)
    let url = try #require(made.json["url"]?.string)
    #expect(url.hasPrefix("/uploads/users/user_1/file_"))
    #expect(answer(playground, "GET", url).body == png)
    let text = try upload("notes.txt", Array("hello".utf8), to: playground)
    #expect(text.status == 415 && text.json["error"] == "Type de fichier non supporté")
    #expect(text.json["code"] == "UNSUPPORTED_MEDIA_TYPE")
    let large = try upload("large.mp4", [UInt8](repeating: 0, count: (100 << 20) + 1), to: playground)
    #expect(large.status == 400)
    #expect(large.json["error"] == "Fichier trop volumineux")
  }

  @Test func composesWithTheClock() throws {
    let playground = try Playground(.crealia, seeded: true)
    playground.host.engines = Engines(environment: Environment(["PATH": "/nowhere"]))
    let file =
      try upload("a.mp4", Array("\0\0\0\u{18}ftypmp42".utf8), to: playground).json["url"]?.string ?? ""
    let job = try playground.ask(
      "POST", "/api/studio/video/compose", #"{"clips": [{"url": "\#(file)", "endTime": 10}]}"#)
    #expect(job.json["estimatedTime"] == 4)
    let path = "/api/studio/jobs/\(job.json["jobId"]?.string ?? "")"
    #expect(try playground.ask("GET", path).json["status"] == "PENDING")
    playground.clock.advance(.seconds(2))
    let half = try playground.ask("GET", path).json
    #expect(half["status"] == "PROCESSING" && half["progress"] == 50)
    playground.clock.advance(.seconds(2))
    let done = try playground.ask("GET", path).json
    #expect(done["status"] == "FAILED")
    #expect(
      done.value(at: "output.error") == "ffmpeg is not installed; install it: apt install ffmpeg")
  }

  @Test func forgetsEverything() throws {
    let playground = try Playground(.crealia, seeded: true)
    let word = "Quetzalcoatl"
    _ = try playground.ask(
      "POST", "/api/chat/message", #"{"sessionId": "session_1", "message": "\#(word)"}"#)
    _ = try playground.ask(
      "POST", "/api/forum/topics", #"{"title": "\#(word)", "content": "\#(word)", "category": "x"}"#)
    _ = try upload("\(word).png", Engines.image(word, width: 8, height: 8, isFine: false), to: playground)
    let export = answer(playground, "POST", "/api/gdpr/export")
    #expect(
      export.headers["Content-Disposition"]
        == "attachment; filename=\"crealia-data-export-user_1-\(playground.clock.now.milliseconds).json\"")
    let data = try JSON.parse(export.body)
    #expect(data["topics"]?.array?.count == 2 && data["files"]?.array?.count == 3)
    #expect(data["user"]?["hash"] == nil)
    let before = try playground.ask("GET", "/api/forum/topics/topic_3").json["comments"]?.array?.count
    _ = try playground.ask("POST", "/api/gdpr/delete", #"{"confirmation": "DELETE_MY_DATA"}"#)
    #expect(try playground.ask("GET", "/api/chat/sessions").json["sessions"]?.array?.isEmpty == true)
    #expect(try playground.ask("GET", "/api/forum/topics/topic_1").status == 404)
    #expect(try playground.ask("GET", "/api/forum/topics").json["pagination"]?["total"] == 5)
    #expect(answer(playground, "GET", "/outputs/user_1/video_final.y4m").status == .notFound)
    #expect(before == 2)
    for path in [playground.path, playground.path + "-wal"] where Files.exists(path) {
      let bytes = try Files.readAll(path, limit: 1 << 30)
      #expect(bytes.firstIndex(of: Array(word.utf8)) == nil, "\(path)")
    }
  }

  /// An answer that need not be JSON.
  private func answer(_ playground: Playground, _ method: String, _ path: String, _ body: String = "")
    -> Response
  {
    playground.host.answer(
      SandboxRequest(
        method: method, target: "/crealia\(path)", headers: ["Content-Type": "application/json"],
        body: Array(body.utf8), isLocal: true)
    ).response
  }

  private func upload(_ name: String, _ bytes: [UInt8], to playground: Playground) throws -> Heard {
    let form = Multipart([.init("file", filename: name, .bytes(bytes))])
    return try Heard(
      playground.host.answer(
        SandboxRequest(
          method: "POST", target: "/crealia/api/studio/upload", headers: ["Content-Type": form.contentType],
          body: try form.bytes(), isLocal: true)))
  }
}
