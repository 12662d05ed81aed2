@preconcurrency import Glibc

/// Bytes that wait for a child to read them.
struct Outlet {
  private var descriptor: Descriptor?
  private var endsWhenEmpty: Bool
  private(set) var pending: ArraySlice<UInt8>

  /// Feeds a descriptor; it is closed once everything is taken, unless more may come.
  init(_ descriptor: Descriptor, _ bytes: [UInt8], endsWhenEmpty: Bool) {
    self.descriptor = descriptor
    self.endsWhenEmpty = endsWhenEmpty
    pending = bytes[...]
    _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    if bytes.isEmpty { settle() }
  }

  /// The descriptor to wait for; -1 where there is nothing to write.
  var wanted: Int32 { pending.isEmpty ? -1 : descriptor?.number ?? -1 }

  /// Whether it has taken all and could take more.
  var isIdle: Bool { pending.isEmpty && descriptor != nil }

  /// Ends it once everything is taken.
  mutating func end() {
    endsWhenEmpty = true
    settle()
  }

  mutating func add(_ bytes: [UInt8]) { if descriptor != nil { pending += bytes } }

  /// Writes what the child has room for; that it reads no more is its right.
  mutating func feed() {
    guard let descriptor else { return }
    let count = pending.withUnsafeBytes { write(descriptor.number, $0.baseAddress, min($0.count, 64 << 10)) }
    if count >= 0 {
      pending = pending.dropFirst(count)
    } else if errno != EAGAIN && errno != EINTR {
      pending = []
      self.descriptor = nil
    }
    settle()
  }

  private mutating func settle() {
    if pending.isEmpty, endsWhenEmpty { descriptor = nil }
  }
}
