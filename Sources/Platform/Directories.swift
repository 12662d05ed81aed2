@preconcurrency import Glibc

/// Where the program keeps its files: the XDG base directories, or all of it under `SP_HOME`.
///
/// Naming a directory creates nothing; `make` does, when something is about to be written.
public struct Directories: Sendable, Hashable {
  /// Settings the user edits.
  public var config: String
  /// What is worth a backup: the keyring, the sandbox, plugins.
  public var data: String
  /// What may be deleted at any time.
  public var cache: String
  /// What outlives a run but is of this machine: the queue, the ledger, history.
  public var state: String

  /// Reads `SP_HOME`, then `XDG_CONFIG_HOME`, `XDG_DATA_HOME`, `XDG_CACHE_HOME`, `XDG_STATE_HOME`, then `HOME`.
  /// An XDG value that is empty or relative counts as unset (XDG Base Directory 0.8).
  public init(_ environment: Environment) throws(SystemError) {
    if let home = environment.nonEmpty("SP_HOME") {
      try Files.refuseNUL(home, "use SP_HOME")
      let path = home.hasPrefix("/") ? home : "\(try Files.currentDirectory())/\(home)"
      (config, data, cache, state) = (path, path, path, path)
      return
    }
    func base(_ variable: String, _ fallback: String) throws(SystemError) -> String {
      if let path = environment.nonEmpty(variable), path.hasPrefix("/") { return "\(path)/sp" }
      return "\(try Directories.home(environment))/\(fallback)/sp"
    }
    config = try base("XDG_CONFIG_HOME", ".config")
    data = try base("XDG_DATA_HOME", ".local/share")
    cache = try base("XDG_CACHE_HOME", ".cache")
    state = try base("XDG_STATE_HOME", ".local/state")
  }

  /// The home directory of the user.
  public static func home(_ environment: Environment) throws(SystemError) -> String {
    if let home = environment.nonEmpty("HOME"), home.hasPrefix("/") { return home }
    guard let entry = getpwuid(getuid()), let home = entry.pointee.pw_dir, home.pointee == 47 else {
      throw SystemError(code: ENOENT, action: "find the home directory", refused: "HOME is not set")
    }
    return String(cString: home)
  }

  /// Creates a directory and those above it, 0700 each; existing ones stay as they are.
  public func make(_ path: String) throws(SystemError) {
    do throws(SystemError) { try Files.makeDirectories(path) } catch {
      throw SystemError(
        code: error.code, action: error.action, refused: error.reason,
        remedy: "export SP_HOME=DIRECTORY that you may write to")
    }
  }

  /// The settings, git-config-like.
  public var configFile: String { "\(config)/config.ini" }
  /// The credentials.
  public var keyringFile: String { "\(data)/keyring.json" }
  /// The records read from the services.
  public var cacheDatabase: String { "\(cache)/cache.db" }
  /// The queue, the ledger and received webhooks.
  public var stateDatabase: String { "\(state)/state.db" }
  /// The local services' records.
  public var sandboxDatabase: String { "\(data)/sandbox.db" }
}
