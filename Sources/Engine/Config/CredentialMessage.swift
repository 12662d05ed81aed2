import Values

/// A message of git's credential protocol: `key=value` lines ended by an empty line or the end of input.
///
/// A line has at most 65,535 bytes; there is no quoting, so CR, LF and NUL are refused.
public struct CredentialMessage: Sendable {
  /// Why a message is not one; never quotes it.
  public struct Problem: Error, Sendable, Hashable {
    /// The reason, to follow the name of whoever said it.
    public var reason: String
  }

  private var pairs: [(key: String, value: String)]

  /// A message of these pairs.
  public init(_ pairs: [(key: String, value: String)]) { self.pairs = pairs }

  /// The last value of a key.
  public subscript(key: String) -> String? { pairs.last { $0.key == key }?.value }

  /// When the password ends, if the message says so and it is a moment before the year 10000.
  public var expires: Timestamp? {
    self["password_expiry_utc"].flatMap { Int64($0) }.flatMap { seconds in
      (0..<253_402_300_800).contains(seconds) ? Timestamp(milliseconds: seconds * 1000) : nil
    }
  }

  /// Reads a message; keys nobody knows are kept, and mean nothing.
  public init(parsing bytes: [UInt8]) throws(Problem) {
    pairs = []
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.isEmpty { return }
      guard line.count <= 65_535 else { throw Problem(reason: "wrote a line of more than 65535 bytes") }
      guard !line.contains(0x0D) else { throw Problem(reason: "wrote a carriage return") }
      guard !line.contains(0) else { throw Problem(reason: "wrote a NUL byte") }
      guard line.withUnsafeBytes({ UTF8Text.firstInvalid(in: $0) }) == nil else {
        throw Problem(reason: "wrote what is not UTF-8")
      }
      guard let equals = line.firstIndex(of: UInt8(ascii: "=")), equals > line.startIndex else {
        throw Problem(reason: "wrote a line that is not key=value")
      }
      let value = line[line.index(after: equals)...]
      pairs.append((String(decoding: line[..<equals], as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
  }

  /// The message as it is sent, with the empty line; throws where a value cannot be sent.
  public func bytes() throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    for (key, value) in pairs {
      let isSound = !key.isEmpty && !key.utf8.contains(UInt8(ascii: "="))
      guard isSound, (key + value).utf8.allSatisfy({ $0 != 0x0A && $0 != 0x0D && $0 != 0 }) else {
        throw Problem(reason: "cannot be given a '\(key)' with a line end or NUL byte")
      }
      bytes += Array("\(key)=\(value)\n".utf8)
    }
    return bytes + [0x0A]
  }
}

extension CredentialMessage: ExpressibleByDictionaryLiteral {
  /// A message of these pairs; those without a value are left out.
  public init(dictionaryLiteral elements: (String, String?)...) {
    pairs = elements.compactMap { key, value in value.map { (key, $0) } }
  }
}
