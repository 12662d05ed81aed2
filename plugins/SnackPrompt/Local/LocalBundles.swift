import Sandbox
import Values

/// The rules of bundles beyond their rows: what follows from the prompts they hold.
enum LocalBundles {
  /// A new bundle; it costs the sum of its prompts unless a price is given.
  @Sendable static func create(_ call: Call) throws(Refusal) -> Answer {
    .record(try create(call.body, in: call.store))
  }

  static func create(_ body: JSON.Object, in store: Store) throws(Refusal) -> JSON.Object {
    let prompts = try members(body["prompt_ids"], in: store)
    let bundles = try store.records("bundles")
    var bundle = try bundles.draft(from: body)
    hold(prompts, in: &bundle)
    if body["price"] == nil { bundle["price"] = bundle["original_price"] }
    setSavings(of: &bundle)
    try keep(bundle, holding: prompts, in: store)
    return bundle
  }

  /// Changes what is given and keeps the rest; `prompt_ids` stands for all of its prompts.
  @Sendable static func update(_ call: Call) throws(Refusal) -> Answer {
    let bundles = try call.records()
    var bundle = bundles.merged(call.body, into: try bundles.get(call.id))
    let ids = call.body["prompt_ids"] ?? JSON.object(bundle).value(at: "prompts.id")
    let prompts = try members(ids, in: call.store)
    hold(prompts, in: &bundle)
    setSavings(of: &bundle)
    try keep(bundle, holding: prompts, in: call.store)
    return .record(bundle)
  }

  /// Brings the bundles that hold a changed prompt up to date.
  static func refresh(holding prompt: JSON.Object, in store: Store) throws(Refusal) {
    guard let id = prompt["id"]?.string else { return }
    let bundles = try store.records("bundles")
    for holder in try bundles.holders(of: id, in: try store.records("prompts")) {
      let before = try bundles.get(holder)
      var bundle = before
      let prompts = try members(JSON.object(bundle).value(at: "prompts.id"), in: store)
      hold(prompts, in: &bundle)
      setSavings(of: &bundle)
      if bundle != before { try bundles.put(bundles.touched(bundle)) }
    }
  }

  /// The prompts of those ids, each once; refuses 400 with the ids that there are none of.
  private static func members(_ ids: JSON?, in store: Store) throws(Refusal) -> [JSON.Object] {
    let prompts = try store.records("prompts")
    var members: [JSON.Object] = []
    var missing: [String] = []
    var seen: Set<String> = []
    for id in (ids?.array ?? []).compactMap(\.string) where seen.insert(id).inserted {
      if let prompt = try prompts.find(id) { members.append(prompt) } else { missing.append(id) }
    }
    guard missing.isEmpty else {
      throw .invalid("prompt_ids", "has ids of no prompt: \(missing.joined(separator: ", "))")
    }
    guard !members.isEmpty else { throw .invalid("prompt_ids", "must name a prompt") }
    return members
  }

  private static func hold(_ prompts: [JSON.Object], in bundle: inout JSON.Object) {
    let shown = ["id", "title", "description", "price", "category", "image_url"]
    let cents = prompts.reduce(0) { $0 + (($1["price"]?.double ?? 0) * 100).rounded() }
    bundle["original_price"] = JSON.Number(cents / 100).map(JSON.number)
    bundle["prompt_count"] = .number(.init(prompts.count))
    bundle["prompts"] = .array(prompts.map { .object($0.picking(shown)) })
  }

  /// The savings in whole per cent; none when the bundle costs more than its prompts.
  private static func setSavings(of bundle: inout JSON.Object) {
    let sum = bundle["original_price"]?.double ?? 0
    let price = bundle["price"]?.double ?? 0
    let saved = sum > 0 ? max(0, (sum - price) / sum * 100) : 0
    bundle["savings_percentage"] = .number(.init(Int(saved.rounded())))
  }

  private static func keep(
    _ bundle: JSON.Object, holding prompts: [JSON.Object], in store: Store
  ) throws(Refusal) {
    let bundles = try store.records("bundles")
    try bundles.put(bundle)
    try bundles.link(
      bundle["id"]?.string ?? "", to: try store.records("prompts"), prompts.compactMap { $0["id"]?.string })
  }
}
