import Catalog
import HTTP
import Platform
import Values

extension Call {
  /// The request that a queued write stands for.
  init(_ write: QueuedWrite, _ endpoint: Endpoint) {
    self.init(endpoint)
    let parts = write.path.split(separator: "?", maxSplits: 1).map(String.init)
    path = parts.first ?? ""
    query = parts.count == 2 ? Call.pairs(parts[1]) : []
    body = write.body
    idempotencyKey = write.idempotencyKey
  }

  /// The pairs of a query as it stands in an address, decoded.
  public static func pairs(_ query: String) -> [(String, String)] {
    query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return (
        Address.decode(parts[0]) ?? parts[0], parts.count == 2 ? Address.decode(parts[1]) ?? parts[1] : ""
      )
    }
  }

  /// The path with its query, as the queue keeps them.
  fileprivate var target: String {
    let pairs = query.map { "\(Address.encode($0.0))=\(Address.encode($0.1))" }
    return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }
}

extension NewWrite {
  /// A write of its own accord is one act: two that look alike are both meant.
  init(_ call: Call, _ row: Session.Row, profile: String) {
    self.init(
      profile: profile, operation: row.endpoint.operation, path: call.target, body: call.body?.text(),
      label: row.resource.flatMap { call.body?[$0.label]?.string } ?? call.path,
      fingerprint: Randomness.bytes(16), origin: nil)
  }
}

extension Session {
  /// Puts calls of a row into the queue as one job; returns its number. Refuses a row whose body has secrets.
  public func enqueue(_ calls: [Call], _ row: Row, as title: String) throws(Failure) -> Int64 {
    if manners.isReadOnly { throw .readOnly(title) }
    try row.endpoint.refuseKeeping()
    let profile = try profileName()
    let queue = try queue()
    return try Failure.local {
      try queue.enqueue(
        calls.map { NewWrite($0, row, profile: profile) }, profile: profile, service: row.provider.name,
        title: title)
    }
  }

  /// Puts a write whose answer never came into the queue as unknown, so that it is looked up before it may be sent
  /// again; the failure then says so. One whose body has secrets is not kept: a person has to look.
  public func park(_ call: Call, _ row: Row, sent: Timestamp, as title: String, _ failure: inout Failure)
    throws(Failure)
  {
    guard row.endpoint.secrets.isEmpty else {
      failure.hint = "it may have arrived: look before you send it again; secrets are not kept in the queue"
      return
    }
    let profile = try profileName()
    let queue = try queue()
    let unanswered = failure
    let number = try Failure.local {
      try queue.enqueue(
        unknown: NewWrite(call, row, profile: profile), unanswered, sent: sent, profile: profile,
        service: row.provider.name, title: title)
    }
    failure.hint = "sp queue run finds out whether it arrived (write \(number)); do not send it again by hand"
  }
}
