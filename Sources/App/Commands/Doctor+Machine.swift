import Database
import Engine
import Platform
import Values

/// What `sp` stands on: files, disk, clock, libraries, other programs.
extension Doctor {
  /// Less room than this is told, in bytes.
  private static let leastRoom: Int64 = 64 << 20
  /// What the SQL that is used needs at least.
  private static let leastSQLite = [3, 38, 0]

  /// Whether others can read or replace what is the user's own; the keyring and the settings are judged where they are
  /// read.
  static func permissions(_ directories: Directories) -> Finding {
    let databases = [directories.cacheDatabase, directories.stateDatabase, directories.sandboxDatabase]
    let files = databases.flatMap { [$0, "\($0)-wal", "\($0)-shm"] }
    let homes = Set([directories.config, directories.data, directories.cache, directories.state]).sorted()
    let exposed =
      files.filter { isOpen($0, 0o077) }.map { ($0, "chmod 600") }
      + homes.filter { isOpen($0, 0o022) }.map { ($0, "chmod go-w") }
    if let foreign = (files + homes).first(where: { Files.status($0)?.isOurs == false }) {
      return Finding(
        check: "permissions", problem: "\(foreign) belongs to another user",
        remedy: "chown $(id -u) \(Files.quote(foreign))")
    }
    guard let first = exposed.first else { return Finding(check: "permissions") }
    let mode = Files.status(first.0).map { String($0.permissions, radix: 8) } ?? ""
    let more = exposed.count > 1 ? ", and \(exposed.count - 1) more like it" : ""
    return Finding(
      check: "permissions", problem: "others may use \(first.0) (mode 0\(mode))\(more)",
      remedy: exposed.map { "\($0.1) \(Files.quote($0.0))" }.joined(separator: " && "))
  }

  private static func isOpen(_ path: String, _ mask: Int) -> Bool {
    Files.status(path).map { $0.permissions & mask != 0 } ?? false
  }

  /// Whether the disk has room for the queue and for the copies that replace files.
  static func room(_ directories: Directories) -> Finding {
    var path = directories.state
    while !Files.exists(path), path != "/" { path = Files.split(path).directory }
    guard let room = Files.room(at: path) else {
      return Finding(check: "disk", problem: "how full the disk of \(path) is cannot be told", remedy: "df")
    }
    let detail = "\(room >> 20) MB free at \(path)"
    guard room < leastRoom else { return Finding(check: "disk", detail: detail) }
    return Finding(
      check: "disk", problem: "only \(detail)",
      remedy: "make room; sp cache clear gives back what the cache holds")
  }

  /// Whether the clock was set back behind what was written already.
  static func clock(_ session: Session) -> Finding {
    let now = session.clock.now()
    let directories = session.directories
    let written = [
      directories.stateDatabase, "\(directories.stateDatabase)-wal", directories.cacheDatabase,
      directories.configFile, directories.keyringFile,
    ].compactMap { Files.status($0)?.modified }
    guard let latest = written.max(), latest > now + .minutes(1) else {
      return Finding(check: "clock", detail: now.rfc3339)
    }
    return Finding(
      check: "clock",
      problem: "it is \(now.rfc3339) by the clock, but a file was written at \(latest.rfc3339)",
      remedy: "set the clock: timedatectl set-ntp true")
  }

  static func sqlite() -> Finding {
    var version = ""
    var finding = look("sqlite") { () throws(Failure) in
      try Failure.local {
        let connection = try Connection(path: ":memory:")
        version = try connection.first("SELECT sqlite_version()") { $0.text(0) ?? "" } ?? ""
        let parts = version.split(separator: ".").map { Int($0) ?? 0 }
        guard !parts.lexicographicallyPrecedes(leastSQLite) else {
          throw Failure(
            .other, "SQLite is \(version), too old", hint: "apt-get install libsqlite3-0 of at least 3.38")
        }
        let modules = try connection.all("SELECT name FROM pragma_module_list") { $0.text(0) ?? "" }
        guard modules.contains("fts5"), modules.contains("json_each") else {
          throw Failure(
            .other, "SQLite \(version) was built without full text (FTS5) or JSON",
            hint: "apt-get install --reinstall libsqlite3-0")
        }
      }
    }
    finding.detail = "\(version) with FTS5"
    if finding.problem != nil { finding.detail = nil }
    return finding
  }

  /// The credential helpers that the settings name.
  static func helpers(_ session: Session) -> [Finding] {
    session.uncheckedSettings().all("credential.helper").map { setting in
      let helper = CredentialHelper(setting, environment: session.environment)
      let check = "credential helper \(helper.name)"
      guard let program = helper.program else { return Finding(check: check) }
      if let path = find(program, session.environment) { return Finding(check: check, detail: path) }
      return Finding(
        check: check, problem: "there is no program \(program)",
        remedy: "install it, or sp config unset credential.helper")
    }
  }

  /// A program at an absolute path, on PATH, or among git's own.
  private static func find(_ program: String, _ environment: Environment) -> String? {
    if program.hasPrefix("/") { return Files.isExecutable(program) ? program : nil }
    if let path = environment.program(program) { return path }
    let asked = try? Subprocess.run(
      ["git", "--exec-path"], environment: environment.withoutSecrets, timeout: .seconds(2),
      inheritError: false)
    let directory = String(decoding: asked?.output.prefix { $0 != 0x0A } ?? [], as: UTF8.self)
    return directory.isEmpty || !Files.isExecutable("\(directory)/\(program)")
      ? nil : "\(directory)/\(program)"
  }

  /// Programs of others: what they are for, and the package that has them.
  private static let others: [(name: String, purpose: String, package: String)] = [
    ("gpg", "keeps the keyring encrypted, with keyring.encrypt", "gnupg"),
    ("git", "brings credential helpers, for credential.helper", "git"),
    ("ffmpeg", "makes the sandbox's films and pictures", "ffmpeg"),
    ("espeak-ng", "makes the sandbox's voices", "espeak-ng"),
  ]

  static func programs(_ session: Session) -> [Finding] {
    let isEncrypted = session.uncheckedSettings()["keyring.encrypt"]?.hasPrefix("gpg:") ?? false
    return others.map { other in
      if let path = session.environment.program(other.name) {
        return Finding(check: other.name, detail: path)
      }
      var finding = Finding(
        check: other.name, detail: other.purpose, remedy: "apt-get install \(other.package)", isMissing: true)
      if other.name == "gpg", isEncrypted { finding.problem = "keyring.encrypt needs it" }
      return finding
    }
  }
}
