import Sandbox
import Values

extension LocalSeed {
  private static let buyers = [
    ("user-456", "techuser"), ("user-789", "dataqueen"), ("user-230", "laplume"), ("user-311", "nightowl"),
    ("user-402", "smallshop"), ("user-518", "gutenberg"), ("user-627", "mira"), ("user-733", "oldschool"),
  ]

  /// What customers asked: which prompt, who, how many hours ago, and the answer if there is one.
  private static let questions: [(prompt: Int, buyer: Int, hours: Int, text: String, answer: String?)] = [
    (17, 0, 2, "Does this prompt work with GPT-4?", nil),
    (1, 1, 9, "Can I use the three mails for a product that is free?", nil),
    (10, 2, 26, "Est-ce que cela fonctionne aussi pour un texte en français ?", nil),
    (
      19, 3, 75, "Which databases does it explain?",
      "PostgreSQL and SQLite; MySQL plans work too, with less detail."
    ),
    (2, 4, 130, "Are the names checked against trademarks?", "No, check the three you keep yourself."),
    (24, 5, 210, "Can it plan two weeks at once?", "Yes: give it the free hours of fourteen days."),
  ]

  /// Who wanted money back: which of the buyer's newest purchases, why, and what was decided.
  private static let refunds: [(buyer: Int, purchase: Int, reason: String, status: String)] = [
    (0, 0, "The prompt doesn't work as described with Claude AI.", "pending"),
    (1, 0, "I bought it twice by mistake.", "pending"),
    (2, 1, "It is shorter than I expected.", "denied"),
    (0, 2, "The description names a language that it does not speak.", "approved"),
  ]

  /// Makes the customers, with what they bought, asked and wanted back.
  static func customers(_ sales: [Sale], _ prompts: [JSON.Object], _ store: Store) throws(Refusal) {
    var people: [JSON.Object] = []
    for (id, name) in buyers { people.append(try LocalBuyers.make(id, named: name, in: store)) }
    let byID = Dictionary(prompts.map { ($0["id"]?.string ?? "", $0) }) { first, _ in first }
    var purchases: [JSON.Object] = []
    for (index, sale) in sales.enumerated() {
      guard let prompt = byID[sale.prompt] else { continue }
      let moment = LocalTraffic.moment(sale.hour) + .minutes(index * 7 % 60)
      purchases.append(
        try LocalActs.purchase(
          of: prompt, by: people[index * 5 % people.count],
          for: .decimal(Double(sale.cents) / 100, digits: 2),
          at: min(moment, store.now), in: store))
    }
    try ask(people, prompts, store)
    try complain(purchases, people, store)
  }

  private static func ask(_ people: [JSON.Object], _ prompts: [JSON.Object], _ store: Store) throws(Refusal) {
    for question in questions where prompts.indices.contains(question.prompt) {
      let asked = store.now - .hours(question.hours)
      var record = try LocalActs.question(
        question.text, by: people[question.buyer], about: prompts[question.prompt], at: asked, in: store)
      guard let answer = question.answer else { continue }
      let answered = JSON.string((asked + .hours(3)).rfc3339)
      record["status"] = "answered"
      record["response"] = .string(answer)
      record["responded_at"] = answered
      record["updated_at"] = answered
      try store.records("questions").put(record)
    }
  }

  private static func complain(
    _ purchases: [JSON.Object], _ people: [JSON.Object], _ store: Store
  ) throws(Refusal) {
    for refund in refunds {
      let buyer = people[refund.buyer]
      let paid = Array(
        purchases.filter { $0["user_id"] == buyer["id"] && $0["amount"]?.double ?? 0 > 0 }.reversed())
      guard paid.indices.contains(refund.purchase) else { continue }
      let purchase = paid[refund.purchase]
      guard let bought = purchase.moment("purchase_date") else { continue }
      var record = try LocalActs.refund(
        of: purchase, by: buyer, because: refund.reason, at: min(bought + .hours(26), store.now), in: store)
      guard refund.status != "pending" else { continue }
      record["status"] = .string(refund.status)
      record["updated_at"] = .string(min(bought + .hours(50), store.now).rfc3339)
      try store.records("refunds").put(record)
    }
  }
}
