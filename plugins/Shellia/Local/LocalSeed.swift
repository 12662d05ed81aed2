import Sandbox
import Values

/// What `sp sandbox seed` makes: an account on the plan pro that has been used for a while.
enum LocalSeed {
  @Sendable static func fill(_ store: Store) throws(Refusal) {
    var customer = try Customer.of(store)
    customer["plan"] = .string(Plan.pro.rawValue)
    for name in ["since", "created"] { customer[name] = "2024-01-15T10:30:00Z" }
    customer["seen"] = .string((store.now - .hours(2)).rfc3339)
    customer["day"] = .string(store.now.date)
    for (name, value) in counts { customer[name] = .number(.init(value)) }
    customer["code"] = "SHELLIA25"
    customer["earning"] = .string((store.now - .days(3)).rfc3339)
    try customer.save()
    try ask(store)
    try write(store)
  }

  private static let counts = [
    ("used", 12), ("bought", 500), ("left", 340), ("referred", 12), ("earned", 23_450), ("pending", 4500),
    ("available", 18_950),
  ]

  private static let prompts = [
    "Rédige une fiche produit", "Donne 5 idées de publications pour un salon de thé",
    "Comment annoncer une hausse de prix ?", "Rédige un mail de relance",
    "Write a product description for a desk lamp", "Liste 3 conseils pour mieux dormir",
    "Pourquoi publier chaque semaine ?", "Explique le principe d'un abonnement",
  ]

  private static func ask(_ store: Store) throws(Refusal) {
    let records = try store.records("requests")
    for (index, prompt) in prompts.enumerated() {
      let context = index == 0 ? ["product_name": "Casque Bluetooth", "price": 79] as JSON : [:]
      let order = TextOrder(prompt, as: .answer(context: context.object ?? JSON.Object()), longest: 2000)
      guard let written = try? LocalWriter().write(order) else { continue }
      var record = JSON.Object()
      record["prompt"] = .string(prompt)
      record["response_preview"] = .string(LocalAsk.preview(written.text))
      record["tokens_used"] = .number(.init(written.input + written.output))
      var request = try records.draft(from: record)
      let moment = store.now.startOfDay - .days(prompts.count - index) + .hours(9 + index)
      request["created_at"] = .string(moment.rfc3339)
      try records.put(request)
    }
  }

  private static let tickets = [
    ("Problème de connexion", "Je ne peux plus me connecter depuis ce matin", "open", 1),
    ("Facture de janvier", "Pouvez-vous m'envoyer la facture de janvier ?", "closed", 12),
    ("Limite par minute", "Quelle est la limite du plan ultra ?", "closed", 30),
  ]

  private static func write(_ store: Store) throws(Refusal) {
    let records = try store.records("tickets")
    for (subject, message, status, days) in tickets.reversed() {
      var record = JSON.Object()
      record["subject"] = .string(subject)
      record["message"] = .string(message)
      record["status"] = .string(status)
      record["priority"] = "normal"
      var ticket = try records.draft(from: record)
      let moment = store.now.startOfDay - .days(days) + .hours(10)
      ticket["created_at"] = .string(moment.rfc3339)
      ticket["last_activity"] = .string((moment + .minutes(30)).rfc3339)
      try records.put(ticket)
    }
  }
}
