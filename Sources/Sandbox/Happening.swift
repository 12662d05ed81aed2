import Catalog
import Values

/// An event as its service tells it.
public struct Happening: Sendable {
  /// The service.
  public var service: String
  /// The event.
  public var event: String
  /// The webhook that tells it; nil when the service tells nobody.
  public var webhook: Webhook?
  /// What it says.
  public var body: JSON

  /// The body as it is sent: without spaces, so that whoever reads and writes it anew gets the same bytes.
  public var bytes: [UInt8] { Array(body.text().utf8) }
}

extension PlayedService {
  /// How the service tells an event.
  func happening(_ event: String, _ data: JSON, at now: Timestamp) -> Happening {
    let own = rules.notice?(event, data, now)
    let webhook =
      own.map { own in service.webhooks.first { $0.name == own.webhook } } ?? service.webhooks.first
    let body: JSON =
      own?.body ?? ["event": .string(event), "timestamp": .string(now.rfc3339), "data": data]
    return Happening(service: service.name, event: event, webhook: webhook, body: body)
  }
}
