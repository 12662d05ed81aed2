import Platform
import Values

extension Config {
  /// Reads a file; a missing one is empty. Throws a usage failure with file and line for what is not
  /// understood, and for a file that every user of the machine may write to, since it can name programs.
  public static func read(_ path: String) throws(Failure) -> Config {
    guard let status = Files.status(path) else { return Config(path: path) }
    guard status.permissions & 0o002 == 0 else {
      throw .usage("\(path): everyone may write to it, so it is not read", hint: "chmod o-w \(path)")
    }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.readAll(path, limit: sizeLimit)
    } catch {
      throw Failure(system: error)
    }
    return try Config(parsing: bytes, path: path)
  }

  /// Replaces the file, all or nothing. A symbolic link stays one.
  public func save(to path: String) throws(Failure) {
    do throws(SystemError) {
      try Files.makeDirectories(Files.split(path).directory)
      let target = Files.exists(path) ? try Files.realPath(path) : path
      try Files.writePrivate(Array(text.utf8), to: target)
    } catch {
      throw Failure(system: error)
    }
  }

  /// Reads the file, changes it and saves it while no other process does; returns what was saved.
  @discardableResult
  public static func update(
    _ path: String, _ change: (inout Config) throws(Failure) -> Void
  ) throws(Failure) -> Config {
    let lock = try lock(path)
    defer { lock.unlock() }
    var config = try read(path)
    try change(&config)
    try config.save(to: path)
    return config
  }

  private static func lock(_ path: String) throws(Failure) -> FileLock {
    do throws(SystemError) {
      try Files.makeDirectories(Files.split(path).directory)
      return try FileLock(path: path + ".lock", wait: .seconds(5))
    } catch {
      throw Failure(system: error)
    }
  }

  private static let sizeLimit = 1 << 20
}
