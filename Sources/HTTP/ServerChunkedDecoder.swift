/// Undoes the chunked transfer coding as its bytes arrive (RFC 9112 section 7.1).
///
/// Extensions are read over, trailers are checked and dropped: nothing that comes after the head changes it.
struct ServerChunkedDecoder {
  private enum Part {
    case size
    case data(remaining: Int)
    case dataEnd
    case trailers(size: Int)
    case end
  }

  private enum Limit {
    static let sizeDigits = 8
    static let extensions = 256
    static let trailers = 4096
  }

  private var part = Part.size

  /// Whether the last byte of the body's coding was taken.
  var isComplete: Bool { if case .end = part { true } else { false } }

  /// Takes what it can of `bytes`, appends the data to `body`, and returns how many bytes were taken.
  mutating func decode(
    _ bytes: Span<UInt8>, into body: inout [UInt8], limit: Int
  ) throws(ServerRefusal) -> Int {
    var offset = 0
    while true {
      let rest = bytes.extracting(offset...)
      switch part {
      case .size:
        let most = Limit.sizeDigits + Limit.extensions
        guard let line = try rest.line(limit: most, else: .malformed("a chunk extension is too long")) else {
          return offset
        }
        let size = try Self.size(rest.extracting(..<line))
        guard body.count + size <= limit else { throw .bodyTooLarge(limit) }
        part = size == 0 ? .trailers(size: 0) : .data(remaining: size)
        offset += line + 2
      case .data(let remaining):
        let count = min(remaining, rest.count)
        guard count > 0 else { return offset }
        rest.extracting(..<count).withUnsafeBufferPointer { body.append(contentsOf: $0) }
        part = count == remaining ? .dataEnd : .data(remaining: remaining - count)
        offset += count
      case .dataEnd:
        guard let line = try rest.line(limit: 0, else: .malformed("a chunk is longer than its size")) else {
          return offset
        }
        part = .size
        offset += line + 2
      case .trailers(let size):
        let tooLarge = ServerRefusal.headTooLarge("trailers of more than \(Limit.trailers) bytes")
        guard let line = try rest.line(limit: Limit.trailers - size, else: tooLarge) else { return offset }
        if line > 0 { try Self.checkTrailer(rest.extracting(..<line)) }
        part = line == 0 ? .end : .trailers(size: size + line)
        offset += line + 2
      case .end:
        return offset
      }
    }
  }

  /// The size before the extensions: one to eight hexadecimal digits, without sign, prefix or space.
  private static func size(_ line: Span<UInt8>) throws(ServerRefusal) -> Int {
    var size = 0
    var digits = 0
    while digits < line.count, let digit = ASCII.hexValue(line[digits]) {
      size = size << 4 | Int(digit)
      digits += 1
      guard digits <= Limit.sizeDigits else { throw .malformed("a chunk size has too many digits") }
    }
    guard digits > 0, digits == line.count || line[digits] == UInt8(ascii: ";") else {
      throw .malformed("a chunk size is no hexadecimal number")
    }
    return size
  }

  private static func checkTrailer(_ line: Span<UInt8>) throws(ServerRefusal) {
    var fields = RequestHeadFields(capacity: 1)
    try fields.add(line)
  }
}

extension Span where Element == UInt8 {
  /// The length of the line at the start without its CRLF, nil while its end is not there.
  ///
  /// Refuses control characters, and with `tooLong` more bytes than `limit`.
  fileprivate func line(limit: Int, else tooLong: ServerRefusal) throws(ServerRefusal) -> Int? {
    for index in indices {
      let byte = self[index]
      if byte == 0x0D {
        guard index + 1 < count else { return nil }
        guard self[index + 1] == 0x0A else { throw .malformed("a bare carriage return in the body's coding") }
        return index
      }
      guard (byte >= 0x20 && byte != 0x7F) || byte == 0x09 else {
        throw .malformed("a control character in the body's coding")
      }
      guard index < limit else { throw tooLong }
    }
    return nil
  }
}
