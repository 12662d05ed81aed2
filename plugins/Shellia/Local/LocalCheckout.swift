import Catalog
import Sandbox
import Values

/// The payment of more requests: a session, and the page that stands for the payment provider's.
enum LocalCheckout {
  static let resource = Resource(
    "checkouts", singular: "checkout", label: "tier", columns: ["tier"],
    fields: [
      .field("id", .text, "Identifier"),
      .field("tier", .text, "What is bought"),
      .field("account", .text, "Who buys"),
      .field("name", .text, "What they are called"),
      .field("success_url", .text, "Where the payment leads to"),
      .field("cancel_url", .text, "Where giving up leads to"),
      .field("status", .text, "open or paid"),
    ])

  @Sendable static func open(_ call: Call) throws(Refusal) -> Answer {
    let shared = call.store.common
    let number = try shared.next("checkout")
    let digest = SHA256.hex(of: Array("\(call.store.account.id)/\(number)".utf8)).prefix(24)
    let id = "cs_live_\(digest)"
    var session = call.body
    session["id"] = .string(id)
    session["account"] = .string(call.store.account.id)
    session["name"] = .string(call.store.account.name)
    session["status"] = "open"
    try shared.records("checkouts").put(session)
    return .value([
      "session_id": .string(id), "checkout_url": .string("\(call.origin)/checkout/\(id)"),
    ])
  }

  /// `GET /checkout/ID` shows the page, `POST` to it pays, `GET /checkout/ID/cancel` gives up.
  @Sendable static func visit(_ visit: Visit) throws(Refusal) -> Answer? {
    guard visit.path.count >= 2, visit.path[0] == "checkout",
      var session = try visit.store.common.records("checkouts").find(visit.path[1]),
      let tier = LocalQuota.tiers.first(where: { $0.id == session["tier"]?.string })
    else { return nil }
    switch (visit.method, visit.path.dropFirst(2)) {
    case ("GET", []):
      return .file(Array(page(session, tier, visit.origin).utf8), type: "text/html; charset=utf-8")
    case ("GET", ["cancel"]): return .redirect(to: address(session["cancel_url"], visit))
    case ("POST", []):
      let isOpen = session["status"] == "open"
      session["status"] = "paid"
      if isOpen {
        try visit.store.transaction {
          try visit.store.common.records("checkouts").put(session)
          try pay(tier, of: session, visit.store)
        }
      }
      return .redirect(to: address(session["success_url"], visit))
    default: return nil
    }
  }

  private static func pay(_ tier: LocalQuota.Tier, of session: JSON.Object, _ store: Store) throws(Refusal) {
    let buyer = store.of(Account(id: session["account"]?.string ?? "", name: session["name"]?.string ?? ""))
    let data = try LocalQuota.add(tier, in: buyer)
    try buyer.emit("payment.succeeded", data)
    try buyer.emit("quota.purchased", data)
  }

  /// An address of the buyer's, which may stand below this service.
  private static func address(_ value: JSON?, _ visit: Visit) -> String {
    let text = value?.string ?? "/"
    return text.hasPrefix("/") ? visit.origin + text : text
  }

  private static func page(_ session: JSON.Object, _ tier: LocalQuota.Tier, _ origin: String) -> String {
    let path = "\(origin)/checkout/\(session["id"]?.string ?? "")"
    let isOpen = session["status"] == "open"
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Shellia AI, sandbox payment</title>
      <h1>\(tier.name): \(tier.amount) requests</h1>
      <p>\(money(tier.price).text()) EUR. This is the sandbox: nothing is charged.</p>
      <form method="post" action="\(path)"><button\(isOpen ? "" : " disabled")>\(isOpen ? "Pay" : "Paid")</button></form>
      <p><a href="\(path)/cancel">Give up</a></p></html>
      """
  }
}
