import Catalog
import Database
import Platform
import Values

extension Failure {
  /// Runs what may fail on this machine, and says its failure in the one shape.
  public static func local<T>(_ body: () throws -> T) throws(Failure) -> T {
    do { return try body() } catch { throw Failure(local: error) }
  }

  /// Says any error of the floors below in the one shape.
  public init(local error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as DatabaseError: self = Failure(database: error)
    case let error as SystemError where error.isClosedPipe:
      self = Failure(.success, "nobody reads the answer any more", code: "closed_pipe")
    case let error as SystemError: self = Failure(system: error)
    case let error as JSONError: self = Failure(.other, "not JSON: \(error)", code: "json")
    default: self = Failure(.other, "\(error)")
    }
  }

  /// Says a failed call to the operating system; an interrupt is one whatever it interrupted.
  init(system error: SystemError) {
    if error.isInterrupted {
      self = Failure(.interrupted, "interrupted")
    } else if error.isFull {
      self = Failure(.other, error.description, code: "disk_full", hint: "make room, then try again")
    } else {
      self = Failure(
        .other, error.description, code: "system",
        hint: error.refusal?.remedy ?? (error.isDenied ? "check who may use it: ls -ld" : nil))
    }
  }

  private init(database error: DatabaseError) {
    switch error.code.primary {
    case .full:
      self = Failure(
        .other, "\(error.path): the disk is full; nothing that was confirmed is lost", code: "disk_full",
        hint: "make room, then sp queue run")
    case .busy, .locked:
      self = Failure(
        .temporary, "\(error.path) is busy: another process is writing", code: "busy", hint: "try again")
    case .interrupted: self = Failure(.interrupted, "interrupted")
    case .newerVersion:
      self = Failure(
        .other, error.description, code: "newer_version", hint: "use the newer sp that wrote it")
    case .corrupt, .notADatabase, .foreignApplication: self = Failure(damaged: error)
    case .ioError:
      self = Failure(
        .other, error.description, code: "disk", hint: "look at the disk (df, dmesg), then try again")
    default: self = Failure(.other, error.description, code: "database", hint: "sp doctor")
    }
  }

  private init(damaged error: DatabaseError) {
    guard Files.split(error.path).name == "cache.db" else {
      self = Failure(
        .other, "\(error.description); it was left as it is", code: "damaged",
        hint: Failure.remedy(forDamaged: error.path))
      return
    }
    self = Failure(.other, error.description, code: Failure.damagedCache, hint: "sp cache clear")
  }

  /// The code of the one damage that loses nothing.
  public static let damagedCache = "cache_damaged"

  /// What to do about a damaged database: save what can be read, go back to the newest backup made before a
  /// migration, or begin anew.
  public static func remedy(forDamaged path: String) -> String {
    let saving = Files.split(path).name == "state.db" ? "sp doctor --recover saves what can be read; or " : ""
    guard let backup = backup(of: path) else { return "\(saving)move \(path) away, and sp begins a new one" }
    return
      "\(saving)move it away, then restore the backup made before the last migration: cp \(backup) \(path)"
  }

  /// The newest backup of a database that a migration made.
  static func backup(of path: String) -> String? {
    let (directory, name) = Files.split(path)
    let names = (try? Files.list(directory)) ?? []
    let versions = names.compactMap { $0.hasPrefix("\(name).v") ? Int($0.dropFirst(name.count + 2)) : nil }
    return versions.max().map { "\(path).v\($0)" }
  }
}
