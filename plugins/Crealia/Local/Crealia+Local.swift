import Sandbox
import Values

extension Crealia {
  /// How the sandbox plays Créalia.
  public static let local = LocalService(
    codes: [
      400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED",
      409: "CONFLICT", 415: "UNSUPPORTED_MEDIA_TYPE", 429: "TOO_MANY_REQUESTS", 500: "INTERNAL_SERVER_ERROR",
    ],
    messages: [
      400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict",
      429: "Too Many Requests", 500: "Internal Server Error",
    ],
    breakdowns: ["billing.checkout": "Erreur Stripe", "ai.image": "Erreur OpenAI"],
    meta: pagination,
    failure: failure,
    handlers: account.merging(made) { first, _ in first }.merging(shared) { first, _ in first },
    unhurried: [
      "ai.image", "ai.voice", "ai.subtitles", "chat.send", "studio.upload", "studio.job", "gdpr.delete",
    ],
    site: LocalSite.answer,
    resources: LocalRecords.resources,
    tooLarge: Refusal(400, "Fichier trop volumineux", details: LocalStudio.limit),
    acts: LocalStripe.acts,
    notice: LocalStripe.notice,
    seed: LocalSeed.fill)

  private static let account: [String: LocalService.Handler] = [
    "crealia.sign-in": LocalPeople.signIn,
    "crealia.sign-up": LocalPeople.signUp,
    "crealia.health": LocalOperation.health,
    "crealia.stripe-webhook": LocalBilling.webhook,
    "billing.checkout": LocalBilling.checkout,
    "billing.session": LocalBilling.session,
    "billing.portal": LocalBilling.portal,
    "gdpr.export": LocalPrivacy.export,
    "gdpr.delete": LocalPrivacy.delete,
    "gdpr.consent": LocalPrivacy.consent,
    "gdpr.consent-set": LocalPrivacy.change,
  ]

  private static let made: [String: LocalService.Handler] = [
    "ai.image": LocalGeneration.image,
    "ai.voice": LocalGeneration.voice,
    "ai.subtitles": LocalGeneration.subtitles,
    "studio.upload": LocalStudio.upload,
    "studio.compose": LocalStudio.compose,
    "studio.job": LocalStudio.job,
  ]

  private static let shared: [String: LocalService.Handler] = [
    "chat.new": LocalChat.new,
    "chat.send": LocalChat.send,
    "chat.history": LocalChat.history,
    "forum.list": LocalForum.list,
    "forum.create": LocalForum.create,
    "forum.get": LocalForum.get,
    "forum.comment": LocalForum.comment,
    "cron.cleanup": LocalOperation.cleanup,
    "cron.metrics": LocalOperation.metrics,
  ]

  private static func pagination(_ page: Page) -> JSON {
    [
      "page": .number(.init(page.number)), "limit": .number(.init(page.size)),
      "total": .number(.init(page.total)),
      "pages": .number(.init((page.total + page.size - 1) / max(page.size, 1))),
    ]
  }

  /// What is said of a wrong value that has words of its own.
  private static let wrong: [(field: String, text: String)] = [
    ("prompt", "Prompt invalide"), ("planId", "Plan invalide"),
    ("billingCycle", "Plan invalide"),
  ]

  /// The error, its details as a sentence, and its code; too many requests have a form of their own.
  private static func failure(_ refusal: Refusal, _ code: String) -> JSON {
    if refusal.status == 429 {
      let wait = refusal.retryAfter ?? .minutes(1)
      return [
        "error": .string(refusal.message),
        "retryAfter": .number(.init(Int(max(1, (wait.milliseconds + 999) / 1000)))),
      ]
    }
    var body = JSON.Object()
    let named = refusal.status == 400 ? wrong.first(where: { refusal.details[$0.field] != nil }) : nil
    body["error"] = .string(named?.text ?? refusal.message)
    let details = refusal.details.members.map { member in
      member.key == "reason"
        ? member.value.string ?? "" : "\(member.key) \(member.value.string ?? member.value.text())"
    }
    if !details.isEmpty { body["details"] = .string(details.joined(separator: "; ")) }
    body["code"] = .string(code)
    return .object(body)
  }
}

extension Refusal {
  /// A refusal that says more to whoever reads on.
  static func because(
    _ status: Int, _ message: String, _ reason: String, code: String? = nil
  ) -> Refusal {
    Refusal(
      status, message, code: code,
      details: JSON.Object(unique: [.init(key: "reason", value: .string(reason))]))
  }
}
