import Catalog
import Platform
import Values

/// The settings as they hold for one command: option, then environment, then the profile's section of the
/// config file, then its settings for all profiles, then what is built in.
public struct Settings: Sendable {
  /// Where a value comes from.
  public enum Origin: Sendable, Hashable, CustomStringConvertible {
    case option(String)
    case environment(String)
    case config(path: String, line: Int, profile: String?)
    case builtIn

    /// The place, as people call it: `--output`, `SP_OUTPUT`, `config.ini:3 (profile live)`, `built-in`.
    public var description: String {
      switch self {
      case .option(let name): "--\(name)"
      case .environment(let name): name
      case .config(let path, let line, let profile):
        "\(Files.split(path).name):\(line)" + (profile.map { " (profile \($0))" } ?? "")
      case .builtIn: "built-in"
      }
    }
  }

  /// A value and where it comes from.
  public struct Value: Sendable, Hashable {
    /// The value as written.
    public var text: String
    /// Where it is written.
    public var origin: Origin
  }

  /// The profile that everything else is read for.
  public let profile: String
  /// What can be set.
  public let table: SettingTable
  /// The config file.
  public let config: Config
  /// The environment.
  public let environment: Environment
  let options: [String: [String]]

  /// The profile that is built in: every service is played in-process.
  public static let sandbox = "sandbox"

  /// Resolves the settings for the options of a command, by name as in `Invocation.options`. Throws a usage
  /// failure that names the place of a value that is not understood, and for a profile that does not exist.
  public init(
    options: [String: [String]] = [:], environment: Environment, config: Config, catalog: Catalog
  ) throws(Failure) {
    self.init(unchecked: options, environment: environment, config: config, catalog: catalog)
    if let problem = problems.first { throw problem }
  }

  /// Resolves the settings whatever is wrong with them, for whoever shows or mends them; `problems` tells.
  public init(
    unchecked options: [String: [String]], environment: Environment, config: Config, catalog: Catalog
  ) {
    self.options = options
    self.environment = environment
    self.config = config
    table = SettingTable(catalog: catalog)
    profile = Settings.profile(options, environment, config).text
  }

  static func profile(
    _ options: [String: [String]], _ environment: Environment, _ config: Config
  ) -> Value {
    if let name = options["profile"]?.last { return Value(text: name, origin: .option("profile")) }
    if let name = environment.nonEmpty("SP_PROFILE") {
      return Value(text: name, origin: .environment("SP_PROFILE"))
    }
    guard let entry = config.entries.last(where: { $0.key == "profile" && $0.profile == nil }) else {
      return Value(text: sandbox, origin: .builtIn)
    }
    return Value(
      text: entry.value, origin: .config(path: config.path, line: entry.line, profile: nil))
  }

  // MARK: Values

  /// The value of a setting; nil where nothing sets it and nothing is built in, or there is no such setting.
  public subscript(_ key: String) -> String? { value(key)?.text }

  /// Where the value of a setting comes from.
  public func origin(of key: String) -> Origin { value(key)?.origin ?? .builtIn }

  /// Whether the config file or the environment sets any setting whose name begins so.
  public func isSet(under prefix: String) -> Bool {
    let variable = "SP_" + prefix.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 }
    return config.entries.contains { $0.key.hasPrefix(prefix) }
      || environment.variables.keys.contains { $0.hasPrefix(variable) }
  }

  /// A length of time.
  public func span(_ key: String) -> TimeSpan? { self[key].flatMap { TimeSpan($0) } }

  /// A whole number.
  public func count(_ key: String) -> Int? { self[key].flatMap { Int($0) } }

  /// A path, with `~/` as the home directory.
  public func path(_ key: String) -> String? {
    guard let text = self[key] else { return nil }
    guard text.hasPrefix("~/"), let home = environment.nonEmpty("HOME") else { return text }
    return home + text.dropFirst()
  }

  /// The values of a setting that may be given several times, in order; an empty one drops those before it.
  public func all(_ key: String) -> [String] {
    guard let value = value(key) else { return [] }
    guard case .config = value.origin else { return value.text.isEmpty ? [] : [value.text] }
    let values = config.all(key, profile: profile).map(\.value)
    return Array(values[((values.lastIndex(of: "") ?? -1) + 1)...])
  }

  /// The value of a setting and where it comes from.
  public func value(_ key: String) -> Value? {
    let key = key.lowercased()
    if key == "profile" { return Settings.profile(options, environment, config) }
    guard let setting = table.lookUp(key), !isOverruled(setting) else { return nil }
    return fromOption(setting) ?? fromEnvironment(setting) ?? fromConfig(setting)
      ?? setting.fallback.map { Value(text: $0, origin: .builtIn) }
  }

  /// The sandbox keeps its services in-process, whatever the environment or the file says for all profiles:
  /// who asks for it means that nothing leaves the machine.
  private func isOverruled(_ setting: Setting) -> Bool {
    profile == Settings.sandbox && setting.kind == .address
  }

  private func fromOption(_ setting: Setting) -> Value? {
    for (name, value) in setting.switches where options[name]?.last == "true" {
      return Value(text: value, origin: .option(name))
    }
    guard let name = setting.option, let text = options[name]?.last else { return nil }
    return Value(text: text, origin: .option(name))
  }

  func fromEnvironment(_ setting: Setting) -> Value? {
    if let text = environment.nonEmpty(setting.variable) {
      return Value(text: text, origin: .environment(setting.variable))
    }
    for variable in setting.variables {
      guard let text = environment.nonEmpty(variable.name) else { continue }
      guard let meaning = variable.meaning else {
        // Other programs' variables may hold what only they understand.
        guard (try? setting.check(text)) != nil else { continue }
        return Value(text: text, origin: .environment(variable.name))
      }
      // NO_COLOR counts whatever its value; the others are switched off by 0.
      let isOn = variable.isNegative ? text == "0" : text != "0" || variable.name.hasPrefix("NO_")
      if isOn { return Value(text: meaning, origin: .environment(variable.name)) }
    }
    return nil
  }

  private func fromConfig(_ setting: Setting) -> Value? {
    config.entry(setting.key, profile: profile).map { entry in
      let origin = Origin.config(path: config.path, line: entry.line, profile: entry.profile)
      return Value(text: entry.value, origin: origin)
    }
  }
}
