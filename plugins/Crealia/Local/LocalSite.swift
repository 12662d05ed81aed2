import Sandbox
import Values

/// What there is beside the rows: files, Stripe's pages, and where a browser ends up after signing in.
enum LocalSite {
  @Sendable static func answer(_ visit: Visit) throws(Refusal) -> Answer? {
    let path = visit.path
    switch (path.first, path.count) {
    case ("uploads", 4), ("outputs", 3), ("images", 2): return try file(visit)
    case ("api", 5) where path.starts(with: ["api", "ai", "voice"]): return try file(visit)
    case ("pay", 2): return try pay(path[1], visit)
    case ("portal", 2): return try portal(path[1], visit)
    case ("api", 4) where path == ["api", "auth", "callback", "credentials"]:
      return page("Créalia", "<p>You are signed in.</p>")
    default: return nil
    }
  }

  private static func file(_ visit: Visit) throws(Refusal) -> Answer? {
    guard visit.method == "GET" || visit.method == "HEAD" else { return nil }
    let name = "/" + visit.path.joined(separator: "/")
    return try visit.store.common.file(name).map { .file($0.bytes, type: $0.type) }
  }

  /// Stripe's page: a button that pays.
  private static func pay(_ id: String, _ visit: Visit) throws(Refusal) -> Answer? {
    guard let session = try LocalBilling.find(id, in: visit.store) else { return nil }
    if visit.method == "POST", session["status"] == "open" {
      try visit.store.transaction {
        try LocalBilling.take(
          "checkout.session.completed", .of(["id": .string(id)]), in: visit.store.common)
      }
      return page("Paid", "<p>Thank you. Nothing was charged: this is the sandbox.</p>")
    }
    let cents = session["amountTotal"]?.int ?? 0
    let price =
      "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100) \(session["currency"]?.string?.uppercased() ?? "")"
    let plan = "\(session["planId"]?.string ?? ""), \(session["billingCycle"]?.string ?? "")"
    let form = "<form method=\"post\"><button>Pay</button></form>"
    let state =
      session["status"] == "open"
      ? form : "<p>This session is \(escaped(session["status"]?.string ?? "")).</p>"
    return page("Pay for Créalia", "<p>Plan \(escaped(plan)): \(escaped(price))</p>\(state)")
  }

  /// Stripe's page about a customer.
  private static func portal(_ customer: String, _ visit: Visit) throws(Refusal) -> Answer? {
    let found = try visit.store.common.records("subscriptions").all(where: "customer", is: customer).first
    guard let subscription = found else { return page("Your subscription", "<p>There is none.</p>") }
    let plan = "\(subscription["planId"]?.string ?? ""), \(subscription["billingCycle"]?.string ?? "")"
    return page(
      "Your subscription", "<p>Plan \(escaped(plan)): \(escaped(subscription["status"]?.string ?? ""))</p>")
  }

  private static func page(_ title: String, _ body: String) -> Answer {
    let html =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>\(title)</title><h1>\(title)</h1>\(body)</html>\n"
    return .file(Array(html.utf8), type: "text/html; charset=utf-8")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
