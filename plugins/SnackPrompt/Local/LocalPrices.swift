import Catalog
import Sandbox
import Values

/// The prices that a prompt had; kept from the first change on.
enum LocalPrices {
  static let resource = Resource(
    "price_history", singular: "price_list", label: "id", columns: ["id"],
    fields: [.field("id", .text, "Prompt"), .field("prices", .list, "Prices and since when")])

  /// Notes that a price has changed.
  static func note(_ prompt: JSON.Object, before: JSON.Object, in store: Store) throws(Refusal) {
    guard let price = prompt["price"], price.double != before["price"]?.double, let id = prompt["id"] else {
      return
    }
    let prices = try history(of: before, in: store) + [["date": .string(store.now.date), "price": price]]
    try put(prices, of: id, in: store)
  }

  static func put(_ prices: [JSON], of id: JSON, in store: Store) throws(Refusal) {
    var record = JSON.Object()
    record["id"] = id
    record["prices"] = .array(prices)
    try store.records(resource.name).put(record)
  }

  /// The prices, the first one first; of a prompt whose price never changed the one that it has.
  static func history(of prompt: JSON.Object, in store: Store) throws(Refusal) -> [JSON] {
    if let known = try store.records(resource.name).find(prompt["id"]?.string ?? "")?["prices"]?.array {
      return known
    }
    let created = prompt["created_at"]?.string.flatMap { Timestamp(rfc3339: $0) } ?? store.now
    return [["date": .string(created.date), "price": prompt["price"] ?? 0]]
  }
}
