import Catalog
import Engine
import Platform
import Values

/// `sp config`: what is set, where, and for which profile.
enum ConfigCommands {
  static let all = settings + profiles

  private static let key = Parameter.argument("KEY", "Name of the setting, such as output").naming(.setting)

  private static let settings: [Builtin] = [
    Builtin(
      Command(
        "config list", "Show every setting, its value and where it comes from",
        globals: [.output, .terminal],
        examples: [
          .example("What differs from the defaults", "sp config list --where \"origin <> 'built-in'\"")
        ]
      ).answering(settingFields),
      run: list),
    Builtin(
      Command(
        "config get", "Show the value of a setting", arguments: [key],
        examples: [.example("How old an answer of the cache may be", "sp config get cache.max-age")]),
      run: get),
    Builtin(
      Command(
        "config set", "Set a value, for all profiles or for --profile",
        arguments: [key, .argument("VALUE", "The value").naming(.settingValue)],
        examples: [
          .example("Accept answers from the cache for five minutes", "sp config set cache.max-age 5m")
        ]),
      run: set),
    Builtin(
      Command(
        "config unset", "Remove a value, so that the default holds again", arguments: [key],
        examples: [.example("Back to the default", "sp config unset cache.max-age")]),
      run: unset),
    Builtin(
      Command(
        "config path", "Show where the config file is", examples: [.example("Its path", "sp config path")]),
      run: path),
    Builtin(
      Command(
        "config edit", "Open the config file in an editor",
        examples: [.example("With nano", "SP_EDITOR=nano sp config edit")]),
      run: edit),
  ]

  private static let profiles: [Builtin] = [
    Builtin(
      Command(
        "config profile list", "Show the profiles", globals: [.output, .terminal],
        examples: [.example("Their names", "sp config profile list --fields name")]
      ).answering(profileFields),
      run: listProfiles),
    Builtin(
      Command(
        "config profile add", "Add a profile, or set values in one",
        arguments: [.argument("NAME", "Name of the profile")],
        options: [
          .option("set", "A setting of the profile", placeholder: "KEY=VALUE", repeatable: true)
            .naming(.settingAndValue)
        ],
        examples: [
          .example("The real service", "sp config profile add live --set snackprompt.url=production")
        ]),
      run: addProfile),
    Builtin(
      Command(
        "config profile use", "Make a profile the default",
        arguments: [.argument("NAME", "Name of the profile").naming(.profile)],
        examples: [.example("Back to the sandbox", "sp config profile use sandbox")]),
      run: useProfile),
  ]

  private static let settingFields: [Resource.Field] = [
    .field("key", .text, "Name of the setting"), .field("value", .text, "What holds"),
    .field("origin", .text, "Where that comes from"), .field("help", .text, "What the setting is for"),
  ]
  private static let profileFields: [Resource.Field] = [
    .field("name", .text, "Name of the profile"), .field("current", .boolean, "Whether it is the one used"),
    .field("settings", .list, "What is set for it"),
  ]

  // MARK: Settings

  private static func list(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let settings = session.uncheckedSettings()
    _ = try session.config()
    for problem in settings.problems { session.console.report("note: \(problem.message)") }
    for note in settings.notes where !invocation.flag("quiet") { session.console.report("note: \(note)") }
    let records = settings.listing().map { row -> JSON in
      [
        "key": .string(row.key), "value": row.value.map(JSON.string) ?? nil,
        "origin": .string("\(row.origin)"),
        "help": .string(row.help),
      ]
    }
    let shape = RecordShape(
      "settings", singular: "setting", id: "key", columns: ["key", "value", "origin"], fields: settingFields)
    return try invocation.show(records, shape, invocation.outputWithoutSettings(session))
  }

  private static func get(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let key = invocation.argument("KEY") ?? ""
    _ = try session.config()
    let settings = session.uncheckedSettings()
    _ = try settings.table.find(key)
    guard let row = settings.listing().first(where: { $0.key == key.lowercased() }), let value = row.value
    else {
      throw Failure(.notFound, "\(key) is not set", code: "not_set", hint: "sp config set \(key) VALUE")
    }
    try Failure.local { try session.console.write(value + "\n") }
    return .success
  }

