import Values

/// What a service says to a call that succeeded, before the service's envelope is put around it.
public struct Answer: Sendable {
  /// The payload.
  public enum Payload: Sendable {
    /// A value to write.
    case value(JSON)
    /// JSON as it was stored, passed on without reading it.
    case text(String)
    /// Several values, to be written as an array.
    case list([Payload])
  }

  /// The payload.
  public var payload: Payload
  /// Paging or totals; nil when there are none.
  public var meta: JSON?
  /// The status; nil for the row's own.
  public var status: Int?

  /// Puts an answer together.
  public init(_ payload: Payload, meta: JSON? = nil, status: Int? = nil) {
    self.payload = payload
    self.meta = meta
    self.status = status
  }

  /// Answers with a record or any other value.
  public static func value(_ value: JSON) -> Answer { Answer(.value(value)) }

  /// Answers with a record.
  public static func record(_ record: JSON.Object) -> Answer { Answer(.value(.object(record))) }
}

extension Answer.Payload {
  func write(to bytes: inout [UInt8]) {
    switch self {
    case .value(let value): value.write(to: &bytes)
    case .text(let text): bytes.append(contentsOf: text.utf8)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
  }
}
