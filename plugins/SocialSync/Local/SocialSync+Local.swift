import Catalog
import Sandbox
import Values

extension SocialSync {
  /// How the sandbox plays SocialSync.
  public static let local = LocalService(
    codes: [:],
    messages: [
      400: "Invalid request data", 401: "Non authentifié", 403: "Access denied",
      500: "Database connection failed",
    ],
    breakdowns: [
      "inbox.list": "Erreur lors de la récupération des conversations: Database connection failed"
    ],
    meta: { .number(.init($0.total)) },
    failure: { refusal, _ in ["detail": .string(detail(of: refusal))] },
    handlers: handlers,
    site: LocalSite.visit,
    resources: LocalRecords.resources,
    acts: [
      "message.received": LocalActs.message,
      "comment.received": LocalActs.comment,
      "widget.message": LocalActs.widgetMessage,
    ],
    notice: LocalNotices.notice,
    seed: LocalSeed.fill)

  private static let handlers: [String: LocalService.Handler] = [
    "social.connect": LocalConnect.connect,
    "social.callback": LocalConnect.callback,
    "social.disconnect": LocalAccounts.disconnect,
    "social.versions": LocalAccounts.versions,
    "social.health": LocalAccounts.health,
    "inbox.list": LocalInbox.list,
    "inbox.messages": LocalInbox.messages,
    "inbox.send": LocalInbox.send,
    "inbox.read": LocalInbox.read,
    "insights.sync": LocalInsights.sync,
    "insights.sync-user": LocalInsights.syncUser,
    "insights.history": LocalInsights.history,
    "insights.trends": LocalInsights.trends,
    "widget.show": LocalWidget.show,
    "widget.send": LocalWidget.send,
    "widget.file": LocalWidget.file,
    "widget.webhook": LocalWebhooks.widget,
  ].merging(networkHandlers) { first, _ in first }

  private static let networkHandlers: [String: LocalService.Handler] = [
    "instagram.validate": LocalInstagram.validate,
    "instagram.dm": LocalInstagram.sendMessage,
    "instagram.post": LocalInstagram.publishPost,
    "instagram.story": LocalInstagram.publishStory,
    "instagram.reply": LocalInstagram.reply,
    "instagram.batch": LocalInstagram.sendBatch,
    "instagram.conversations": LocalInstagram.conversations,
    "instagram.webhook": LocalWebhooks.instagram,
    "whatsapp.validate": LocalWhatsApp.validate,
    "whatsapp.send": LocalWhatsApp.sendText,
    "whatsapp.template": LocalWhatsApp.sendTemplate,
    "whatsapp.media": LocalWhatsApp.sendMedia,
    "whatsapp.batch": LocalWhatsApp.sendBatch,
    "whatsapp.profile": LocalWhatsApp.profile,
    "whatsapp.webhook": LocalWebhooks.whatsApp,
  ]

  /// The text of a failure: of a wrong request and of a breakdown the documented one, and what was wrong behind it.
  private static func detail(of refusal: Refusal) -> String {
    switch refusal.status {
    case 400 where !refusal.details.isEmpty: "Invalid request data: \(refusal.message)"
    case 500 where !refusal.message.hasPrefix("Erreur lors"):
      "Erreur lors du traitement de la requête: \(refusal.message)"
    default: refusal.message
    }
  }
}
