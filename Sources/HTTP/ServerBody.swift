/// A request's body while it arrives.
struct ServerBody {
  private enum Rest {
    case bytes(Int)
    case chunks(ServerChunkedDecoder)
  }

  private var rest = Rest.bytes(0)
  private var content: [UInt8] = []

  /// How many bytes of content are there.
  var count: Int { content.count }

  /// How many bytes it may be worth to read at once.
  var appetite: Int {
    switch rest {
    case .bytes(let missing): missing
    case .chunks: content.count
    }
  }

  /// Begins a body; one that says to be larger than `limit` is refused before it is read.
  mutating func begin(_ framing: RequestHead.Framing, limit: Int) throws(ServerRefusal) {
    switch framing {
    case .empty: rest = .bytes(0)
    case .chunked: rest = .chunks(ServerChunkedDecoder())
    case .length(let length):
      guard length <= limit else { throw .bodyTooLarge(limit) }
      rest = .bytes(length)
      content.reserveCapacity(min(length, 64 * 1024))
    }
  }

  /// Takes what belongs to the body out of `input`; true once it is whole.
  mutating func take(from input: inout ServerInput, limit: Int) throws(ServerRefusal) -> Bool {
    let count = try input.withUnread { bytes throws(ServerRefusal) in try take(bytes, limit: limit) }
    input.consume(count)
    return isComplete
  }

  private var isComplete: Bool {
    switch rest {
    case .bytes(let missing): missing == 0
    case .chunks(let decoder): decoder.isComplete
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, limit: Int) throws(ServerRefusal) -> Int {
    switch rest {
    case .bytes(let missing):
      let count = min(missing, bytes.count)
      bytes.extracting(..<count).withUnsafeBufferPointer { content.append(contentsOf: $0) }
      rest = .bytes(missing - count)
      return count
    case .chunks(var decoder):
      let count = try decoder.decode(bytes, into: &content, limit: limit)
      rest = .chunks(decoder)
      return count
    }
  }

  /// Hands the content out and forgets it.
  mutating func finish() -> [UInt8] {
    defer { content = [] }
    return content
  }
}
