import Catalog
import Values

/// One account's data of one service during one request: everything in it happens, or nothing does.
public struct Store {
  /// Whose data it is.
  public let account: Account
  /// The sandbox's time, in whole seconds as the services write it.
  public let now: Timestamp

  let service: String
  let resources: [String: Resource]
  let storage: Storage

  /// The records of a resource of the service.
  public func records(_ resource: String) throws(Refusal) -> Records {
    guard let declared = resources[resource] else {
      throw Refusal(500, "The sandbox knows no resource \(resource) of \(service)")
    }
    return records(declared)
  }

  func records(_ resource: Resource) -> Records {
    Records(store: self, resource: resource, schema: storage.schema(of: resource, service: service))
  }

  /// Makes the tables that are not there yet, which a reader cannot do.
  func prepare() throws(Refusal) {
    guard !storage.preparedServices.contains(service) else { return }
    try Refusal.around {
      for resource in resources.values { try storage.records.prepare(records(resource).schema) }
    }
    storage.preparedServices.insert(service)
  }

  /// The next number of a sequence of the account, from 1.
  public func next(_ sequence: String) throws(Refusal) -> Int {
    try Refusal.around { try storage.next("\(service)/\(sequence)", scope: account.id) }
  }
}
