import Catalog
import Sandbox
import Values

/// What the service knows of an account, at the moment of the sandbox's clock.
struct Customer {
  static let resource = Resource(
    "customers", singular: "customer", label: "id", columns: ["id"], single: true,
    fields: [
      .field("id", .text, "Identifier"),
      .field("plan", .text, "Plan that was chosen"),
      .field("status", .text, "Whether it is paid"),
      .field("since", .timestamp, "When the plan was chosen"),
      .field("ends", .timestamp, "When the plan ends; null for never"),
      .field("day", .text, "Day of the last request"),
      .field("used", .integer, "Requests of that day"),
      .field("bought", .integer, "Requests bought"),
      .field("left", .integer, "Bought requests left"),
      .field("created", .timestamp, "When the account was made"),
      .field("seen", .timestamp, "When it last asked"),
      .field("code", .text, "Code to pass on"),
      .field("referred", .integer, "People who came by it"),
      .field("earned", .integer, "Earned so far", unit: "cents"),
      .field("pending", .integer, "Not yet to be paid out", unit: "cents"),
      .field("earning", .timestamp, "When the last of it was earned"),
      .field("available", .integer, "To be paid out", unit: "cents"),
    ])

  let store: Store
  private(set) var record: JSON.Object

  /// The account's, as stored or as it begins.
  static func of(_ store: Store) throws(Refusal) -> Customer {
    if let record = try store.records("customers").single() { return Customer(store: store, record: record) }
    var customer = Customer(store: store, record: JSON.Object())
    let now = JSON.string(store.now.rfc3339)
    customer["id"] = .string(customer.number(digits: 9))
    customer["plan"] = .string(Plan.standard.rawValue)
    customer["status"] = "active"
    for name in ["since", "created", "seen"] { customer[name] = now }
    customer["code"] = .string("SHELLIA\(customer.number(digits: 2))")
    return customer
  }

  /// Keeps what was changed.
  func save() throws(Refusal) { try store.records("customers").put(record) }

  subscript(name: String) -> JSON {
    get { record[name] ?? .null }
    set { record[name] = newValue }
  }

  /// A whole number among the fields.
  func count(_ name: String) -> Int { self[name].int ?? 0 }

  mutating func add(_ amount: Int, to name: String) { self[name] = .number(.init(count(name) + amount)) }

  var id: String { self["id"].string ?? "" }

  func moment(_ name: String) -> Timestamp? { self[name].string.flatMap { Timestamp(rfc3339: $0) } }

  // MARK: Plan

  /// The plan in force: a cancelled one until its interval ends.
  var plan: Plan {
    if hasEnded { return .standard }
    return self["plan"].string.flatMap(Plan.init) ?? .standard
  }

  var hasEnded: Bool { moment("ends").map { $0 <= store.now } ?? false }

  /// The interval of payment around now.
  var period: (start: Timestamp, end: Timestamp) {
    let since = moment("since") ?? store.now
    var months = 0
    while since.adding(months: months + 1) <= store.now { months += 1 }
    return (since.adding(months: months), since.adding(months: months + 1))
  }

  // MARK: Quota

  /// Requests of today.
  var usedToday: Int { self["day"].string == store.now.date ? count("used") : 0 }

  var leftToday: Int { max(0, plan.daily - usedToday) }

  /// When the requests of the day are all there again.
  var reset: Timestamp { store.now.startOfDay.adding(days: 1) }

  /// Takes a request from the day's, else from those bought; returns which, nil where none is left.
  mutating func consume() -> String? {
    if leftToday > 0 {
      let used = usedToday + 1
      self["day"] = .string(store.now.date)
      self["used"] = .number(.init(used))
      return "daily"
    }
    guard count("left") > 0 else { return nil }
    add(-1, to: "left")
    return "purchased"
  }

  /// The documented data of an event.
  func event(amount: Int, plan: Plan? = nil) -> JSON {
    ["user_id": .string(id), "plan": .string((plan ?? self.plan).rawValue), "amount": money(amount)]
  }

  /// Digits that the account's name determines.
  private func number(digits: Int) -> String {
    let hash = SHA256.hash(Array(store.account.id.utf8)).reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
    let all = String(hash)
    return String(all.suffix(digits))
  }
}
