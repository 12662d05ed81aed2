import Platform

extension Settings {
  /// Refuses values that would be misread later, where they are written.
  func check() throws(Failure) {
    for entry in config.entries where entry.profile == nil || entry.profile == profile {
      guard table.lookUp(entry.key) != nil else { continue }
      do throws(Failure) { try table.check(entry.key, entry.value) } catch {
        throw .usage("\(config.path):\(entry.line): \(error.message)", hint: error.hint)
      }
    }
    for setting in Setting.rows {
      guard let value = fromEnvironment(setting), case .environment(let name) = value.origin else { continue }
      do throws(Failure) { try setting.check(value.text) } catch {
        throw .usage("\(name): \(error.message)", hint: error.hint)
      }
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
