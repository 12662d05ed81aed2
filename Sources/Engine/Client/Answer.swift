import Catalog
import HTTP
import Values

/// A service's answer with its envelope opened.
public struct Answer: Sendable {
  /// The HTTP status.
  public var status: Int
  /// The header fields.
  public var headers: Headers
  /// The whole body; `null` when it was empty.
  public var body: JSON
  /// What the envelope held.
  public var payload: JSON
  /// Paging and totals.
  public var meta: JSON?
  /// How many records the whole list has, if the answer says.
  public var total: Int?

  /// The records of a list, or the one record.
  public var records: [JSON] { payload.array ?? (payload.isNull ? [] : [payload]) }
}

extension Service {
  /// Whether a body says that the request failed, whatever the status says.
  func denies(_ body: JSON) -> Bool { envelope.success.flatMap { body.value(at: $0) } == false }

  /// Opens the envelope of a success; nil when the payload is not where the service promises it. Only the
  /// answer to a removal, and a status that stands for no content, may come without a body.
  func opened(_ body: JSON, _ response: Response, _ call: Call) -> Answer? {
    let place = call.data ?? envelope.data
    let mayBeEmpty = call.method == .delete || response.status == .noContent
    guard var payload = place.isEmpty || body.isNull && mayBeEmpty ? body : body.value(at: place) else {
      return nil
    }
    for member in call.joined { payload[member] = body[member] }
    return Answer(
      status: response.status.code, headers: response.headers, body: body, payload: payload,
      meta: envelope.meta.flatMap { body.value(at: $0) },
      total: (call.paging ?? paging).total.flatMap { body.value(at: $0)?.int })
  }

  /// How long the answer says to wait, by the first of the service's hints that it carries.
  func retryAfter(_ response: Response, _ body: JSON?, now: Timestamp) -> TimeSpan? {
    for hint in retryHints {
      switch hint {
      case .header(let name):
        if let wait = response.headers.retryAfter(name, now: now) { return wait }
      case .epochHeader(let name):
        // When a limit begins anew concerns only who is over it.
        guard response.status == .tooManyRequests || response.status.isServerError,
          let text = response.headers[name], text.utf8.count <= 10,
          let seconds = Int64(text)
        else {
          continue
        }
        let moment = Timestamp(milliseconds: seconds * 1000)
        if moment > now { return moment - now }
      case .bodySeconds(let path):
        if let seconds = body?.value(at: path)?.double, seconds > 0, seconds < 1e9 {
          return TimeSpan(milliseconds: Int64(seconds * 1000))
        }
      case .bodyTimestamp(let path):
        if let text = body?.value(at: path)?.string, let moment = Timestamp(rfc3339: text), moment > now {
          return moment - now
        }
      }
    }
    return nil
  }
}
