import Platform
import Values

extension Settings {
  /// What would be misread later, where it is written: a profile that does not exist, values that no setting
  /// takes.
  public var problems: [Failure] { missingProfile + wrongEntries + wrongVariables }

  private var missingProfile: [Failure] {
    guard profile != Settings.sandbox, !config.profiles.contains(profile) else { return [] }
    let nearest = Nearest.match(profile, in: config.profiles + [Settings.sandbox])
    let origin = Settings.profile(options, environment, config).origin
    return [
      .usage(
        "\(origin): there is no profile '\(profile)'",
        hint: nearest.map { "did you mean \($0)?" } ?? "sp config profile add \(profile)")
    ]
  }

  private var wrongEntries: [Failure] {
    config.entries.compactMap { entry in
      guard entry.profile == nil || entry.profile == profile, table.lookUp(entry.key) != nil else {
        return nil
      }
      return Settings.problem("\(config.path):\(entry.line)") { () throws(Failure) in
        try table.check(entry.key, entry.value)
      }
    }
  }

  private var wrongVariables: [Failure] {
    Setting.rows.compactMap { setting in
      guard let value = fromEnvironment(setting), case .environment(let name) = value.origin else {
        return nil
      }
      return Settings.problem(name) { () throws(Failure) in try setting.check(value.text) }
    }
  }

  private static func problem(_ place: String, _ check: () throws(Failure) -> Void) -> Failure? {
    do throws(Failure) {
      try check()
      return nil
    } catch {
      return .usage("\(place): \(error.message)", hint: error.hint)
    }
  }

  /// What the user set and nothing heeds, each with its place: unknown settings of the config file with what
  /// may have been meant, and addresses in the environment that the sandbox overrules.
  public var notes: [String] { unknownSettings + overruledVariables }

  private var overruledVariables: [String] {
    guard profile == Settings.sandbox else { return [] }
    let variables = table.catalog.providers.compactMap { table.lookUp("\($0.name).url")?.variable }
    return variables.filter { environment.nonEmpty($0) != nil }.map { name in
      "\(name) is not used: in the profile \(Settings.sandbox) every service is local"
    }
  }

  private var unknownSettings: [String] {
    config.entries.compactMap { entry in
      do throws(Failure) {
        _ = try table.find(entry.key)
        return nil
      } catch {
        let hint = error.hint.map { " (\($0))" } ?? ""
        return "\(config.path):\(entry.line): \(error.message)\(hint)"
      }
    }
  }
}