  private static func set(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let key = invocation.argument("KEY") ?? ""
    let value = invocation.argument("VALUE") ?? ""
    let profile = invocation.option("profile")
    try SettingTable(catalog: session.table.catalog).check(key, value, profile: profile)
    try Config.update(session.directories.configFile) { config throws(Failure) in
      if let profile { try refuseUnknown(profile, config) }
      try config.set(key, value, profile: profile)
    }
    return .success
  }

  private static func unset(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let key = invocation.argument("KEY") ?? ""
    var wasSet = false
    try Config.update(session.directories.configFile) { config throws(Failure) in
      wasSet = config.unset(key, profile: invocation.option("profile"))
    }
    guard wasSet else {
      throw Failure(.notFound, "\(key) is not set", code: "not_set", hint: "sp config list")
    }
    return .success
  }

  private static func path(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    try Failure.local { try session.console.write(session.directories.configFile + "\n") }
    return .success
  }

  private static func edit(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let path = session.directories.configFile
    let editor = session.uncheckedSettings()["editor"] ?? "vi"
    let status = try Failure.local {
      try session.directories.make(session.directories.config)
      if !Files.exists(path) { try Files.writePrivate([], to: path) }
      return try Subprocess.runOnTerminal(
        editor.split(separator: " ").map(String.init) + [path], environment: session.environment)
    }
    guard status == 0 else { throw Failure(.other, "\(editor) ended with \(status)", code: "editor") }
    session.configChanged()
    _ = try session.settings()
    return .success
  }

  // MARK: Profiles

  private static func listProfiles(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let config = try session.config()
    let current = session.uncheckedSettings().profile
    let names = [Settings.sandbox] + config.profiles.filter { $0 != Settings.sandbox }
    let records = names.map { name -> JSON in
      let values = config.entries.filter { $0.profile == name }.map { "\($0.key)=\($0.value)" }
      return [
        "name": .string(name), "current": .bool(name == current),
        "settings": .array(values.map(JSON.string)),
      ]
    }
    let shape = RecordShape("profiles", singular: "profile", id: "name", fields: profileFields)
    return try invocation.show(records, shape, invocation.outputWithoutSettings(session))
  }

  private static func addProfile(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let name = invocation.argument("NAME") ?? ""
    try Config.checkProfileName(name)
    var pairs: [(String, String)] = []
    let table = SettingTable(catalog: session.table.catalog)
    for text in invocation.all("set") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { throw .usage("--set takes KEY=VALUE, not '\(text)'") }
      try table.check(parts[0], parts[1], profile: name)
      pairs.append((parts[0], parts[1]))
    }
    try Config.update(session.directories.configFile) { config throws(Failure) in
      if !config.profiles.contains(name) { try config.addProfile(name) }
      for (key, value) in pairs { try config.set(key, value, profile: name) }
    }
    return .success
  }

  private static func useProfile(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
    let name = invocation.argument("NAME") ?? ""
    try Config.update(session.directories.configFile) { config throws(Failure) in
      try refuseUnknown(name, config)
      try config.set("profile", name, profile: nil)
    }
    return .success
  }

  private static func refuseUnknown(_ name: String, _ config: Config) throws(Failure) {
    let known = [Settings.sandbox] + config.profiles
    guard !known.contains(name) else { return }
    let nearest = Nearest.match(name, in: known).map { "did you mean \($0)?" }
    throw .usage("there is no profile '\(name)'", hint: nearest ?? "sp config profile add \(name)")
  }
}

extension Invocation {
  /// Shows records that are no resource's, with `--where`, `--sort` and `--limit` as on every list.
  func show(_ records: [JSON], _ shape: RecordShape, _ session: Session) throws(Failure) -> ExitCode {
    try show(records, shape, output(session))
  }

  /// The same to an output that is there already.
  func show(_ records: [JSON], _ shape: RecordShape, _ output: Output) throws(Failure) -> ExitCode {
    var rows = try Rows(output, shape: shape, selection: Selection(self))
    try Failure.local {
      _ = try rows.page(records, hasMore: false)
      try rows.finish(.live, total: records.count)
    }
    return .success
  }
}
