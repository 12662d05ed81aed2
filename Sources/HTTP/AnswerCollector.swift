import CCurl

/// Gathers one answer from libcurl's callbacks and refuses one that is too large or contradicts itself.
final class AnswerCollector {
  private(set) var headers = Headers()
  private(set) var body: [UInt8] = []
  /// Why the answer was refused, nil while it is fine.
  private(set) var refusal: TransportError.Reason?

  private let bodyLimit: Int
  private let receiver: BodyReceiver?
  private var status = 0
  private var hasBegun = false
  private let headLimit = 256 << 10
  private var headSize = 0
  private var isInterim = false
  private var headHasEnded = false

  /// Gathers at most so many bytes of a body; what is for a receiver is passed on however long it is.
  init(bodyLimit: Int, receiver: BodyReceiver? = nil) {
    self.bodyLimit = bodyLimit
    self.receiver = receiver
  }

  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let receiver, Status(status).isSuccess {
      return begin() && (receiver.take(bytes) || refuse(.unwanted))
    }
    guard body.count + bytes.count <= bodyLimit else { return refuse(.tooLarge) }
    body.append(contentsOf: bytes)
    return true
  }

  /// Tells the receiver of a success what comes, once; also where no body does.
  func begin() -> Bool {
    guard let receiver, Status(status).isSuccess, !hasBegun else { return true }
    hasBegun = true
    return receiver.begin(Response(status: Status(status), headers: headers)) || refuse(.unwanted)
  }

  /// Takes a status line, a field, the empty line after them, or a trailer, which is not kept.
  func takeLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headSize += bytes.count
    guard headSize <= headLimit else { return refuse(.tooLarge) }
    guard !headHasEnded else { return true }
    if bytes.starts(with: "HTTP/".utf8) {
      headers = Headers()
      let code = bytes.split(separator: 0x20).dropFirst().first.map { ASCII.trimmed(Array($0)[...]) }
      status = code.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
      isInterim = (100...199).contains(status)
      return true
    }
    let line = ASCII.trimmed(Array(bytes)[...])
    guard !line.isEmpty else {
      headHasEnded = !isInterim
      return Set(headers.all("Content-Length")).count < 2 || refuse(.malformed)
    }
    return bytes.first == 0x20 || bytes.first == 0x09 ? unfold(line) : takeField(line)
  }

  private func takeField(_ line: ArraySlice<UInt8>) -> Bool {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return refuse(.malformed) }
    let name = String(decoding: line[..<colon], as: UTF8.self)
    let value = String(decoding: ASCII.trimmed(line[line.index(after: colon)...]), as: UTF8.self)
    guard Headers.isValid(name: name, value: value) else { return refuse(.malformed) }
    headers.add(name, value)
    return true
  }

  /// A line that begins with white space continues the value before it (RFC 9112 section 5.2).
  private func unfold(_ line: ArraySlice<UInt8>) -> Bool {
    let more = String(decoding: line, as: UTF8.self)
    return headers.extendLast(with: " " + more) || refuse(.malformed)
  }

  private func refuse(_ reason: TransportError.Reason) -> Bool {
    refusal = reason
    return false
  }
}

extension AnswerCollector {
  /// Makes libcurl call this object, which must live until the transfer has ended.
  func attach(to session: CurlSession) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    session.set(SP_CURL_WRITEDATA, borrowed: context)
    session.set(SP_CURL_WRITEFUNCTION) { bytes, size, count, context in
      AnswerCollector.receive(bytes, size * count, context) { $0.takeBody($1) }
    }
    session.set(SP_CURL_HEADERDATA, borrowed: context)
    session.set(SP_CURL_HEADERFUNCTION) { bytes, size, count, context in
      AnswerCollector.receive(bytes, size * count, context) { $0.takeLine($1) }
    }
  }

  /// Anything but the whole length tells libcurl to stop.
  private static func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (AnswerCollector, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    guard let context, length > 0 else { return 0 }
    let collector = Unmanaged<AnswerCollector>.fromOpaque(context).takeUnretainedValue()
    return take(collector, UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
  }
}
