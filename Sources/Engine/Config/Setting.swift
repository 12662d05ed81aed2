import Values

/// One thing that can be set: its name, what it takes, what it is for, and where else it can be set.
///
/// Every setting has an environment variable of its name: `cache.max-age` is `SP_CACHE_MAX_AGE`.
public struct Setting: Sendable {
  /// A variable of other programs that means a setting too.
  struct Variable: Sendable {
    var name: String
    /// What it means where it is set and not `0`; nil takes its own value.
    var meaning: String?
    /// Whether only `0` counts, as in `CLICOLOR=0`.
    var isNegative = false

    init(_ name: String, means meaning: String? = nil, whenZero isNegative: Bool = false) {
      self.name = name
      self.meaning = meaning
      self.isNegative = isNegative
    }
  }

  /// The whole name; in the table it may have holes, `<service>` and `<class>`.
  public internal(set) var key: String
  /// What it takes.
  public let kind: Kind
  /// One line for people, without a full stop.
  public internal(set) var help: String
  /// The value when nothing sets it; nil where `help` says what happens then.
  public let fallback: String?
  /// The name of the global option that sets it.
  public let option: String?
  /// Switches among the global options that set it, and to what.
  let switches: [String: String]
  let variables: [Variable]
  /// The service in its name.
  public internal(set) var service: String?
  /// The rate class in its name.
  public internal(set) var rate: String?

  /// Its own environment variable.
  public var variable: String {
    let name = key.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 0x20
      case UInt8(ascii: "."), UInt8(ascii: "-"): UInt8(ascii: "_")
      default: byte
      }
    }
    return "SP_" + String(decoding: name, as: UTF8.self)
  }

  /// Declares a row.
  static func row(
    _ key: String, _ kind: Kind, _ help: String, default fallback: String? = nil, option: String? = nil,
    switches: [String: String] = [:], variables: [Variable] = []
  ) -> Setting {
    Setting(
      key: key, kind: kind, help: help, fallback: fallback, option: option, switches: switches,
      variables: variables)
  }
}
