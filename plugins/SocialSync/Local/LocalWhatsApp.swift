import Sandbox
import Values

/// WhatsApp: what is sent goes into the inbox, under the number of the customer.
enum LocalWhatsApp {
  private static let ownNumber = "+33123456789"

  @Sendable static func validate(_ call: Call) throws(Refusal) -> Answer {
    let isGood = LocalAccounts.isGood(call.body.text("access_token"))
    return .value([
      "valid": .bool(isGood),
      "phone_number": isGood ? .string(ownNumber) : nil,
      "business_name": isGood ? try businessName(call.store) : nil,
      "permissions": isGood ? ["messages", "messaging"] : [],
    ])
  }

  @Sendable static func sendText(_ call: Call) throws(Refusal) -> Answer {
    try send(call.body.text("text"), of: "text", call)
  }

  /// The inbox shows a template with what fills its places.
  @Sendable static func sendTemplate(_ call: Call) throws(Refusal) -> Answer {
    let parameters = JSON.object(call.body).value(at: "components.parameters")?.array ?? []
    let texts = parameters.flatMap { $0.array ?? [$0] }.compactMap { $0["text"]?.string }
    let name = call.body.text("template_name")
    return try send(
      texts.isEmpty ? "[\(name)]" : "[\(name)] \(texts.joined(separator: ", "))", of: "template", call)
  }

  @Sendable static func sendMedia(_ call: Call) throws(Refusal) -> Answer {
    let caption = call.body.text("caption")
    let address = call.body.text("media_url")
    return try send(
      caption.isEmpty ? address : "\(caption)\n\(address)", of: call.body.text("media_type"), call)
  }

  @Sendable static func sendBatch(_ call: Call) throws(Refusal) -> Answer {
    var batch = BatchResults()
    for message in call.body["messages"]?.array ?? [] {
      let number = message["to"]?.string ?? ""
      if let reason = refusal(of: number) {
        batch.fail(number, reason)
      } else {
        batch.succeed(number, try say(message["text"]?.string ?? "", to: number, in: call.store))
      }
    }
    return batch.answer
  }

  @Sendable static func profile(_ call: Call) throws(Refusal) -> Answer {
    .value([
      "business_name": try businessName(call.store),
      "phone_number": .string(ownNumber),
      "address": "123 Rue de la Paix, Paris",
      "description": "Description de l'entreprise",
    ])
  }

  // MARK: Rules

  private static func send(_ text: String, of kind: String, _ call: Call) throws(Refusal) -> Answer {
    let number = call.body.text("to")
    if let reason = refusal(of: number) { throw Refusal(400, reason) }
    let id = try say(text, to: number, in: call.store)
    return .value([
      "messaging_product": "whatsapp",
      "contacts": [["input": .string(number), "wa_id": .string(String(number.dropFirst()))]],
      "messages": [["id": id]],
      "message_type": .string(kind),
    ])
  }

  private static func say(_ text: String, to number: String, in store: Store) throws(Refusal) -> JSON {
    let customer = LocalInbox.Customer(channel: "whatsapp", identifier: number)
    return try LocalInbox.say(text, to: customer, in: store)["id"] ?? .null
  }

  /// Why nobody can write to a number; nil when one can.
  private static func refusal(of number: String) -> String? {
    number.hasPrefix("+999") ? "\(number) is not on WhatsApp" : nil
  }

  private static func businessName(_ store: Store) throws(Refusal) -> JSON {
    try LocalAccounts.account(on: "whatsapp", in: store)?["display_name"] ?? "Mon Entreprise"
  }
}
