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
    /// A file, sent as it is and in no envelope; `name` is offered to whoever saves it.
    case file(bytes: [UInt8], type: String, name: String?)
  }

  /// The payload.
  public var payload: Payload
  /// Paging or totals; nil when there are none.
  public var meta: JSON?
  /// The status; nil for the row's own.
  public var status: Int?
  /// Members that stand beside the payload in the envelope.
  public var beside = JSON.Object()
  /// Header fields of its own, such as `Location` and `Set-Cookie`.
  public var headers: [(name: String, value: String)] = []

  /// Puts an answer together.
  public init(_ payload: Payload, meta: JSON? = nil, status: Int? = nil) {
    self.payload = payload
    self.meta = meta
    self.status = status
  }

  /// Answers with a record or any other value.
  public static func value(_ value: JSON) -> Answer { Answer(.value(value)) }

  /// Answers with a file.
  public static func file(_ bytes: [UInt8], type: String, name: String? = nil) -> Answer {
    Answer(.file(bytes: bytes, type: type, name: name))
  }

  /// Sends a browser on to another address.
  public static func redirect(to address: String) -> Answer {
    var answer = Answer(.file(bytes: [], type: "text/plain; charset=utf-8", name: nil), status: 302)
    answer.headers = [("Location", address)]
    return answer
  }

  /// Answers with a record.
  public static func record(_ record: JSON.Object) -> Answer { Answer(.value(.object(record))) }
}

extension Answer.Payload {
  /// The payload as a value; nil for a file.
  var json: JSON? {
    switch self {
    case .value(let value): value
    case .text(let text): try? JSON.parse(text)
    case .list(let items): .array(items.compactMap(\.json))
    case .file: nil
    }
  }

  func write(to bytes: inout [UInt8]) {
    switch self {
    case .value(let value): value.write(to: &bytes)
    case .text(let text): bytes.append(contentsOf: text.utf8)
    case .file(let content, _, _): bytes.append(contentsOf: content)
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
