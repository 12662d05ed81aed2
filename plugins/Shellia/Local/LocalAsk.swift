import Sandbox
import Values

/// `POST /ask`.
enum LocalAsk {
  /// The price of a token, in millionths of a euro.
  private static let price = 8

  @Sendable static func ask(_ call: Call) throws(Refusal) -> Answer {
    let prompt = call.body["prompt"]?.string ?? ""
    let known = call.body["context"]?.object ?? JSON.Object()
    var foreseen = try Customer.of(call.store)
    guard foreseen.consume() != nil else { throw exhausted(foreseen) }
    let options = call.body["options"] ?? .null
    let order = TextOrder(
      prompt, as: .answer(context: known), longest: 4 * (options["max_tokens"]?.int ?? 500),
      temperature: options["temperature"]?.double ?? 0.7)
    let written = try write(order, with: call.engines.text)
    return try call.store.transaction { try keep(written, prompt, in: call.store) }
  }

  /// Counts the request and keeps it in the history.
  private static func keep(_ written: WrittenText, _ prompt: String, in store: Store) throws(Refusal)
    -> Answer
  {
    var customer = try Customer.of(store)
    guard let source = customer.consume() else { throw exhausted(customer) }
    let now = JSON.string(store.now.rfc3339)
    customer["seen"] = now
    try customer.save()
    let tokens = written.input + written.output
    let records = try store.records("requests")
    var record = JSON.Object()
    record["prompt"] = .string(prompt)
    record["response_preview"] = .string(preview(written.text))
    record["tokens_used"] = .number(.init(tokens))
    let request = try records.draft(from: record)
    try records.put(request)
    // Thousandths of a euro, rounded up so that nothing is free.
    let cost = (tokens * price + 999) / 1000
    return .value([
      "id": request["id"] ?? nil,
      "response": .string(written.text),
      "tokens_used": .number(.init(tokens)),
      "cost": JSON.Number(Double(cost) / 1000).map(JSON.number) ?? 0,
      "quota_consumed": 1,
      "quota_source": .string(source),
      "created_at": now,
      "engine": .string(written.engine),
    ])
  }

  /// How an answer begins.
  static func preview(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.count <= 60 ? line : line.prefix(60) + "..."
  }

  private static func exhausted(_ customer: Customer) -> Refusal {
    Refusal(
      403, "Quota exhausted: no daily and no purchased request is left",
      retryAfter: customer.reset - customer.store.now)
  }

  private static func write(_ order: TextOrder, with engine: any TextEngine) throws(Refusal) -> WrittenText {
    do throws(TextFailure) { return try engine.write(order) } catch {
      throw Refusal(500, error.description)
    }
  }
}
