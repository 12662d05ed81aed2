import Sandbox
import Values

/// The records that the examples of the service's document name, so that those can be sent as they stand.
extension LocalSeed {
  private static let named: [(id: String, title: String, description: String, price: Int)] = [
    (
      "prompt-123", "Email Marketing Conversion Booster", "Increase your email open rates and conversions", 45
    ),
    ("prompt-456", "Subject Lines to Choose From", "Ten subject lines, each with the reader it is for", 12),
    ("prompt-789", "Audience Sketch", "Who reads your mails, from ten of their answers", 18),
    ("prompt-012", "Second Mail", "What to write to those who did not answer", 9),
    ("prompt-345", "Newsletter in an Hour", "From five notes to a letter people keep", 15),
  ]

  /// Makes them, unseen and unsold, and a sale of three hours that is long over. They take no number away from what
  /// is made after them.
  static func document(like model: JSON.Object, _ store: Store) throws(Refusal) {
    let prompts = try store.records("prompts")
    for (index, record) in named.enumerated() {
      var prompt = model
      prompt["id"] = .string(record.id)
      prompt["title"] = .string(record.title)
      prompt["description"] = .string(record.description)
      prompt["content"] = .string("Write for [AUDIENCE] about [PRODUCT]. \(record.description).")
      prompt["price"] = .number(.init(record.price))
      prompt["category"] = "marketing"
      prompt["tags"] = ["email", "conversion", "copywriting"]
      prompt["image_url"] = .string("https://cdn.snackprompt.com/images/\(record.id).jpg")
      let made = opening + .days(99 + index)
      prompt["created_at"] = .string(made.rfc3339)
      prompt["updated_at"] = .string(made.rfc3339)
      for count in ["views", "sales", "rating", "reviews_count"] { prompt[count] = 0 }
      try prompts.put(prompt)
    }
    let promotions = try store.records("promotions")
    guard var promotion = try promotions.first() else { return }
    promotion["id"] = "promo-123"
    promotion["name"] = "Flash Sale"
    promotion["description"] = "25% off select prompts for 3 hours"
    promotion["prompt_ids"] = .array(named.prefix(3).map { .string($0.id) })
    promotion["prompts_count"] = 3
    promotion["discount_percentage"] = 25
    promotion["start_time"] = "2025-05-12T10:00:00Z"
    promotion["end_time"] = "2025-05-12T13:00:00Z"
    promotion["status"] = .string(LocalPromotions.status(of: promotion, at: store.now))
    try promotions.put(promotion)
  }
}
