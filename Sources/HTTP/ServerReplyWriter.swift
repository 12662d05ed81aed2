import Values

/// Writes answers as HTTP/1.1 messages (RFC 9112), with the framing that the server alone decides.
struct ServerReplyWriter {
  /// What the message has to know of the request it answers.
  struct Occasion {
    var isHead = false
    var version = RequestHead.Version.http11
    var keepsConnection = false
  }

  private var second: Int64 = -1
  private var date: [UInt8] = []

  /// Appends `response` to `bytes`; `now` becomes its Date.
  mutating func write(_ response: Response, _ occasion: Occasion, now: Timestamp, to bytes: inout [UInt8]) {
    refreshDate(now)
    let status = response.status
    bytes.append(contentsOf: "HTTP/1.1 ".utf8)
    bytes.append(contentsOf: String(status.code).utf8)
    bytes.append(0x20)
    bytes.append(contentsOf: status.reason.utf8)
    bytes.append(contentsOf: date)
    for field in response.headers.fields where !Self.isOwn(field.name) {
      Self.write(field.name, field.value, to: &bytes)
    }
    let isBodiless = status == .noContent || status == .notModified
    if !isBodiless { Self.write("Content-Length", String(response.body.count), to: &bytes) }
    if !occasion.keepsConnection {
      Self.write("Connection", "close", to: &bytes)
    } else if occasion.version == .http10 {
      Self.write("Connection", "keep-alive", to: &bytes)
    }
    bytes.append(contentsOf: "\r\n".utf8)
    if !isBodiless && !occasion.isHead { bytes.append(contentsOf: response.body) }
  }

  /// The fields that say where a message ends and when it was made.
  private static func isOwn(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: Headers.matches(name, "Date")
    case 7: Headers.matches(name, "Trailer")
    case 10: Headers.matches(name, "Connection") || Headers.matches(name, "Keep-Alive")
    case 14: Headers.matches(name, "Content-Length")
    case 17: Headers.matches(name, "Transfer-Encoding")
    default: false
    }
  }

  private static func write(_ name: String, _ value: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(contentsOf: ": ".utf8)
    bytes.append(contentsOf: value.utf8)
    bytes.append(contentsOf: "\r\n".utf8)
  }

  private mutating func refreshDate(_ now: Timestamp) {
    guard now.milliseconds / 1000 != second else { return }
    second = now.milliseconds / 1000
    date = Array("\r\nDate: \(now.httpDate)\r\n".utf8)
  }
}
