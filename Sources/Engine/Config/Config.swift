/// The text of `config.ini`: settings in sections as git writes them, kept to the byte so that comments, blank
/// lines, order and quoting survive a change.
///
/// Settings of all profiles stand before any section, in `[sp]`, or in a section that is the first part of
/// their name (`[cache] max-age`, `[snackprompt "limit"] write`); those of one profile in `[profile "NAME"]`.
/// Names are compared without case; of several settings with one name the last counts.
public struct Config: Sendable {
  /// A setting as it stands in the file.
  public struct Entry: Sendable, Hashable {
    /// The whole name, in small letters, such as `cache.max-age`.
    public var key: String
    /// The value, without quotes and escapes.
    public var value: String
    /// The profile it belongs to; nil for all.
    public var profile: String?
    /// The line it begins at, the first is 1.
    public var line: Int
  }

  /// Where a section puts the settings below it.
  struct Section: Sendable, Hashable {
    /// What comes before their names, such as `cache.`.
    var prefix = ""
    var profile: String?
  }

  /// A piece of the file; their texts, joined, are the file.
  enum Item: Sendable, Hashable {
    /// A comment or blank line.
    case text(String)
    case header(Section, text: String)
    /// `lead` holds the name and the equals sign, `written` the value as spelled, `tail` what follows it.
    case entry(Entry, lead: String, written: String, tail: String)

    var text: String {
      switch self {
      case .text(let text), .header(_, let text): text
      case .entry(_, let lead, let written, let tail): lead + written + tail
      }
    }

    var entry: Entry? { if case .entry(let entry, _, _, _) = self { entry } else { nil } }
  }

  /// What messages call the file.
  public let path: String
  var items: [Item]

  /// An empty file.
  public init(path: String = "config.ini") {
    self.path = path
    items = []
  }

  /// Reads the text of a file; throws a usage failure with file, line, and what was expected.
  public init(parsing bytes: [UInt8], path: String) throws(Failure) {
    self.path = path
    var parser = ConfigParser(bytes, path: path)
    items = try parser.items()
  }

  /// The file's text.
  public var text: String { items.map(\.text).joined() }

  /// Every setting, in the file's order.
  public var entries: [Entry] { items.compactMap(\.entry) }

  /// The profiles that have a section, in the file's order.
  public var profiles: [String] {
    var names: [String] = []
    for case .header(let section, _) in items {
      if let name = section.profile, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The settings of one name that count: those of the profile, or where it has none those of all profiles.
  public func all(_ key: String, profile: String) -> [Entry] {
    let name = key.lowercased()
    let found = entries.filter { $0.key == name && ($0.profile == nil || $0.profile == profile) }
    let own = found.filter { $0.profile != nil }
    return own.isEmpty ? found : own
  }

  /// The setting that counts.
  public func entry(_ key: String, profile: String) -> Entry? { all(key, profile: profile).last }

  /// Its value.
  public func value(_ key: String, profile: String) -> String? { entry(key, profile: profile)?.value }
}
