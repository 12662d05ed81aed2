import Values

/// Writes on their way into a draft, their texts one behind the other in one piece of memory, so that another thread
/// can take thousands of them at little cost.
struct WriteBatch: Sendable {
  /// One write of the batch, valid while it is shown.
  struct Write {
    /// The place of its operation and path in `targets`.
    var target: Int
    var body: UnsafeRawBufferPointer
    var label: UnsafeRawBufferPointer
    var fingerprint: UnsafeRawBufferPointer
    var origin: UnsafeRawBufferPointer
  }

  private struct Ends {
    var target: Int
    var body: Int
    var label: Int
    var fingerprint: Int
    var origin: Int
  }

  let profile: String
  /// What is asked for, and where; writes in a row that have these in common share them.
  private(set) var targets: [(operation: String, path: String)] = []
  private var bytes: [UInt8] = []
  private var ends: [Ends] = []

  /// An empty batch of a profile with room for so many bytes.
  init(profile: String, capacity: Int) {
    self.profile = profile
    bytes.reserveCapacity(capacity)
  }

  /// How many bytes the texts have.
  var size: Int { bytes.count }

  /// How many writes there are.
  var count: Int { ends.count }

  /// Adds a write; a new record or new values are given by their body.
  mutating func add(
    operation: String, path: String, body: JSON, label: String, fingerprint: [UInt8], origin: JSON
  ) {
    if targets.last.map({ $0.operation == operation && $0.path == path }) != true {
      targets.append((operation, path))
    }
    body.write(to: &bytes)
    let bodyEnd = bytes.count
    bytes.append(contentsOf: label.utf8)
    let labelEnd = bytes.count
    bytes.append(contentsOf: fingerprint)
    let fingerprintEnd = bytes.count
    origin.write(to: &bytes)
    ends.append(
      Ends(
        target: targets.count - 1, body: bodyEnd, label: labelEnd, fingerprint: fingerprintEnd,
        origin: bytes.count))
  }

  /// Shows each write in order.
  func forEach(_ body: (Write) throws -> Void) rethrows {
    try bytes.withUnsafeBytes { bytes in
      var start = 0
      for end in ends {
        func piece(_ from: Int, _ to: Int) -> UnsafeRawBufferPointer {
          UnsafeRawBufferPointer(rebasing: bytes[from..<to])
        }
        try body(
          Write(
            target: end.target, body: piece(start, end.body), label: piece(end.body, end.label),
            fingerprint: piece(end.label, end.fingerprint), origin: piece(end.fingerprint, end.origin)))
        start = end.origin
      }
    }
  }
}
