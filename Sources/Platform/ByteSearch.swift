@preconcurrency import Glibc

extension [UInt8] {
  /// Where `pattern` begins at or after `start`, its first byte found by the C library; nil where it does not.
  public func firstIndex(of pattern: [UInt8], from start: Int = 0) -> Int? {
    withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, let first = pattern.first else { return nil }
      var index = start
      while index + pattern.count <= bytes.count {
        let last = bytes.count - pattern.count
        guard let found = memchr(base + index, Int32(first), last - index + 1) else { return nil }
        index = UnsafeRawPointer(found) - base
        if memcmp(base + index, pattern, pattern.count) == 0 { return index }
        index += 1
      }
      return nil
    }
  }
}
