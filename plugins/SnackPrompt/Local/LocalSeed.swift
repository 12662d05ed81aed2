import Sandbox
import Values

/// The collection that `sp sandbox seed` makes: a small shop that has been open for some months.
enum LocalSeed {
  /// A prompt and how it fared.
  struct Item {
    var title: String
    var description: String
    var content: String
    var category: String
    var tags: [String]
    var price: Double
    var views: Int
    var sales: Int
    var rating: Double

    static func prompt(
      _ title: String, _ description: String, _ content: String, in category: String, _ tags: [String],
      price: Double, views: Int, sales: Int, rating: Double
    ) -> Item {
      Item(
        title: title, description: description, content: content, category: category, tags: tags,
        price: price,
        views: views, sales: sales, rating: rating)
    }
  }

  /// A bundle of the items at those positions, counted from 1.
  struct Offer {
    var name: String
    var description: String
    var items: [Int]
    var price: Int
    var sales: Int
  }

  static let opening = Timestamp(year: 2025, month: 1, day: 6, hour: 9)

  /// Makes the collection; its times are fixed, so that it is the same whenever it is made.
  @Sendable static func fill(_ store: Store) throws(Refusal) {
    let prompts = try store.records("prompts")
    let items = marketing + writing + building
    var ids: [String] = []
    var made: [JSON.Object] = []
    for (index, item) in items.enumerated() {
      var prompt = try LocalPrompts.create(item.body, in: store)
      item.add(to: &prompt, at: opening + .days(5 * index) + .minutes(37 * index))
      try prompts.put(prompt)
      made.append(prompt)
      if let id = prompt["id"]?.string { ids.append(id) }
    }
    let sales = try traffic(items, made, store)
    try customers(sales, made, store)
    try prices(of: made, store)
    let bundles = try store.records("bundles")
    for (index, offer) in offers.enumerated() {
      let members = offer.items.filter(ids.indices.map { $0 + 1 }.contains).map { JSON.string(ids[$0 - 1]) }
      var body = JSON.Object()
      body["name"] = .string(offer.name)
      body["description"] = .string(offer.description)
      body["prompt_ids"] = .array(members)
      body["price"] = .number(.init(offer.price))
      var bundle = try LocalBundles.create(body, in: store)
      let moment = JSON.string((opening + .days(126 + 3 * index)).rfc3339)
      bundle["image_url"] = .string("https://cdn.snackprompt.com/images/\(bundle["id"]?.string ?? "").jpg")
      bundle["created_at"] = moment
      bundle["updated_at"] = moment
      bundle["sales"] = .number(.init(offer.sales))
      try bundles.put(bundle)
    }
    try Self.offers(made, store)
    if let model = made.first { try document(like: model, store) }
  }

  /// Every third prompt with a price began a little cheaper.
  private static func prices(of prompts: [JSON.Object], _ store: Store) throws(Refusal) {
    for (index, prompt) in prompts.enumerated() where index % 3 == 0 {
      guard let price = prompt["price"]?.double, price > 4, let created = prompt.moment("created_at") else {
        continue
      }
      try LocalPrices.put(
        [
          ["date": .string(created.date), "price": .decimal(price - 2, digits: 2)],
          ["date": .string((created + .days(7)).date), "price": prompt["price"] ?? 0],
        ], of: prompt["id"] ?? .null, in: store)
    }
  }

  private static let offers: [Offer] = [
    Offer(
      name: "Launch week", description: "Everything a small launch needs, from the name to the first mail",
      items: [1, 2, 5, 7], price: 39, sales: 31),
    Offer(
      name: "The writer's desk", description: "Openings, edits and endings",
      items: [10, 11, 13, 14, 16], price: 25, sales: 18),
    Offer(
      name: "Code review kit", description: "Reviews, tests and commit messages",
      items: [18, 19, 20], price: 29, sales: 44),
    Offer(
      name: "First steps", description: "Three small prompts to begin with",
      items: [4, 15, 20], price: 9, sales: 72),
  ]
}

extension LocalSeed.Item {
  var body: JSON.Object {
    var body = JSON.Object()
    body["title"] = .string(title)
    body["description"] = .string(description)
    body["content"] = .string(content)
    body["category"] = .string(category)
    body["tags"] = .array(tags.map(JSON.string))
    body["price"] = JSON.Number(price).map(JSON.number)
    return body
  }

  /// Puts what buyers did on a record: about every third one leaves a review.
  func add(to prompt: inout JSON.Object, at created: Timestamp) {
    prompt["image_url"] = .string("https://cdn.snackprompt.com/images/\(prompt["id"]?.string ?? "").jpg")
    prompt["created_at"] = .string(created.rfc3339)
    prompt["updated_at"] = .string((created + .days(2)).rfc3339)
    prompt["views"] = .number(.init(views))
    prompt["sales"] = .number(.init(sales))
    prompt["rating"] = JSON.Number(rating).map(JSON.number)
    prompt["reviews_count"] = .number(.init(sales / 3))
  }
}
